import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, test } from "node:test";
import { leadsTo, openArchive, readRoute } from "./archive-download.ts";

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** A server on loopback; its origin. */
async function serve(listener: RequestListener): Promise<string> {
  const started = createServer(listener);
  server = started;
  await new Promise<void>((resolve) => started.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${String((started.address() as AddressInfo).port)}`;
}

const unset = { proxy: null, "https-proxy": null, cert: null, key: null, ca: null, cafile: null };
const plain = { registry: "https://registry.example/npm/", "strict-ssl": true, ...unset };
const tool = { name: "tool", version: "1.0.0" };
const originBy = async (config: unknown, name = "tool", env: Readonly<Record<string, string>> = {}): Promise<string | undefined> =>
  (await readRoute(JSON.stringify(config), env)).originOf(name);

test("readRoute() leads to the configured registry, that of the package's scope before the others'", async () => {
  assert.equal(await originBy(plain), "https://registry.example");
  const scoped = { ...plain, "@tool:registry": "https://own.example:8443" };
  assert.equal(await originBy(scoped, "@tool/cli"), "https://own.example:8443");
  assert.equal(await originBy(scoped, "@other/cli"), "https://registry.example");
});

test("readRoute() leaves everything to npm that npm has to do something special for", async () => {
  for (const more of [
    { proxy: "http://proxy.example" },
    { "https-proxy": "http://proxy.example" },
    { "strict-ssl": false },
    { offline: true },
    { "prefer-offline": true },
    { cert: "c" },
    { ca: ["c"] },
    { cafile: "/no/such/file" },
    // npm does not print a value with a password in it.
    { "https-proxy": undefined },
    { key: undefined },
    { registry: "no address" },
  ])
    assert.equal(await originBy({ ...plain, ...more }), undefined, JSON.stringify(more));
  for (const name of ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "ALL_PROXY"])
    assert.equal(await originBy(plain, "tool", { [name]: "http://proxy.example" }), undefined, name);
  assert.notEqual(await originBy(plain, "tool", { HTTPS_PROXY: "", NO_PROXY: "a" }), undefined);
  for (const text of ["", "<html>", "null", "[]"]) assert.equal((await readRoute(text, {})).originOf("tool"), undefined, text);
});

test("leadsTo() leads to the registry of the package alone", async () => {
  const route = await readRoute(JSON.stringify(plain), {});
  assert.equal(leadsTo(route, "tool", "https://registry.example/other/tool.tgz"), true);
  assert.equal(leadsTo(route, "tool", "https://elsewhere.example/npm/tool.tgz"), false);
  assert.equal(leadsTo(route, "tool", "no address"), false);
  assert.equal(leadsTo(await readRoute("", {}), "tool", "no address"), false);
});

test("readRoute() takes the certificates that npm is told to trust", async () => {
  const folder = await mkdtemp(join(tmpdir(), "route-"));
  try {
    await writeFile(join(folder, "ca.pem"), "certificates");
    assert.equal((await readRoute(JSON.stringify({ ...plain, cafile: join(folder, "ca.pem") }), {})).ca, "certificates");
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("openArchive() gives all bytes in order, while the reader is slow as well", async () => {
  const bytes = randomBytes(3_000_000);
  const origin = await serve((_request, response) => response.end(bytes));
  const chunks = await openArchive({ ...tool, url: `${origin}/tool.tgz` });
  const read: Uint8Array[] = [];
  for await (const chunk of chunks ?? []) {
    if (read.length === 0) await new Promise((resolve) => setTimeout(resolve, 50));
    read.push(chunk);
  }
  assert.deepEqual(Buffer.concat(read), bytes);
});

test("openArchive() takes no other answer than the archive", async () => {
  let asked = 0;
  const origin = await serve((request, response) => {
    asked += 1;
    response.writeHead(request.url === "/moved" ? 302 : 404, { location: "/archive" }).end("no");
  });
  assert.equal(await openArchive({ ...tool, url: `${origin}/moved` }), undefined);
  assert.equal(await openArchive({ ...tool, url: `${origin}/gone` }), undefined);
  assert.equal(asked, 2);
  server?.close();
  server?.closeAllConnections();
  assert.equal(await openArchive({ ...tool, url: `${origin}/tool.tgz` }), undefined);
});

test("openArchive() throws when the connection breaks off, and the reason when it is stopped", async () => {
  const origin = await serve((_request, response) => {
    response.writeHead(200, { "content-length": "1000000" });
    response.write(randomBytes(1000));
    setTimeout(() => response.destroy(), 50);
  });
  const drain = async (chunks: AsyncIterable<Uint8Array> | undefined): Promise<void> => {
    for await (const _ of chunks ?? []);
  };
  const read = async (stop?: AbortSignal): Promise<void> =>
    drain(await openArchive({ ...tool, url: `${origin}/tool.tgz`, ...(stop === undefined ? {} : { stop }) }));
  const late = await openArchive({ ...tool, url: `${origin}/tool.tgz` });
  await new Promise((resolve) => setTimeout(resolve, 200));
  await assert.rejects(drain(late), { code: "PACKAGE_STREAM" });
  await assert.rejects(read(), { code: "PACKAGE_STREAM", message: /^The archive of "tool@1\.0\.0" from "127\.0\.0\.1:\d+" broke off: / });
  const stop = new AbortController();
  setTimeout(() => stop.abort(new Error("stopped")), 10);
  await assert.rejects(read(stop.signal), /^Error: stopped$/);
});

test("openArchive() ends a download that trickles, and names the package and the time", async () => {
  const origin = await serve((_request, response) => {
    const timer = setInterval(() => response.write("."), 5);
    response.on("close", () => clearInterval(timer));
  });
  const chunks = await openArchive({ ...tool, url: `${origin}/tool.tgz`, silenceMs: 5000, deadlineMs: 100 });
  await assert.rejects(
    async () => {
      for await (const _ of chunks ?? []);
    },
    { code: "PACKAGE_DEADLINE", message: /^The archive of "tool@1\.0\.0" did not come from "127\.0\.0\.1:\d+" within 0\.1 s$/ },
  );
});

test("openArchive() ends a download that is silent, before and after it begins", async () => {
  const origin = await serve((request, response) => {
    if (request.url === "/begun") response.write("begun");
  });
  assert.equal(await openArchive({ ...tool, url: `${origin}/mute`, silenceMs: 50 }), undefined);
  await assert.rejects(openArchive({ ...tool, url: `${origin}/mute`, deadlineMs: 50 }), { code: "PACKAGE_DEADLINE" });
  const chunks = await openArchive({ ...tool, url: `${origin}/begun`, silenceMs: 50 });
  await assert.rejects(
    async () => {
      for await (const _ of chunks ?? []);
    },
    { code: "PACKAGE_STREAM" },
  );
});

test("openArchive() holds the connection back when the reader is behind, and tells so; that time is neither silence nor delay", async () => {
  const bytes = Buffer.alloc(100_000_000);
  const origin = await serve((_request, response) => response.end(bytes));
  const flows: boolean[] = [];
  const held = Promise.withResolvers<void>();
  const chunks = await openArchive({
    ...tool,
    url: `${origin}/tool.tgz`,
    silenceMs: 1000,
    deadlineMs: 10_000,
    onFlow(isFlowing) {
      flows.push(isFlowing);
      if (!isFlowing) held.resolve();
    },
  });
  await held.promise;
  await new Promise((resolve) => setTimeout(resolve, 1500));
  let size = 0;
  for await (const chunk of chunks ?? []) size += chunk.length;
  assert.equal(size, bytes.length);
  assert.deepEqual(flows, [true, false, true, false]);
});

test("openArchive() closes the connection when it is stopped, though nobody reads, and gives nothing of what waits", async () => {
  const closed = Promise.withResolvers<void>();
  const origin = await serve((_request, response) => {
    response.on("close", () => closed.resolve());
    response.write(randomBytes(2_000_000));
  });
  const stop = new AbortController();
  const chunks = await openArchive({ ...tool, url: `${origin}/tool.tgz`, stop: stop.signal });
  await new Promise((resolve) => setTimeout(resolve, 50));
  stop.abort(new Error("stopped"));
  await closed.promise;
  await assert.rejects(async () => {
    for await (const _ of chunks ?? []) assert.fail("a chunk");
  }, /^Error: stopped$/);
});
