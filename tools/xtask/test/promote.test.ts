import assert from "node:assert/strict";
import { test } from "node:test";
import { linux, mac, windows, type memoryFiles } from "@lockstep/testing";
import { assertRefused, clock, documentOf, run, testWorld } from "./run.ts";
import { derivedFiles, root, textOf } from "./small-root.ts";

const line = "promote --cli tool --version 1.2.0";
const pointer = (kind: string, target: string): string => `pointers/latest_${kind}/${target}.txt`;
/** What a first promotion says of each file, in the order in which they are written. */
const moves: readonly (readonly [path: string, move: string])[] = [
  [pointer("validated", linux), "absent -> 1.2.0"],
  ["current.json", "absent -> 1.2.0"],
  [pointer("supported", mac), "absent -> none"],
  [pointer("validated", mac), "absent -> none"],
  [pointer("supported", linux), "absent -> 1.2.0"],
  [pointer("supported", windows), "absent -> 1.2.0"],
  [pointer("validated", windows), "absent -> none"],
  ["latest_validated.txt", "none -> 1.2.0"],
];
const written = moves.map(([path]) => `${root}/${path}`);
const told = (verb: string): string => moves.map(([path, move]) => `${verb} ${root}/${path}: ${move}\n`).join("");

async function changedBy(files: ReturnType<typeof memoryFiles>, words: string, env = {}): Promise<readonly unknown[]> {
  const ran = await run(testWorld(files, { env, clock }), `${line}${words} --json`);
  const { changes, promoted, redGates } = documentOf(ran);
  return [ran.code, promoted, changes, redGates];
}

test("promote writes latest_validated, current.json and every target's pointers, and is idempotent", async () => {
  const files = await derivedFiles(["1.2.0"], "validated");
  const ran = await run(testWorld(files), line);
  assert.deepEqual(ran, { code: 0, out: told("wrote"), err: "" });
  assert.deepEqual(
    [textOf(files, "latest_validated.txt"), textOf(files, "current.json"), textOf(files, "min_supported.txt")],
    ["1.2.0\n", textOf(files, "snapshots/1.2.0/union.json"), "none\n"],
  );
  assert.deepEqual(
    [mac, linux, windows].map((target) => [textOf(files, pointer("supported", target)), textOf(files, pointer("validated", target))]),
    [
      ["none\n", "none\n"],
      ["1.2.0\n", "1.2.0\n"],
      ["1.2.0\n", "none\n"],
    ],
  );
  const after = new Map(files.tree);
  assert.deepEqual(await run(testWorld(files), line), { code: 0, out: "1.2.0 is already promoted\n", err: "" });
  assert.deepEqual(files.tree, after);
});

test("promote --passed-target gives the version the status validated first, and does not touch it again for its time alone", async () => {
  const files = await derivedFiles();
  assert.deepEqual(await changedBy(files, ` --passed-target ${linux}`), [0, true, [`${root}/versions/1.2.0.json`, ...written], []]);
  assert.match(textOf(files, "versions/1.2.0.json"), /"status": "validated"/);
  files.tree.delete(`/repo/${root}/artifacts.lock.json`);
  const after = new Map(files.tree);
  assert.deepEqual(await changedBy(files, ` --passed-target ${linux}`, { CI: "1" }), [0, true, [], []]);
  assert.deepEqual(files.tree, after);
});

test("promote --dry-run says what it would write and writes nothing", async () => {
  const files = await derivedFiles();
  const before = new Map(files.tree);
  const ran = await run(testWorld(files), `${line} --dry-run --passed-target ${linux}`);
  assert.deepEqual(ran, {
    code: 0,
    out: `would write ${root}/versions/1.2.0.json: reported -> validated\n${told("would write")}`,
    err: "",
  });
  assert.deepEqual(await changedBy(files, ` --dry-run --passed-target ${linux}`), [
    0,
    false,
    [`${root}/versions/1.2.0.json`, ...written],
    [],
  ]);
  assert.deepEqual(files.tree, before);
});

test("promote --dry-run that a gate stops says what would move once nothing is in the way, and a real run does not", async () => {
  const files = await derivedFiles();
  const dry = await run(testWorld(files), `${line} --dry-run`);
  assert.equal(dry.code, 2);
  const once = `Once nothing is in the way:
would write ${root}/versions/1.2.0.json: reported -> validated
would write ${root}/${pointer("validated", linux)}: absent -> 1.2.0
`;
  assert.ok(dry.out.includes(once), dry.out);
  assert.deepEqual(documentOf(await run(testWorld(files), `${line} --json`))["movesWhenGreen"], []);
  const [status] = documentOf(await run(testWorld(files), `${line} --dry-run --json`))["movesWhenGreen"] as readonly unknown[];
  assert.deepEqual(status, { path: `${root}/versions/1.2.0.json`, from: "reported", to: "validated", isBackwards: false });
});

test("promote exits 2 with every red gate and writes nothing", async () => {
  const files = await derivedFiles();
  const before = new Map(files.tree);
  assert.deepEqual(await changedBy(files, ""), [
    2,
    false,
    [],
    ['the status must be "validated", is "reported"', `validation has not passed on the required target "${linux}" (passed: none)`],
  ]);
  assert.deepEqual(await changedBy(files, ` --passed-target ${mac}`), [
    2,
    false,
    [],
    [`validation has not passed on the required target "${linux}" (passed: ${mac})`],
  ]);
  const ran = await run(testWorld(files), line);
  assert.equal(
    ran.out,
    `1.2.0 is not promoted:
  the status must be "validated", is "reported"
  validation has not passed on the required target "${linux}" (passed: none)
  hint: xtask promote --cli tool --version 1.2.0 --passed-target ${linux}
`,
  );
  assert.deepEqual(files.tree, before);
});

test("promote moves nothing backwards", async () => {
  const files = await derivedFiles(["1.2.0", "1.10.0"], "validated");
  files.tree.set(`/repo/${root}/${pointer("supported", linux)}`, "1.11.0\n");
  await run(testWorld(files), "promote --cli tool --version 1.10.0");
  assert.deepEqual(
    [textOf(files, "latest_validated.txt"), textOf(files, pointer("supported", linux)), textOf(files, pointer("validated", linux))],
    ["1.10.0\n", "1.11.0\n", "1.10.0\n"],
  );
  const before = new Map(files.tree);
  assert.deepEqual(await changedBy(files, ""), [
    2,
    false,
    [],
    [
      '"latest_validated.txt" is already at 1.10.0, which is newer than 1.2.0',
      `"${pointer("validated", linux)}" is already at 1.10.0, which is newer than 1.2.0`,
    ],
  ]);
  assert.deepEqual(files.tree, before);
});

test("promote --allow-older moves back what the version reaches, and says so", async () => {
  const files = await derivedFiles(["1.2.0", "1.10.0"], "validated");
  await run(testWorld(files), "promote --cli tool --version 1.10.0");
  const back = await run(testWorld(files), `${line} --allow-older`);
  assert.equal(
    back.out,
    [pointer("validated", linux), "current.json", pointer("supported", linux), pointer("supported", windows), "latest_validated.txt"]
      .map((path) => `wrote ${root}/${path}: 1.10.0 -> 1.2.0 (back)\n`)
      .join(""),
  );
  assert.deepEqual(
    [textOf(files, "latest_validated.txt"), textOf(files, "current.json")],
    ["1.2.0\n", textOf(files, "snapshots/1.2.0/union.json")],
  );
});

test("promote says which pointers stay although one might expect them to move", async () => {
  const files = await derivedFiles();
  files.tree.set(`/repo/${root}/${pointer("supported", windows)}`, "1.10.0\n");
  const ran = await run(testWorld(files, { clock }), `${line} --passed-target ${linux} --passed-target ${mac}`);
  assert.ok(
    ran.out.endsWith(`wrote ${root}/latest_validated.txt: none -> 1.2.0
kept ${root}/${pointer("supported", mac)} at none: the wrapper does not support the target
kept ${root}/${pointer("validated", mac)} at none: the wrapper does not support the target
kept ${root}/${pointer("supported", windows)} at 1.10.0: it is newer than 1.2.0
`),
    ran.out,
  );
});

test("promote --passed-target adds to what has passed before", async () => {
  const files = await derivedFiles();
  await run(testWorld(files, { clock }), `${line} --passed-target ${linux}`);
  const ran = await run(testWorld(files, { clock }), `${line} --passed-target ${windows}`);
  assert.equal(
    ran.out,
    `wrote ${root}/versions/1.2.0.json: validated, other content\nwrote ${root}/${pointer("validated", windows)}: none -> 1.2.0\n`,
  );
  assert.match(textOf(files, "versions/1.2.0.json"), new RegExp(`"passed_targets": \\[\\s+"${linux}",\\s+"${windows}"`));
});

test("a promotion that is cut off anywhere between the first pointer and the last is named by validate, and the same call ends it", async () => {
  const whole = await derivedFiles();
  await run(testWorld(whole, { clock }), `${line} --passed-target ${linux}`);
  const count = written.length + 1;
  for (let cut = 0; cut <= count; cut += 1) {
    const files = await derivedFiles();
    // The power fails after so many files, and nobody puts the former ones back.
    const writeAll = async (texts: ReadonlyMap<string, string>): Promise<void> => {
      assert.equal(texts.size, count);
      await files.writeAll(new Map([...texts].slice(0, cut)));
      if (cut < count) throw new Error("power failure");
    };
    const broken = await run(testWorld({ ...files, writeAll }, { clock }), `${line} --passed-target ${linux}`);
    assert.equal(broken.code, cut < count ? 1 : 0, broken.err);
    const { err } = await run(testWorld(files), "validate --cli tool");
    const isNamed = err.includes("POINTER_LATEST_VALIDATED_MISMATCH");
    // The status alone is no half promotion: a version may be validated and not promoted.
    assert.equal(isNamed, cut >= 2 && cut < count, `after ${String(cut)} files: ${err}`);
    const again = await run(testWorld(files, { clock }), `${line} --passed-target ${linux}`);
    assert.equal(again.code, 0, again.err);
    assert.deepEqual(new Map(files.tree), new Map(whole.tree));
  }
});

test("promote exits 3 and writes nothing when a pointer is malformed or an input is absent or cut", async () => {
  const files = await derivedFiles(["1.2.0"], "validated");
  files.tree.set(`/repo/${root}/${pointer("supported", linux)}`, "v1\n");
  await assertRefused(
    files,
    line,
    3,
    new RegExp(`^error\\[POINTER_MALFORMED\\]: "${root}/${pointer("supported", linux)}" must be one line .*, is "v1\\\\n"\n`),
  );
  files.tree.set(`/repo/${root}/${pointer("supported", linux)}`, "none\n").set(`/repo/${root}/snapshots/1.2.0/union.json`, "{");
  await assertRefused(files, line, 3, /^error\[JSON_INVALID\]: ".*union\.json" at line 1, column 2 is not valid JSON/);
  files.tree.delete(`/repo/${root}/versions/1.2.0.json`);
  await assertRefused(
    files,
    line,
    3,
    /^error\[FILE_MISSING\]: ".*versions\/1\.2\.0\.json" does not exist\n {2}hint: Record its status first/,
  );
});

test("promote computes the gates anew and believes no metadata that was edited by hand", async () => {
  const files = await derivedFiles();
  const path = `/repo/${root}/versions/1.2.0.json`;
  const reported = files.tree.get(path) ?? "";
  files.tree.set(path, reported.replace('"eligible_for_latest_validated": false', '"eligible_for_latest_validated": true'));
  assert.deepEqual((await changedBy(files, ""))[1], false);
  files.tree.set(path, reported.replace('"semantic_version": "1.2.0"', '"semantic_version": "1.3.0"'));
  await assertRefused(files, line, 3, /\/semantic_version must be "1\.2\.0", is "1\.3\.0"/);
});

test("promote refuses a version whose union is not what its snapshots give", async () => {
  const files = await derivedFiles(["1.2.0"], "validated");
  const path = `/repo/${root}/snapshots/1.2.0/union.json`;
  files.tree.set(path, (files.tree.get(path) ?? "").replace('"Run"', '"Edited"'));
  const [code, promoted, changes, redGates] = await changedBy(files, "");
  assert.deepEqual([code, promoted, changes], [2, false, []]);
  assert.deepEqual(redGates, [`"${root}/snapshots/1.2.0/union.json" is stale`]);
  assert.match((await run(testWorld(files), line)).out, /\n {2}hint: xtask verify --cli tool --fix\n$/);
});

test("promote --passed-target keeps what is on record of the other targets", async () => {
  const files = await derivedFiles(["1.2.0"], "validated");
  const path = `/repo/${root}/versions/1.2.0.json`;
  files.tree.set(path, (files.tree.get(path) ?? "").replace('"failed_targets": []', `"failed_targets": [\n      "${mac}"\n    ]`));
  await changedBy(files, ` --passed-target ${linux}`);
  assert.match(files.tree.get(path) ?? "", new RegExp(`"failed_targets": \\[\\s+"${mac}"`));
});
