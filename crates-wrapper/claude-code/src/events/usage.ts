import type { ModelUsage } from "../generated/stream-message.ts";

/** Tokens of a run. The three kinds of input do not overlap. */
export interface RunUsage {
  /** Without those that were written to the cache or read from it. */
  readonly inputTokens: number;
  readonly cacheReadInputTokens: number;
  readonly cacheCreationInputTokens: number;
  readonly outputTokens: number;
}

type Models = Readonly<Record<string, ModelUsage>>;

/** The sum of two usages by model; what is no sum, such as the size of the context, is that of the later one. */
export function addModelUsage(before: Models, more: Models): Models {
  const sums = Object.entries(more).map(([model, usage]): readonly [string, ModelUsage] => {
    const earlier = before[model];
    if (earlier === undefined) return [model, usage];
    const sum = (field: keyof typeof added): number => earlier[field] + usage[field];
    return [model, { ...usage, ...Object.fromEntries(summed.map((field) => [field, sum(field)])) }];
  });
  return { ...before, ...Object.fromEntries(sums) };
}

/**
 * What a counter by model has grown by. A count below that of before, as of a counter that began anew, has grown from nothing; so has a
 * model that was not counted before.
 */
export function growthOfModelUsage(before: Models, now: Models): Models {
  const growths = Object.entries(now).map(([model, usage]): readonly [string, ModelUsage] => {
    const earlier = before[model];
    if (earlier === undefined || summed.some((field) => usage[field] < earlier[field])) return [model, usage];
    return [model, { ...usage, ...Object.fromEntries(summed.map((field) => [field, usage[field] - earlier[field]])) }];
  });
  return Object.fromEntries(growths);
}

/** The tokens of all models together. */
export function usageOfModels(models: readonly ModelUsage[]): RunUsage {
  const sum = (field: keyof typeof added): number => models.reduce((total, usage) => total + usage[field], 0);
  return {
    inputTokens: sum("inputTokens"),
    cacheReadInputTokens: sum("cacheReadInputTokens"),
    cacheCreationInputTokens: sum("cacheCreationInputTokens"),
    outputTokens: sum("outputTokens"),
  };
}

const added = {
  inputTokens: true,
  outputTokens: true,
  cacheReadInputTokens: true,
  cacheCreationInputTokens: true,
  webSearchRequests: true,
  costUSD: true,
} as const;

const summed = Object.keys(added) as readonly (keyof typeof added)[];
