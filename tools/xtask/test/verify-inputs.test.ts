import assert from "node:assert/strict";
import { test } from "node:test";
import { linux, mac } from "@lockstep/testing";
import { run } from "./run.ts";
import { nameSurface, root, surfacePath, wrappedWorld } from "./small-root.ts";
import { edit, findings, promoted } from "./verify-world.ts";

const snapshot = `${root}/snapshots/1.2.0/${mac}.json`;
const again = `git restore ${snapshot}, or take it again: xtask parity --cli tool --version 1.2.0 --target ${mac}`;
const waits = (path: string) => ({ path, problem: `cannot be derived until ${snapshot} is mended`, fix: again });

test("verify finds a snapshot that breaks the contract first, and --fix writes nothing that is derived from it", async () => {
  const files = await promoted();
  nameSurface(files);
  await run(wrappedWorld(files), "wrapper-surface --cli tool");
  edit(files, `snapshots/1.2.0/${mac}.json`, '"takes_value": false', '"takes_value": "no"');
  const before = new Map(files.tree);
  const { code, stale } = await findings(files, " --fix");
  assert.equal(code, 2);
  assert.match(stale[0]?.problem ?? "", /^breaks the contract: SNAPSHOT_SCHEMA_INVALID \/commands\/1\/flags\/0\/takes_value /);
  assert.deepEqual([stale[0]?.path, stale[0]?.fix], [snapshot, again]);
  assert.deepEqual(stale.slice(1), [`${root}/snapshots/1.2.0/union.json`, surfacePath, `${root}/wrapper_coverage.json`].map(waits));
  assert.deepEqual(files.tree, before);
});

test("verify --fix makes no phantom official that the snapshots and the union agree on", async () => {
  const files = await promoted();
  edit(files, "RULES.json", '"rules_schema_version": 1', '"rules_schema_version": 2');
  for (const path of [mac, linux, "x86_64-pc-windows-msvc"])
    edit(
      files,
      `snapshots/1.2.0/${path}.json`,
      '"path": [\n        "exec"\n      ],',
      '"path": [\n        "exec"\n      ],\n      "usage": "tool",',
    );
  for (const [path, text] of new Map(files.tree))
    if (path.includes("/snapshots/") && !path.includes("union"))
      files.tree.set(path, text.replace('"path": [],', '"path": [],\n      "usage": "tool",'));
  assert.equal((await run(wrappedWorld(files), "union --cli tool --version 1.2.0")).code, 0);
  const before = new Map(files.tree);
  const { code, stale, fixed } = await findings(files, " --fix");
  assert.deepEqual([code, fixed], [2, []]);
  assert.match(stale[0]?.problem ?? "", /^breaks the contract: PHANTOM_COMMAND \/commands\/1\/usage /);
  assert.deepEqual(
    stale.filter(({ path }) => path.endsWith("current.json")),
    [waits(`${root}/current.json`)],
  );
  assert.deepEqual(files.tree, before);
});

test("verify finds a snapshot that is gone though the union names it, and --fix drops no target", async () => {
  const files = await promoted();
  files.tree.delete(`/repo/${snapshot}`);
  const before = new Map(files.tree);
  for (const words of ["", " --fix"]) {
    const { code, stale } = await findings(files, words);
    assert.deepEqual(
      [code, stale],
      [
        2,
        [
          { path: snapshot, problem: "is gone, and the committed union names it as an input", fix: again },
          waits(`${root}/snapshots/1.2.0/union.json`),
        ],
      ],
    );
    assert.deepEqual(files.tree, before);
  }
});

test("verify says in one line each what cannot be derived without a missing union", async () => {
  const files = await promoted();
  const union = `${root}/snapshots/1.2.0/union.json`;
  const fix = "xtask union --cli tool --version 1.2.0";
  files.tree.delete(`/repo/${union}`);
  const behind = ["wrapper_coverage.json", "reports/1.2.0", "versions/1.2.0.json", "current.json"];
  assert.deepEqual((await findings(files)).stale, [
    { path: union, problem: "is missing", fix },
    ...behind.map((path) => ({ path: `${root}/${path}`, problem: `cannot be derived until ${union} is mended`, fix })),
  ]);
});

test("verify --fix writes no surface from snapshots that different parsers read", async () => {
  const files = await promoted();
  nameSurface(files);
  for (const [target, parser] of [
    [linux, 2],
    [mac, 1],
  ] as const)
    edit(
      files,
      `snapshots/1.2.0/${target}.json`,
      "\n}\n",
      `,\n  "generator": { "name": "xtask", "version": "0.1.0", "parser_version": ${String(parser)} }\n}\n`,
    );
  const before = new Map(files.tree);
  const { code, stale } = await findings(files, " --fix");
  assert.deepEqual(
    [code, stale.map(({ path, problem }) => [path, problem])],
    [
      2,
      [
        [`${root}/snapshots/1.2.0/union.json`, `has inputs of different parsers: ${mac} xtask parser 1, ${linux} xtask parser 2`],
        [surfacePath, `cannot be derived until ${root}/snapshots/1.2.0/union.json is mended`],
      ],
    ],
  );
  assert.deepEqual(files.tree, before);
});
