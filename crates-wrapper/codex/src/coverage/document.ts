import type { ArgvToken } from "../argv/argv-token.ts";
import { assertSupported, knownVersions } from "../versions/support.ts";
import { declared, type DeclaredUnit } from "./declared.ts";
import type { Scenario } from "./built.ts";
import { scenarios } from "./scenarios.ts";

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

/** Pure: the same version gives the same document. A builder that throws is passed on. */
export function wrapperScenarios(wrapperVersion: string, calls: readonly Scenario[] = scenarios): WrapperScenarios {
  return {
    schema_version: 1,
    wrapper_version: wrapperVersion,
    scenarios: calls.map(({ name, argv }) => {
      const words = argv();
      return { name, argv: words, versions: versionsOf(words) };
    }),
    declared,
  };
}

function versionsOf(argv: readonly ArgvToken[]): string[] {
  return knownVersions.filter((version) => {
    try {
      assertSupported(argv, version, true);
      return true;
    } catch {
      return false;
    }
  });
}
