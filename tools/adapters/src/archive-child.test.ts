import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { EnvironmentError, InputError, type StreamRequest } from "@lockstep/kernel";
import { create } from "tar";
import { unpackInChild } from "./archive-child.ts";

let folder: string;
let server: Server;
let origin: string;
let bytes: Buffer;
const tool = randomBytes(3_000_000);

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "archive-child-"));
  await mkdir(join(folder, "package"));
  await writeFile(join(folder, "package/tool"), tool);
  await create({ file: join(folder, "tool.tgz"), cwd: folder, gzip: true }, ["package/tool"]);
  bytes = await readFile(join(folder, "tool.tgz"));
  server = createServer((request, response) => {
    if (request.url === "/whole") return void response.end(bytes);
    if (request.url === "/gone") return void response.writeHead(404).end();
    response.writeHead(200, { "content-length": String(bytes.length) });
    response.write(bytes.subarray(0, 2_000_000));
    if (request.url === "/broken") setTimeout(() => response.destroy(), 50);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
});
after(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true });
});

const archive = (path: string) => ({ url: `${origin}/${path}`, name: "tool", version: "1.0.0" });
const request = (more: Partial<StreamRequest> = {}): StreamRequest => ({
  entries: ["other", "tool"],
  pathOf: (entry) => join(folder, "to", entry),
  mayWrite: Promise.resolve(),
  maxBytes: 10_000_000,
  what: "The archive",
  ...more,
});

test("unpackInChild() gives what the archive has, and its error as the class, code and hint that it was", async () => {
  const flows: boolean[] = [];
  const unpacked = await unpackInChild(archive("whole"), request({ onFlow: (isFlowing) => flows.push(isFlowing) }));
  const sha256 = createHash("sha256").update(tool).digest("hex");
  assert.deepEqual(unpacked, {
    integrity: `sha512-${createHash("sha512").update(bytes).digest("base64")}`,
    file: { entry: "tool", path: join(folder, "to/tool"), sha256, sizeBytes: tool.length },
    entries: ["tool"],
    unreadable: undefined,
  });
  assert.deepEqual(await readFile(join(folder, "to/tool")), tool);
  assert.deepEqual([flows.at(0), flows.at(-1)], [true, false]);
  await rm(join(folder, "to/tool"));
  assert.equal(await unpackInChild(archive("gone"), request()), undefined);
  await assert.rejects(unpackInChild(archive("broken"), request()), (error) => {
    assert.ok(error instanceof EnvironmentError);
    assert.deepEqual([error.code, error.hint], ["PACKAGE_STREAM", "Run the command again"]);
    return true;
  });
  await assert.rejects(unpackInChild(archive("whole"), request({ maxBytes: 1000 })), (error) => {
    assert.ok(error instanceof InputError);
    assert.equal(error.code, "ARCHIVE_TOO_LARGE");
    return true;
  });
  assert.ok(!existsSync(join(folder, "to/tool")));
});

test("unpackInChild() throws the reason of its stop, after what was written is removed", async () => {
  const stop = new AbortController();
  const unpacking = unpackInChild(archive("stuck"), request({ stop: stop.signal }));
  while (!existsSync(join(folder, "to/tool"))) await sleep(5);
  stop.abort(new Error("stopped"));
  await assert.rejects(unpacking, /^Error: stopped$/);
  assert.ok(!existsSync(join(folder, "to/tool")));
  await assert.rejects(unpackInChild(archive("whole"), request({ stop: stop.signal })), /^Error: stopped$/);
});

test("unpackInChild() says that its process ended, and takes another one for the next archive", async () => {
  const unpacking = unpackInChild(archive("stuck"), request());
  while (!existsSync(join(folder, "to/tool"))) await sleep(5);
  for (const pid of childrenOf(process.pid)) process.kill(pid, "SIGKILL");
  await assert.rejects(unpacking, { code: "ARCHIVE_PROCESS" });
  assert.ok(!existsSync(join(folder, "to/tool")));
  for (const _ of ["after one that was at work", "after one that waited"]) {
    assert.equal((await unpackInChild(archive("whole"), request()))?.file?.sizeBytes, tool.length);
    await rm(join(folder, "to/tool"));
    const waiting = childrenOf(process.pid);
    assert.equal(waiting.length, 1);
    for (const pid of waiting) process.kill(pid, "SIGKILL");
    // This process hears of it by its own events.
    do await sleep(50);
    while (childrenOf(process.pid).length > 0);
  }
});

test("unpackInChild() tells of the permission to write only while its own archive comes in", async () => {
  const late = Promise.withResolvers<void>();
  assert.equal(await unpackInChild(archive("gone"), request({ mayWrite: late.promise })), undefined);
  const stop = new AbortController();
  const never = Promise.withResolvers<void>();
  const unpacking = unpackInChild(archive("stuck"), request({ mayWrite: never.promise, stop: stop.signal }));
  late.resolve();
  await sleep(300);
  assert.ok(!existsSync(join(folder, "to/tool")));
  stop.abort(new Error("stopped"));
  await assert.rejects(unpacking, /^Error: stopped$/);
});

test("unpackInChild() throws the reason why nothing may be written, and takes the next archive", async () => {
  const mayWrite = Promise.reject(new Error("no room"));
  await assert.rejects(unpackInChild(archive("whole"), request({ mayWrite })), /^Error: no room$/);
  assert.ok(!existsSync(join(folder, "to/tool")));
  assert.equal((await unpackInChild(archive("whole"), request()))?.file?.sizeBytes, tool.length);
  await rm(join(folder, "to/tool"));
});

test("unpackInChild() leaves no file when its stop comes between the last byte and the answer", async () => {
  const stop = new AbortController();
  const flows: boolean[] = [];
  const unpacking = unpackInChild(archive("whole"), request({ stop: stop.signal, onFlow: (isFlowing) => flows.push(isFlowing) }));
  unpacking.catch(() => {});
  // While this thread waits, the child ends its work: what it answers is heard after the stop.
  while (!flows.includes(false) && !existsSync(join(folder, "to/tool"))) await sleep(1);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000);
  stop.abort(new Error("stopped"));
  await assert.rejects(unpacking, /^Error: stopped$/);
  assert.ok(!existsSync(join(folder, "to/tool")));
});

test("the process ends with the one that started it, though that was killed, and leaves no file", async () => {
  const script = `
    const { unpackInChild } = await import(${JSON.stringify(join(import.meta.dirname, "archive-child.ts"))});
    await unpackInChild(${JSON.stringify(archive("stuck"))}, {
      entries: ["tool"], pathOf: () => ${JSON.stringify(join(folder, "orphan"))}, mayWrite: Promise.resolve(), maxBytes: 1e7, what: "It",
    });`;
  const parent = spawn(process.execPath, ["--input-type=module", "--eval", script], { stdio: "inherit" });
  const { pid = 0 } = parent;
  while (!existsSync(join(folder, "orphan")) && parent.exitCode === null) await sleep(5);
  const [child] = childrenOf(pid);
  assert.ok(child !== undefined);
  parent.kill("SIGKILL");
  const deadline = performance.now() + 10_000;
  while (isAlive(child) && performance.now() < deadline) await sleep(5);
  assert.ok(!isAlive(child));
  assert.ok(!existsSync(join(folder, "orphan")));
});

function childrenOf(pid: number): readonly number[] {
  const { stdout } = spawnSync("ps", ["-A", "-o", "ppid=,pid=,args="], { encoding: "utf8" });
  return stdout
    .split("\n")
    .filter((line) => line.includes("archive-child-program"))
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([parent, child]) => (parent === pid && child !== undefined ? [child] : []));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
