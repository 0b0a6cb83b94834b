import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "node:test";
import { diskBinaries, diskFiles } from "@lockstep/adapters";
import { renderJson, type PackageClient } from "@lockstep/kernel";
import { descriptorWith } from "@lockstep/testing";
import { create } from "tar";
import { main } from "../src/main.ts";

export const target = "x86_64-unknown-linux-musl";
export const binary = "#!/bin/sh\necho tool 1.2.0\n";
export const entry = "vendor/bin/tool";

export let repository: string;
beforeEach(async () => {
  repository = await mkdtemp(join(tmpdir(), "acquire-"));
});
afterEach(() => rm(repository, { recursive: true }));

const descriptor = descriptorWith({
  targets: [
    { target_triple: target, os: "linux", arch: "x86_64", runner: "any" },
    { target_triple: "aarch64-unknown-linux-musl", os: "linux", arch: "aarch64", runner: "any" },
  ],
  artifacts: [{ target_triple: target, type: "npm", package: "@tool/cli", version: "{version}-linux-x64", files: ["bin/absent", entry] }],
  release_watch: { source: "npm", package: "@tool/cli", policy: "latest" },
});

export const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** Packs files as npm does, below the folder `package`. */
export async function pack(files: Readonly<Record<string, string>>): Promise<{ readonly bytes: Buffer; readonly integrity: string }> {
  const folder = await mkdtemp(join(tmpdir(), "pack-"));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(folder, "package", path, ".."), { recursive: true });
    await writeFile(join(folder, "package", path), text);
  }
  await create({ file: join(folder, "out.tgz"), cwd: folder, gzip: true, portable: true, mtime: new Date(0) }, ["package"]);
  const bytes = await readFile(join(folder, "out.tgz"));
  await rm(folder, { recursive: true });
  return { bytes, integrity: `sha512-${createHash("sha512").update(bytes).digest("base64")}` };
}

export const goodFiles = { "package.json": "{}", [entry]: binary, "vendor/bin/other": "never unpacked" };

/** The digest of a package's files, as `sha256sum` of the sorted paths would give it. */
export const treeSha256 = (files: Readonly<Record<string, string>> = goodFiles): string =>
  sha256(
    Object.entries(files)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([path, text]) => `${sha256(text)}  ${path}\n`)
      .join(""),
  );

/** The whole package of the binary as it is kept, relative to the cache. */
export const keptPackage = `tool/1.2.0/${target}/package`;

/** Makes cli.json ask for whole packages. */
export async function wantWholePackage(): Promise<void> {
  const artifacts = descriptor.artifacts.map((artifact) => ({ ...artifact, unpack: "package" }));
  await writeFile(join(repository, "manifests/tool/cli.json"), renderJson({ ...descriptor, interpreter: ["sh"], artifacts }));
}

export async function writeRoot(pin?: Readonly<Record<string, unknown>>): Promise<void> {
  const { integrity } = await pack(goodFiles);
  const artifact = {
    target_triple: target,
    source: { type: "npm", package: "@tool/cli", version: "1.2.0-linux-x64" },
    integrity,
    file: entry,
    sha256: sha256(binary),
    size_bytes: binary.length,
    ...pin,
  };
  const lock = { schema_version: 1, versions: [{ version: "1.2.0", published_at: "2026-01-02T03:04:05Z", artifacts: [artifact] }] };
  await mkdir(join(repository, "manifests/tool"), { recursive: true });
  await writeFile(join(repository, "manifests/tool/cli.json"), renderJson(descriptor));
  await writeFile(join(repository, "manifests/tool/artifacts.lock.json"), renderJson(lock));
}

/** A registry that serves one archive and counts the downloads. */
export async function registry(files: Readonly<Record<string, string>> = goodFiles): Promise<PackageClient & { downloads: number }> {
  const { bytes, integrity } = await pack(files);
  const client = {
    downloads: 0,
    async fetchArchive(_name: string, _version: string, folder: string) {
      client.downloads += 1;
      await writeFile(join(folder, "served.tgz"), bytes);
      return join(folder, "served.tgz");
    },
    describe: async () => ({ integrity, publishedAt: "2026-05-06T07:08:09Z" }),
    inspect: () => Promise.reject(new Error("acquire needs no manifest")),
    versions: () => Promise.reject(new Error("acquire needs no list of versions")),
  };
  return client;
}

const noRelease = (): Promise<never> => Promise.reject(new Error("No release is asked for"));

export async function acquire(
  packages: PackageClient,
  words = "--version 1.2.0",
  lockWaitMs = 15_000,
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  let out = "";
  let err = "";
  const code = await main(["acquire", "--cli", "tool", ...words.split(" ")], {
    world: {
      files: diskFiles(repository),
      binaries: diskBinaries(join(repository, ".cache/artifacts"), lockWaitMs),
      packages,
      releases: { ofPackage: noRelease, ofRepository: noRelease, deprecations: noRelease },
      host: { os: "linux", arch: "x86_64" },
      processes: { run: () => Promise.reject(new Error("acquire runs no process")) },
      clock: { now: () => "1970-01-01T00:00:00Z" },
      env: {},
      progress: (line) => void (err += `${line}\n`),
    },
    stdout: (text) => void (out += text),
    stderr: (text) => void (err += text),
  });
  return { code, out, err };
}

/** Every file below the cache, relative to it. */
export async function cached(): Promise<readonly string[]> {
  const entries = await readdir(join(repository, ".cache/artifacts"), { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.map((found) => join(found.parentPath, found.name).slice(join(repository, ".cache/artifacts/").length)).toSorted();
}

const keptFile = `tool/1.2.0/${target}/tool`;
export const keptTree = ["tool", "tool/1.2.0", `tool/1.2.0/${target}`, keptFile];
export const keptPath = (): string => join(repository, ".cache/artifacts", keptFile);
