import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { parseContract } from "@lockstep/contracts";
import { at, descriptor, fake, install, outFile, snapshot } from "./snapshot-world.ts";

/** A CLI of yargs: its root hides a flag and lists a command that only the help of hidden units has. */
const own = { ...descriptor, framework: "yargs", hidden_help_args: ["--help", "--show-hidden"] };
const print = (text: string): string => `cat <<'END'\n${text}END\n`;
const root = (rows: string, flags: string): string =>
  print(
    `tool [command]\n\nCommands:\n  tool run  Run it\n${rows}\nOptions:\n      --help    Show help  [boolean]\n      --model   Which one  [string]\n${flags}`,
  );
const script = fake({
  "--help": root("", ""),
  "--help --show-hidden": root("  tool old  Old one\n", '      --secret  Not shown  [string] [default: "x"]\n'),
  "run --help": print("tool run\n\nRun it\n\nOptions:\n  --help  Show help  [boolean]\n"),
  "old --help": print("tool old\n\nOld one\n\nOptions:\n  --help  Show help  [boolean]\n"),
});
const common = ["--binary", "tool", "--out-file", outFile, "--jobs", "2", "--collected-at", "2026-01-01T00:00:00Z"];
const raw = "manifests/tool/raw_help/1.2.3/x86_64-unknown-linux-musl";
const textOf = (): Promise<string> => readFile(at(outFile), "utf8");

test("snapshot marks what only the help of hidden units shows, and probes the commands in it", async () => {
  await install({ script, descriptor: own });
  assert.equal((await snapshot(common)).code, 0);
  const { commands, known_omissions } = parseContract("UpstreamSnapshotV1", outFile, await textOf());
  assert.deepEqual(
    commands.map(({ path, hidden, about, sources, help_sha256 }) => [path.join(" "), hidden, about, sources, help_sha256 !== undefined]),
    [
      ["", undefined, undefined, ["help"], true],
      ["old", true, "Old one", ["help"], true],
      ["run", undefined, "Run it", ["help"], true],
    ],
  );
  assert.deepEqual(
    commands[0]?.flags?.map(({ long, hidden, default: value, sources }) => [long, hidden, value, sources]),
    [
      ["--help", undefined, undefined, ["help"]],
      ["--model", undefined, undefined, ["help"]],
      ["--secret", true, "x", ["help"]],
    ],
  );
  assert.equal(known_omissions, undefined);
});

test("snapshot --from-raw reads the help of hidden units again, without the binary", async () => {
  await install({ script, descriptor: own });
  await snapshot([...common, "--capture-raw-help"]);
  const first = await textOf();
  assert.match(await readFile(at(`${raw}/help_hidden.txt`), "utf8"), /--secret/);
  const { code, spawned } = await snapshot(["--from-raw", raw, "--out-file", outFile]);
  assert.deepEqual([code, spawned], [0, []]);
  assert.equal(await textOf(), first);
});

test("snapshot drops the raw help of hidden units when the CLI has no flags for it any more", async () => {
  await install({ script, descriptor: own });
  await snapshot([...common, "--capture-raw-help"]);
  await install({ script, descriptor: { ...own, hidden_help_args: undefined } });
  await snapshot([...common, "--capture-raw-help"]);
  assert.equal(existsSync(at(`${raw}/help_hidden.txt`)), false);
  assert.doesNotMatch(await textOf(), /secret/);
});

test("snapshot records that the help of hidden units failed, or is none", async () => {
  for (const [action, omission] of [
    ["exit 3", "help probe failed: tool --help --show-hidden (exit 3)"],
    ["echo nothing", "help of hidden units not recognised"],
  ] as const) {
    await install({
      script: script.replace(/'--help --show-hidden'\)[^;]*?END\n;;/s, `'--help --show-hidden') ${action};;`),
      descriptor: own,
    });
    assert.equal((await snapshot([...common, "--no-cache"])).code, 0);
    assert.deepEqual(parseContract("UpstreamSnapshotV1", outFile, await textOf()).known_omissions, [omission]);
  }
});

test("snapshot refuses words that are no flags as those of the hidden help", async () => {
  await install({ script, descriptor: { ...own, hidden_help_args: ["run", "--show-hidden"] } });
  const { code, stderr } = await snapshot(common);
  assert.equal(code, 3);
  assert.match(stderr, /\/hidden_help_args\/0/);
});
