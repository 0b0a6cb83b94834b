import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, afterEach } from "node:test";
import { crc32 } from "node:zlib";
import { diskBinaries, diskFiles, npmPackageClient, webAssetClient } from "@lockstep/adapters";
import { renderJson } from "@lockstep/kernel";
import { descriptorWith } from "@lockstep/testing";
import type { Outside } from "../src/world.ts";
import { repository, target } from "./acquire-world.ts";
import { run, testWorld, type Ran } from "./run.ts";

export const otherTarget = "aarch64-unknown-linux-musl";
export const publishedAt = "2026-05-06T07:08:09Z";
export const lockPath = "manifests/tool/artifacts.lock.json";

/** Answers one request for a path. */
export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A web server on loopback: what it answers by path, and what it was asked. */
export interface WebServer {
  readonly origin: string;
  readonly answers: Map<string, Answer | Buffer>;
  readonly requests: IncomingMessage[];
}

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});
// The last connections of a client that was timed out.
after(() => servers.forEach((server) => server.closeAllConnections()));

export async function serve(): Promise<WebServer> {
  const answers = new Map<string, Answer | Buffer>();
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    const answer = answers.get(new URL(request.url ?? "", "http://loopback").pathname);
    if (typeof answer === "function") answer(request, response);
    else if (answer === undefined) status(404)(request, response);
    else sendPart(answer)(request, response);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { origin: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`, answers, requests };
}

/** An answer without a file. */
export function status(code: number, headers: Readonly<Record<string, string>> = {}): Answer {
  return (_request, response) => void response.writeHead(code, headers).end();
}

/** The bytes, or the part of them that is asked for; cut off after `untilByte`. */
export function sendPart(bytes: Buffer, untilByte = bytes.length, etag = '"one"'): Answer {
  return ({ headers }, response) => {
    const start = headers["if-range"] === etag ? Number(/^bytes=(\d+)-$/.exec(headers.range ?? "")?.[1] ?? 0) : 0;
    const range = start === 0 ? {} : { "content-range": `bytes ${String(start)}-${String(bytes.length - 1)}/${String(bytes.length)}` };
    response.writeHead(start === 0 ? 200 : 206, { etag, "content-length": String(bytes.length - start), ...range });
    if (untilByte >= bytes.length) response.end(bytes.subarray(start));
    else {
      response.write(bytes.subarray(start, Math.max(start, untilByte)));
      // What was sent would be lost with the connection otherwise.
      setTimeout(() => response.destroy(), 30);
    }
  };
}

/** The manifest root of a CLI whose binaries are where `artifacts` says; nothing is pinned. */
export async function writeTool(artifacts: readonly object[], more: object = {}): Promise<void> {
  const descriptor = descriptorWith({
    targets: [
      { target_triple: target, os: "linux", arch: "x86_64", runner: "any" },
      { target_triple: otherTarget, os: "linux", arch: "aarch64", runner: "any" },
    ],
    artifacts,
    ...more,
  });
  await mkdir(join(repository, "manifests/tool"), { recursive: true });
  await writeFile(join(repository, "manifests/tool/cli.json"), renderJson(descriptor));
}

export const readLockText = (): Promise<string> => readFile(join(repository, lockPath), "utf8");

/**
 * Runs a command with the real npm and real downloads, which reach loopback alone and give up soon. `npmConfig` is what the
 * downloads are told of the configuration of npm.
 */
export async function runTool(
  line: string,
  more: Partial<Outside> & { readonly npmrc?: string; readonly npmConfig?: string } = {},
): Promise<Ran> {
  const { npmrc = "", npmConfig = "{}", ...outside } = more;
  const home = join(repository, "home");
  await mkdir(home, { recursive: true });
  await writeFile(join(home, ".npmrc"), `fetch-retries=0\nfetch-timeout=1500\nupdate-notifier=false\n${npmrc}`);
  const env = { PATH: process.env["PATH"], HOME: home, npm_config_cache: join(home, "cache") };
  const told: string[] = [];
  const limits = { silenceMs: 300, attempts: 3, pauseMs: 1, bytes: 100_000_000 };
  const world = testWorld(diskFiles(repository), {
    binaries: diskBinaries(join(repository, ".cache/artifacts")),
    packages: npmPackageClient(env, undefined, limits),
    assets: webAssetClient(env, async () => npmConfig, undefined, limits),
    host: { os: "linux", arch: "x86_64" },
    env,
    progress: (text) => void told.push(`${text}\n`),
    ...outside,
  });
  const ran = await run(world, line);
  return { ...ran, err: told.join("") + ran.err };
}

/** One entry of a ZIP archive; `mode` is that of Unix, with its type. */
interface ZipEntry {
  readonly path: string;
  readonly bytes: Buffer | string;
  readonly mode?: number;
  /** What the archive says of its size, where that is a lie. */
  readonly declaredBytes?: number;
}

/** A ZIP archive in which nothing is packed smaller. */
export function zipOf(entries: readonly ZipEntry[]): Buffer {
  const parts: Buffer[] = [];
  const heads: Buffer[] = [];
  let offset = 0;
  for (const { path, bytes: given, mode = 0o100755, declaredBytes } of entries) {
    const bytes = Buffer.from(given);
    const name = Buffer.from(path);
    const sum = crc32(bytes);
    const size = declaredBytes ?? bytes.length;
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(20, 4);
    local.writeUInt32LE(sum, 14);
    local.writeUInt32LE(bytes.length, 18);
    local.writeUInt32LE(size, 22);
    local.writeUInt16LE(name.length, 26);
    const head = Buffer.alloc(46);
    head.writeUInt32LE(0x02014b50, 0);
    head.writeUInt16LE((3 << 8) | 20, 4);
    head.writeUInt16LE(20, 6);
    head.writeUInt32LE(sum, 16);
    head.writeUInt32LE(bytes.length, 20);
    head.writeUInt32LE(size, 24);
    head.writeUInt16LE(name.length, 28);
    head.writeUInt32LE((mode << 16) >>> 0, 38);
    head.writeUInt32LE(offset, 42);
    parts.push(local, name, bytes);
    heads.push(head, name);
    offset += local.length + name.length + bytes.length;
  }
  const directory = Buffer.concat(heads);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, directory, end]);
}
