import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server, type ServerResponse } from "node:http";
import { createServer as createTcpServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { webAssetClient, webRoute } from "./web-asset-client.ts";

let folder: string;
const servers: Server[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "web-asset-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(answer: (response: ServerResponse, range: string | undefined) => void): Promise<string> {
  const server = createServer((request, response) => answer(response, request.headers.range));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/file?token=secret`;
}

const limits = { silenceMs: 300, attempts: 3, pauseMs: 1, bytes: 1000, redirects: 5 };
const client = (stop?: AbortSignal): ReturnType<typeof webAssetClient> => webAssetClient({}, async () => "{}", stop, limits);
const into = (): string => join(folder, "file");

test("webRoute() has the proxies, the certificates and the strictness that npm is configured with, and variables before it", async () => {
  await writeFile(into(), "CERTIFICATE");
  const config = (values: object): string => JSON.stringify(values);
  assert.deepEqual(await webRoute("<html>", {}), { isStrict: true });
  assert.deepEqual(await webRoute(config({ cafile: into(), "strict-ssl": false, proxy: null }), {}), {
    isStrict: false,
    ca: "CERTIFICATE",
  });
  assert.deepEqual(await webRoute(config({ ca: ["A", "B"], cafile: join(folder, "absent") }), {}), { isStrict: true, ca: "A\nB" });
  assert.deepEqual(await webRoute(config({ proxy: "http://one", noproxy: ["a", "b"] }), {}), {
    isStrict: true,
    proxies: { HTTP_PROXY: "http://one", HTTPS_PROXY: "http://one", NO_PROXY: "a,b" },
  });
  assert.deepEqual(
    await webRoute(config({ proxy: "http://one", "https-proxy": "http://two" }), {
      HTTP_PROXY: "",
      https_proxy: "http://three",
      NO_PROXY: "c",
    }),
    {
      isStrict: true,
      proxies: { HTTP_PROXY: "http://one", HTTPS_PROXY: "http://three", NO_PROXY: "c" },
    },
  );
});

test("fetch() begins anew when nothing tells that the file is the same, and tells how much has come in", async () => {
  const ranges: (string | undefined)[] = [];
  const url = await serve((response, range) => {
    ranges.push(range);
    response.writeHead(200, { "content-length": "6", etag: 'W/"weak"' });
    if (ranges.length > 1) return response.end("second");
    response.write("fir");
    return setTimeout(() => response.destroy(), 30);
  });
  const told: (readonly [number, number | undefined])[] = [];
  await client().fetch(url, into(), (...counts) => told.push(counts));
  assert.equal(await readFile(into(), "utf8"), "second");
  assert.deepEqual(ranges, [undefined, undefined]);
  assert.deepEqual(told, [
    [3, 6],
    [6, 6],
  ]);
});

test("fetch() takes the whole when the server does not have the part", async () => {
  const ranges: (string | undefined)[] = [];
  const url = await serve((response, range) => {
    ranges.push(range);
    if (range !== undefined) return response.writeHead(416).end();
    response.writeHead(200, { "content-length": "6", etag: '"one"' });
    if (ranges.length > 1) return response.end("second");
    response.write("fir");
    return setTimeout(() => response.destroy(), 30);
  });
  await client().fetch(url, into());
  assert.equal(await readFile(into(), "utf8"), "second");
  assert.deepEqual(ranges, [undefined, "bytes=3-", undefined]);
});

test("fetch() refuses a file whose end is uncertain, one that is too large, and a second file in its place", async () => {
  const shown = /^"http:\/\/127\.0\.0\.1:\d+\/file"/.source;
  const endless = createTcpServer((socket) => {
    socket.on("data", () => socket.end("HTTP/1.0 200 OK\r\n\r\nabc"));
  });
  await new Promise<void>((resolve) => endless.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${String((endless.address() as AddressInfo).port)}/file?token=secret`;
  await assert.rejects(client().fetch(url, into()), {
    code: "ASSET_REFUSED",
    message: new RegExp(`${shown} does not tell how long the file is, so that its end is uncertain$`),
  });
  endless.close();
  await rm(into());
  const large = await serve((response) => response.end("x".repeat(1001)));
  await assert.rejects(client().fetch(large, into()), { code: "ASSET_REFUSED", message: new RegExp(`${shown} has more than 1000 bytes$`) });
  await assert.rejects(client().fetch(large, into()), { code: "FILE_ACCESS" });
  await rm(into());
  const announced = await serve((response) => void response.writeHead(200, { "content-length": "1001" }).write("x"));
  await assert.rejects(client().fetch(announced, into()), { code: "ASSET_REFUSED" });
});

test("fetch() throws the reason when it is stopped, and does not ask again", async () => {
  let asked = 0;
  const stop = new AbortController();
  const url = await serve(() => {
    asked += 1;
    stop.abort(new Error("stopped by a person"));
  });
  await assert.rejects(client(stop.signal).fetch(url, into()), /stopped by a person/);
  assert.equal(asked, 1);
});

test("fetch() says that nobody listens", async () => {
  const url = await serve(() => {});
  for (const server of servers.splice(0)) server.close();
  await assert.rejects(client().fetch(url, into()), {
    code: "DOWNLOAD_BROKEN",
    exitCode: 3,
    message: /^"http:\/\/127\.0\.0\.1:\d+\/file" did not come whole in 3 attempts: 0 bytes came, then: connect ECONNREFUSED /,
  });
});
