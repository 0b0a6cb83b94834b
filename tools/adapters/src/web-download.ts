import { open, type FileHandle } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { EnvironmentError, ToolError, type DownloadProgress } from "@lockstep/kernel";
import { fileAccessError, orFail } from "./file-access.ts";
import { refusal, shownUrl } from "./web-refusal.ts";

/** How this machine reaches web servers. */
export interface WebRoute {
  /** The certificates to trust in place of the system's. */
  readonly ca?: string;
  /** False when any certificate will do. */
  readonly isStrict?: boolean;
  /** `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, as far as they are set. */
  readonly proxies?: Readonly<Record<string, string>>;
}

/** When to give up. */
export interface DownloadLimits {
  /** Without a byte. */
  readonly silenceMs: number;
  /** How often it is asked in all. */
  readonly attempts: number;
  /** Before it is asked the second time; twice as long each further time. */
  readonly pauseMs: number;
  readonly bytes: number;
  readonly redirects: number;
}

export const DOWNLOAD_LIMITS: DownloadLimits = { silenceMs: 30_000, attempts: 5, pauseMs: 500, bytes: 4 * 1024 ** 3, redirects: 5 };

export interface DownloadRequest {
  readonly url: string;
  /** The new file. */
  readonly to: string;
  readonly route: WebRoute;
  readonly limits: DownloadLimits;
  readonly stop: AbortSignal | undefined;
  readonly onProgress: DownloadProgress | undefined;
}

/** What has come in of a file. */
interface Received {
  bytes: number;
  whole: number | undefined;
  /** The `ETag`, or the time of the last change: whether it is the same file when it is asked for again. */
  validator: string | undefined;
}

/**
 * Downloads a file from a web server into a new file. Where a connection breaks off, the rest is asked for, if the server says
 * that the file is the same as before; else the whole again. Redirects are followed, but not from `https` to `http`. Throws what
 * `AssetClient.fetch` names, and the reason of `stop` when that is aborted.
 */
export async function downloadFile(request: DownloadRequest): Promise<void> {
  const { url, to, limits, stop } = request;
  const file = await orFail("create", to, open(to, "wx", 0o600));
  const received: Received = { bytes: 0, whole: undefined, validator: undefined };
  try {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await receive(request, file, received);
        await orFail("write", to, file.sync());
        return;
      } catch (error) {
        stop?.throwIfAborted();
        if (error instanceof ToolError) throw error;
        if (isUntrusted(error)) throw untrusted(url, error);
        if (attempt >= limits.attempts) throw brokenOff(url, received, attempt, error);
        await sleep(limits.pauseMs * 2 ** (attempt - 1), undefined, stop === undefined ? {} : { signal: stop }).catch(() => {});
        stop?.throwIfAborted();
      }
    }
  } finally {
    await file.close();
  }
}

/** Asks once, for what is not there yet, and writes what comes. Throws an `Error` of no kind of ours where asking again may help. */
async function receive(request: DownloadRequest, file: FileHandle, received: Received): Promise<void> {
  const { to, limits, stop, onProgress } = request;
  const resumed = received.bytes > 0 && received.validator !== undefined;
  const headers: Record<string, string> = { accept: "*/*", "accept-encoding": "identity" };
  if (resumed) {
    headers["range"] = `bytes=${String(received.bytes)}-`;
    headers["if-range"] = received.validator ?? "";
  }
  const { response, address } = await followed(request, headers);
  try {
    if (!(resumed && response.statusCode === 206 && startOf(response) === received.bytes)) {
      // A server that does not have the part is asked for the whole.
      if (resumed && response.statusCode !== 200) received.validator = undefined;
      if (response.statusCode !== 200) throw refusal(address, response);
      await orFail("write", to, file.truncate(0));
      received.bytes = 0;
      received.whole = lengthOf(response);
      if (received.whole !== undefined && received.whole > limits.bytes) throw tooLarge(address, received, limits);
      received.validator = validatorOf(response);
    }
    if (received.whole === undefined && response.headers["transfer-encoding"] === undefined) {
      throw new EnvironmentError(
        "ASSET_REFUSED",
        `"${shownUrl(address)}" does not tell how long the file is, so that its end is uncertain`,
        {
          hint: "Fetch the file by other means, and pin it as a local file",
        },
      );
    }
    for await (const chunk of response as AsyncIterable<Buffer>) {
      if (received.bytes + chunk.length > Math.min(limits.bytes, received.whole ?? limits.bytes)) throw tooLarge(address, received, limits);
      try {
        for (let offset = 0; offset < chunk.length;) {
          offset += (await file.write(chunk, offset, chunk.length - offset, received.bytes + offset)).bytesWritten;
        }
      } catch (cause) {
        throw fileAccessError("write", to, cause);
      }
      received.bytes += chunk.length;
      onProgress?.(received.bytes, received.whole);
    }
    stop?.throwIfAborted();
    if (received.whole !== undefined && received.bytes < received.whole) throw new Error("the connection was closed");
  } finally {
    response.destroy();
  }
}

/** The first answer that is no redirect. */
async function followed(
  request: DownloadRequest,
  headers: Readonly<Record<string, string>>,
): Promise<{ readonly response: IncomingMessage; readonly address: URL }> {
  let address = new URL(request.url);
  for (let redirects = 0; redirects <= request.limits.redirects; redirects += 1) {
    const response = await ask(address, headers, request);
    const { location } = response.headers;
    if (![301, 302, 303, 307, 308].includes(response.statusCode ?? 0) || location === undefined) return { response, address };
    response.destroy();
    const next = URL.parse(location, address.href);
    if (next === null || (next.protocol !== "https:" && (next.protocol !== "http:" || address.protocol === "https:"))) {
      throw new EnvironmentError(
        "DOWNLOAD_REDIRECTS",
        `"${shownUrl(address)}" leads to ${next === null ? "no address" : `"${shownUrl(next)}"`}, which is not followed from there`,
        { hint: 'Name the address where the file is, in "url" of cli.json' },
      );
    }
    address = next;
  }
  throw new EnvironmentError(
    "DOWNLOAD_REDIRECTS",
    `"${shownUrl(new URL(request.url))}" leads on more than ${String(request.limits.redirects)} times, the last time to "${shownUrl(address)}"`,
    { hint: "Look at where it leads with: curl -sSIL <url>. A loop is mostly one of a proxy, or of a login" },
  );
}

async function ask(
  address: URL,
  headers: Readonly<Record<string, string>>,
  { route, limits, stop }: DownloadRequest,
): Promise<IncomingMessage> {
  // Only a download needs it.
  const { get, Agent } = address.protocol === "https:" ? await import("node:https") : await import("node:http");
  const { ca, isStrict = true, proxies } = route;
  const options = {
    headers,
    timeout: limits.silenceMs,
    ...(stop === undefined ? {} : { signal: stop }),
    ...(address.protocol === "https:" ? { rejectUnauthorized: isStrict, ...(ca === undefined ? {} : { ca }) } : {}),
    agent: new Agent(proxies === undefined ? {} : { proxyEnv: proxies }),
  };
  return new Promise((resolve, reject) => {
    const asked = get(address, options, resolve);
    asked.on("timeout", () => asked.destroy(new Error(`nothing came for ${String(limits.silenceMs / 1000)} s`)));
    asked.on("error", reject);
  });
}

/** Where the part that an answer has begins. */
function startOf({ headers }: IncomingMessage): number | undefined {
  const start = /^bytes (\d+)-/.exec(headers["content-range"] ?? "")?.[1];
  return start === undefined ? undefined : Number(start);
}

function lengthOf({ headers }: IncomingMessage): number | undefined {
  const length = headers["content-length"];
  return length !== undefined && /^\d+$/.test(length) ? Number(length) : undefined;
}

/** A weak `ETag` does not tell that the bytes are the same. */
function validatorOf({ headers }: IncomingMessage): string | undefined {
  const { etag } = headers;
  return etag !== undefined && !etag.startsWith("W/") ? etag : headers["last-modified"];
}

/** Whether the server's certificate is not one that this machine trusts: asking again does not help. */
function isUntrusted(error: unknown): error is NodeJS.ErrnoException {
  const { code } = error as NodeJS.ErrnoException;
  return code !== undefined && /^(?:CERT_|DEPTH_ZERO_|ERR_TLS_CERT_|SELF_SIGNED_|UNABLE_TO_)/.test(code);
}

function untrusted(url: string, cause: Error): EnvironmentError {
  return new EnvironmentError("ASSET_REFUSED", `The certificate of "${shownUrl(new URL(url))}" is not trusted: ${cause.message}`, {
    hint: "Name the certificates of your network: npm config set cafile <file>, or the variable NODE_EXTRA_CA_CERTS",
    cause,
  });
}

function brokenOff(url: string, { bytes, whole }: Received, attempts: number, cause: unknown): EnvironmentError {
  const reason = cause instanceof Error ? cause.message || ("code" in cause ? String(cause.code) : cause.name) : String(cause);
  const of = whole === undefined ? "" : ` of ${String(whole)}`;
  return new EnvironmentError(
    "DOWNLOAD_BROKEN",
    `"${shownUrl(new URL(url))}" did not come whole in ${String(attempts)} attempts: ${String(bytes)}${of} bytes came, then: ${reason}`,
    { hint: "Nothing was kept. Check the network and the proxy, then run the command again", cause },
  );
}

function tooLarge(address: URL, { whole }: Received, { bytes }: DownloadLimits): EnvironmentError {
  const limit = whole !== undefined && whole <= bytes ? `the ${String(whole)} bytes that were announced` : `${String(bytes)} bytes`;
  return new EnvironmentError("ASSET_REFUSED", `"${shownUrl(address)}" has more than ${limit}`, {
    hint: "Nothing was kept. Find out what is there before you fetch it",
  });
}
