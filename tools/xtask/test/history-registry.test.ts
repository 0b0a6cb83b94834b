import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { npmPackageClient } from "@lockstep/adapters";
import type { PackageClient } from "@lockstep/kernel";
import { entry, pack, repository } from "./acquire-world.ts";
import { filesBelow, keptHistory, rangesOf, registry, scripts, writeTool, xtask } from "./history-world.ts";
import { documentOf } from "./run.ts";

/** `history build` with the real npm and a registry on loopback. */

let server: Server;
let origin: string;
/** The archives by package version, and how often each was asked for. */
const archives = new Map<string, Awaited<ReturnType<typeof pack>>>();
const asked = new Map<string, number>();
/** Those whose first answer breaks off. */
const broken = new Set<string>();
/** Those of which only half comes, and when nobody waits for the rest any more. */
const stuck = new Map<string, PromiseWithResolvers<void>>();
/** What the registry says of the unpacked size. */
let unpackedSize: number | undefined;

before(async () => {
  server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? "");
    const version = /\/-\/cli-(.*)\.tgz$/.exec(path)?.[1];
    if (version === undefined) return void response.end(path === "/@tool/cli" ? JSON.stringify(packument()) : "{}");
    const count = (asked.get(version) ?? 0) + 1;
    asked.set(version, count);
    const bytes = archives.get(version)?.bytes ?? Buffer.alloc(0);
    response.writeHead(200, { "content-length": String(bytes.length) });
    const isGone = stuck.get(version);
    if (isGone !== undefined) {
      response.on("close", () => isGone.resolve());
      return void response.write(bytes.subarray(0, bytes.length / 2));
    }
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
  stuck.clear();
  unpackedSize = undefined;
  await writeTool();
});

function packument(): unknown {
  const versions = [...archives.keys()];
  const manifest = (version: string): object => ({
    name: "@tool/cli",
    version,
    dist: { tarball: `${origin}/@tool/cli/-/cli-${version}.tgz`, integrity: archives.get(version)?.integrity, unpackedSize },
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
  return npmPackageClient(npmEnvironment());
}

const npmEnvironment = () => ({
  PATH: process.env["PATH"],
  HOME: repository,
  npm_config_registry: `${origin}/`,
  npm_config_cache: join(repository, ".npm"),
  npm_config_userconfig: join(repository, ".npmrc"),
});

/** Asks about many versions at once, and reads archives while they come in, or not at all. */
function streamsAlone(client: PackageClient): PackageClient {
  const fail = (): Promise<never> => Promise.reject(new Error("asked for one alone"));
  return { ...client, describe: fail, fetchArchive: fail };
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
      isKnown: false,
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
    async unpackArchive(name, version, request) {
      if (version.startsWith("1.2.0")) throw new Error("out of order");
      return client.unpackArchive?.(name, version, request);
    },
  };
  const built = await xtask("history build --versions 1.0.0..", stopping);
  assert.equal(built.code, 1);
  assert.match(built.err, /out of order/);
  assert.equal((await keptHistory()).size, 2);
});

test("history build asks at once about the versions that it has to look at again, and gets them ahead", async () => {
  await release(Object.keys(scripts));
  assert.equal((await xtask("history build --versions 1.1.0..1.3.0", npm())).code, 0);
  asked.clear();
  const built = await xtask("history build --versions 1.0.0 --json", streamsAlone(npm()));
  assert.equal(built.code, 0, built.err);
  const { taken } = documentOf(built) as unknown as { readonly taken: readonly string[] };
  assert.deepEqual(taken, ["1.0.0", "1.1.0", "1.2.0", "1.3.0"]);
  assert.deepEqual(
    [...asked],
    taken.map((version) => [`${version}-linux-x64`, 1]),
  );
  // Each but the first two came while the one before it was probed: only what is waited for is announced.
  assert.deepEqual(
    built.progress.filter((line) => line.includes("downloading")).map((line) => / tool (\S+):/.exec(line)?.[1]),
    ["1.0.0", "1.1.0"],
  );
});

test("history build asks for no archive when there is no folder for it", async () => {
  await release(["1.0.0"]);
  await mkdir(join(repository, ".cache"));
  await writeFile(join(repository, ".cache/artifacts"), "a file");
  const built = await xtask("history build --versions 1.0.0", npm());
  assert.equal(built.code, 3);
  assert.match(built.err, /error\[FILE_ACCESS\]/);
  assert.equal(asked.size, 0);
});

test("history build refuses an archive that is larger than the registry says, and names package and limit", async () => {
  await release(["1.0.0", "1.1.0"]);
  archives.set("1.1.0-linux-x64", await pack({ [entry]: `${scripts["1.1.0"] ?? ""}${" ".repeat(70_000_000)}` }));
  unpackedSize = 10_000;
  const built = await xtask("history build --versions 1.0.0,1.1.0", streamsAlone(npm()));
  assert.equal(built.code, 3);
  const limit = 10_000 * 1.25 + 64 * 1024 ** 2;
  assert.match(
    built.err,
    new RegExp(
      `error\\[ARCHIVE_TOO_LARGE\\]: The archive of "@tool/cli@1\\.1\\.0-linux-x64" has more than ${String(limit)} bytes.*\n  hint: `,
    ),
  );
  assert.equal((await keptHistory()).size, 1);
  assert.deepEqual(await filesBelow(".cache/artifacts"), []);
});

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  test(`history build ends within about a second at ${signal} while an archive comes in, and leaves what is done and nothing else`, async () => {
    await release(["1.0.0", "1.1.0"]);
    const isGone = Promise.withResolvers<void>();
    stuck.set("1.1.0-linux-x64", isGone);
    const runner = join(import.meta.dirname, "../src/bin.ts");
    const words = ["--import", import.meta.resolve("tsx"), runner, "history", "build", "--cli", "tool", "--versions", "1.0.0,1.1.0"];
    const child = spawn(process.execPath, words, { cwd: repository, env: npmEnvironment(), stdio: ["ignore", "ignore", "pipe"] });
    let stderr = "";
    child.stderr.on("data", (text: Buffer) => {
      stderr += String(text);
    });
    const ended = once(child, "exit");
    while (!(asked.has("1.1.0-linux-x64") && stderr.includes("1.0.0 taken")) && child.exitCode === null) await sleep(20);
    assert.equal(child.exitCode, null, stderr);
    assert.ok((await filesBelow(".cache/history/tool")).some((path) => path.endsWith("build.lock")));
    const startedAt = performance.now();
    child.kill(signal);
    assert.deepEqual(await ended, [130, null], stderr);
    const tookMs = performance.now() - startedAt;
    assert.ok(tookMs < 1500, `took ${String(tookMs)} ms`);
    await isGone.promise;
    assert.deepEqual(
      [...(await keptHistory()).keys()].map((path) => path.split("/").at(-1)),
      ["1.0.0.json"],
    );
    assert.deepEqual(await readdir(join(repository, ".cache/artifacts")), []);
    assert.deepEqual(
      new Set((await filesBelow(".cache/history/tool")).map((path) => path.split("/").at(-1))),
      new Set(["1.0.0.json", "releases.json"]),
    );
  });
}
