import { allowNone, linuxSnapshot, metadata, union, notJson, type Case } from "./case.ts";

/** Broken version metadata. */
export const versionCases: readonly Case[] = [
  {
    title: "a version file that names no version",
    edits: [
      { write: "versions/v1.3.0.json", text: "{}\n" },
      { write: "versions/README.md", text: "Not a version.\n" },
    ],
    lines: [
      `VERSION_FILE_INVALID_NAME error versions/v1.3.0.json The file's name must be a stable version MAJOR.MINOR.PATCH and ".json", is "v1.3.0.json"`,
    ],
  },
  {
    title: "an unreadable versions folder",
    edits: [{ fail: "versions", code: "FILE_ACCESS" }],
    lines: ['VERSIONS_DIR_UNREADABLE error versions Cannot read "root/versions": permission denied (EACCES)'],
  },
  {
    title: "missing metadata",
    edits: [{ drop: metadata }],
    lines: ["VERSION_METADATA_MISSING error versions/1.2.0.json The metadata of version 1.2.0 is missing; a pointer names that version"],
  },
  {
    title: "metadata that is no JSON",
    edits: [{ write: metadata, text: "{\n" }],
    lines: [`VERSION_METADATA_INVALID_JSON error versions/1.2.0.json ${notJson("{\n")}`],
  },
  {
    title: "metadata that breaks its schema",
    edits: [
      { set: metadata, at: "/status", to: "done" },
      { remove: metadata, at: "/promotion" },
      { set: metadata, at: "/extra", to: 1 },
    ],
    lines: [
      'VERSION_METADATA_SCHEMA_INVALID error versions/1.2.0.json The field "promotion" is missing',
      'VERSION_METADATA_SCHEMA_INVALID error versions/1.2.0.json Unknown field "extra"',
      'VERSION_METADATA_SCHEMA_INVALID error versions/1.2.0.json /status Must be one of "snapshotted", "reported", "validated", "supported", is "done"',
    ],
  },
  {
    title: "unreadable metadata",
    edits: [{ fail: metadata, code: "FILE_ACCESS" }],
    lines: ['FILE_UNREADABLE error versions/1.2.0.json Cannot read "root/versions/1.2.0.json": permission denied (EACCES)'],
  },
  {
    title: "a target in two validation sets",
    edits: [{ set: metadata, at: "/validation/failed_targets", to: ["darwin-arm64"] }],
    lines: [
      'VALIDATION_TARGET_SETS_OVERLAP error versions/1.2.0.json /validation Each target belongs to one set at most, "darwin-arm64" is in failed_targets and skipped_targets',
    ],
  },
  {
    title: "a required target in two validation sets",
    edits: [{ set: metadata, at: "/validation/failed_targets", to: ["linux-x64"] }],
    lines: [
      'VALIDATION_REQUIRED_TARGET_NOT_EXPLICIT error versions/1.2.0.json /validation The required target "linux-x64" must be in exactly one of passed_targets, failed_targets and skipped_targets, is in passed_targets and failed_targets',
      'VALIDATION_TARGET_SETS_OVERLAP error versions/1.2.0.json /validation Each target belongs to one set at most, "linux-x64" is in passed_targets and failed_targets',
    ],
  },
  {
    title: "an unexpected target in a validation set",
    edits: [{ set: metadata, at: "/validation/skipped_targets/-", to: "plan9" }],
    lines: [
      'VALIDATION_TARGET_NOT_EXPECTED error versions/1.2.0.json /validation/skipped_targets/1 Must be an expected target (linux-x64, darwin-arm64), is "plan9"',
    ],
  },
  {
    title: "a required target in no validation set",
    edits: [
      { set: metadata, at: "/validation/passed_targets", to: [] },
      { write: "pointers/latest_validated/linux-x64.txt", text: "none\n" },
      { write: "latest_validated.txt", text: "none\n" },
      allowNone,
    ],
    lines: [
      'VALIDATION_REQUIRED_TARGET_NOT_EXPLICIT error versions/1.2.0.json /validation The required target "linux-x64" must be in exactly one of passed_targets, failed_targets and skipped_targets, is in none',
    ],
  },
];

/** Broken unions and snapshots. */
export const snapshotCases: readonly Case[] = [
  {
    title: "a missing union",
    edits: [{ drop: union }],
    lines: [
      'CURRENT_MISSING error current.json The file is missing; expected a copy of "snapshots/1.2.0/union.json"',
      "UNION_MISSING error snapshots/1.2.0/union.json The union of version 1.2.0 is missing",
    ],
  },
  {
    title: "a union that is no JSON",
    edits: [{ write: union, text: "[1,]\n" }],
    lines: [
      `CURRENT_INVALID_JSON error current.json ${notJson("[1,]\n")}`,
      `UNION_INVALID_JSON error snapshots/1.2.0/union.json ${notJson("[1,]\n")}`,
    ],
  },
  {
    title: "a union that breaks its schema",
    edits: [{ remove: union, at: "/tool" }],
    lines: [
      'CURRENT_SCHEMA_INVALID error current.json The field "tool" is missing',
      'UNION_SCHEMA_INVALID error snapshots/1.2.0/union.json The field "tool" is missing',
    ],
  },
  {
    title: "a snapshot in the place of a union",
    edits: [{ copy: linuxSnapshot, to: union }],
    lines: [
      'CURRENT_WRONG_KIND error current.json /snapshot_schema_version Must be a union ("snapshot_schema_version" 2, "mode" "union"), is "snapshot_schema_version" 1, "mode" absent',
      'CURRENT_JSON_MISSING_REQUIRED_TARGET error current.json /inputs Must have an input of the required target "linux-x64", has none at all',
      'UNION_WRONG_KIND error snapshots/1.2.0/union.json /snapshot_schema_version Must be a union ("snapshot_schema_version" 2, "mode" "union"), is "snapshot_schema_version" 1, "mode" absent',
    ],
  },
  {
    title: "a union of an unknown schema version",
    edits: [{ set: union, at: "/snapshot_schema_version", to: 3 }],
    lines: [
      'CURRENT_WRONG_KIND error current.json /snapshot_schema_version Must be a union ("snapshot_schema_version" 2, "mode" "union"), is "snapshot_schema_version" 3, "mode" "union"',
      "CURRENT_SCHEMA_INVALID error current.json /snapshot_schema_version Must be 2, is 3",
      "UNION_SCHEMA_INVALID error snapshots/1.2.0/union.json /snapshot_schema_version Must be 2, is 3",
      'UNION_WRONG_KIND error snapshots/1.2.0/union.json /snapshot_schema_version Must be a union ("snapshot_schema_version" 2, "mode" "union"), is "snapshot_schema_version" 3, "mode" "union"',
    ],
  },
  {
    title: "an unreadable union",
    edits: [{ fail: union, code: "FILE_ACCESS" }],
    lines: ['FILE_UNREADABLE error snapshots/1.2.0/union.json Cannot read "root/snapshots/1.2.0/union.json": permission denied (EACCES)'],
  },
  {
    title: "a union that is not UTF-8",
    edits: [{ fail: union, code: "FILE_NOT_UTF8" }],
    lines: ["UNION_INVALID_JSON error snapshots/1.2.0/union.json Must be JSON: the bytes are not UTF-8"],
  },
  {
    title: "a missing snapshot of an input",
    edits: [{ drop: linuxSnapshot }],
    lines: [
      'SNAPSHOT_MISSING error snapshots/1.2.0/linux-x64.json The snapshot of "linux-x64" is missing; it is an input of "snapshots/1.2.0/union.json"',
    ],
  },
  {
    title: "a snapshot that is no JSON",
    edits: [{ write: linuxSnapshot, text: "nothing\n" }],
    lines: [`SNAPSHOT_INVALID_JSON error snapshots/1.2.0/linux-x64.json ${notJson("nothing\n")}`],
  },
  {
    title: "a snapshot that breaks its schema",
    edits: [{ set: linuxSnapshot, at: "/commands/0/path", to: "exec" }],
    lines: ['SNAPSHOT_SCHEMA_INVALID error snapshots/1.2.0/linux-x64.json /commands/0/path Must be of type array, is "exec"'],
  },
  {
    title: "a union in the place of a snapshot",
    edits: [{ copy: union, to: linuxSnapshot }],
    lines: [
      'SNAPSHOT_WRONG_KIND error snapshots/1.2.0/linux-x64.json /snapshot_schema_version Must be the snapshot of one target ("snapshot_schema_version" 1), is 2',
    ],
  },
  {
    title: "a snapshot of an unknown schema version",
    edits: [{ set: linuxSnapshot, at: "/snapshot_schema_version", to: 2 }],
    lines: [
      "SNAPSHOT_SCHEMA_INVALID error snapshots/1.2.0/linux-x64.json /snapshot_schema_version Must be 1, is 2",
      'SNAPSHOT_WRONG_KIND error snapshots/1.2.0/linux-x64.json /snapshot_schema_version Must be the snapshot of one target ("snapshot_schema_version" 1), is 2',
    ],
  },
];
