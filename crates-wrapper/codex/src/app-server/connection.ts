import { messageOf, type ProcessEnd, type ProcessOutcome } from "@lockstep/runtime";
import { setTimeout as sleep } from "node:timers/promises";
import { CodexError } from "../codex-error.ts";
import type {
  AppServerConnection,
  AppServerCounts,
  AppServerNotification,
  MalformedMessage,
  RequestHandler,
} from "./app-server-connection.ts";
import { parseMessage, type RequestId, type ServerMessage } from "./message.ts";
import { NotificationQueue } from "./notification-queue.ts";
import { PendingRequests } from "./pending-requests.ts";
import type { Transport } from "./transport.ts";

/** The options of a connection with their defaults filled in; times are milliseconds, Infinity for none. */
export interface ConnectionLimits {
  readonly requestTimeoutMs: number;
  readonly maxUnreadChars: number;
  readonly closeGraceMs: number;
}

/** A connection before its handshake; it reads from the beginning, and ends with its process. */
export class RunningConnection implements AppServerConnection {
  readonly ended: Promise<ProcessEnd>;
  readonly notifications: NotificationQueue<AppServerNotification>;
  server: Readonly<Record<string, unknown>> = {};
  readonly #transport: Transport;
  readonly #onRequest: RequestHandler | undefined;
  readonly #limits: ConnectionLimits;
  readonly #pending = new PendingRequests();
  readonly #startedAt = performance.now();
  /** Aborted at the end, for the handlers of requests. */
  readonly #over = new AbortController();
  #malformed: readonly MalformedMessage[] = [];
  #counts = { notifications: 0, malformed: 0 };
  /** Lets the reading go on after it was held back. */
  #wake: () => void = () => undefined;
  #closing: Promise<void> | undefined;
  #end: ProcessOutcome | undefined;

  constructor(transport: Transport, onRequest: RequestHandler | undefined, limits: ConnectionLimits) {
    this.#transport = transport;
    this.#onRequest = onRequest;
    this.#limits = limits;
    this.notifications = new NotificationQueue(limits.maxUnreadChars, () => this.#wake());
    this.ended = transport.outcome.then(endOf);
    void this.#read();
  }

  get counts(): AppServerCounts {
    return { ...this.#counts, dropped: this.notifications.dropped };
  }

  get malformed(): readonly MalformedMessage[] {
    return this.#malformed;
  }

  async request(
    method: string,
    params?: unknown,
    { signal, timeoutMs = this.#limits.requestTimeoutMs }: { readonly signal?: AbortSignal; readonly timeoutMs?: number } = {},
  ): Promise<unknown> {
    // Before anything is registered: what cannot be written must not wait for an answer.
    const rest = textOf({ method, params });
    if (this.#closing !== undefined || this.#end !== undefined) throw this.#endError(method);
    if (signal?.aborted === true) throw this.#unanswered("aborted", `Request "${method}" was aborted before it was sent`, signal);
    const { id, answer } = this.#pending.add(method, { timeoutMs, ...(signal === undefined ? {} : { signal }) }, (why) =>
      this.#unanswered(
        why,
        why === "aborted" ? `Request "${method}" was aborted` : `Request "${method}" was not answered within ${timeoutMs} ms`,
        signal,
      ),
    );
    this.#wake();
    // Not awaited: a server that does not read must not outlast the time limit.
    this.#transport.send(`{"id":${id},${rest.slice(1)}`).catch(async (failure: unknown) => this.#onSendFailure(failure));
    return answer;
  }

  async notify(method: string, params?: unknown): Promise<void> {
    const text = textOf({ method, params });
    if (this.#closing !== undefined || this.#end !== undefined) throw this.#endError(method);
    try {
      await this.#transport.send(text);
    } catch (error) {
      await this.#onSendFailure(error);
      throw this.#endError(method, await this.#transport.outcome);
    }
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #close(): Promise<void> {
    this.#pending.rejectAll((method) => this.#unanswered("aborted", `The connection was closed before "${method}" was answered`));
    this.#over.abort();
    this.#transport.end();
    this.#wake();
    const timer = setTimeout(() => this.#transport.stop(), this.#limits.closeGraceMs);
    await this.#transport.outcome;
    clearTimeout(timer);
  }

  async #read(): Promise<void> {
    for await (const line of this.#transport.messages) {
      this.#take(parseMessage(line), line.text.length);
      await this.#roomForMore();
    }
    const end = await this.#transport.outcome;
    this.#end = end;
    this.#over.abort();
    this.#pending.rejectAll((method) => this.#endError(method));
    const isWell = this.#closing !== undefined || (end.type === "exited" && end.exitCode === 0);
    this.notifications.end(
      isWell ? undefined : CodexError.forEnd(this.#transport.command, end, end.stderr, { signal: this.#transport.signal }),
    );
  }

  /** Holds the server back while a loop lags behind, but never while somebody waits for an answer. */
  async #roomForMore(): Promise<void> {
    while (this.notifications.isFull && this.notifications.hasReader && this.#pending.size === 0 && this.#closing === undefined)
      await new Promise<void>((resolve) => (this.#wake = resolve));
  }

  #take(message: ServerMessage, size: number): void {
    switch (message.type) {
      case "result":
        if (this.#pending.methodOf(message.id) !== undefined) this.#pending.resolve(message.id, message.result);
        else if (!this.#pending.isOurs(message.id)) this.#takeMalformed(JSON.stringify(message.result), strayAnswer);
        return;
      case "error": {
        const method = this.#pending.methodOf(message.id);
        if (method !== undefined)
          this.#pending.reject(message.id, CodexError.forRpc(this.#transport.command, { method, ...message.error }));
        else if (!this.#pending.isOurs(message.id)) this.#takeMalformed(JSON.stringify(message.error), strayAnswer);
        return;
      }
      case "request":
        void this.#answer(message.id, message.method, message.params);
        return;
      case "notification":
        this.#counts.notifications += 1;
        this.notifications.push({ method: message.method, params: message.params, raw: message.raw }, size);
        return;
      case "malformed":
        this.#takeMalformed(message.text, message.reason);
        this.#settleMalformed(message);
    }
  }

  #takeMalformed(text: string, reason: string): void {
    this.#counts.malformed += 1;
    this.#malformed = [...this.#malformed, { text: text.slice(0, maxMalformedChars), reason }].slice(-maxMalformed);
  }

  /** Nobody waits for what a message that we cannot read would have answered. */
  #settleMalformed({ id, method, reason, isCut }: Extract<ServerMessage, { readonly type: "malformed" }>): void {
    if (id === undefined) {
      // The end of a cut error response had told whose it is.
      if (isCut && method === undefined) this.#pending.rejectAll((asked) => this.#unreadable(asked, reason));
      return;
    }
    if (method !== undefined) {
      void this.#send({ id, error: { code: codes.invalidRequest, message: `The request "${method}" cannot be read. ${reason}` } });
      return;
    }
    const asked = this.#pending.methodOf(id);
    if (asked !== undefined) this.#pending.reject(id, this.#unreadable(asked, reason));
  }

  #unreadable(method: string, reason: string): CodexError {
    return CodexError.forOutput(`The answer to "${method}" cannot be read. ${reason}`, this.#transport.command, this.#stillRunning, "");
  }

  async #answer(id: RequestId, method: string, params: unknown): Promise<void> {
    if (this.#onRequest === undefined) {
      await this.#send({ id, error: { code: codes.methodNotFound, message: `This client does not answer "${method}"` } });
      return;
    }
    try {
      const result: unknown = await this.#onRequest(method, params, { id, signal: this.#over.signal });
      await this.#send(`{"id":${JSON.stringify(id)},"result":${textOf(result ?? null)}}`);
    } catch (error) {
      await this.#send({ id, error: { code: codes.internalError, message: messageOf(error) } });
    }
  }

  /** An answer to the server; never rejects. */
  async #send(answer: object | string): Promise<void> {
    try {
      await this.#transport.send(typeof answer === "string" ? answer : JSON.stringify(answer));
    } catch (error) {
      await this.#onSendFailure(error);
    }
  }

  /** A process that has closed its stdin is of no use; one that is ending tells why by its end. */
  async #onSendFailure(failure: unknown): Promise<void> {
    await Promise.race([this.#transport.outcome, sleep(endingMs, undefined, { ref: false })]);
    if (this.#end === undefined && this.#closing === undefined) this.#transport.breakOff(messageOf(failure));
  }

  #endError(method: string, end: ProcessOutcome | undefined = this.#end): CodexError {
    if (this.#closing !== undefined || end === undefined)
      return this.#unanswered("aborted", `The connection is closed, "${method}" cannot be sent`);
    const how = end.reason ?? (end.signal === null ? `Codex exited with code ${end.exitCode}` : `Codex died of signal ${end.signal}`);
    return CodexError.forEnd(this.#transport.command, { ...end, reason: `${how}, "${method}" was not answered` }, end.stderr, {
      signal: this.#transport.signal,
    });
  }

  #unanswered(type: "timed-out" | "aborted", reason: string, signal?: AbortSignal): CodexError {
    return CodexError.forEnd(this.#transport.command, { ...this.#stillRunning, type, reason }, "", { signal });
  }

  get #stillRunning(): ProcessEnd {
    return { type: "exited", exitCode: null, signal: null, durationMs: performance.now() - this.#startedAt };
  }
}

function endOf(outcome: ProcessOutcome): ProcessEnd {
  const { stdout: _, stderr: __, ...end } = outcome;
  return end;
}

function textOf(value: unknown): string {
  let text: string | undefined;
  try {
    text = JSON.stringify(value);
  } catch (error) {
    throw CodexError.forRequest(`A value cannot be written as JSON: ${messageOf(error)}`, error);
  }
  if (text === undefined) throw CodexError.forRequest(`A ${typeof value} cannot be written as JSON`);
  return text;
}

const strayAnswer = "It answers no request of this connection";
const codes = { invalidRequest: -32600, methodNotFound: -32601, internalError: -32603 } as const;
const maxMalformed = 20;
const maxMalformedChars = 1000;
/** Milliseconds that a process may take to end after it has closed its stdin. */
const endingMs = 1000;
