import assert from "node:assert/strict";
import { test } from "node:test";
import { describeUnit } from "../unit.ts";
import { findUnit, type UnitDirectory } from "./find-unit.ts";

const flag = (long: string, more: object = {}) => ({ long, takes_value: false, ...more });
const directory: UnitDirectory = {
  commands: [
    { path: [], flags: [flag("--search"), flag("--model", { short: "-m" })] },
    {
      path: ["run"],
      aliases: ["r", "exec"],
      flags: [flag("--json", { aliases: ["--jsonl"] }), flag("--colour", { negatable: true }), { short: "-q", takes_value: false }],
    },
    { path: ["run", "again"], args: [{ name: "SESSION_ID", required: false, variadic: false }] },
    // An alias gives way to a command of that name.
    { path: ["r"], flags: [flag("--remote")] },
  ],
  others: [
    { unit: "flag", path: ["run"], name: "--yolo" },
    { unit: "arg", path: ["gone", "deep"], name: "X" },
  ],
};

const found: readonly (readonly [words: string, unit: string])[] = [
  ["", "(root)"],
  ["-m", "(root) --model"],
  ["--search", "(root) --search"],
  ["run", "run"],
  ["exec again", "run again"],
  ["r", "r"],
  ["r --remote", "r --remote"],
  ["run --jsonl", "run --json"],
  ["run --json=x", "run --json"],
  ["run --no-colour", "run --colour"],
  ["run -q", "run -q"],
  ["run --yolo", "run --yolo"],
  ["--json run", "run --json"],
  ["run again SESSION_ID", "run again SESSION_ID"],
  ["run again <session_id>", "run again SESSION_ID"],
  ["run again [SESSION_ID]...", "run again SESSION_ID"],
  ["gone", "gone"],
  ["gone deep X", "gone deep X"],
];
for (const [words, unit] of found) {
  test(`findUnit() finds ${unit} when the words are "${words}"`, () => {
    const answer = findUnit(words === "" ? [] : words.split(" "), directory);
    assert.deepEqual([answer.type, answer.type === "unit" ? describeUnit(answer.identity) : ""], ["unit", unit]);
  });
}

test("findUnit() says how far an unknown word can be read, and where else its name stands", () => {
  const unknown = findUnit(["run", "again", "--json"], directory);
  assert.deepEqual(unknown, {
    type: "unknown",
    path: ["run", "again"],
    word: "--json",
    here: [],
    elsewhere: [{ unit: "flag", path: ["run"], name: "--json" }],
  });
  const command = findUnit(["run", "agian", "SESSION_ID", "--x"], directory);
  assert.deepEqual(command, { type: "unknown", path: ["run"], word: "agian", here: ["again"], elsewhere: [] });
  const misplaced = findUnit(["again"], directory);
  assert.deepEqual(misplaced.type === "unknown" ? misplaced.elsewhere : [], [{ unit: "command", path: ["run", "again"] }]);
});

test("findUnit() refuses several units", () => {
  assert.deepEqual(findUnit(["run", "--json", "-q"], directory), { type: "several", path: ["run"], words: ["--json", "-q"] });
  assert.equal(findUnit(["run", "again", "SESSION_ID", "SESSION_ID"], directory).type, "several");
});
