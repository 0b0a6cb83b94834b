import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { diskBinaries, diskFiles, npmPackageClient, webAssetClient } from "@lockstep/adapters";
import { renderJson } from "@lockstep/kernel";
import { descriptorWith } from "@lockstep/testing";
import { type Outside } from "../src/world.ts";
import { cached, entry, goodFiles, pack, repository, target } from "./acquire-world.ts";
import { type Ran, run, testWorld } from "./run.ts";
import { serve, type WebServer } from "./web-server.ts";

export const otherTarget = "aarch64-unknown-linux-musl";
export const publishedAt = "2026-05-06T07:08:09Z";
export const lockPath = "manifests/tool/artifacts.lock.json";

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
  const limits = { silenceMs: 300, attempts: 3, pauseMs: 1, bytes: 100_000_000, redirects: 5 };
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

export const integrityOf = (bytes: Buffer | string): string => `sha512-${createHash("sha512").update(bytes).digest("base64")}`;
export const add = `lock add --cli tool --version 1.2.0 --published-at ${publishedAt}`;
export const keptPaths = async (): Promise<readonly string[]> => (await cached()).filter((path) => path.split("/").length === 4);
export const pinsOf = async (): Promise<
  readonly { readonly version: string; readonly published_at: string; readonly artifacts: readonly object[] }[]
> => (JSON.parse(await readLockText()) as { versions: [] }).versions;

/** A root whose one asset is a gzipped archive with the binary in `package/`, and a server that has it. */
export async function archiveTool(
  files: Readonly<Record<string, string>> = goodFiles,
): Promise<{ readonly server: WebServer; readonly bytes: Buffer }> {
  const server = await serve();
  const { bytes } = await pack(files);
  server.answers.set("/v1.2.0/tool.tgz", bytes);
  await writeTool([
    {
      target_triple: target,
      type: "release",
      url: `${server.origin}/v{version}/tool.tgz?key=secret`,
      files: ["absent", `package/${entry}`],
    },
  ]);
  return { server, bytes };
}
