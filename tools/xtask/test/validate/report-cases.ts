import { anyReport, metadata, union, notJson, type Case } from "./case.ts";

/** Broken reports. */
export const reportCases: readonly Case[] = [
  {
    title: "missing reports",
    edits: [{ drop: anyReport }, { drop: "reports/1.2.0/coverage.all.json" }, { drop: "reports/1.2.0/coverage.darwin-arm64.json" }],
    lines: [
      'REPORT_MISSING error reports/1.2.0/coverage.all.json The report "all" of version 1.2.0 is missing; the status is "validated" and the union is complete',
      'REPORT_MISSING error reports/1.2.0/coverage.any.json The report "any" of version 1.2.0 is missing; the status is "validated"',
      'REPORT_MISSING error reports/1.2.0/coverage.darwin-arm64.json The report "darwin-arm64" of version 1.2.0 is missing; the status is "validated" and the union has that input',
    ],
  },
  {
    title: "a report that is no JSON",
    edits: [{ write: anyReport, text: "" }],
    lines: [`REPORT_INVALID_JSON error reports/1.2.0/coverage.any.json ${notJson("")}`],
  },
  {
    title: "a report that breaks its schema",
    edits: [{ set: anyReport, at: "/platform_filter/mode", to: "some" }],
    lines: [
      'REPORT_SCHEMA_INVALID error reports/1.2.0/coverage.any.json /platform_filter/mode Must be one of "any", "exact_target", "all", is "some"',
    ],
  },
  {
    title: "a broken report that nothing requires",
    edits: [
      { set: metadata, at: "/status", to: "snapshotted" },
      { drop: anyReport },
      { write: "reports/1.2.0/coverage.all.json", text: "{}\n" },
    ],
    lines: [
      'REPORT_SCHEMA_INVALID error reports/1.2.0/coverage.all.json The field "deltas" is missing',
      'REPORT_SCHEMA_INVALID error reports/1.2.0/coverage.all.json The field "inputs" is missing',
      'REPORT_SCHEMA_INVALID error reports/1.2.0/coverage.all.json The field "platform_filter" is missing',
      'REPORT_SCHEMA_INVALID error reports/1.2.0/coverage.all.json The field "schema_version" is missing',
    ],
  },
  {
    title: "excluded units among the missing ones",
    edits: [
      { set: anyReport, at: "/deltas/missing_commands/-", to: { path: ["completion"], upstream_available_on: ["linux-x64"] } },
      { set: anyReport, at: "/deltas/missing_flags/-", to: { path: [], key: "--help", upstream_available_on: ["linux-x64"] } },
    ],
    lines: [
      'REPORT_MISSING_INCLUDES_EXCLUDED error reports/1.2.0/coverage.any.json /deltas/missing_flags/1 The rules exclude the flag "(root) --help" (Every command has it.), so it must not be in missing_flags',
      'REPORT_MISSING_INCLUDES_EXCLUDED error reports/1.2.0/coverage.any.json /deltas/missing_commands/0 The rules exclude the command "completion" (Shells only.), so it must not be in missing_commands',
    ],
  },
  {
    title: "an intention among the missing units",
    edits: [{ set: anyReport, at: "/deltas/missing_flags/0/wrapper_level", to: "intentionally_unsupported" }],
    lines: [
      'REPORT_MISSING_INCLUDES_INTENTIONALLY_UNSUPPORTED error reports/1.2.0/coverage.any.json /deltas/missing_flags/0 The flag "exec --json" has the wrapper level "intentionally_unsupported", so it must be in that list and not in missing_flags',
    ],
  },
  {
    title: "an intention without a note and of another level",
    edits: [
      { set: anyReport, at: "/deltas/intentionally_unsupported/0/note", to: "" },
      { set: anyReport, at: "/deltas/intentionally_unsupported/0/wrapper_level", to: "unknown" },
    ],
    lines: [
      'REPORT_IU_NOTE_MISSING error reports/1.2.0/coverage.any.json /deltas/intentionally_unsupported/0/note The arg "exec PROMPT" is intentionally_unsupported and needs a note that says why; the note is ""',
      'REPORT_IU_NOTE_MISSING error reports/1.2.0/coverage.any.json /deltas/intentionally_unsupported/0/wrapper_level Must be "intentionally_unsupported", is "unknown"',
    ],
  },
  {
    title: "unsorted intentions",
    edits: [
      {
        set: anyReport,
        at: "/deltas/intentionally_unsupported/-",
        to: {
          path: ["exec"],
          key: "--json",
          upstream_available_on: ["linux-x64"],
          wrapper_level: "intentionally_unsupported",
          note: "Late.",
        },
      },
    ],
    lines: [
      'REPORT_IU_NOT_SORTED error reports/1.2.0/coverage.any.json /deltas/intentionally_unsupported Must be sorted by kind (command, flag, arg), path, and key or name: arg "exec PROMPT" stands before flag "exec --json"',
    ],
  },
];

/** A broken `current.json`. */
export const currentCases: readonly Case[] = [
  {
    title: "a missing current.json",
    edits: [{ drop: "current.json" }],
    lines: ['CURRENT_MISSING error current.json The file is missing; expected a copy of "snapshots/1.2.0/union.json"'],
  },
  {
    title: "a missing current.json without a validated version",
    edits: [{ drop: "current.json" }, { write: "latest_validated.txt", text: "none\n" }],
    lines: [
      "CURRENT_MISSING error current.json The file is missing; expected the union of the latest validated version",
      'POINTER_INVALID_VALUE error latest_validated.txt Must be a stable version MAJOR.MINOR.PATCH, is "none"',
    ],
  },
  {
    title: "a current.json that is no JSON",
    edits: [{ write: "current.json", text: "{" }],
    lines: [
      'CURRENT_JSON_NOT_EQUAL_UNION error current.json Must equal "snapshots/1.2.0/union.json" byte for byte, differs from line 1 on',
      `CURRENT_INVALID_JSON error current.json ${notJson("{")}`,
    ],
  },
  {
    title: "a current.json of another kind",
    edits: [{ write: "current.json", text: '{"snapshot_schema_version":1}\n' }],
    lines: [
      'CURRENT_WRONG_KIND error current.json /snapshot_schema_version Must be a union ("snapshot_schema_version" 2, "mode" "union"), is "snapshot_schema_version" 1, "mode" absent',
      'CURRENT_JSON_NOT_EQUAL_UNION error current.json Must equal "snapshots/1.2.0/union.json" byte for byte, differs from line 1 on',
      'CURRENT_JSON_MISSING_REQUIRED_TARGET error current.json /inputs Must have an input of the required target "linux-x64", has none at all',
      'CURRENT_SCHEMA_INVALID error current.json The field "collected_at" is missing',
      'CURRENT_SCHEMA_INVALID error current.json The field "commands" is missing',
      'CURRENT_SCHEMA_INVALID error current.json The field "complete" is missing',
      'CURRENT_SCHEMA_INVALID error current.json The field "expected_targets" is missing',
      'CURRENT_SCHEMA_INVALID error current.json The field "inputs" is missing',
      'CURRENT_SCHEMA_INVALID error current.json The field "mode" is missing',
      'CURRENT_SCHEMA_INVALID error current.json The field "tool" is missing',
      "CURRENT_SCHEMA_INVALID error current.json /snapshot_schema_version Must be 2, is 1",
    ],
  },
  {
    title: "an unreadable current.json",
    edits: [{ fail: "current.json", code: "FILE_ACCESS" }],
    lines: ['FILE_UNREADABLE error current.json Cannot read "root/current.json": permission denied (EACCES)'],
  },
  {
    title: "a current.json of another version",
    edits: [{ set: union, at: "/inputs/0/binary/semantic_version", to: "1.1.0" }],
    lines: [
      'CURRENT_JSON_SEMVER_MISMATCH error current.json /inputs/0/binary/semantic_version Must equal "latest_validated.txt", which is "1.2.0"; is "1.1.0"',
    ],
  },
  {
    title: "a current.json without the required target",
    edits: [{ remove: union, at: "/inputs/0" }],
    lines: [
      'CURRENT_JSON_MISSING_REQUIRED_TARGET error current.json /inputs Must have an input of the required target "linux-x64", has "darwin-arm64"',
    ],
  },
];
