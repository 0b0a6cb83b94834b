import assert from "node:assert/strict";
import { test } from "node:test";
import { nextSteps, type StatusToAdvance } from "./next-steps.ts";

const counts = (more: object) => ({
  view: "any",
  missing: { commands: 0, flags: 0, args: 0 },
  unsupported: 0,
  atRisk: 0,
  hidden: 0,
  ...more,
});
const settled: StatusToAdvance = {
  rootWords: "--cli tool",
  requiredTarget: "linux",
  hasWrapper: true,
  latestValidated: "1.2.0",
  newest: { version: "1.2.0", standing: "validated", knownFrom: ["versions"] },
  queue: { version: "1.2.0", any: counts({}) },
  brokenInputs: [],
  problems: [],
};
const broken = { restore: "git restore a.json", retake: "xtask parity --cli tool --version 1.2.0 --target linux" };
const newest = (standing: NonNullable<StatusToAdvance["newest"]>["standing"]) =>
  ({ newest: { version: "1.3.0", standing, knownFrom: ["versions"] } }) as const;
const stale = { problem: "is stale", fix: "xtask union --cli tool --version 1.2.0" };
const lost = { problem: 'has lost its status "validated"', fix: "xtask version-metadata --cli tool" };

const cases: readonly (readonly [when: string, change: Partial<StatusToAdvance>, commands: readonly string[]])[] = [
  ["nothing has to be done", {}, ["xtask lock add --cli tool --version <v>"]],
  ["one file is broken", { problems: [stale] }, [stale.fix]],
  [
    "a snapshot is broken and derived files are stale",
    { brokenInputs: [broken, broken], problems: [stale, stale], ...newest("pinned") },
    [broken.restore, broken.retake],
  ],
  [
    "inputs of different parsers are behind derived files",
    { problems: [stale, stale, { problem: "has inputs of different parsers: linux 1, mac 2", fix: "xtask parity --cli tool" }] },
    ["xtask parity --cli tool"],
  ],
  ["several files can be derived", { problems: [stale, lost, stale], ...newest("pinned") }, ["xtask verify --cli tool --fix"]],
  ["what is broken cannot be derived", { problems: [lost, lost] }, [lost.fix]],
  [
    "a status is lost and something is missing",
    { problems: [lost, lost], queue: { version: "1.2.0", any: counts({ missing: { commands: 1, flags: 0, args: 0 } }) } },
    ["xtask report --cli tool --version 1.2.0 --show", lost.fix],
  ],
  ["no version is known", { newest: null, queue: null }, ["xtask lock add --cli tool --version <v>"]],
  ["the newest is only pinned", newest("pinned"), ["xtask parity --cli tool --version 1.3.0"]],
  ["the newest is only snapshotted", newest("snapshotted"), ["xtask parity --cli tool --version 1.3.0"]],
  ["it is and there is no wrapper", { ...newest("snapshotted"), hasWrapper: false }, ["xtask lock add --cli tool --version <v>"]],
  [
    "something is missing",
    { ...newest("reported"), queue: { version: "1.3.0", any: counts({ missing: { commands: 0, flags: 1, args: 0 } }) } },
    ["xtask report --cli tool --version 1.3.0 --show"],
  ],
  [
    "a command is unsupported",
    { queue: { version: "1.2.0", any: counts({ unsupported: 1 }) } },
    ["xtask report --cli tool --version 1.2.0 --show"],
  ],
  ["the newest is reported and nothing missing", newest("reported"), ["xtask promote --cli tool --version 1.3.0 --passed-target linux"]],
  ["the newest is validated and not promoted", newest("validated"), ["xtask promote --cli tool --version 1.3.0"]],
  ["it is and nothing was before", { ...newest("validated"), latestValidated: null }, ["xtask promote --cli tool --version 1.3.0"]],
  [
    "the wrapper uses what upstream hides",
    { queue: { version: "1.2.0", any: counts({ atRisk: 1 }) } },
    ["xtask report --cli tool --version 1.2.0 --show --delta at_risk", "xtask lock add --cli tool --version <v>"],
  ],
];
for (const [when, change, commands] of cases) {
  test(`nextSteps() gives the command that is due when ${when}`, () => {
    assert.deepEqual(
      nextSteps({ ...settled, ...change }).map(({ command }) => command),
      commands,
    );
  });
}
