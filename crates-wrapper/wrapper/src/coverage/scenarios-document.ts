import type { ArgvToken } from "../argv/argv-token.ts";
import type { VersionTools } from "../versions/version-tools.ts";
import type { Scenario } from "./built.ts";
import type { DeclaredUnit } from "./left-out.ts";

/** What parity tools read of a wrapper, version 1: argv of real builder calls, without the binary, and declared judgements. */
export interface WrapperScenarios {
  readonly schema_version: 1;
  readonly wrapper_version: string;
  readonly scenarios: readonly {
    readonly name: string;
    readonly argv: readonly ArgvToken[];
    /** The known versions for which the client does not refuse the call. */
    readonly versions: readonly string[];
  }[];
  readonly declared: readonly DeclaredUnit[];
}

/** What a wrapper shows of itself. */
export interface Evidence {
  readonly scenarios: readonly Scenario[];
  readonly declared: readonly DeclaredUnit[];
  readonly versions: Pick<VersionTools, "knownVersions" | "isSupported">;
}

/** Pure: the same version and evidence give the same document. A builder that throws is passed on. */
export function scenariosDocument(wrapperVersion: string, { scenarios, declared, versions }: Evidence): WrapperScenarios {
  return {
    schema_version: 1,
    wrapper_version: wrapperVersion,
    scenarios: scenarios.map(({ name, argv }) => {
      const words = argv();
      return { name, argv: words, versions: versions.knownVersions.filter((version) => versions.isSupported(words, version, true)) };
    }),
    declared,
  };
}
