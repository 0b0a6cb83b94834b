import { allowNone, metadata, type Case } from "./case.ts";

/** Broken pointers. */
export const pointerCases: readonly Case[] = [
  {
    title: "a missing root pointer",
    edits: [{ drop: "min_supported.txt" }],
    lines: [
      "POINTER_MISSING_FILE error min_supported.txt The pointer file is missing; expected one line with a stable version MAJOR.MINOR.PATCH",
    ],
  },
  {
    title: "a missing pointer of a target",
    edits: [{ drop: "pointers/latest_validated/darwin-arm64.txt" }],
    lines: [
      'POINTER_MISSING_FILE error pointers/latest_validated/darwin-arm64.txt The pointer file is missing; expected one line with a stable version MAJOR.MINOR.PATCH or "none"',
    ],
  },
  {
    title: "a missing pointer of the required target",
    edits: [{ drop: "pointers/latest_validated/linux-x64.txt" }],
    lines: [
      `POINTER_LATEST_VALIDATED_MISMATCH error latest_validated.txt Must equal the required target's "pointers/latest_validated/linux-x64.txt", which is unusable; is "1.2.0"`,
      'POINTER_MISSING_FILE error pointers/latest_validated/linux-x64.txt The pointer file is missing; expected one line with a stable version MAJOR.MINOR.PATCH or "none"',
    ],
  },
  {
    title: "a pointer without a final newline",
    edits: [{ write: "min_supported.txt", text: "1.2.0" }],
    lines: [
      "POINTER_INVALID_FORMAT error min_supported.txt Must be one line with a final newline and no space around it; found no final newline",
    ],
  },
  {
    title: "a pointer of several lines",
    edits: [{ write: "min_supported.txt", text: "1.2.0\n1.3.0\n" }],
    lines: [
      "POINTER_INVALID_FORMAT error min_supported.txt Must be one line with a final newline and no space around it; found several lines",
    ],
  },
  {
    title: "a pointer with a CR",
    edits: [{ write: "min_supported.txt", text: "1.2.0\r\n" }],
    lines: ["POINTER_INVALID_FORMAT error min_supported.txt Must be one line with a final newline and no space around it; found a CR"],
  },
  {
    title: "a pointer with space",
    edits: [{ write: "pointers/latest_supported/darwin-arm64.txt", text: " none\n" }],
    lines: [
      "POINTER_INVALID_FORMAT error pointers/latest_supported/darwin-arm64.txt Must be one line with a final newline and no space around it; found leading or trailing space",
    ],
  },
  {
    title: "an empty pointer",
    edits: [{ write: "min_supported.txt", text: "" }],
    lines: [
      "POINTER_INVALID_FORMAT error min_supported.txt Must be one line with a final newline and no space around it; found no final newline",
    ],
  },
  {
    title: "a pointer that is no version",
    edits: [{ write: "min_supported.txt", text: "v1.2.0\n" }],
    lines: ['POINTER_INVALID_VALUE error min_supported.txt Must be a stable version MAJOR.MINOR.PATCH, is "v1.2.0"'],
  },
  {
    title: "a pointer to a pre-release and one with a leading zero",
    edits: [
      { write: "min_supported.txt", text: "1.2.0-rc.1\n" },
      { write: "pointers/latest_supported/darwin-arm64.txt", text: "1.02.0\n" },
    ],
    lines: [
      'POINTER_INVALID_VALUE error min_supported.txt Must be a stable version MAJOR.MINOR.PATCH, is "1.2.0-rc.1"',
      'POINTER_INVALID_VALUE error pointers/latest_supported/darwin-arm64.txt Must be a stable version MAJOR.MINOR.PATCH or "none", is "1.02.0"',
    ],
  },
  {
    title: "a root pointer of none where it is not allowed",
    edits: [{ write: "min_supported.txt", text: "none\n" }],
    lines: ['POINTER_INVALID_VALUE error min_supported.txt Must be a stable version MAJOR.MINOR.PATCH, is "none"'],
  },
  {
    title: "unreadable pointers",
    edits: [
      { fail: "min_supported.txt", code: "FILE_ACCESS" },
      { fail: "pointers/latest_supported/darwin-arm64.txt", code: "FILE_NOT_UTF8" },
    ],
    lines: [
      'POINTER_UNREADABLE error min_supported.txt Cannot read "root/min_supported.txt": permission denied (EACCES)',
      "POINTER_UNREADABLE error pointers/latest_supported/darwin-arm64.txt Must be UTF-8 text, is not",
    ],
  },
  {
    title: "a required target that is behind",
    edits: [{ write: "pointers/latest_validated/linux-x64.txt", text: "none\n" }],
    lines: [
      `POINTER_LATEST_VALIDATED_MISMATCH error latest_validated.txt Must equal the required target's "pointers/latest_validated/linux-x64.txt", which is "none"; is "1.2.0"`,
    ],
  },
  {
    title: "a root pointer of none beside a version",
    edits: [allowNone, { write: "latest_validated.txt", text: "none\n" }],
    lines: [
      `POINTER_LATEST_VALIDATED_MISMATCH error latest_validated.txt Must equal the required target's "pointers/latest_validated/linux-x64.txt", which is "1.2.0"; is "none"`,
    ],
  },
  {
    title: "a supported pointer that the metadata denies",
    edits: [{ set: metadata, at: "/coverage/supported_targets", to: ["linux-x64"] }],
    lines: [
      'POINTER_INCONSISTENT_WITH_VERSION_METADATA error versions/1.2.0.json /coverage/supported_targets Must include "darwin-arm64", because "pointers/latest_supported/darwin-arm64.txt" is "1.2.0"; has "linux-x64"',
    ],
  },
  {
    title: "a validated pointer that the metadata denies",
    edits: [{ set: metadata, at: "/validation", to: { passed_targets: [], failed_targets: ["linux-x64"], skipped_targets: [] } }],
    lines: [
      'POINTER_INCONSISTENT_WITH_VERSION_METADATA error versions/1.2.0.json /validation/passed_targets Must include "linux-x64", because "pointers/latest_validated/linux-x64.txt" is "1.2.0"; has no target',
    ],
  },
  {
    title: "a validated pointer of an unsupported target",
    edits: [
      { set: metadata, at: "/coverage/supported_targets", to: ["darwin-arm64"] },
      { write: "pointers/latest_supported/linux-x64.txt", text: "none\n" },
    ],
    lines: [
      'POINTER_INCONSISTENT_WITH_VERSION_METADATA error versions/1.2.0.json /coverage/supported_targets Must include "linux-x64", because "pointers/latest_validated/linux-x64.txt" is "1.2.0"; has "darwin-arm64"',
    ],
  },
];
