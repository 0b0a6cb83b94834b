import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { InputError, type Digest } from "@lockstep/kernel";
import type { ChangePlan, PlannedFile, StoredState } from "./change-plan.ts";
import { storeContent } from "./content/stored-content.ts";
import { parseChangePlan, renderChangePlan } from "./plan-document.ts";

const digest: Digest = (algorithm, bytes) => createHash(algorithm).update(bytes).digest("hex");
const time = "2026-11-27T00:00:00Z";

function fileOf(bytes: Uint8Array): Extract<StoredState, { readonly type: "file" }> {
  return { type: "file", sha256: digest("sha256", bytes), sizeBytes: bytes.length, mode: "0644", content: storeContent(bytes) };
}
const text = fileOf(new TextEncoder().encode("a\r\n"));
const binary = fileOf(Uint8Array.of(0, 255));
const absent = { type: "absent" } as const;
const one: PlannedFile = { path: "a", operation: "modify", before: text, after: binary, stagedAt: time };
const two: PlannedFile = { path: "b", operation: "delete", before: { type: "link", target: "x" }, after: absent, stagedAt: time };
const planOf = (...files: readonly PlannedFile[]): ChangePlan => ({
  schemaVersion: 1,
  id: "01JDQ00000000000000000000A",
  goal: "Try it",
  createdAt: time,
  updatedAt: time,
  workspaceRoot: "/workspace",
  files,
});

test("parseChangePlan() reads what renderChangePlan() writes", () => {
  const plan = { ...planOf(one, two), baseCommit: "0".repeat(40), refinedFromPlanId: "01JDQ00000000000000000000B" };
  assert.deepEqual(parseChangePlan("p.json", renderChangePlan(plan), digest), plan);
});

const broken: readonly (readonly [string, ChangePlan, string, readonly string[]])[] = [
  [
    "a hash of other bytes",
    planOf({ ...one, after: { ...text, sha256: "0".repeat(64) } }),
    "PLAN_INVALID",
    [`/files/0/after/sha256: must be "${text.sha256}" as the content has, is "${"0".repeat(64)}"`],
  ],
  [
    "a wrong size",
    planOf({ ...one, before: { ...text, sizeBytes: 4 } }),
    "PLAN_INVALID",
    ["/files/0/before/sizeBytes: must be 3 as the content has, is 4"],
  ],
  [
    "base64 that is none",
    planOf({ ...one, after: { ...binary, content: { encoding: "base64", data: "AP8" } } }),
    "PLAN_INVALID",
    ["/files/0/after/content/data: must be base64 with its padding, is not"],
  ],
  [
    "text with NUL",
    planOf({ ...one, after: { ...binary, content: { encoding: "utf8", data: "\0" } } }),
    "PLAN_INVALID",
    ["/files/0/after/content/data: must be Unicode text without NUL, is not"],
  ],
  ["paths in another order", planOf(two, one), "PLAN_INVALID", ['/files/1/path: must be after "b" in code-point order, is "a"']],
  ["a path twice", planOf(one, one), "PLAN_INVALID", ["/files/1/path: must be there once, is repeated"]],
  [
    "another operation",
    planOf({ ...one, operation: "create" }),
    "PLAN_INVALID",
    ['/files/0/operation: must be "modify" by the states before and after, is "create"'],
  ],
  [
    "a link that it would make",
    planOf({ ...two, after: { type: "link", target: "y" } }),
    "PLAN_INVALID",
    ['/files/0/after/type: must be "absent" or "file", is "link"'],
  ],
  [
    "several mistakes",
    planOf({ ...one, operation: "delete", before: { ...text, sizeBytes: 4 } }),
    "PLAN_INVALID",
    ["/files/0/before/sizeBytes: must be 3", '/files/0/operation: must be "modify"'],
  ],
  ["what breaks its schema", { ...planOf(one), id: "x" }, "SCHEMA_VIOLATION", ["/id: must match the pattern"]],
];
for (const [name, plan, code, parts] of broken) {
  test(`parseChangePlan() refuses ${name}`, () => {
    assert.throws(
      () => parseChangePlan(".xtask/plans/p.json", JSON.stringify(plan), digest),
      (error) => {
        assert.ok(error instanceof InputError);
        assert.equal(error.code, code);
        for (const part of ['".xtask/plans/p.json" is no valid ChangePlan:', ...parts])
          assert.ok(error.message.includes(part), error.message);
        return error.hint !== undefined;
      },
    );
  });
}
