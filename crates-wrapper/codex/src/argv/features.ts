import { assertPositional } from "../codex-tools.ts";
import { argvBuilder } from "./argv-builder.ts";
import type { CommonOptions } from "./common-options.ts";

export const featuresListArgv = argvBuilder<CommonOptions>({
  path: ["features", "list"],
  flags: {},
});

/** A feature flag by its name. */
export interface FeatureRequest extends CommonOptions {
  readonly feature: string;
}

export const featuresEnableArgv = argvBuilder<FeatureRequest, "feature">({
  path: ["features", "enable"],
  other: { feature: "TEXT!" },
  flags: {},
  args: ({ feature }) => [assertPositional(feature, "feature", "the name of a feature")],
});

export const featuresDisableArgv = argvBuilder<FeatureRequest, "feature">({
  path: ["features", "disable"],
  other: { feature: "TEXT!" },
  flags: {},
  args: ({ feature }) => [assertPositional(feature, "feature", "the name of a feature")],
});
