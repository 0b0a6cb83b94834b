import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { test } from "node:test";
import {
  at,
  cacheable,
  common as direct,
  fake,
  good,
  help,
  install,
  outFile,
  paths,
  read,
  rules,
  snapshot,
  target,
} from "./snapshot-world.ts";

const common = [...direct, "--via", "sh"];
/** Counts the calls of one kind in the folder of the script, across throw-away homes. */
const counted = (name: string): string => `n=$(cat "$0.${name}" 2>/dev/null || echo 0); n=$((n + 1)); echo $n > "$0.${name}"; `;
/** Runs an action in the first pass, and another from the second one on. */
const inTurn = (name: string, first: string, later: string): string =>
  `${counted(name)}if [ $n = 1 ]; then\n${first}\nelse\n${later}\nfi\n`;

const moving = fake({
  "--help": help("tool", ["run  Run it", "still  Stays"]),
  "run --help": inTurn(
    "run",
    help("tool run", ["deep  Only at first"], ["--file <FILE>  A file [default: one]", "--once  Only at first"]),
    help("tool run", [], ["--file <FILE>  A file [default: two]"]),
  ),
  "run deep --help": help("tool run deep"),
  "still --help": help("tool still", [], ["--home <DIR>  A folder [default: '$HOME']"]),
});
const moved = [
  "volatile: tool run (help_sha256)",
  "volatile: tool run --file (default)",
  "volatile: tool run --once",
  "volatile: tool run deep",
];

test("snapshot --twice leaves out what moves between two passes in fresh folders, and names it", async () => {
  await install({ script: cacheable(moving) });
  const ran = await snapshot([...common, "--twice"]);
  assert.deepEqual([ran.code, ran.stderr], [0, ""]);
  assert.match(ran.stdout, /^ {2}probed twice: 4 moved\n {2}known omissions \(4\):\n/m);
  const written = await read();
  assert.deepEqual(written.known_omissions, moved);
  assert.deepEqual(paths(written), ["", "run", "still"]);
  const [, run, still] = written.commands;
  assert.deepEqual(
    [run?.help_sha256, run?.flags?.map((flag) => [flag.long, flag.default])],
    [
      undefined,
      [
        ["--file", undefined],
        ["--help", undefined],
      ],
    ],
  );
  assert.notEqual(still?.help_sha256, undefined);
  const { stdout } = await snapshot([...common, "--twice", "--json"]);
  assert.deepEqual((JSON.parse(stdout) as { readonly moved: unknown }).moved, moved);
});

test("snapshot without --twice leaves out what --twice once found to move in the same binary, and a damaged file is written anew", async () => {
  await install({ script: moving });
  assert.equal((await snapshot([...common, "--twice"])).code, 0);
  const twice = await readFile(at(outFile), "utf8");
  assert.equal((await snapshot([...common, "--no-cache"])).code, 0);
  assert.equal(await readFile(at(outFile), "utf8"), twice);
  await writeFile(at(outFile), "{");
  assert.equal((await snapshot([...common, "--no-cache"])).code, 0);
  assert.equal((await read()).known_omissions?.some((omission) => omission.startsWith("volatile: ")) ?? false, false);
});

test("snapshot --twice writes the same bytes as a single pass when nothing moves", async () => {
  await install({ script: cacheable(good) });
  await snapshot(common);
  const first = await readFile(at(outFile), "utf8");
  const ran = await snapshot([...common, "--twice", "--no-cache"]);
  assert.match(ran.stdout, /is current\n.*probed twice: nothing moved\n$/s);
  assert.equal(await readFile(at(outFile), "utf8"), first);
});

test("snapshot --twice takes the first pass from the cache and never the second, and leaves the cache as a single pass does", async () => {
  await install({ script: cacheable(good) });
  const single = await snapshot(common);
  const first = await snapshot([...common, "--twice"]);
  assert.deepEqual(first.spawned.toSorted(), single.spawned.toSorted(), "one pass was made");
  assert.deepEqual((await snapshot([...common, "--twice"])).spawned.length, single.spawned.length, "nor is it cached");
  assert.deepEqual((await snapshot(common)).spawned, []);
});

test("snapshot --twice finds what moved since the cached pass", async () => {
  await install({ script: cacheable(moving) });
  await snapshot(common);
  assert.equal((await read()).known_omissions, undefined);
  await snapshot([...common, "--twice"]);
  assert.deepEqual((await read()).known_omissions, moved);
  await snapshot(common);
  assert.deepEqual((await read()).known_omissions, moved, "what moved once stays left out for the same binary");
});

test("snapshot --twice keeps the omissions of both passes, and a command whose help failed once bare", async () => {
  const script = fake({
    "--help": help("tool", ["run  Run it"]),
    "run --help": inTurn("run", help("tool run", [], ["--file <FILE>  A file"]), "exit 7"),
  });
  await install({ script: cacheable(script) });
  await snapshot([...common, "--twice"]);
  const { known_omissions, commands } = await read();
  assert.deepEqual(known_omissions, ["help probe failed: tool run --help (exit 7)", "volatile: tool run (help)"]);
  assert.deepEqual(commands[1], { path: ["run"], sources: ["help"] });
});

test("snapshot --twice gives the second pass another home and working directory, which are masked", async () => {
  const script = fake({
    "--help": `pwd >> "$0.seen"; echo "$HOME" >> "$0.seen"; ${help("tool", [], ["--dir <DIR>  In '$HOME' and '$(pwd)' [default: '$HOME']"])}`,
  });
  await install({ script });
  await snapshot([...direct, "--twice"]);
  const seen = (await readFile(at("tool.seen"), "utf8")).trim().split("\n");
  assert.equal(new Set(seen).size, 4);
  assert.equal((await read()).known_omissions, undefined);
});

test("snapshot --from-raw keeps left out what --twice found to move, and gives the same bytes", async () => {
  await install({ script: cacheable(moving) });
  await snapshot([...common, "--twice", "--capture-raw-help"]);
  const first = await readFile(at(outFile), "utf8");
  const folder = `manifests/tool/raw_help/1.2.3/${target}`;
  assert.match(await readFile(at(`${folder}/commands/run/help.txt`), "utf8"), /default: one/);
  const words = ["--from-raw", folder, "--out-file", outFile];
  const ran = await snapshot(words);
  assert.deepEqual([ran.code, ran.stderr], [0, ""]);
  assert.equal(await readFile(at(outFile), "utf8"), first);
  const refused = await snapshot([...words, "--twice"]);
  assert.deepEqual(
    [refused.code, refused.stderr],
    [
      64,
      'error[OPTIONS_CONTRADICT]: "--from-raw" needs no binary, but "--twice" is given, which probes one\n  hint: What moved when it was probed stays left out\n',
    ],
  );
});

test("snapshot --twice refuses a binary that changes between the passes", async () => {
  const script = fake({ "--help": help("tool") }).replace("#!/bin/sh\n", '#!/bin/sh\necho "# again" >> "$0"\n');
  await install({ script });
  const ran = await snapshot([...direct, "--twice", "--no-cache"]);
  assert.equal(ran.code, 3);
  assert.match(ran.stderr, /^error\[BINARY_CHANGED\]/);
});

test("snapshot warns when the surface shrank against the nearest lower version of the target, and says so in --json", async () => {
  await install({ script: cacheable(good), rules });
  const rows = ["a", "b", "c", "d"].map((name) => [name, help(`tool ${name}`)] as const);
  const old = fake({
    "--version": "echo tool 1.2.2",
    "--help": help("tool", ["run  Run it", ...rows.map(([name]) => `${name}  About`)]),
    "run --help": help("tool run", [], ["--file <FILE>  A file"]),
    ...Object.fromEntries(rows.map(([name, text]) => [`${name} --help`, text])),
  });
  await writeFile(at("old"), cacheable(old), { mode: 0o755 });
  const oldFile = outFile.replace("1.2.3", "1.2.2");
  assert.deepEqual((await snapshot(["--binary", "old", "--out-file", oldFile, "--via", "sh"])).stderr, "");
  const ran = await snapshot([...common, "--json"]);
  assert.equal(ran.code, 0);
  assert.match(
    ran.stderr,
    new RegExp(
      `^warning\\[SURFACE_SHRANK\\]: The snapshot of ${target} lacks 4 of 5 commands and 0 of 1 flags that 1\\.2\\.2 has: a, b, c, d\\.\n {2}hint: `,
    ),
  );
  assert.deepEqual((JSON.parse(ran.stdout) as { readonly shrinkage: unknown }).shrinkage, {
    target,
    previousVersion: "1.2.2",
    lostCommands: ["a", "b", "c", "d"],
    commandsBefore: 5,
    lostFlags: [],
    flagsBefore: 1,
    lostSubtrees: [],
    strippedCommands: [],
    isOtherParser: false,
  });
  assert.equal((await snapshot(["--binary", "tool", "--via", "sh", "--out-dir", "elsewhere", "--raw-help-target", target])).stderr, "");
});
