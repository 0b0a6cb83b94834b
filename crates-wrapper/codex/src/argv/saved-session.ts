import type { FlagTable } from "@lockstep/wrapper";
import { CodexError } from "../codex-error.ts";
import { assertNoConflict, assertPositional } from "../codex-tools.ts";
import { argvBuilder } from "./argv-builder.ts";
import type { CommonOptions } from "./common-options.ts";

/** Where the sessions are that `archive`, `unarchive`, `delete` and `queue` work on. */
export interface SessionStoreOptions extends CommonOptions {
  /** Directory whose configuration counts. */
  readonly cd?: string;
  readonly profile?: string;
  readonly strictConfig?: boolean;
  /** An app server that holds the sessions: `ws://host:port`, `wss://host:port`, `unix://PATH`. */
  readonly remote?: string;
  /** Name of the variable with the bearer token for `remote`, which then begins with `wss://`, or `ws://` on loopback. */
  readonly remoteAuthTokenEnv?: string;
}

const storeFlags: FlagTable<Omit<SessionStoreOptions, keyof CommonOptions>> = {
  cd: "--cd=TEXT",
  profile: "--profile=TEXT",
  strictConfig: "--strict-config",
  remote: "--remote=TEXT",
  remoteAuthTokenEnv: "--remote-auth-token-env=TEXT",
};

/** A saved session by its id or name. */
export interface SavedSessionRequest extends SessionStoreOptions {
  readonly session: string;
}

export const archiveArgv = argvBuilder<SavedSessionRequest, "session">({
  path: ["archive"],
  other: { session: "TEXT!" },
  flags: storeFlags,
  args: ({ session }) => [savedSession(session)],
  check: assertStore,
});

export const unarchiveArgv = argvBuilder<SavedSessionRequest, "session">({
  path: ["unarchive"],
  other: { session: "TEXT!" },
  flags: storeFlags,
  args: ({ session }) => [savedSession(session)],
  check: assertStore,
});

/** Codex asks at a terminal unless `force` is set; with it, `session` has to be an id, a UUID. */
export interface DeleteRequest extends SavedSessionRequest {
  readonly force?: boolean;
}

export const deleteArgv = argvBuilder<DeleteRequest, "session">({
  path: ["delete"],
  other: { session: "TEXT!" },
  flags: { ...storeFlags, force: "--force" },
  args: ({ session }) => [savedSession(session)],
  check: (request) => {
    assertStore(request);
    const isId = /^(?:urn:uuid:|\{)?[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}\}?$/i.test(request.session);
    if (request.force === true && !isId)
      throw CodexError.forRequest(`Value ${JSON.stringify(request.session)} of "session" is no UUID; "force" does not take names`);
  },
});

/** A message that waits in a session for its next turn. It stands in argv, where other users of the machine can see it. */
export interface QueueRequest extends SessionStoreOptions {
  /** Id or name of the session. */
  readonly thread: string;
  readonly message: string;
  /** Not with `remote`. */
  readonly cd?: string;
  /** Also tries to resume the session on the local daemon or on `remote`. */
  readonly resume?: boolean;
}

export const queueArgv = argvBuilder<QueueRequest>({
  path: ["queue"],
  flags: {
    ...storeFlags,
    thread: "--thread=TEXT!",
    message: "--message=TEXT!",
    resume: "--resume",
  },
  check: (request) => {
    assertStore(request);
    assertNoConflict(request, [["cd", "remote"]]);
  },
});

function assertStore({ remote = "", remoteAuthTokenEnv }: SessionStoreOptions): void {
  if (remoteAuthTokenEnv !== undefined && !/^wss?:\/\//.test(remote))
    throw CodexError.forRequest(`Option "remoteAuthTokenEnv" needs a "remote" that begins with "wss://", or "ws://" on loopback`);
}

function savedSession(session: string): string {
  return assertPositional(session, "session", "the id or name of a session");
}
