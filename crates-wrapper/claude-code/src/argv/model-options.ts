import type { FlagTable } from "@lockstep/wrapper";

/** Which model works, and how hard. */
export interface ModelOptions {
  /** An alias such as `opus`, or a model's full name. */
  readonly model?: string;
  /** Models for when the main one is busy or not there: one, or several in order, parted by commas. */
  readonly fallbackModel?: string;
  readonly effort?: "low" | "medium" | "high" | "xhigh" | "max";
  /** Beta headers of requests, for users of an API key. */
  readonly betas?: readonly string[];
  /** A further model that the main one may ask, by its alias or name. Help conceals it. */
  readonly advisor?: string;
  /** Whether the model answers in fast mode. Help conceals it. */
  readonly fastMode?: "on" | "off";
  /** Also offers models that the account has and this version does not know. Help conceals it. */
  readonly includeUnsupportedModels?: boolean;
  /** Size of the context at which the conversation is compacted: `auto`, or tokens from `100k` on. */
  readonly autocompact?: string;
}

export const modelFlags: FlagTable<ModelOptions> = {
  model: "--model=TEXT",
  fallbackModel: "--fallback-model=TEXT",
  effort: "--effort=TEXT",
  betas: "--betas=TEXT...",
  advisor: "--advisor=TEXT",
  fastMode: "--fast-mode=TEXT",
  includeUnsupportedModels: "--include-unsupported-models",
  autocompact: "--autocompact=TEXT",
};
