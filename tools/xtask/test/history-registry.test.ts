import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { npmPackageClient } from "@lockstep/adapters";
import type { PackageClient } from "@lockstep/kernel";
import { entry, pack, repository } from "./acquire-world.ts";
import { keptHistory, rangesOf, registry, scripts, writeTool, xtask } from "./history-world.ts";
import { documentOf } from "./run.ts";

/** `history build` with the real npm and a registry on loopback. */

let server: Server;
let origin: string;
/** The archives by package version, and how often each was asked for. */
const archives = new Map<string, Awaited<ReturnType<typeof pack>>>();
const asked = new Map<string, number>();
/** Those whose first answer breaks off. */
const broken = new Set<string>();

before(async () => {
  server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? "");
    const version = /\/-\/cli-(.*)\.tgz$/.exec(path)?.[1];
    if (version === undefined) return void response.end(path === "/@tool/cli" ? JSON.stringify(packument()) : "{}");
    const count = (asked.get(version) ?? 0) + 1;
    asked.set(version, count);
    const bytes = archives.get(version)?.bytes ?? Buffer.alloc(0);
    response.writeHead(200, { "content-length": String(bytes.length) });
    if (count > 1 || !broken.has(version)) return void response.end(bytes);
    response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
});
after(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(async () => {
  archives.clear();
  asked.clear();
  broken.clear();
  await writeTool();
});

function packument(): unknown {
  const versions = [...archives.keys()];
  const manifest = (version: string): object => ({
    name: "@tool/cli",
    version,
    dist: { tarball: `${origin}/@tool/cli/-/cli-${version}.tgz`, integrity: archives.get(version)?.integrity },
  });
  return {
    name: "@tool/cli",
    "dist-tags": { latest: versions.at(-1) },
    versions: Object.fromEntries(versions.map((version) => [version, manifest(version)])),
    time: Object.fromEntries(versions.map((version) => [version, "2026-05-06T07:08:09.123Z"])),
  };
}

/** The user's npm, which knows this registry alone. */
function npm(): PackageClient {
  return npmPackageClient({
    PATH: process.env["PATH"],
    HOME: repository,
    npm_config_registry: `${origin}/`,
    npm_config_cache: join(repository, ".npm"),
    npm_config_userconfig: join(repository, ".npmrc"),
  });
}

/** Releases these versions, each with an archive for the target. */
async function release(versions: readonly string[]): Promise<void> {
  for (const version of versions) {
    archives.set(version, await pack({ "launcher.js": "//" }));
    archives.set(`${version}-linux-x64`, await pack({ [entry]: scripts[version] ?? "" }));
  }
}

test("history build reads each archive once, straight from the registry, and finds what the archives of files give", async () => {
  await release(Object.keys(scripts));
  const built = await xtask("history build --versions 1.0.0..1.9.0 --json", npm());
  assert.equal(built.code, 0, built.err);
  assert.deepEqual((documentOf(built) as unknown as { readonly taken: unknown }).taken, Object.keys(scripts));
  assert.deepEqual(
    [...asked],
    Object.keys(scripts).map((version) => [`${version}-linux-x64`, 1]),
  );
  assert.deepEqual(await rangesOf("run --auto"), ["visible 1.0.0..1.0.0", "hidden 1.1.0..1.1.0", "rejected 1.2.0..1.3.0"]);
  const streamed = await keptHistory();
  await writeTool();
  assert.equal((await xtask("history build --versions 1.0.0..1.9.0", npm())).code, 0);
  assert.equal(asked.size, 4);
  assert.deepEqual(await keptHistory(), streamed);
});

test("history build reads a version from before there were packages for single targets, and says of which there is no binary", async () => {
  archives.set("1.0.0", await pack({ "launcher.js": "//", [entry]: scripts["1.0.0"] ?? "" }));
  archives.set("1.0.5", await pack({ "launcher.js": "//" }));
  await release(["1.1.0"]);
  const built = await xtask("history build --versions 1.0.0.. --json", npm());
  assert.equal(built.code, 0, built.err);
  const { taken, skipped } = documentOf(built) as unknown as Readonly<Record<"taken" | "skipped", unknown>>;
  assert.deepEqual(taken, ["1.0.0", "1.1.0"]);
  assert.deepEqual(skipped, [
    {
      version: "1.0.5",
      reason: "the registry has no package of it for x86_64-unknown-linux-musl, and @tool/cli has no binary in it",
    },
  ]);
  assert.deepEqual(await rangesOf("run --auto"), ["visible 1.0.0..1.0.0", "hidden 1.1.0..1.1.0"]);
  const named = await xtask("history build --versions 1.0.5", npm());
  assert.equal(named.code, 3);
  assert.match(named.err, /error\[ARTIFACT_ENTRY_MISSING\].*\n.*launcher\.js/);
});

test("history build goes through npm when a connection breaks off", async () => {
  await release(["1.0.0", "1.1.0"]);
  broken.add("1.1.0-linux-x64");
  const built = await xtask("history build --versions ..1.1.0 --json", npm());
  assert.equal(built.code, 0, built.err);
  assert.equal(asked.get("1.1.0-linux-x64"), 2);
  assert.deepEqual(await rangesOf("run --auto"), ["visible 1.0.0..1.0.0", "hidden 1.1.0..1.1.0"]);
});

test("history build refuses an archive that is not what the registry says, before anything of it is run", async () => {
  await release(["1.0.0", "1.1.0"]);
  const { integrity } = await pack({ [entry]: "other" });
  archives.set("1.1.0-linux-x64", { ...(await pack({ [entry]: scripts["1.1.0"] ?? "" })), integrity });
  const built = await xtask("history build --versions 1.0.0,1.1.0", npm());
  assert.equal(built.code, 3);
  assert.match(built.err, /error\[ARTIFACT_INTEGRITY\]: The archive of "@tool\/cli@1\.1\.0-linux-x64"/);
  assert.deepEqual(
    [...(await keptHistory()).keys()].map((path) => path.split("/").at(-1)),
    ["1.0.0.json"],
  );
});

test("history build fetches nothing of a version that it does not come to", async () => {
  await release(Object.keys(scripts));
  const listed = registry();
  const client = npm();
  const stopping: PackageClient = {
    ...client,
    versions: (name) => listed.versions(name),
    async streamArchive(name, version) {
      if (version.startsWith("1.2.0")) throw new Error("out of order");
      return (await client.streamArchive?.(name, version)) ?? undefined;
    },
  };
  const built = await xtask("history build --versions 1.0.0..", stopping);
  assert.equal(built.code, 1);
  assert.match(built.err, /out of order/);
  assert.equal((await keptHistory()).size, 2);
});
