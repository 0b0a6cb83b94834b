import type { Passthrough } from "./argv/argv-token.ts";
import { featuresListArgv } from "./argv/features-list.ts";
import { CodexError } from "./codex-error.ts";
import { ask, type Invocation } from "./command.ts";

/** One row of `codex features list`; `stage` may be several words. */
export interface Feature {
  readonly name: string;
  readonly stage: string;
  readonly effective: boolean;
}

/** Throws a `CodexError`, also for a row of another shape. */
export async function listFeatures(invocation: Invocation, request?: Passthrough): Promise<Feature[]> {
  const { command, outcome } = await ask(invocation, featuresListArgv(request));
  const rows = outcome.stdout.split("\n").filter((row) => row.trim() !== "");
  return rows.map((row) => {
    const [, name, stage, effective] = /^(\S+)\s+(\S.*?)\s+(true|false)\s*$/.exec(row) ?? [];
    if (name === undefined || stage === undefined) {
      throw CodexError.forOutput(
        `Feature row "${row}" is not understood, wanted "<name>  <stage>  true|false"`,
        command,
        outcome,
        outcome.stderr,
      );
    }
    return { name, stage, effective: effective === "true" };
  });
}
