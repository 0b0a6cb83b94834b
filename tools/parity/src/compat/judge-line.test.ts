import assert from "node:assert/strict";
import { test } from "node:test";
import { linux, snapshotOf } from "@lockstep/testing";
import { judgeLine, readableVersion, type LineVerdict } from "./judge-line.ts";
import { verdictRanges } from "./verdict-ranges.ts";

const flag = (long: string, more: object = {}) => ({
  long,
  takes_value: false,
  sources: ["help" as const, "completion" as const],
  ...more,
});
const exec = (flags: readonly object[]) => ({
  path: ["exec"],
  usage: "tool exec [OPTIONS] [PROMPT]",
  args: [{ name: "PROMPT", required: false, variadic: false }],
  flags,
  sources: ["help", "completion"],
});
const color = flag("--color", { takes_value: true, possible_values: ["always", "never"] });
const root = {
  path: [],
  usage: "tool [OPTIONS] [PROMPT] [COMMAND]",
  args: [{ name: "PROMPT", required: false, variadic: false }],
  sources: ["help", "completion"],
};
const versions = [
  snapshotOf(linux, [root, exec([flag("--auto"), color]), { path: ["review"], sources: ["help"] }], "1.0.0"),
  snapshotOf(linux, [root, exec([flag("--auto", { hidden: true }), color])], "1.1.0"),
  snapshotOf(linux, [root, exec([flag("--auto", { hidden: true, deprecated: true }), color])], "1.2.0"),
  {
    ...snapshotOf(linux, [{ path: [], sources: ["help"] }, exec([color])], "1.3.0"),
    rejected: [{ path: ["exec"], key: "--auto" }, { path: ["review"] }],
  },
].map((snapshot) => readableVersion({ version: snapshot.binary.semantic_version, snapshot: snapshot as never }, "clap"));

const judge = (line: string): readonly LineVerdict[] => judgeLine(line.split(" "), versions);
const reasons = (line: string): readonly string[] =>
  judge(line).map(({ breaks, risks }) =>
    [...breaks.map(({ reason, token }) => `${reason}@${String(token)}`), ...risks.map(({ state }) => state)].join(" "),
  );

test("judgeLine() tells a flag that is taken, hidden, deprecated and refused", () => {
  assert.deepEqual(reasons("exec --auto hello"), ["", "hidden", "hidden deprecated", "rejected@1"]);
  assert.deepEqual(
    verdictRanges(judge("exec --auto hello")).map(({ from, to }) => [from, to]),
    [
      ["1.0.0", "1.0.0"],
      ["1.1.0", "1.1.0"],
      ["1.2.0", "1.2.0"],
      ["1.3.0", "1.3.0"],
    ],
  );
  assert.match(judge("exec --auto hello").at(-1)?.breaks[0]?.text ?? "", /^"exec" refuses the flag "--auto"$/);
});

test("judgeLine() tells an unknown flag, a value that is not possible, one that is missing or too much, and a repetition", () => {
  const everywhere = (line: string, reason: string): void => assert.deepEqual(new Set(reasons(line)), new Set([reason]), line);
  everywhere("exec --nope", "unknown-flag@1");
  everywhere("exec --color blue", "value-not-possible@2");
  everywhere("exec --color=blue", "value-not-possible@1");
  everywhere("exec --color", "needs-value@1");
  everywhere("exec --color never", "");
  everywhere("exec --color never --color always", "repeated@3");
  everywhere("exec a b", "unknown-command@2");
  everywhere("exec --nope a b", "unknown-flag@1");
  everywhere("exec --nope a --neither", "unknown-flag@1 unknown-flag@3");
  everywhere("help", "asks-for-help@0");
  assert.equal(reasons("exec --auto=1")[0], "takes-no-value@1");
});

test("judgeLine() takes a word that names a command in any version for that command, and stops behind one that is not there", () => {
  assert.deepEqual(reasons("review --nope"), ["unknown-flag@1", "unknown-command@0", "unknown-command@0", "rejected@0"]);
  assert.match(judge("review")[1]?.breaks[0]?.text ?? "", /has no command "review", which 1\.0\.0 has, and reads it as the arg PROMPT/);
  assert.deepEqual(reasons("please"), ["", "", "", "unknown-command@0"]);
});

test("judgeLine() takes a word behind -- for no command", () => {
  assert.deepEqual(reasons("exec -- review"), ["", "", "", ""]);
  assert.deepEqual(reasons("-- exec").slice(0, 3), ["", "", ""]);
});

test("verdictRanges() joins neighbours that break at the same words, and keeps those apart that do not", () => {
  const ranges = verdictRanges(judge("exec --nope"));
  assert.deepEqual(
    ranges.map(({ from, to, lookedAt }) => [from, to, lookedAt]),
    [["1.0.0", "1.3.0", 4]],
  );
  assert.deepEqual(verdictRanges([]), []);
});

const helpOnly = [
  snapshotOf(linux, [{ path: [], usage: "tool [options] [prompt]", args: root.args, sources: ["help", "bundle"] }], "1.0.0"),
  snapshotOf(
    linux,
    [
      { ...root, sources: ["help", "bundle"] },
      { path: ["logs"], flags: [flag("--follow")], sources: ["help"] },
      { path: ["logs", "tail"], sources: ["help"] },
    ],
    "1.1.0",
  ),
  { ...snapshotOf(linux, [{ ...root, sources: ["help", "bundle"] }], "1.2.0"), rejected: [{ path: ["logs"] }] },
  snapshotOf(
    linux,
    [
      { ...root, sources: ["help", "bundle"] },
      { path: ["logs"], sources: ["help"] },
    ],
    "1.3.0",
  ),
];
const read = (framework: "commander" | "yargs" | "cobra") =>
  helpOnly.map((snapshot) => readableVersion({ version: snapshot.binary.semantic_version, snapshot }, framework));

test("judgeLine() leaves in doubt what another version has and this one was not asked about", () => {
  const outcome = (line: string, framework: "commander" | "yargs" | "cobra" = "commander"): readonly string[] =>
    judgeLine(line.split(" "), read(framework)).map(({ breaks, doubts }) =>
      [...breaks.map(({ reason }) => reason), ...doubts.map(({ unit, token }) => `${unit}?${String(token)}`)].join(" "),
    );
  // Whoever made it with commander may look at the first word before that does.
  assert.deepEqual(outcome("logs"), ["command?0", "", "unknown-command", ""]);
  assert.deepEqual(outcome("logs", "yargs"), ["unknown-command", "", "unknown-command", ""]);
  assert.deepEqual(outcome("logs --follow"), ["command?0", "", "unknown-command", "flag?1"]);
  assert.deepEqual(outcome("logs tail").at(-1), "command?1");
  // No version has it, so that it is a mistake.
  assert.deepEqual(outcome("logs --fllow").at(-1), "unknown-flag");
  assert.deepEqual(outcome("--follow", "cobra"), ["unknown-flag", "unknown-flag", "unknown-flag", "unknown-flag"]);
  const [first] = judgeLine(["logs"], read("commander"));
  assert.match(
    first?.doubts[0]?.text ?? "",
    /^no help of 1\.0\.0 shows the command "logs" at the root, which 1\.3\.0 has, and nobody asked/,
  );
  assert.equal(verdictRanges(judgeLine(["logs"], read("commander"))).length, 4);
});
