import { readFile } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { EnvironmentError } from "@lockstep/kernel";
import { isObject, parseAnswer } from "./npm-answer.ts";

/** From where archives may be fetched without npm, by its own configuration. */
export interface DirectRoute {
  /** The origin of the registry of a package, such as `https://registry.example`; `undefined` when only npm may ask it. */
  originOf(name: string): string | undefined;
  /** The certificates to trust in place of the system's. */
  readonly ca: string | undefined;
}

/**
 * Reads what `npm config list --json` prints. Nothing goes past npm where it or the environment has a proxy, where npm has
 * certificates of its own or orders to stay off the network; and nothing to another host than the configured registry. A registry
 * that wants credentials, which npm does not print, refuses, and is left to npm by that.
 */
export async function readRoute(output: string, env: Readonly<Record<string, string | undefined>>): Promise<DirectRoute> {
  const answer = parseAnswer(output);
  const config = isObject(answer) ? answer : undefined;
  const ca = typeof config?.["cafile"] === "string" ? await readFile(config["cafile"], "utf8").catch(() => undefined) : undefined;
  const isPlain =
    config !== undefined &&
    config["strict-ssl"] === true &&
    // npm leaves out what has a password in it, such as that of a proxy.
    toldToBeUnset.every((key) => key in config && isUnset(config[key])) &&
    onlyNpm.every((key) => isUnset(config[key])) &&
    Object.entries(env).every(([name, value]) => isUnset(value) || !/^(?:https?|all)_proxy$/i.test(name)) &&
    (isUnset(config["cafile"]) || ca !== undefined);
  return {
    ca,
    originOf(name) {
      const scope = /^@[^/]+(?=\/)/.exec(name)?.[0];
      const registry = (scope === undefined ? undefined : config?.[`${scope}:registry`]) ?? config?.["registry"];
      return isPlain && typeof registry === "string" ? URL.parse(registry)?.origin : undefined;
    },
  };
}

/** What npm alone knows how to obey, and prints in any case, but where it is a secret. */
const toldToBeUnset = ["proxy", "https-proxy", "cert", "key"] as const;
const onlyNpm = ["ca", "local-address", "offline", "prefer-offline"] as const;

function isUnset(value: unknown): boolean {
  return value === undefined || value === null || value === false || value === "";
}

/** Whether a route leads to an address of a package. */
export function leadsTo(route: DirectRoute, name: string, url: string): boolean {
  return URL.parse(url)?.origin === (route.originOf(name) ?? null);
}

/** What is downloaded, and how long that may take. */
export interface ArchiveRequest {
  readonly url: string;
  readonly name: string;
  readonly version: string;
  /** The certificates to trust in place of the system's. */
  readonly ca?: string | undefined;
  readonly stop?: AbortSignal;
  /** Told `true` when the connection is opened, `false` when it is held back, as the reader is behind, and at its end; `true` when it goes on. */
  readonly onFlow?: (isFlowing: boolean) => void;
  /** How long nothing may come. */
  readonly silenceMs?: number;
  /** How long the whole may take, without the time in which it is held back here. */
  readonly deadlineMs?: number;
}

/**
 * The bytes of an archive as they come in; `undefined` when the answer is any other than those bytes, of which npm knows more. When `stop` is aborted, the connection is closed and its reason thrown.
 */
export async function openArchive(request: ArchiveRequest): Promise<AsyncIterable<Uint8Array> | undefined> {
  const { stop } = request;
  const address = new URL(request.url);
  stop?.throwIfAborted();
  const deadline = new Deadline(request, address);
  request.onFlow?.(true);
  const response = await ask(address, request, deadline);
  if (response?.statusCode === 200 && stop?.aborted !== true) return chunksOf(response, address, request, deadline);
  response?.destroy();
  deadline.pause();
  stop?.throwIfAborted();
  if (deadline.failure !== undefined) throw deadline.failure;
  return undefined;
}

async function ask(
  address: URL,
  { ca, stop, silenceMs = SILENCE_MS }: ArchiveRequest,
  deadline: Deadline,
): Promise<IncomingMessage | undefined> {
  // Only a download needs it.
  const { get } = address.protocol === "https:" ? await import("node:https") : await import("node:http");
  const options = { ...(ca === undefined ? {} : { ca }), ...(stop === undefined ? {} : { signal: stop }), timeout: silenceMs };
  return new Promise((resolve) => {
    const asked = get(address, options, resolve);
    asked.on("timeout", () => asked.destroy(new Error(`nothing came for ${String(silenceMs / 1000)} s`)));
    asked.on("error", () => resolve(undefined));
    deadline.start((failure) => asked.destroy(failure));
  });
}

/** Ends a download that takes too long; while it is paused no time passes. */
class Deadline {
  readonly #request: ArchiveRequest;
  readonly #address: URL;
  #leftMs: number;
  #startedMs = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #end: (failure: Error) => void = () => {};
  failure: EnvironmentError | undefined;

  constructor(request: ArchiveRequest, address: URL) {
    this.#request = request;
    this.#address = address;
    this.#leftMs = request.deadlineMs ?? DEADLINE_MS;
  }

  start(end: (failure: Error) => void): void {
    this.#end = end;
    this.resume();
  }

  pause(): void {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#leftMs -= performance.now() - this.#startedMs;
  }

  resume(): void {
    this.pause();
    this.#startedMs = performance.now();
    this.#timer = setTimeout(() => this.#expire(), Math.max(0, this.#leftMs));
  }

  #expire(): void {
    const { name, version, deadlineMs = DEADLINE_MS } = this.#request;
    this.failure = new EnvironmentError(
      "PACKAGE_DEADLINE",
      `The archive of "${name}@${version}" did not come from "${this.#address.host}" within ${String(deadlineMs / 1000)} s`,
      { hint: "Run the command again when the network or the registry is faster" },
    );
    this.#end(this.failure);
  }
}

/**
 * Reads on while what came in is worked on, so that the network does not wait for that; up to a limit, at which it does. What has
 * come in meanwhile is given in one piece.
 */
function chunksOf(response: IncomingMessage, address: URL, request: ArchiveRequest, deadline: Deadline): AsyncGenerator<Uint8Array> {
  const { stop, silenceMs = SILENCE_MS } = request;
  const waiting: Buffer[] = [];
  let bytes = 0;
  const end: { isReached: boolean; failure?: Error } = { isReached: false };
  let wake = (): void => {};
  const endWith = (failure?: Error): void => {
    if (end.isReached) return;
    if (failure !== undefined) end.failure = failure;
    end.isReached = true;
    deadline.pause();
    request.onFlow?.(false);
    wake();
  };
  const hold = (): void => {
    response.pause();
    // It is not the other end that is silent, or slow.
    response.setTimeout(0);
    deadline.pause();
    request.onFlow?.(false);
  };
  const goOn = (): void => {
    if (end.isReached) return;
    response.setTimeout(silenceMs);
    deadline.resume();
    request.onFlow?.(true);
    response.resume();
  };
  response.on("data", (chunk: Buffer) => {
    waiting.push(chunk);
    bytes += chunk.length;
    if (bytes > AHEAD_BYTES && !response.isPaused()) hold();
    wake();
  });
  response.on("end", () => endWith());
  response.on("error", (error) => endWith(error));
  response.on("close", () => endWith(response.complete ? undefined : new Error("the connection was closed")));
  // The listeners above are there at once: a connection may break off before anybody reads.
  return (async function* read(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        stop?.throwIfAborted();
        if (waiting.length === 0 && !end.isReached) await new Promise<void>((resolve) => (wake = resolve));
        const piece = takePiece(waiting);
        if (piece.length === 0 && end.isReached) break;
        bytes -= piece.length;
        if (response.isPaused() && bytes <= AHEAD_BYTES / 2) goOn();
        if (piece.length > 0) yield piece;
      }
      stop?.throwIfAborted();
      if (deadline.failure !== undefined) throw deadline.failure;
      if (end.failure !== undefined) throw brokenOff(address, request, end.failure);
    } finally {
      response.destroy();
      deadline.pause();
    }
  })();
}

function brokenOff({ host }: URL, { name, version }: ArchiveRequest, cause: Error): EnvironmentError {
  return new EnvironmentError("PACKAGE_STREAM", `The archive of "${name}@${version}" from "${host}" broke off: ${cause.message}`, {
    hint: "Run the command again",
    cause,
  });
}

/** Takes chunks off the front, up to the size of a piece. */
function takePiece(waiting: Buffer[]): Buffer {
  let count = 0;
  for (let size = 0; count < waiting.length && size < PIECE_BYTES; count += 1) size += waiting[count]?.length ?? 0;
  const taken = waiting.splice(0, count);
  return taken.length === 1 ? (taken[0] ?? Buffer.alloc(0)) : Buffer.concat(taken);
}

const PIECE_BYTES = 512 * 1024;
/** About half an archive of today. */
const AHEAD_BYTES = 64 * 1024 * 1024;
const SILENCE_MS = 30_000;
/** As long as npm has for a package. */
const DEADLINE_MS = 30 * 60_000;
