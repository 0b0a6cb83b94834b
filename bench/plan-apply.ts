import { spawnSync } from "node:child_process";
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { median, timeOf } from "./timing/stopwatch.ts";

/**
 * Compares `plan apply` and `plan undo` of many files, as whole processes, with a loop over files of the same size in this one that writes,
 * syncs and renames each: no backup, no journal, no check. In turns, on the disk of this repository. Needs `make dist`. Usage:
 * `tsx bench/plan-apply.ts [--rounds 5] [--files 2000]`. Prints medians and ratios; fails when that of `apply` misses its aim.
 */
const AIM = 3;
const FILE_BYTES = 10_240;
const FILES_OF_FOLDER = 50;

const repository = resolve(import.meta.dirname, "..");
const bundle = join(repository, "dist/xtask.mjs");
const rounds = numberOf("--rounds", 5);
const paths = Array.from(
  { length: numberOf("--files", 2000) },
  (_, index) => `d${String(Math.floor(index / FILES_OF_FOLDER))}/f${String(index)}`,
);

if (existsSync(bundle)) process.exitCode = await bench();
else {
  process.stderr.write("bench: dist/xtask.mjs does not exist; run: make dist\n");
  process.exitCode = 64;
}

async function bench(): Promise<number> {
  // Not in the system's folder for temporary files, which may be memory.
  mkdirSync(join(repository, ".cache"), { recursive: true });
  const scratch = mkdtempSync(join(repository, ".cache/bench-plan-"));
  try {
    const ours = join(scratch, "plan");
    const plain = join(scratch, "plain");
    for (const root of [ours, plain]) writeFiles(root, "old");
    if (spawnSync("git", ["init", "--quiet", ours]).status !== 0) throw new Error("git init failed");
    const id = stage(ours, join(scratch, "changes.patch"));
    const times = { loop: [] as number[], apply: [] as number[], undo: [] as number[] };
    for (let round = 0; round < rounds; round += 1) {
      times.loop.push(await timeOf(() => Promise.resolve(replaceFiles(plain, round % 2 === 0 ? "new" : "old"))));
      times.apply.push(await timeOf(() => Promise.resolve(run(ours, ["apply", id]))));
      assertEach(ours, "new");
      times.undo.push(await timeOf(() => Promise.resolve(run(ours, ["undo", id]))));
      assertEach(ours, "old");
    }
    process.stdout.write(`${String(paths.length)} files of ${String(FILE_BYTES)} bytes (${String(rounds)} rounds, medians)\n`);
    const shown = (name: string, all: readonly number[]): string => `  ${name.padEnd(20)} ${median(all).toFixed(0).padStart(6)} ms`;
    // Each time is compared with that of the loop right before it: how busy the disk is changes within seconds.
    const ratioOf = (all: readonly number[]): number => median(all.map((time, round) => time / (times.loop[round] ?? Number.NaN)));
    const ratio = ratioOf(times.apply);
    process.stdout.write(
      [
        shown("write, fsync, rename", times.loop),
        `${shown("plan apply", times.apply)}: ratio ${ratio.toFixed(2)}, aim ${AIM.toFixed(2)}`,
        `${shown("plan undo", times.undo)}: ratio ${ratioOf(times.undo).toFixed(2)}`,
        "",
      ].join("\n"),
    );
    return ratio <= AIM ? 0 : 2;
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/** Makes a plan that changes the first line of every file; returns its id. */
function stage(root: string, patch: string): string {
  const { planId } = JSON.parse(run(root, ["create", "--goal", "Change every file", "--json"])) as { readonly planId: string };
  const line = (word: string, path: string): string => textOf(word, path).split("\n", 1)[0] ?? "";
  const hunks = paths.map(
    (path) => `--- a/${path}\n+++ b/${path}\n@@ -1,2 +1,2 @@\n-${line("old", path)}\n+${line("new", path)}\n filler of ${path}\n`,
  );
  writeFileSync(patch, hunks.join(""));
  run(root, ["add", planId, "--patch", patch]);
  return planId;
}

function textOf(word: string, path: string): string {
  return `${word} ${path}\n${`filler of ${path}\n`.repeat(Math.ceil(FILE_BYTES / 10))}`.slice(0, FILE_BYTES);
}

function writeFiles(root: string, word: string): void {
  for (const path of paths) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), textOf(word, path));
  }
}

/** The reference. */
function replaceFiles(root: string, word: string): void {
  for (const path of paths) {
    const place = join(root, path);
    const file = openSync(`${place}.tmp`, "wx");
    writeSync(file, textOf(word, path));
    fsyncSync(file);
    closeSync(file);
    renameSync(`${place}.tmp`, place);
  }
}

/** Throws unless every file is as a word says: what does something else measures nothing. */
function assertEach(root: string, word: string): void {
  const odd = paths.find((path) => readFileSync(join(root, path), "utf8") !== textOf(word, path));
  if (odd !== undefined) throw new Error(`"${odd}" is not "${word}"`);
}

/** What a command of the distributed file prints. Throws when it fails. */
function run(root: string, words: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bundle, "plan", ...words], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 100_000_000,
  });
  if (status !== 0) throw new Error(`xtask plan ${words.join(" ")} exited ${String(status)}: ${stderr}`);
  return stdout;
}

function numberOf(option: string, otherwise: number): number {
  const at = process.argv.indexOf(option);
  return at === -1 ? otherwise : Number(process.argv[at + 1]);
}
