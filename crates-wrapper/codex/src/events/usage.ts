import type { Usage } from "./event.ts";

/**
 * The sum of the usages of two threads. Not for two events of one thread: each `turn.completed` tells the whole thread's usage
 * so far, also after `exec resume`, so that the last one counts alone.
 */
export function addUsage(a: Usage, b: Usage): Usage {
  return combine(a, b, (x, y) => x + y);
}

/** What a thread used since `before`, an earlier usage of the same thread: the share of one resumed run. */
export function usageSince(before: Usage, now: Usage): Usage {
  return combine(now, before, (x, y) => x - y);
}

function combine(a: Usage, b: Usage, join: (x: number, y: number) => number): Usage {
  const written = [a.cache_write_input_tokens, b.cache_write_input_tokens];
  return {
    input_tokens: join(a.input_tokens, b.input_tokens),
    cached_input_tokens: join(a.cached_input_tokens, b.cached_input_tokens),
    ...(written.every((tokens) => tokens === undefined) ? {} : { cache_write_input_tokens: join(written[0] ?? 0, written[1] ?? 0) }),
    output_tokens: join(a.output_tokens, b.output_tokens),
    reasoning_output_tokens: join(a.reasoning_output_tokens, b.reasoning_output_tokens),
  };
}
