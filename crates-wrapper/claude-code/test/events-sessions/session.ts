import type { ClaudeEvent } from "../../src/events/event.ts";
import type { Answer } from "../fake-messages-answer.ts";
import type { MessagesRequest } from "../fake-messages-server.ts";

/** One or several runs of `claude -p --output-format stream-json` in one home; `answer` plays the model. */
export interface Session {
  readonly name: string;
  /** One plain run when absent. */
  readonly runs?: readonly Run[];
  /** Above the isolated environment; a variable that is undefined is left out. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  prepare?(folders: Folders): void;
  /** @param n counts the requests of the session from 1 */
  answer(request: MessagesRequest, n: number, folders: Folders): Answer;
}

export interface Folders {
  readonly home: string;
  readonly cwd: string;
}

export interface Run {
  /** Behind those that every run has. */
  readonly args?: readonly string[];
  /** The id of the session that the first run made is put in place of `<first>`. */
  readonly prompt?: string;
  /** A conversation over stdin in place of the prompt. */
  readonly talk?: (say: Say) => Listener;
  readonly exitCode?: number;
}

/** Writes a line, or ends stdin. */
export interface Say {
  line(line: string): void;
  end(): void;
}

/** Sees each event as it arrives. */
export type Listener = (event: ClaudeEvent) => void;

/** Ends stdin with the last of so many results, and does what is wanted with each before. */
export function untilResults(count: number, say: Say, then: (done: number) => void = () => {}): Listener {
  let done = 0;
  return (event) => {
    if (event.type !== "result") return;
    done += 1;
    if (done === count) say.end();
    else then(done);
  };
}
