import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

const root = join(import.meta.dirname, "../../..");
let elsewhere: string;

before(() => {
  execFileSync(process.execPath, ["--import", "tsx", "tools/xtask/build/dist.ts"], { cwd: root });
  elsewhere = mkdtempSync(join(tmpdir(), "dist-"));
  copyFileSync(join(root, "dist/xtask.mjs"), join(elsewhere, "xtask.mjs"));
});
after(() => rmSync(elsewhere, { recursive: true }));

interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the bundle alone, by default in a folder that has nothing else. */
function bundled(words: readonly string[], cwd = elsewhere): Outcome {
  return outcome([join(elsewhere, "xtask.mjs"), ...words], cwd);
}

function fromSource(words: readonly string[]): Outcome {
  return outcome(["--import", "tsx", "tools/xtask/src/bin.ts", ...words], root);
}

function outcome(argv: readonly string[], cwd: string): Outcome {
  const { status, stdout, stderr } = spawnSync(process.execPath, argv, { cwd, encoding: "utf8" });
  return { status, stdout, stderr };
}

test("dist/xtask.mjs prints its version and the help of the source", () => {
  const { version } = JSON.parse(readFileSync(join(root, "tools/xtask/package.json"), "utf8")) as { readonly version: string };
  assert.equal(bundled(["--version"]).stdout, `${version}\n`);
  const help = fromSource(["--help"]);
  for (const words of [[], ["--help"], ["-h"], ["help"]]) assert.deepEqual([words, bundled(words)], [words, help]);
});

test("dist/xtask.mjs prints the help of each command as the source does", () => {
  const commands = [...bundled(["--help"]).stdout.matchAll(/^ {2}([a-z-]+) {2}/gm)].map(([, name = ""]) => name);
  assert.ok(commands.length > 0);
  for (const command of commands) assert.deepEqual(bundled([command, "--help"]), fromSource([command, "--help"]));
});

test("dist/xtask.mjs answers wrong command lines and missing input with the documented codes", () => {
  const unknown = bundled(["acquier"]);
  assert.deepEqual(
    [unknown.status, unknown.stderr],
    [64, 'error[COMMAND_UNKNOWN]: There is no command "acquier"\n  hint: Did you mean "xtask acquire"?\n'],
  );
  const missing = bundled(["acquire", "--cli", "unheard_of", "--version", "1.2.3"]);
  assert.equal(missing.status, 3);
  assert.match(missing.stderr, /^error\[FILE_MISSING\]: "manifests\/unheard_of\/cli\.json" does not exist\n/);
});

test("dist/xtask.mjs carries the descriptors of the repository's CLIs", () => {
  const unpinned = bundled(["acquire", "--cli", "codex", "--version", "1.2.3", "--target", "aarch64-apple-darwin"]);
  assert.equal(unpinned.status, 3);
  assert.match(
    unpinned.stderr,
    /^error\[ARTIFACT_UNPINNED\]: "manifests\/codex\/artifacts\.lock\.json" pins no codex 1\.2\.3; it pins no version\n/,
  );
});

test("dist/xtask.mjs says that codegen works in the repository alone", () => {
  const { status, stderr } = bundled(["codegen", "--check"], root);
  assert.equal(status, 3);
  assert.equal(
    stderr,
    'error[GENERATORS_ABSENT]: "xtask codegen" is no part of the bundle: it works in the repository alone\n  hint: Run there: make codegen\n',
  );
});

test("dist/xtask.mjs says of the committed manifests what the source says", () => {
  for (const command of ["validate", "verify", "status"])
    assert.deepEqual(bundled([command, "--all"], root), fromSource([command, "--all"]));
  const words = ["why", "exec", "--full-auto", "--json"];
  const why = bundled(words, root);
  assert.deepEqual(why, fromSource(words));
  assert.equal(why.status, 0);
});
