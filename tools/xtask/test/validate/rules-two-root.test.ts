import assert from "node:assert/strict";
import { test } from "node:test";
import { anyReport, exclusions } from "./case.ts";
import { run } from "./run.ts";
import { filesWith, type Edit } from "./valid-root.ts";

const underVersion = (version: number): Edit => ({ set: "RULES.json", at: "/rules_schema_version", to: version });
const targets = ["linux-x64", "darwin-arm64"];
const entry = { path: ["exec"], upstream_available_on: targets, wrapper_level: "explicit", state: "hidden" };

/** The deltas that rules version 2 adds. */
const additions: readonly Edit[] = [
  { set: anyReport, at: "/deltas/missing_flags/0/missing_on", to: ["darwin-arm64"] },
  { set: anyReport, at: "/deltas/hidden_commands", to: [entry] },
  { set: anyReport, at: "/deltas/hidden_flags", to: [{ ...entry, key: "--old", state: "deprecated" }] },
  { set: anyReport, at: "/deltas/hidden_args", to: [{ ...entry, name: "FILE" }] },
  { set: anyReport, at: "/deltas/at_risk", to: [entry, { ...entry, key: "--json" }] },
];

test("validate says OK to a valid root under rules version 2, with what that version adds to reports and without", async () => {
  for (const edits of [[], additions])
    assert.deepEqual(await run(filesWith({ root: [underVersion(2), ...edits] }), "validate", "--root", "root"), {
      code: 0,
      out: "OK: validate\n",
      err: "",
    });
});

test("validate refuses a state and a list that the contract does not know", async () => {
  const edits: readonly Edit[] = [
    underVersion(2),
    { set: anyReport, at: "/deltas/at_risk", to: [{ ...entry, state: "gone" }] },
    { set: anyReport, at: "/deltas/hidden", to: [] },
  ];
  assert.equal(
    (await run(filesWith({ root: edits }), "validate", "--root", "root")).err,
    `FAIL: 2 violations\nREPORT_SCHEMA_INVALID error ${anyReport} /deltas Unknown field "hidden"\n` +
      `REPORT_SCHEMA_INVALID error ${anyReport} /deltas/at_risk/0/state Must be one of "hidden", "deprecated", is "gone"\n`,
  );
});

test("validate counts the flags and args of an excluded command as excluded under rules version 2, and not under version 1", async () => {
  const edits: readonly Edit[] = [
    { set: "RULES.json", at: `${exclusions}/0`, to: { unit: "command", path: ["exec"], note: "Shells only." } },
    { set: "wrapper_coverage.json", at: "/coverage/1", to: { path: ["other"], level: "explicit" } },
  ];
  assert.equal((await run(filesWith({ root: [underVersion(1), ...edits] }), "validate", "--root", "root")).code, 0);
  const { err } = await run(filesWith({ root: [underVersion(2), ...edits] }), "validate", "--root", "root");
  const names = ["all", "any", "darwin-arm64", "linux-x64"];
  assert.equal(
    err,
    `FAIL: 4 violations\n${names
      .map(
        (name) =>
          `REPORT_MISSING_INCLUDES_EXCLUDED error reports/1.2.0/coverage.${name}.json /deltas/missing_flags/0 The rules exclude the flag "exec --json" (Shells only.), so it must not be in missing_flags\n`,
      )
      .join("")}`,
  );
});
