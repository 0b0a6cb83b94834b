import type { CallOptions, Invocation } from "@lockstep/wrapper";
import type { CommonOptions } from "../argv/common-options.ts";
import { type FeatureRequest, featuresDisableArgv, featuresEnableArgv, featuresListArgv } from "../argv/features.ts";
import { CodexError } from "../codex-error.ts";
import { ask } from "../codex-tools.ts";

/** One row of `codex features list`; `stage` may be several words. */
export interface Feature {
  readonly name: string;
  readonly stage: string;
  readonly effective: boolean;
}

/** Feature flags. `enable` and `disable` change the user's `config.toml`; for one call there are the options of the same names. */
export interface FeatureCalls {
  list(request?: CommonOptions, options?: CallOptions): Promise<Feature[]>;
  enable(request: FeatureRequest, options?: CallOptions): Promise<void>;
  disable(request: FeatureRequest, options?: CallOptions): Promise<void>;
}

export function featureCalls(invocation: Invocation): FeatureCalls {
  return {
    list: async (request, options) => listFeatures(invocation, request, options),
    async enable(request, options) {
      await ask(invocation, featuresEnableArgv(request), options);
    },
    async disable(request, options) {
      await ask(invocation, featuresDisableArgv(request), options);
    },
  };
}

async function listFeatures(invocation: Invocation, request: CommonOptions = {}, options?: CallOptions): Promise<Feature[]> {
  const { command, outcome } = await ask(invocation, featuresListArgv(request), options);
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
