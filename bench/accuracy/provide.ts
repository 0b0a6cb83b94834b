import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import type { CorpusEntry } from "./corpus.ts";
import { runXtask } from "./run-xtask.ts";

/** A program that can be measured. */
export interface Provided {
  /** As the lock says; for a program of the system what it is asked for later. */
  readonly version?: string;
  /** Absolute. */
  readonly binary: string;
}

/** The programs of an entry, fetched where that is needed and checked against the pins; or why there are none. */
export async function provide(repository: string, entry: CorpusEntry): Promise<readonly Provided[] | string> {
  switch (entry.source.type) {
    case "pinned":
      return providePinned(repository, entry, entry.source.versions);
    case "npm":
      return provideFromNpm(repository, entry, entry.source.script);
    case "debian":
      return provideFromDebian(entry.source.package, entry.source.program);
  }
}

async function providePinned(
  repository: string,
  { id, folder }: CorpusEntry,
  versions: readonly string[],
): Promise<readonly Provided[] | string> {
  const provided: Provided[] = [];
  for (const version of versions) {
    const root = pins(folder, version) ? folder : join(repository, "manifests", id);
    const { code, stdout, stderr } = await runXtask(repository, ["acquire", "--cli", id, "--root", root, "--version", version]);
    if (code !== 0) return `${version} could not be acquired: ${stderr.trim().split("\n")[0] ?? ""}`;
    provided.push({ version, binary: stdout.trim() });
  }
  return provided;
}

function pins(folder: string, version: string): boolean {
  const lock = join(folder, "artifacts.lock.json");
  return existsSync(lock) && readFileSync(lock, "utf8").includes(`"version": "${version}",\n      "published_at"`);
}

/** `npm ci` checks the integrity of every package against the lock; no script of a package is run. */
function provideFromNpm(repository: string, { id, folder }: CorpusEntry, script: string): readonly Provided[] | string {
  const place = join(repository, ".cache/accuracy/npm", id);
  const wanted = readFileSync(join(folder, "package-lock.json"), "utf8");
  const stamp = join(place, "installed.json");
  if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== wanted) {
    process.stderr.write(`accuracy: installing ${id} from npm\n`);
    rmSync(place, { recursive: true, force: true });
    mkdirSync(place, { recursive: true });
    for (const name of ["package.json", "package-lock.json"]) copyFileSync(join(folder, name), join(place, name));
    const words = ["ci", "--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund", "--loglevel=error"];
    const { status, stderr } = spawnSync("npm", words, { cwd: place, encoding: "utf8" });
    if (status !== 0) return `npm ci failed: ${stderr.trim().split("\n")[0] ?? ""}`;
    writeFileSync(stamp, wanted);
  }
  const binary = join(place, script);
  const version = ownVersion(binary);
  return [version === undefined ? { binary } : { version, binary }];
}

/** The version in the nearest `package.json` above a file. */
function ownVersion(path: string): string | undefined {
  for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder)) {
    const file = join(folder, "package.json");
    if (existsSync(file)) return (JSON.parse(readFileSync(file, "utf8")) as { readonly version?: string }).version;
  }
  return undefined;
}

function provideFromDebian(name: string, program: string): readonly Provided[] | string {
  const found = lookUp(program);
  if (found !== undefined) return [{ binary: found }];
  if (process.platform !== "linux" || spawnSync("apt-get", ["--version"]).status !== 0)
    return `${program} is not installed (Debian package ${name})`;
  const sudo = process.getuid?.() === 0 ? [] : ["sudo", "-n"];
  process.stderr.write(`accuracy: installing ${name} with apt-get\n`);
  for (const words of [["update"], ["install", "--no-install-recommends", "-y", name]]) {
    const [file = "", ...args] = [...sudo, "apt-get", "-qq", ...words];
    const { status } = spawnSync(file, args, { env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" }, stdio: "ignore" });
    if (status !== 0) return `${program} is not installed, and "apt-get ${words.join(" ")}" failed`;
  }
  const installed = lookUp(program);
  return installed === undefined ? `the Debian package ${name} has no ${program}` : [{ binary: installed }];
}

function lookUp(program: string): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return folders.map((folder) => join(folder, program)).find((path) => existsSync(path));
}
