import assert from "node:assert/strict";
import { test } from "node:test";
import { memoryFiles } from "@lockstep/testing";
import { editedRoot, filesWith, type Edit } from "./valid-root.ts";
import { run } from "./run.ts";

test("validate --all checks every folder with rules and names it in each path", async () => {
  const files = filesWith({
    "manifests/alpha": [{ drop: "current.json" }],
    "manifests/beta": [{ write: "min_supported.txt", text: "x\n" }],
    "manifests/gamma": [{ drop: "RULES.json" }],
  });
  const { code, out, err } = await run(files, "validate", "--all", "--json");
  assert.equal(code, 2);
  assert.deepEqual(
    (JSON.parse(out) as { readonly violations: readonly { readonly code: string; readonly path: string }[] }).violations.map(
      (violation) => `${violation.code} ${violation.path}`,
    ),
    ["CURRENT_MISSING alpha/current.json", "POINTER_INVALID_VALUE beta/min_supported.txt"],
  );
  assert.match(
    err,
    /^FAIL: 2 violations\nCURRENT_MISSING error alpha\/current\.json .*\nPOINTER_INVALID_VALUE error beta\/min_supported\.txt .*\n$/,
  );
  assert.deepEqual(await run(filesWith({ "manifests/alpha": [], "manifests/beta": [] }), "validate", "--all"), {
    code: 0,
    out: "OK: validate\n",
    err: "",
  });
});

test("validate --all gives no answer when it finds no root, and names every root it cannot use", async () => {
  const none = await run(memoryFiles({ "manifests/alpha/cli.json": "{}" }), "validate", "--all");
  assert.deepEqual([none.code, none.out], [3, ""]);
  assert.match(none.err, /^FAIL: validate \(No folder of "\/repo\/manifests" has a RULES\.json; expected at least one\)\n {2}hint: /);
  const broken = filesWith({
    "manifests/alpha": [{ write: "RULES.json", text: "{}" }],
    "manifests/beta": [],
    "manifests/gamma": [{ write: "RULES.json", text: "" }],
  });
  const before = new Map(broken.tree);
  const some = await run(broken, "validate", "--all", "--mode", "fix");
  assert.equal(some.code, 3);
  assert.match(
    some.err,
    /^FAIL: validate \("manifests\/alpha\/RULES\.json" is no valid ParityRules; .*; "manifests\/gamma\/RULES\.json" at line 1, column 1 is not valid JSON: .*\)\n/,
  );
  assert.deepEqual(broken.tree, before);
});

test("validate --mode fix repairs pointers and current.json, then checks, and has nothing to do the second time", async () => {
  const edits: readonly Edit[] = [
    { drop: "pointers/latest_validated/darwin-arm64.txt" },
    { write: "pointers/latest_supported/darwin-arm64.txt", text: "1.2.0\r\nsecond line\n" },
    { write: "latest_validated.txt", text: "1.2.0" },
    { write: "current.json", text: "{}\n" },
  ];
  const files = filesWith({ root: edits });
  const first = await run(files, "validate", "--root", "root", "--mode", "fix");
  assert.deepEqual([first.code, first.out], [0, "OK: validate\n"]);
  const repaired = [
    "pointers/latest_validated/darwin-arm64.txt",
    "pointers/latest_supported/darwin-arm64.txt",
    "latest_validated.txt",
    "current.json",
  ];
  assert.deepEqual(first.err.trimEnd().split("\n").toSorted(), repaired.map((path) => `fixed root/${path}`).toSorted());
  assert.deepEqual(Object.fromEntries([...files.tree].map(([path, text]) => [path.slice("/repo/root/".length), text])), editedRoot([]));
  const written = new Map(files.tree);
  assert.deepEqual(await run(files, "validate", "--root", "root", "--mode=fix"), { code: 0, out: "OK: validate\n", err: "" });
  assert.deepEqual(files.tree, written);
});

test("validate --mode fix makes nothing up: what it cannot repair stays as it is and is reported", async () => {
  const edits: readonly Edit[] = [
    { drop: "min_supported.txt" },
    { write: "pointers/latest_supported/linux-x64.txt", text: "\n1.2.0\n" },
    { write: "pointers/latest_supported/darwin-arm64.txt", text: " 1.2.0\n" },
    { write: "current.json", text: "{}\n" },
    { write: "snapshots/1.2.0/union.json", text: "{\n" },
  ];
  const files = filesWith({ root: edits });
  const before = new Map(files.tree);
  const { code, err } = await run(files, "validate", "--root", "root", "--mode", "fix");
  assert.equal(code, 2);
  assert.doesNotMatch(err, /fixed/);
  assert.match(err, /POINTER_MISSING_FILE error min_supported\.txt/);
  assert.deepEqual(files.tree, before);
});

test("validate --mode check writes nothing", async () => {
  const files = filesWith({ root: [{ drop: "current.json" }, { drop: "pointers/latest_validated/darwin-arm64.txt" }] });
  const before = new Map(files.tree);
  assert.equal((await run(files, "validate", "--root", "root")).code, 2);
  assert.deepEqual(files.tree, before);
});
