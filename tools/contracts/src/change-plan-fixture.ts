import type { ContractFixture } from "./contract-fixture.ts";

const time = "2026-01-02T03:04:05Z";
const content = { encoding: "utf8", data: "a\n" };
const file = { type: "file", sha256: "a".repeat(64), sizeBytes: 2, mode: "0644", content };
const planned = { path: "a", operation: "modify", before: file, after: { ...file, mode: "0755" }, stagedAt: time };
const withBefore = (before: unknown): { readonly files: readonly unknown[] } => ({ files: [{ ...planned, before }] });

/** Change plans. */
export const changePlanFixture: ContractFixture = {
  good: {
    schemaVersion: 1,
    id: "01JDQ00000000000000000000A",
    goal: "Say it",
    createdAt: time,
    updatedAt: time,
    workspaceRoot: "/workspace",
    baseCommit: "0".repeat(40),
    refinedFromPlanId: "01JDQ00000000000000000000B",
    files: [planned, { ...planned, operation: "delete", before: { type: "link", target: "x" }, after: { type: "absent" } }],
  },
  bad: [
    [{ schemaVersion: 2 }, "/schemaVersion", "must be 1, is 2"],
    [{ id: "../x" }, "/id", 'must match the pattern ^[0-7][0-9A-HJKMNP-TV-Z]{25}$, is "../x"'],
    [{ goal: "" }, "/goal", 'must NOT have fewer than 1 characters, is ""'],
    [withBefore({ type: "link" }), "/files/0/before", 'the field "target" is missing'],
    [withBefore({ type: "folder" }), "/files/0/before", 'there is no "type" "folder"'],
    [withBefore({ ...file, mode: "644" }), "/files/0/before/mode", 'must match the pattern ^[0-7]{4}$, is "644"'],
    [
      withBefore({ ...file, content: { ...content, encoding: "latin1" } }),
      "/files/0/before/content/encoding",
      'must be one of "utf8", "base64", is "latin1"',
    ],
    [withBefore({ type: "absent", mode: "0644" }), "/files/0/before", 'unknown field "mode"'],
  ],
};
