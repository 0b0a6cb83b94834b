import type { Run, RunOptions } from "../calls/run.ts";
import type { WrapperError } from "../wrapper-error.ts";
import type { AgentEvent, AgentOutcome, AgentResult } from "./agent-event.ts";
import type { AgentRequest } from "./agent-request.ts";

/** What is particular about the runs of an agent: what its events mean. It may keep a state of its own, since each event comes once. */
export interface AgentTranslation<Event, Result> {
  /** The common events for one of the agent's. */
  translate(event: Event): readonly AgentEvent[];
  /** The events that are still due at the end, whichever it is. */
  rest?(): readonly AgentEvent[];
  /** What is left of a run that went well. */
  completed(result: Result): AgentResult;
  /** What is left of one that did not. */
  failed(error: WrapperError): AgentResult;
}

/** The common events of a run; see `RunAgent`. */
export function agentEvents<Event, Result>(
  run: Run<Event, Result>,
  translation: AgentTranslation<Event, Result>,
  isOurs: (error: unknown) => error is WrapperError,
): AsyncIterable<AgentEvent> {
  const source = run[Symbol.asyncIterator]();
  let queue: AgentEvent[] = [];
  let state: "open" | "over" | "left" = "open";
  let reading: Promise<void> | undefined;

  /** Reading changes it. */
  const isWanted = (): boolean => state === "open";
  /** No generator: that could not be left before its first event, nor while it waits for one. */
  const events: AsyncIterator<AgentEvent, undefined, undefined> = {
    next: async () => {
      while (isWanted() && queue.length === 0) {
        reading ??= read().finally(() => (reading = undefined));
        await reading;
      }
      const value = state === "left" ? undefined : queue.shift();
      return value === undefined ? { done: true, value: undefined } : { done: false, value };
    },
    return: async () => {
      state = "left";
      queue = [];
      await source.return?.();
      return { done: true, value: undefined };
    },
  };
  return { [Symbol.asyncIterator]: () => events };

  async function read(): Promise<void> {
    try {
      const { done, value } = await source.next();
      if (done !== true) queue.push(...translation.translate(value));
      else finish(translation.completed(await run.result()));
    } catch (error) {
      if (!isOurs(error)) throw error;
      finish(translation.failed(error));
    }
  }

  function finish(result: AgentResult): void {
    if (state === "left") return;
    state = "over";
    queue.push(...(translation.rest?.() ?? []), { type: "finished", result });
  }
}

/** The options of a run that a request has. */
export function runOptionsOf({ timeouts, signal, record }: AgentRequest): RunOptions {
  return {
    ...(timeouts === undefined ? {} : { timeouts }),
    ...(signal === undefined ? {} : { signal }),
    ...(record === undefined ? {} : { record }),
  };
}

/** What the code of an error says of the outcome, as far as it does. */
export function outcomeOf({ code }: WrapperError): AgentOutcome {
  if (/_(?:TIMED_OUT|SILENT|STALLED)$/.test(code)) return "timed-out";
  return code.endsWith("_ABORTED") ? "aborted" : "failed";
}

/** Reads the events to their end, and returns what the run left behind. */
export async function agentResult(events: AsyncIterable<AgentEvent>): Promise<AgentResult> {
  let result: AgentResult | undefined;
  for await (const event of events) if (event.type === "finished") ({ result } = event);
  if (result === undefined) throw new Error("The events have no end: another loop has read it, or left");
  return result;
}
