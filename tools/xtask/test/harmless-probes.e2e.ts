import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { describe, test } from "node:test";
import { parseContract } from "@lockstep/contracts";
import { renderJson } from "@lockstep/kernel";
import { descriptorWith, rulesWith } from "@lockstep/testing";
import { copyRoot, runWatched, watchedPlace, writeScript, type WatchedRun } from "./harmless/watched-world.ts";

const manifests = resolve(import.meta.dirname, "../../../manifests");
const clis = readdirSync(manifests).filter((name) => isPinned(join(manifests, name, "artifacts.lock.json")));
// Only Linux has the tracer.
const skip = process.platform === "linux" ? false : "strace is a program for Linux";

/** The programs that a CLI starts by itself when it is asked for help, beside its own binary. */
const ownPrograms: Readonly<Record<string, readonly string[]>> = {};

/** Whether a lock pins anything; that of a CLI that is only begun does not. */
function isPinned(lock: string): boolean {
  return existsSync(lock) && parseContract("ArtifactsLock", lock, readFileSync(lock, "utf8")).versions.length > 0;
}

/** The newest pinned binary of a CLI, kept as `<cli>/<version>/<target>/<file>`. */
function newestBinary(cli: string): { readonly path: string; readonly version: string; readonly target: string } {
  const path = (process.env[`${cli.toUpperCase()}_BINARIES`] ?? "").split(delimiter).at(-1) ?? "";
  const [version = "", target = ""] = path.split(`/artifacts/${cli}/`).at(-1)?.split("/") ?? [];
  return { path, version, target };
}

test("there is a binary of every CLI", () => {
  assert.ok(clis.length > 1);
  assert.deepEqual(
    clis.filter((cli) => !existsSync(newestBinary(cli).path)),
    [],
    "run: make e2e",
  );
});

for (const cli of clis) {
  test(`probing ${cli} writes nowhere but in throw-away folders, reaches no other machine and starts no session`, { skip }, async (t) => {
    const place = watchedPlace(t);
    const root = copyRoot(manifests, cli, place);
    const { path, version, target } = newestBinary(cli);
    const descriptor = parseContract("CliDescriptor", "cli.json", readFileSync(join(place, root, "cli.json"), "utf8"));
    const outFile = `${root}/snapshots/${version}/${target}.json`;
    const known = [
      path,
      realpathSync(path),
      ...(descriptor.interpreter === undefined ? [] : ["env", ...descriptor.interpreter]),
      ...(ownPrograms[cli] ?? []),
    ];
    const run = await runWatched(place, ["snapshot", "--cli", cli, "--binary", path, "--out-file", outFile, "--no-cache"], known);
    assert.equal(run.code, 0, run.err);
    assertHarmless(run);
    assert.ok(run.requests.length > 2);
    assert.deepEqual(readdirSync(join(place, "decoy")), []);
    const committed = join(manifests, cli, "snapshots", version, `${target}.json`);
    if (existsSync(committed)) assert.equal(readFileSync(join(place, outFile), "utf8"), readFileSync(committed, "utf8"));
  });
}

test("probing a program of cobra by every class of question leaves the machine alone too", { skip }, async (t) => {
  const place = watchedPlace(t);
  const [path] = (process.env["PATH"] ?? "")
    .split(delimiter)
    .map((folder) => join(folder, "restic"))
    .filter((file) => existsSync(file));
  assert.ok(path !== undefined, "run: make e2e");
  mkdirSync(join(place, "manifests/restic"), { recursive: true });
  const descriptor = descriptorWith({
    id: "restic",
    tool: "restic",
    binary: "restic",
    version_args: ["version"],
    framework: "cobra",
    completion: { protocol: "cobra", args: ["__complete"] },
    global_help_args: ["help"],
    unasked_commands: [["mount"]],
    targets: [{ target_triple: "linux", os: "linux", arch: "x86_64", runner: "any" }],
  });
  writeFileSync(join(place, "manifests/restic/cli.json"), renderJson(descriptor));
  writeFileSync(join(place, "manifests/restic/RULES.json"), renderJson(rulesWith()));
  const argv = ["snapshot", "--cli", "restic", "--binary", path, "--out-dir", "out", "--raw-help-target", "linux"];
  const run = await runWatched(place, argv, [path, realpathSync(path)]);
  assert.equal(run.code, 0, run.err);
  assertHarmless(run);
  const words = run.requests.map(({ args, stdin = "" }) => [...args, stdin].join(" "));
  assert.ok(words.some((line) => line.includes("__complete")));
  assert.ok(!words.some((line) => /\bmount\b.*--help/.test(line)));
});

test("asking a program of argparse for refusals leaves the machine alone, and runs no command", { skip }, async (t) => {
  const place = watchedPlace(t);
  mkdirSync(join(place, "manifests/tool"), { recursive: true });
  const descriptor = descriptorWith({
    framework: "argparse",
    completion: { protocol: "argparse" },
    env: { OUTSIDE: join(place, "decoy") },
    targets: [{ target_triple: "linux", os: "linux", arch: "x86_64", runner: "any" }],
  });
  writeFileSync(join(place, "manifests/tool/cli.json"), renderJson(descriptor));
  writeFileSync(join(place, "manifests/tool/RULES.json"), renderJson(rulesWith()));
  // The interpreter itself: `python3` may be a script that looks for it.
  const python = realpathSync(execFileSync("python3", ["-c", "import sys; print(sys.executable)"], { encoding: "utf8" }).trim());
  const path = writeScript(
    join(place, "tool"),
    `#!${python}
import argparse, os
parser = argparse.ArgumentParser(prog="tool")
parser.add_argument("--version", action="version", version="tool 1.0.0")
below = parser.add_subparsers(metavar="COMMAND")
run = below.add_parser("run", help="Run")
run.add_argument("--profile", action="store_true", help=argparse.SUPPRESS)
run.add_argument("--log-file", type=argparse.FileType("w"), help=argparse.SUPPRESS)
below.add_parser("secret")
parser.parse_args()
open(os.path.join(os.environ["OUTSIDE"], "ran"), "w")
`,
  );
  const argv = ["snapshot", "--cli", "tool", "--binary", path, "--out-dir", "out", "--raw-help-target", "linux"];
  const watched = await runWatched(place, argv, [path, python]);
  assert.equal(watched.code, 0, watched.err);
  assertHarmless(watched);
  assert.deepEqual(readdirSync(join(place, "decoy")), []);
  const { commands } = parseContract("UpstreamSnapshotV1", "current.json", readFileSync(join(place, "out/current.json"), "utf8"));
  const hidden = commands.flatMap(({ path: words, hidden: isHidden, flags = [] }) => [
    ...(isHidden === true ? [words.join(" ")] : []),
    ...flags
      .filter((flag) => flag.hidden === true)
      .map(({ long, takes_value }) => `${words.join(" ")} ${long ?? ""} ${String(takes_value)}`),
  ]);
  assert.deepEqual(hidden, ["run --log-file true", "run --profile false", "secret"]);
});

function assertHarmless({ deeds, left }: WatchedRun): void {
  assert.deepEqual(deeds, { writes: [], programs: [], sockets: [] });
  assert.deepEqual(
    left.filter((name) => /(?:^|\/)(?:sessions?|rollouts?|chats?|history)\/|\.jsonl$/.test(name)),
    [],
  );
}

describe("the watch", { skip }, () => {
  const help = "printf 'Usage: tool [OPTIONS]\\n\\nOptions:\\n  -h, --help  Help\\n'";
  const misdeeds: Readonly<Record<string, readonly [script: string, notices: keyof WatchedRun["deeds"], what: RegExp]>> = {
    "a file beside the throw-away folders": [': > "$OUTSIDE/file"', "writes", /\/decoy\/file$/],
    "a folder beside the throw-away folders": ['/bin/mkdir "$OUTSIDE/folder"', "writes", /\/decoy\/folder$/],
    "a program that is not known": ["/bin/uname", "programs", /\/uname$/],
    "a call to another machine": [
      `'${process.execPath}' -e 'require("node:net").connect(9, "127.0.0.1").on("error", () => {})'`,
      "sockets",
      /^socket\(AF_INET\)\|connect\(AF_INET\)$/,
    ],
  };
  for (const [title, [script, kind, what]] of Object.entries(misdeeds)) {
    test(`notices ${title}`, async (t) => {
      const place = watchedPlace(t);
      mkdirSync(join(place, "manifests/tool"), { recursive: true });
      const descriptor = descriptorWith({ env: { OUTSIDE: join(place, "decoy") } });
      writeFileSync(join(place, "manifests/tool/cli.json"), renderJson(descriptor));
      writeFileSync(join(place, "manifests/tool/RULES.json"), renderJson(rulesWith()));
      const path = writeScript(
        join(place, "tool"),
        `#!/bin/sh\ncase "$*" in --version) echo tool 1.0.0;; *) ${script} >/dev/null; ${help};; esac\n`,
      );
      const argv = ["snapshot", "--cli", "tool", "--binary", path, "--out-dir", "out", "--root", "manifests/tool"];
      const run = await runWatched(place, argv, [path, "mkdir", "node"]);
      assert.equal(run.code, 0, run.err);
      assert.match(run.deeds[kind].join("|"), what, JSON.stringify(run.deeds));
      assert.throws(() => assertHarmless(run));
    });
  }
});
