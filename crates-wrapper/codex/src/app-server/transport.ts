import { type Line, openLines, type ProcessOutcome, type ProcessRequest } from "@lockstep/runtime";
import { isBlank } from "@lockstep/wrapper";
import type { CodexCommand } from "../codex-error.ts";

/** Messages to and from a codex process, one JSON text each. */
export interface Transport {
  readonly command: CodexCommand;
  /** The caller's, for the whole connection. */
  readonly signal: AbortSignal | undefined;
  /** Those of the server as they arrive, to be read once; ends after the process. */
  readonly messages: AsyncIterable<Line>;
  /** Settles after the process has ended; its `reason` is that of `breakOff`, if that was called. Never rejects. */
  readonly outcome: Promise<ProcessOutcome>;
  /** Resolves when the system has taken the message; rejects with an `Error` when nothing can be sent any more. */
  send(message: string): Promise<void>;
  /** Tells the server that nothing more comes, at which it ends. */
  end(): void;
  /** Kills the process. */
  stop(): void;
  /** Kills the process because one cannot speak with it; the first reason counts. */
  breakOff(reason: string): void;
}

/** What a transport takes besides the command. */
export interface TransportOptions {
  readonly limits: Pick<ProcessRequest, "totalMs" | "silenceMs" | "killGraceMs">;
  readonly signal: AbortSignal | undefined;
  /** Longest message of the server in bytes. */
  readonly maxMessageBytes: number;
}

/** A message is a line: the app server on stdio. While nobody reads the messages, the server is held back. Nothing stays when it has ended. */
export function openTransport(command: CodexCommand, { limits, signal, maxMessageBytes }: TransportOptions): Transport {
  const stopping = new AbortController();
  let broken: string | undefined;
  const channel = openLines(
    {
      ...limits,
      ...command,
      killDetached: "always",
      signal: signal === undefined ? stopping.signal : AbortSignal.any([signal, stopping.signal]),
    },
    { maxLineBytes: maxMessageBytes },
  );
  return {
    command,
    signal,
    messages: filledLines(channel),
    outcome: channel.outcome.then((outcome) =>
      outcome.type === "aborted" && broken !== undefined ? { ...outcome, type: "exited", reason: broken } : outcome,
    ),
    send: (message) => channel.write(`${message}\n`),
    end: () => channel.end(),
    stop: () => stopping.abort(),
    breakOff(reason) {
      broken ??= reason;
      stopping.abort();
    },
  };
}

async function* filledLines(lines: AsyncIterable<Line>): AsyncGenerator<Line, void, undefined> {
  for await (const line of lines) if (!isBlank(line)) yield line;
}
