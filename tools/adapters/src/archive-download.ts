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

/**
 * The bytes at an address of the package's registry as they come in; `undefined` when the route does not lead there, or the answer
 * is any other than those bytes, of which npm knows more. When `stop` is aborted, its reason is thrown.
 */
export async function openArchive(
  url: string,
  route: DirectRoute,
  name: string,
  stop: AbortSignal | undefined,
): Promise<AsyncIterable<Uint8Array> | undefined> {
  const address = URL.parse(url);
  if (address === null || address.origin !== route.originOf(name)) return undefined;
  stop?.throwIfAborted();
  const response = await request(address, route.ca, stop);
  stop?.throwIfAborted();
  if (response === undefined) return undefined;
  if (response.statusCode === 200) return chunksOf(response, address, stop);
  response.destroy();
  return undefined;
}

async function request(address: URL, ca: string | undefined, stop: AbortSignal | undefined): Promise<IncomingMessage | undefined> {
  // Only a download needs it.
  const { get } = address.protocol === "https:" ? await import("node:https") : await import("node:http");
  const options = { ...(ca === undefined ? {} : { ca }), ...(stop === undefined ? {} : { signal: stop }), timeout: SILENCE_MS };
  return new Promise((resolve) => {
    const asked = get(address, options, resolve);
    asked.on("timeout", () => asked.destroy(new Error(`nothing came for ${String(SILENCE_MS / 1000)} s`)));
    asked.on("error", () => resolve(undefined));
  });
}

/**
 * Reads on while what came in is worked on, so that the network does not wait for that; up to a limit, at which it does. What has
 * come in meanwhile is given in one piece.
 */
function chunksOf(response: IncomingMessage, address: URL, stop: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
  const waiting: Buffer[] = [];
  let bytes = 0;
  const end: { isReached: boolean; failure?: Error } = { isReached: false };
  let wake = (): void => {};
  const endWith = (failure?: Error): void => {
    if (!end.isReached && failure !== undefined) end.failure = failure;
    end.isReached = true;
    wake();
  };
  response.on("data", (chunk: Buffer) => {
    waiting.push(chunk);
    bytes += chunk.length;
    if (bytes > AHEAD_BYTES) {
      response.pause();
      // It is not the other end that is silent.
      response.setTimeout(0);
    }
    wake();
  });
  response.on("end", () => endWith());
  response.on("error", (error) => endWith(error));
  response.on("close", () => endWith(response.complete ? undefined : new Error("the connection was closed")));
  // The listeners above are there at once: a connection may break off before anybody reads.
  return (async function* read(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        if (waiting.length === 0 && !end.isReached) await new Promise<void>((resolve) => (wake = resolve));
        const piece = takePiece(waiting);
        if (piece.length === 0 && end.isReached) break;
        bytes -= piece.length;
        if (response.isPaused() && bytes <= AHEAD_BYTES / 2) {
          response.setTimeout(SILENCE_MS);
          response.resume();
        }
        if (piece.length > 0) yield piece;
      }
      stop?.throwIfAborted();
      if (end.failure !== undefined) throw brokenOff(address, end.failure);
    } finally {
      response.destroy();
    }
  })();
}

function brokenOff({ host }: URL, cause: Error): EnvironmentError {
  return new EnvironmentError("PACKAGE_STREAM", `The archive from "${host}" broke off: ${cause.message}`, {
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
