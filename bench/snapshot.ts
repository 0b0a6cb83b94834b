import { spawn } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { basename, join, resolve } from "node:path";
import { diskBinaries, diskFiles, npmPackageClient, releaseSources, systemClock, systemHost } from "@lockstep/adapters";
import { runProcess } from "@lockstep/runtime";
import { main } from "@lockstep/xtask";
import { hashOf, median, timeOf } from "./timing/stopwatch.ts";

/**
 * Compares `snapshot` with a prober that does the same the plain way: hash the binary, then ask for the help of every command
 * twice, without and with all features, one call after the other. Both are measured in this process, in turns, start-up
 * excluded. Usage: `tsx bench/snapshot.ts [--rounds 5] [binary…]`; without a binary those in `.cache/artifacts` are taken. Fails when a
 * ratio misses its aim.
 */
const AIM = 0.5;

const repository = resolve(import.meta.dirname, "..");
// A home in the folder for temporary files makes codex print warnings.
const scratch = mkdtempSync(join(homedir(), ".lockstep-bench-"));
try {
  process.exitCode = await bench(process.argv.slice(2));
} finally {
  rmSync(scratch, { recursive: true });
}

async function bench(words: readonly string[]): Promise<number> {
  const at = words.indexOf("--rounds");
  const rounds = at === -1 ? 5 : Number(words[at + 1]);
  const given = at === -1 ? words : words.toSpliced(at, 2);
  const binaries = given.length > 0 ? given : await cachedBinaries();
  if (binaries.length === 0) {
    process.stderr.write("bench: no binary; run: tsx tools/xtask/src/bin.ts acquire --version <version>, or name one\n");
    return 64;
  }
  const results: boolean[] = [];
  for (const binary of binaries) results.push(await compare(binary, rounds));
  return results.every(Boolean) ? 0 : 2;
}

async function compare(binary: string, rounds: number): Promise<boolean> {
  const times = { plain: [] as number[], snapshot: [] as number[], cached: [] as number[], hash: [] as number[] };
  await snapshot(binary, ["--no-cache"]);
  await snapshot(binary, []);
  for (let round = 0; round < rounds; round += 1) {
    times.plain.push(await timeOf(() => probePlainly(binary)));
    times.snapshot.push(await timeOf(() => snapshot(binary, ["--no-cache"])));
    times.cached.push(await timeOf(() => snapshot(binary, [])));
    times.hash.push(await timeOf(() => hashOf(binary)));
  }
  const probing = ratioOf(times.snapshot, times.plain);
  const cached = ratioOf(times.cached, times.hash);
  process.stdout.write(
    [
      `${binary} (${String(rounds)} rounds, medians)`,
      `  sequential two-pass prober ${ms(times.plain)}, snapshot ${ms(times.snapshot)}: ratio ${probing.toFixed(2)}, aim ${AIM.toFixed(2)}`,
      `  hash of the binary         ${ms(times.hash)}, cached   ${ms(times.cached)}: ratio ${cached.toFixed(2)}, aim 1.00`,
      "",
    ].join("\n"),
  );
  return probing <= AIM && cached <= 1;
}

/** The reference: no parallelism, no completion script, no comparison before the second pass. */
async function probePlainly(binary: string): Promise<void> {
  const home = join(scratch, "home");
  mkdirSync(home, { recursive: true });
  const call = (args: readonly string[]): Promise<string> =>
    outputOf(binary, args, { PATH: process.env["PATH"] ?? "", HOME: home, CODEX_HOME: home });
  await hashOf(binary);
  await call(["--version"]);
  const rows = (await call(["features", "list"])).split("\n").map((line) => line.trim().split(/\s{2,}/));
  const enable = rows
    .filter(([name, stage]) => name !== "" && stage !== undefined && stage !== "removed")
    .flatMap(([name = ""]) => ["--enable", name]);
  for (const prefix of [[], enable]) {
    const walk = async (path: readonly string[]): Promise<void> => {
      const help = await call([...prefix, ...path, "--help"]);
      if (path.at(-1) === "help") return;
      const section = /^Commands:\n((?: {2}.*\n)+)/m.exec(help)?.[1] ?? "";
      for (const [, name = ""] of section.matchAll(/^ {2}(\S+)/gm)) await walk([...path, name]);
    };
    await walk([]);
  }
}

async function snapshot(binary: string, words: readonly string[]): Promise<void> {
  const folder = join(scratch, "out");
  mkdirSync(folder, { recursive: true });
  copyFileSync(join(repository, "manifests/codex/cli.json"), join(folder, "cli.json"));
  let stderr = "";
  const code = await main(["snapshot", "--binary", resolve(binary), "--out-dir", "out", ...words], {
    world: {
      files: diskFiles(scratch),
      processes: { run: runProcess },
      clock: systemClock,
      packages: npmPackageClient(process.env),
      releases: releaseSources(process.env),
      binaries: diskBinaries(join(scratch, "artifacts")),
      host: systemHost,
      env: { PATH: process.env["PATH"] },
      progress: () => {},
    },
    stdout: () => {},
    stderr: (text) => {
      stderr += text;
    },
  });
  if (code !== 0) throw new Error(`snapshot of ${binary} ended with ${String(code)}: ${stderr}`);
}

async function cachedBinaries(): Promise<readonly string[]> {
  const folder = join(repository, ".cache/artifacts");
  if (!existsSync(folder)) return [];
  const files = diskFiles(folder);
  const found: string[] = [];
  const look = async (path: string): Promise<void> => {
    for (const { name, type } of (await files.list(path)) ?? []) {
      if (type === "folder") await look(`${path}/${name}`);
      else if (basename(name) === "codex" && path.includes(systemHost.arch)) found.push(join(folder, path, name));
    }
  };
  await look(".");
  return found;
}

function outputOf(binary: string, args: readonly string[], env: Readonly<Record<string, string>>): Promise<string> {
  return new Promise((done, fail) => {
    const child = spawn(binary, args, { env, stdio: ["ignore", "pipe", "ignore"] });
    const chunks: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.on("error", fail);
    child.on("close", () => done(Buffer.concat(chunks).toString("utf8")));
  });
}

function ratioOf(ours: readonly number[], other: readonly number[]): number {
  return median(ours) / median(other);
}

function ms(times: readonly number[]): string {
  return `${median(times).toFixed(0).padStart(5)} ms`;
}
