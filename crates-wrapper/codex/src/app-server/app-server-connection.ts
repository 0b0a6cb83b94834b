import type { ProcessEnd } from "@lockstep/runtime";
import type { CallOptions } from "@lockstep/wrapper";
import type { AppServerRequest } from "../argv/app-server.ts";
import type { WebsocketAuth } from "../argv/websocket-auth.ts";

/**
 * A JSON-RPC connection to an app server, after its handshake. The methods and their shapes are those of the installed version:
 * `codex.appServer.generateTs` writes them as TypeScript. Nothing waits for ever: when the process ends, so does all that waits for it.
 */
export interface AppServerConnection extends AsyncDisposable {
  /** The server's answer to `initialize`: `userAgent`, `codexHome`, `platformFamily` and `platformOs` in all known versions. */
  readonly server: Readonly<Record<string, unknown>>;
  /**
   * What the server tells, in order and each once: a second loop goes on where the first one is, and leaving a loop closes nothing.
   * The loop ends with the connection; it throws a `CodexError` when codex died, was aborted or ran into a limit.
   * Up to `maxUnreadChars` are kept unread. Beyond that the server is held back while a loop is open and no request waits for
   * an answer; otherwise the oldest are dropped and counted, so that an answer is never stuck behind them.
   */
  readonly notifications: AsyncIterable<AppServerNotification>;
  readonly counts: AppServerCounts;
  /** The last 20 messages that could not be understood; they end nothing. */
  readonly malformed: readonly MalformedMessage[];
  /** How the process ended; never rejects. */
  readonly ended: Promise<ProcessEnd>;
  /**
   * Asks the server; requests may be under way at the same time. Most methods want an object as `params`, if only an empty one.
   * Rejects with a `CodexError`: `CODEX_RPC` (see its `rpc`) when the server refuses, `CODEX_TIMED_OUT`, `CODEX_ABORTED` (also after
   * `close`), `CODEX_REQUEST` when `params` are no JSON, `CODEX_OUTPUT` when the answer cannot be read, and the code of the process's
   * end with its exit code and stderr. Neither an abort nor the time limit tells the server: it has methods such as `turn/interrupt`.
   */
  request(method: string, params?: unknown, options?: AppServerRequestOptions): Promise<unknown>;
  /** Tells the server something and resolves when the system has taken it. Rejects as `request` does. */
  notify(method: string, params?: unknown): Promise<void>;
  /** Closes stdin, and kills what has not ended after `closeGraceMs`. Resolves when nothing is left; never rejects, and may be repeated. */
  close(): Promise<void>;
}

/** How one request waits for its answer. */
export interface AppServerRequestOptions {
  /** Gives up waiting. */
  readonly signal?: AbortSignal;
  /** In place of the connection's `requestTimeoutMs`. */
  readonly timeoutMs?: number;
}

/** What the server tells by itself; methods that no version knows are among it. */
export interface AppServerNotification {
  readonly method: string;
  readonly params: unknown;
  /** The whole message, with what some versions put beside `params`, such as `emittedAtMs`. */
  readonly raw: Readonly<Record<string, unknown>>;
}

/** What came over a connection so far, in numbers of messages. */
export interface AppServerCounts {
  readonly notifications: number;
  /** Notifications that were lost because nobody read them. */
  readonly dropped: number;
  readonly malformed: number;
}

/** A message of the server that could not be understood. */
export interface MalformedMessage {
  /** The first 1000 characters. */
  readonly text: string;
  /** One sentence for a person. */
  readonly reason: string;
}

/**
 * Answers a request of the server, such as `item/commandExecution/requestApproval`. What it returns (or `null`) is the result; what it
 * throws becomes an error response with its message. Handlers run at the same time. `signal` aborts when the connection ends; `id` is
 * the `requestId` of `serverRequest/resolved`, which tells that no answer is wanted any more.
 */
export type RequestHandler = (
  method: string,
  params: unknown,
  context: { readonly id: string | number; readonly signal: AbortSignal },
) => unknown;

/** A server of its own on stdio; for other transports there is `start`. */
export type AppServerConnectRequest = Omit<AppServerRequest, "listen" | "stdio" | "printStartupConfig" | keyof WebsocketAuth>;

/** Times are milliseconds. */
export interface AppServerConnectOptions extends Pick<CallOptions, "signal"> {
  /** Limits of the whole connection. Of the client's, which are meant for runs, only `killGraceMs` holds here. */
  readonly timeouts?: CallOptions["timeouts"];
  /** Who connects; a name of this package when absent. Codex shows it in `userAgent` and to its services. */
  readonly clientInfo?: { readonly name: string; readonly title?: string; readonly version: string };
  /** Of the installed version, such as `{ experimentalApi: true, optOutNotificationMethods: ["thread/started"] }`. */
  readonly capabilities?: Readonly<Record<string, unknown>>;
  /** Without it every request of the server is refused: an approval then counts as declined. */
  readonly onRequest?: RequestHandler;
  /** From the start of the process to the end of the handshake; 30 000 when absent. */
  readonly handshakeTimeoutMs?: number;
  /** Longest wait for an answer; no limit when absent. */
  readonly requestTimeoutMs?: number;
  /** Time between the end of stdin and SIGTERM in `close`; 3000 when absent. */
  readonly closeGraceMs?: number;
  /** Longest message in bytes; 64 MiB when absent. A longer one is cut and malformed. */
  readonly maxMessageBytes?: number;
  /** Size of the unread notifications in characters; 8 Mi when absent. */
  readonly maxUnreadChars?: number;
}
