import type { Answer, CallOptions, Invocation } from "@lockstep/wrapper";
import {
  archiveArgv,
  deleteArgv,
  type DeleteRequest,
  queueArgv,
  type QueueRequest,
  type SavedSessionRequest,
  unarchiveArgv,
} from "../argv/saved-session.ts";
import { CodexError } from "../codex-error.ts";
import { ask } from "../codex-tools.ts";

/** A message that waits in a session. */
export interface QueuedMessage {
  readonly messageId: string;
  /** Why `resume` came to nothing; the message waits all the same. */
  readonly warning: string | undefined;
}

/** Sessions that codex has saved. A session that does not exist, or is in that state already, is an error. */
export interface SavedSessionCalls {
  archive(request: SavedSessionRequest, options?: CallOptions): Promise<void>;
  unarchive(request: SavedSessionRequest, options?: CallOptions): Promise<void>;
  /** For good. Codex refuses without `force`, since there is no terminal to ask at. */
  delete(request: DeleteRequest, options?: CallOptions): Promise<void>;
  /** Leaves a message for the session's next turn. Codex 0.146 and older cannot. */
  queue(request: QueueRequest, options?: CallOptions): Promise<QueuedMessage>;
}

export function savedSessionCalls(invocation: Invocation): SavedSessionCalls {
  return {
    async archive(request, options) {
      await ask(invocation, archiveArgv(request), options);
    },
    async unarchive(request, options) {
      await ask(invocation, unarchiveArgv(request), options);
    },
    async delete(request, options) {
      await ask(invocation, deleteArgv(request), options);
    },
    queue: async (request, options) => queuedBy(await ask(invocation, queueArgv(request), options)),
  };
}

function queuedBy({ command, outcome }: Answer): QueuedMessage {
  const messageId = /^Queued message (\S+) for /m.exec(outcome.stdout)?.[1];
  if (messageId === undefined) {
    const summary = `Codex says ${JSON.stringify(outcome.stdout.slice(0, 80))}, wanted "Queued message <id> for …"`;
    throw CodexError.forOutput(summary, command, outcome, outcome.stderr);
  }
  return { messageId, warning: /^Warning: (.*)$/m.exec(outcome.stderr)?.[1] };
}
