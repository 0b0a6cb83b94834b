import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { npmReleases } from "./npm-releases.ts";

/** The real npm and a registry on loopback. */
let server: Server;
let folder: string;
let releases: ReturnType<typeof npmReleases>;

const manifest = (name: string, version: string, deprecated?: string): object => ({
  name,
  version,
  ...(deprecated === undefined ? {} : { deprecated }),
  dist: { tarball: `http://127.0.0.1/${name}-${version}.tgz`, shasum: "0".repeat(40) },
});
const packument = (name: string, versions: Readonly<Record<string, string | undefined>>, latest: string | undefined): object => ({
  name,
  "dist-tags": { latest, next: "3.0.0-rc.1" },
  versions: Object.fromEntries(Object.entries(versions).map(([version, deprecated]) => [version, manifest(name, version, deprecated)])),
  // A version that was unpublished keeps its time.
  time: { created: "2026-01-01T00:00:00Z", "2.9.0": "2026-01-02T00:00:00Z" },
});

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "releases-"));
  server = createServer((request, response) => {
    const name = decodeURIComponent((request.url ?? "").slice(1));
    const status = /^status-(\d+)$/.exec(name)?.[1];
    if (name === "hangs") return;
    if (status !== undefined) return void response.writeHead(Number(status)).end("{}");
    if (name === "@tool/cli") {
      const versions = { "1.0.0": undefined, "2.0.0": "has a fault", "2.1.0": "", "3.0.0-rc.1": undefined };
      return void response.end(JSON.stringify(packument(name, versions, "2.1.0")));
    }
    if (name === "single") return void response.end(JSON.stringify(packument(name, { "1.0.0": "old" }, "1.0.0")));
    const tag = /^tag-(.*)$/.exec(name)?.[1];
    if (tag !== undefined) {
      const versions = { "1.0.0": undefined, "1.1.0": undefined, "1.1.0-linux-x64": undefined };
      return void response.end(JSON.stringify(packument(name, versions, tag === "" ? undefined : tag)));
    }
    response.writeHead(404).end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  releases = npmReleases({
    PATH: process.env["PATH"],
    HOME: folder,
    npm_config_registry: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`,
    npm_config_cache: join(folder, "cache"),
    npm_config_userconfig: join(folder, ".npmrc"),
    npm_config_fetch_retries: "0",
    npm_config_fetch_timeout: "400",
  });
});
after(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true });
});

test("ofPackage() lists what is published, and what the tag latest names", async () => {
  assert.deepEqual(await releases.ofPackage("@tool/cli"), { names: ["1.0.0", "2.0.0", "2.1.0", "3.0.0-rc.1"], latest: "2.1.0" });
  assert.deepEqual(await releases.ofPackage("single"), { names: ["1.0.0"], latest: "1.0.0" });
});

test("ofPackage() lists what is published also when the tag latest names no version, or is absent", async () => {
  const names = ["1.0.0", "1.1.0-linux-x64", "1.1.0"];
  assert.deepEqual(await releases.ofPackage("tag-banana"), { names, latest: "banana" });
  assert.deepEqual(await releases.ofPackage("tag-9.9.9"), { names, latest: "9.9.9" });
  assert.deepEqual(await releases.ofPackage("tag-"), { names, latest: undefined });
});

test("deprecations() names the versions that their publisher took back, of many and of one", async () => {
  const many = Array.from({ length: 60 }, (_item, index) => `9.9.${String(index)}`);
  assert.deepEqual([...(await releases.deprecations("@tool/cli", [...many, "1.0.0", "2.0.0", "2.1.0"]))], [["2.0.0", "has a fault"]]);
  assert.deepEqual([...(await releases.deprecations("single", ["1.0.0"]))], [["1.0.0", "old"]]);
  assert.deepEqual([...(await releases.deprecations("@tool/cli", []))], []);
});

for (const [name, code, exitCode] of [
  ["status-429", "REGISTRY_BUSY", 75],
  ["status-502", "REGISTRY_BUSY", 75],
  ["status-503", "REGISTRY_BUSY", 75],
  ["hangs", "REGISTRY_BUSY", 75],
  ["status-401", "PACKAGE_CLIENT", 3],
  ["unknown", "PACKAGE_UNKNOWN", 3],
] as const) {
  test(`ofPackage() fails with ${code} (exit ${String(exitCode)}) when the registry answers like "${name}"`, async () => {
    await assert.rejects(releases.ofPackage(name), { code, exitCode });
  });
}

test("ofPackage() fails with PACKAGE_CLIENT when nothing listens", async () => {
  const none = npmReleases({
    PATH: process.env["PATH"],
    HOME: folder,
    npm_config_registry: "http://127.0.0.1:1/",
    npm_config_cache: join(folder, "none"),
    npm_config_fetch_retries: "0",
  });
  await assert.rejects(none.ofPackage("@tool/cli"), { code: "PACKAGE_CLIENT", exitCode: 3 });
});
