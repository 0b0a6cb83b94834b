import { type EventCounts, countEvents, noEvents } from "../events/counts.ts";
import type { AssistantEvent, ClaudeEvent, ResultEvent } from "../events/event.ts";
import { isMainMessage } from "../events/main-conversation.ts";
import { addModelUsage, growthOfModelUsage, type RunUsage, usageOfModels } from "../events/usage.ts";
import type { ModelUsage, PermissionDenial } from "../generated/stream-message.ts";

/** What a run has said of itself. Tokens and cost are those of this run alone, also when it goes on with an earlier conversation. */
export interface RunFacts {
  /** The conversation's id for `resume`; `undefined` when Claude Code has not told any. */
  readonly sessionId: string | undefined;
  /** The model that the conversation began with. */
  readonly model: string | undefined;
  /** The last message; empty when the model wrote none. */
  readonly finalMessage: string;
  /** Responses of the model and results of tools, as Claude Code counts them, of all turns. */
  readonly turns: number;
  /** Tokens of all models, sub-agents and requests beside the conversation included. */
  readonly usage: RunUsage;
  /** The same by model, with the cost of each. */
  readonly modelUsage: Readonly<Record<string, ModelUsage>>;
  /**
   * US dollars, as Claude Code estimates them. `total_cost_usd` of a result is another number: it is cumulative over the turns of a
   * process, and since 2.1.277 over the whole conversation when that is resumed or forked. From 2.1.309 on a result also tells its own
   * share; of the versions between, nobody can say what part of the first result of a resumed run is older, so that cost and tokens of
   * such a run have all of it.
   */
  readonly costUsd: number;
  /** Tool calls that were refused, by rule, mode or answer. */
  readonly denials: readonly PermissionDenial[];
  /** How many events there were, unknown and malformed ones among them. */
  readonly counts: EventCounts;
}

/**
 * Why a run failed that was neither killed nor without a start: `max-turns` and `budget` are the limits of the request, `interrupted`
 * says that the turn was ended by `interrupt` or by a refused permission; `structured-output`, that no answer to `jsonSchema` came;
 * `login`, that there is none; `api-error`, that the API refused, or could not be reached after all attempts; `not-begun`, that
 * no turn began, as for a conversation that is not there; `no-result`, that the process ended without saying how it went; `failed` is
 * any other failure.
 */
export type RunFailureReason =
  | "max-turns"
  | "budget"
  | "interrupted"
  | "structured-output"
  | "login"
  | "api-error"
  | "not-begun"
  | "no-result"
  | "failed";

/** What the end of a run has to know of its events. */
export interface Kept {
  readonly facts: Omit<RunFacts, "usage" | "costUsd">;
  readonly hasBegun: boolean;
  readonly lastResult: ResultEvent | undefined;
  /** The kind of error in the last message, which stands for one of the API. */
  readonly apiError: string | undefined;
  /** The counters of the last result, which go on from turn to turn. */
  readonly counted: Readonly<Record<string, ModelUsage>>;
  /** Whether a result has told its share of them. */
  readonly tellsShares: boolean;
}

/** Where `keepEvent` begins. */
export const nothingKept: Kept = {
  facts: {
    sessionId: undefined,
    model: undefined,
    finalMessage: "",
    turns: 0,
    modelUsage: {},
    denials: [],
    counts: noEvents,
  },
  hasBegun: false,
  lastResult: undefined,
  apiError: undefined,
  counted: {},
  tellsShares: false,
};

/** A fold over the events of a run. */
export function keepEvent(kept: Kept, event: ClaudeEvent): Kept {
  const counted = { ...kept, facts: { ...kept.facts, counts: countEvents(kept.facts.counts, event) } };
  if (event.type === "system" && event.subtype === "init") {
    const { facts } = counted;
    return { ...counted, hasBegun: true, facts: { ...facts, sessionId: event.session_id, model: facts.model ?? event.model } };
  }
  if (event.type === "assistant" && isMainMessage(event)) return withMessage(counted, event);
  return event.type === "result" ? withResult(counted, event) : counted;
}

/** The facts as callers get them. */
export function factsOf({ facts }: Kept): RunFacts {
  const models = Object.values(facts.modelUsage);
  return { ...facts, usage: usageOfModels(models), costUsd: models.reduce((sum, { costUSD }) => sum + costUSD, 0) };
}

/** What Claude Code says of its failure. */
export function toldBy({ lastResult }: Kept): string | undefined {
  if (lastResult?.is_error !== true) return undefined;
  return lastResult.subtype === "success" ? lastResult.result : lastResult.errors.join("; ");
}

/** Why a run that was not killed failed; `undefined` when what it said of itself was good. */
export function reasonOf({ lastResult, hasBegun, apiError }: Kept): RunFailureReason | undefined {
  if (lastResult === undefined) return "no-result";
  if (!lastResult.is_error) return undefined;
  const { subtype, terminal_reason: terminal } = lastResult;
  switch (subtype) {
    case "error_max_turns":
      return "max-turns";
    case "error_max_budget_usd":
      return "budget";
    case "error_max_structured_output_retries":
      return "structured-output";
    case "success":
      return apiError === "authentication_failed" ? "login" : "api-error";
    case "error_during_execution":
      if (!hasBegun) return "not-begun";
      return terminal?.startsWith("aborted") === true ? "interrupted" : "failed";
  }
}

function withMessage(kept: Kept, event: AssistantEvent): Kept {
  // What stands in place of a message when the API failed is none of the model's.
  if (event.error !== undefined) return { ...kept, apiError: event.error };
  const texts = event.message.content.flatMap((block) => (block.type === "text" ? [block.text] : []));
  const finalMessage = texts.length === 0 ? kept.facts.finalMessage : texts.join("");
  return { ...kept, facts: { ...kept.facts, finalMessage }, apiError: undefined };
}

function withResult(kept: Kept, event: ResultEvent): Kept {
  const { facts } = kept;
  const known = new Set(facts.denials.map(({ tool_use_id: id }) => id));
  return {
    ...kept,
    lastResult: event,
    counted: isCrash(event) ? kept.counted : event.modelUsage,
    tellsShares: kept.tellsShares || event.model_usage_since_last_result !== undefined,
    facts: {
      ...facts,
      sessionId: event.session_id,
      finalMessage: event.subtype === "success" && !event.is_error ? event.result : facts.finalMessage,
      turns: facts.turns + event.num_turns,
      modelUsage: addModelUsage(facts.modelUsage, shareOf(event, kept)),
      denials: [...facts.denials, ...event.permission_denials.filter(({ tool_use_id: id }) => !known.has(id))],
    },
  };
}

/**
 * What was used since the result before. A version that does not tell it counts the turns of a process, and begins anew with `/clear`; of
 * one that does, a result without it is that of a crash.
 */
function shareOf(event: ResultEvent, { counted, tellsShares }: Kept): Readonly<Record<string, ModelUsage>> {
  if (event.model_usage_since_last_result !== undefined) return event.model_usage_since_last_result;
  return tellsShares ? {} : growthOfModelUsage(counted, event.modelUsage);
}

/** A result that stands in place of a turn's has zeros for all that was used. */
function isCrash({ is_error: isError, modelUsage }: ResultEvent): boolean {
  return isError && Object.keys(modelUsage).length === 0;
}
