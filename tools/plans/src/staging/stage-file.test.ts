import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import type { Digest } from "@lockstep/kernel";
import fc from "fast-check";
import type { ChangePlan, PlannedFile } from "../change-plan.ts";
import { readContent } from "../content/stored-content.ts";
import type { FilePatch } from "../diff/file-patch.ts";
import { parsePatch } from "../diff/parse-patch.ts";
import type { Observation } from "../ports.ts";
import { stageFile, unstageFile, type FoundFile, type StageOutcome } from "./stage-file.ts";
import type { StageRequest } from "./stage-request.ts";

const digest: Digest = (algorithm, bytes) => createHash(algorithm).update(bytes).digest("hex");
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const empty: ChangePlan = {
  schemaVersion: 1,
  id: "01JDQ00000000000000000000A",
  goal: "Try it",
  createdAt: "2026-11-27T00:00:00Z",
  updatedAt: "2026-11-27T00:00:00Z",
  workspaceRoot: "/workspace",
  files: [],
};
const tools = { now: "2026-11-27T01:00:00Z", digest };
const absent: FoundFile = { observation: { state: { type: "absent" }, realFolder: "", twins: [] } };

function found(bytes: Uint8Array, mode = "0644"): FoundFile {
  const state: Observation["state"] = { type: "file", sha256: digest("sha256", bytes), sizeBytes: bytes.length, mode };
  return { observation: { state, realFolder: "", twins: [] }, bytes };
}

function staged(outcome: StageOutcome): Extract<StageOutcome, { readonly type: "staged" }> {
  assert.ok(outcome.type === "staged", JSON.stringify(outcome));
  return outcome;
}

function contentOf(state: PlannedFile["after"]): Uint8Array | undefined {
  return state.type === "file" ? readContent(state.content) : undefined;
}

function stage(request: StageRequest, at: FoundFile, plan = empty): Extract<StageOutcome, { readonly type: "staged" }> {
  return staged(stageFile(plan, request, at, tools));
}

test("stageFile() keeps the bytes and modes before and after exactly", () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 50 }),
      fc.uint8Array({ maxLength: 50 }),
      fc.constantFrom("0644", "0755", "0444", "0600"),
      (before, after, mode) => {
        const { file } = stage({ type: "write", path: "a", content: after }, found(before, mode));
        assert.equal(file.operation, "modify");
        assert.deepEqual([contentOf(file.before), contentOf(file.after)], [Uint8Array.from(before), Uint8Array.from(after)]);
        assert.ok(file.before.type === "file" && file.after.type === "file");
        assert.deepEqual([file.before.mode, file.after.mode], [mode, mode]);
        assert.deepEqual([file.after.sha256, file.after.sizeBytes], [digest("sha256", after), after.length]);
      },
    ),
  );
});

for (const [name, text] of [
  ["an empty file", ""],
  ["CRLF", "a\r\nb\r\n"],
  ["a byte order mark", "\ufeffa\n"],
  ["no final newline", "a\nb"],
  ["UTF-16", "a\0b\0"],
] as const) {
  test(`stageFile() creates ${name} as it is`, () => {
    const { file, plan } = stage({ type: "write", path: "dir/a", content: encode(text) }, absent);
    assert.deepEqual([file.operation, file.before.type, contentOf(file.after)], ["create", "absent", encode(text)]);
    assert.equal(file.after.type === "file" && file.after.mode, "0644");
    assert.deepEqual([plan.files, plan.updatedAt, file.stagedAt], [[file], tools.now, tools.now]);
    assert.deepEqual(empty.files, []);
  });
}

test("stageFile() keeps the plan in code-point order of its paths", () => {
  let plan = empty;
  for (const path of ["b", "\u{1f680}", "\uffee", "a/b", "a.b"])
    plan = stage({ type: "write", path, content: encode("x") }, absent, plan).plan;
  assert.deepEqual(
    plan.files.map(({ path }) => path),
    ["a.b", "a/b", "b", "\uffee", "\u{1f680}"],
  );
});

test("stageFile() keeps what was there first when a path is staged again", () => {
  const first = stage({ type: "write", path: "a", content: encode("one") }, found(encode("zero"), "0755"));
  const second = stage({ type: "write", path: "a", content: encode("two") }, found(encode("drifted")), first.plan);
  assert.deepEqual(second.file.before, first.file.before);
  assert.deepEqual(contentOf(second.file.after), encode("two"));
  assert.equal(second.file.after.type === "file" && second.file.after.mode, "0755");
  assert.equal(second.plan.files.length, 1);
});

test("stageFile() changes the mode of what is planned, and of what is there when nothing is planned", () => {
  const { file } = stage({ type: "mode", path: "a", mode: "0755" }, found(encode("x")));
  assert.deepEqual([file.operation, contentOf(file.after)], ["modify", encode("x")]);
  assert.equal(file.after.type === "file" && file.after.mode, "0755");
  const written = stage({ type: "write", path: "a", content: encode("new") }, absent);
  const moded = stage({ type: "mode", path: "a", mode: "0600" }, absent, written.plan);
  assert.deepEqual([moded.file.operation, contentOf(moded.file.after)], ["create", encode("new")]);
});

test("stageFile() deletes files and links, and deletes again what is deleted", () => {
  const first = stage({ type: "delete", path: "a" }, found(encode("x"), "0444"));
  assert.deepEqual([first.file.operation, first.file.after, contentOf(first.file.before)], ["delete", { type: "absent" }, encode("x")]);
  assert.deepEqual(stage({ type: "delete", path: "a" }, absent, first.plan).file, first.file);
  const link: FoundFile = { observation: { state: { type: "link", target: "../x" }, realFolder: "", twins: [] } };
  assert.deepEqual(stage({ type: "delete", path: "a" }, link).file.before, { type: "link", target: "../x" });
});

test("stageFile() gives a file that is written after its deletion was planned its former mode", () => {
  const deleted = stage({ type: "delete", path: "a" }, found(encode("x"), "0755"));
  const { file } = stage({ type: "write", path: "a", content: encode("y") }, found(encode("x"), "0755"), deleted.plan);
  assert.deepEqual([file.operation, file.after.type === "file" && file.after.mode], ["modify", "0755"]);
});

function patchOf(text: string): FilePatch {
  const [patch] = parsePatch("x.patch", encode(text));
  assert.ok(patch !== undefined);
  return patch;
}
const hunk = "@@ -1 +1 @@\n-x\n+y\n";

test("stageFile() takes the patch of a file, of what is planned when it is staged already, and of a new or old file", () => {
  const patch = patchOf(`--- a/other/a\n+++ b/other/a\n${hunk}`);
  const first = stage({ type: "patch", path: "a", patch }, found(encode("x\n"), "0755"));
  assert.deepEqual([first.file.operation, contentOf(first.file.after)], ["modify", encode("y\n")]);
  assert.equal(first.file.after.type === "file" && first.file.after.mode, "0755");
  const written = stage({ type: "write", path: "a", content: encode("x\n") }, found(encode("other")));
  assert.deepEqual(contentOf(stage({ type: "patch", path: "a", patch }, found(encode("drifted")), written.plan).file.after), encode("y\n"));
  const made = patchOf("diff --git a/a b/a\nnew file mode 100755\n--- /dev/null\n+++ b/a\n@@ -0,0 +1 @@\n+x\n");
  const { file } = stage({ type: "patch", path: "a", patch: made }, absent);
  assert.deepEqual(
    [file.operation, contentOf(file.after), file.after.type === "file" && file.after.mode],
    ["create", encode("x\n"), "0755"],
  );
  const gone = patchOf("--- a/a\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n");
  assert.deepEqual(stage({ type: "patch", path: "a", patch: gone }, found(encode("x\n"))).file.after, { type: "absent" });
});

test("stageFile() says which line of a patch does not fit", () => {
  const patch = patchOf(`--- a/a\n+++ b/a\n${hunk}`);
  const outcome = stageFile(empty, { type: "patch", path: "a", patch }, found(encode("z\n")), tools);
  assert.ok(outcome.type === "refused");
  assert.deepEqual(outcome.refusals, [
    {
      type: "patch",
      path: "a",
      message:
        '"a" does not take the patch, which does not fit in hunk 1 (@@ -1 +1 @@): ' +
        'line 1 of the file is "z", and line 4 of the patch wants "x"',
    },
  ]);
});

const refusals: readonly (readonly [string, StageRequest, FoundFile, string])[] = [
  ["a path that leaves the root", { type: "write", path: "../a", content: encode("x") }, absent, "parent"],
  ["a deletion of nothing", { type: "delete", path: "a" }, absent, "nothing-there"],
  ["a mode for nothing", { type: "mode", path: "a", mode: "0755" }, absent, "nothing-there"],
  ["a mode that is none", { type: "mode", path: "a", mode: "755" }, found(encode("x")), "mode"],
  [
    "bytes that changed while they were read",
    { type: "delete", path: "a" },
    { ...found(encode("x")), bytes: encode("y") },
    "changed-meanwhile",
  ],
  ["a file whose bytes were not read", { type: "delete", path: "a" }, { observation: found(encode("x")).observation }, "changed-meanwhile"],
  ["a folder", { type: "delete", path: "a" }, { observation: { ...absent.observation, state: { type: "folder" } } }, "folder"],
  [
    "a linked parent",
    { type: "delete", path: "a" },
    { observation: { ...found(encode("x")).observation, realFolder: undefined } },
    "leads-outside",
  ],
  ["a path below another one", { type: "write", path: "planned/x", content: encode("x") }, absent, "below-file"],
  ["a path above another one", { type: "write", path: "dir", content: encode("x") }, absent, "below-file"],
  ["a twin of another one", { type: "write", path: "Planned", content: encode("x") }, absent, "twin"],
];
for (const [name, request, at, type] of refusals) {
  test(`stageFile() refuses ${name}`, () => {
    const first = stage({ type: "write", path: "planned", content: encode("x") }, absent);
    const { plan } = stage({ type: "write", path: "dir/x", content: encode("x") }, absent, first.plan);
    const outcome = stageFile(plan, request, at, tools);
    assert.equal(outcome.type === "refused" && outcome.refusals[0]?.type, type);
  });
}

test("unstageFile() takes a path out, so that it is staged anew with what is there then", () => {
  const { plan } = stage({ type: "write", path: "a", content: encode("one") }, found(encode("zero")));
  const without = unstageFile(plan, "a", "2026-11-27T02:00:00Z");
  assert.deepEqual([without?.files, without?.updatedAt], [[], "2026-11-27T02:00:00Z"]);
  assert.equal(unstageFile(plan, "b", tools.now), undefined);
});

test("stageFile() refuses what no JSON document can keep, and tells how much is too much", () => {
  const large = new Uint8Array(100_000_001);
  const given = stageFile(empty, { type: "write", path: "a", content: large }, absent, tools);
  assert.ok(given.type === "refused");
  assert.equal(given.refusals[0]?.type, "too-large");
  assert.match(given.refusals[0].message, /^"a" has or gets 100000001 bytes, and a plan keeps at most 100000000 of a file$/);
  const state = { type: "file", sha256: "0".repeat(64), sizeBytes: large.length, mode: "0644" } as const;
  const there = stageFile(empty, { type: "delete", path: "a" }, { observation: { state, realFolder: "", twins: [] }, bytes: large }, tools);
  assert.equal(there.type === "refused" && there.refusals[0]?.type, "too-large");
  const { plan, file } = stage({ type: "write", path: "a", content: encode("a") }, absent);
  assert.ok(file.after.type === "file");
  const full = { ...plan, files: [{ ...file, after: { ...file.after, sizeBytes: 256_000_000 } }] };
  const more = stageFile(full, { type: "write", path: "b", content: encode("b") }, absent, tools);
  assert.ok(more.type === "refused");
  assert.match(more.refusals[0]?.message ?? "", /^"b" does not fit into the plan, which would keep 256000001 bytes/);
  assert.equal(stageFile(full, { type: "write", path: "a", content: encode("b") }, absent, tools).type, "staged");
});
