const sha256 = "a".repeat(64);
const time = "2026-01-02T03:04:05Z";
const ulid = "01KB3V0000000000000000000A";

/** A good line of a journal, and changes of it with pointer and message of their one mistake; for tests. */
export const planJournalFixture = {
  good: {
    type: "begun",
    schemaVersion: 1,
    at: time,
    transactionId: ulid,
    kind: "apply",
    planId: ulid,
    changes: [
      {
        path: "src/a.ts",
        before: { type: "file", sha256, sizeBytes: 3, mode: "0644" },
        after: { type: "link", target: "b.ts" },
        folder: "src",
        temporary: "src/.xtask-1.tmp",
        backup: "files/src/a.ts",
      },
      { path: "new/b", before: { type: "absent" }, after: { type: "absent" }, folder: "new", temporary: "new/.xtask-2.tmp" },
    ],
    folders: ["new"],
    emptied: [{ path: "old", mode: "0755" }],
  },
  bad: [
    [{ type: "began" }, "", 'there is no "type" "began"'],
    [{ planId: "1" }, "/planId", 'must match the pattern ^[0-7][0-9A-HJKMNP-TV-Z]{25}$, is "1"'],
    [
      { folders: ["a/../../b"] },
      "/folders/0",
      'must match the pattern ^(?!/)(?!(?:[^\\u0000]*/)?\\.{1,2}(?:/|$))[^\\u0000]+$, is "a/../../b"',
    ],
    [{ emptied: [{ path: "old", mode: "755" }] }, "/emptied/0/mode", 'must match the pattern ^[0-7]{4}$, is "755"'],
    [{ left: [] }, "", 'unknown field "left"'],
  ],
} as const;
