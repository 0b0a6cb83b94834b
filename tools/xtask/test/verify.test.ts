import assert from "node:assert/strict";
import { posix } from "node:path";
import { test } from "node:test";
import { renderJson } from "@lockstep/kernel";
import { coverageOf, linux, mac, memoryFiles, rulesWith } from "@lockstep/testing";
import { assertRefused, clock, printing, run, testWorld } from "./run.ts";
import { derivedFiles, inputFiles, nameSurface, root, scenarios, surfacePath, textOf, wrappedWorld } from "./small-root.ts";
import { edit, findings, line, promoted } from "./verify-world.ts";

test("verify is content, and writes nothing, when everything is as its inputs give it, whatever the time", async () => {
  const files = await promoted();
  files.tree.delete(`/repo/${root}/artifacts.lock.json`);
  const before = new Map(files.tree);
  const ran = await run(testWorld(files, { processes: printing(scenarios), env: { CI: "1" } }), line);
  assert.deepEqual(ran, { code: 0, out: `9 files of ${root} (1.2.0): all current\n`, err: "" });
  assert.deepEqual(files.tree, before);
});

test("verify names every stale, missing and unexpected file with the mending command, and writes nothing", async () => {
  const files = await promoted();
  edit(files, "snapshots/1.2.0/union.json", '"Run"', '"Runs"');
  edit(files, "wrapper_coverage.json", "0.1.0", "0.0.9");
  edit(files, `reports/1.2.0/coverage.${linux}.json`, '"missing_flags": []', '"missing_flags": [ ]');
  files.tree.delete(`/repo/${root}/reports/1.2.0/coverage.any.json`);
  files.tree.set(`/repo/${root}/reports/1.2.0/coverage.riscv.json`, "{}").delete(`/repo/${root}/current.json`);
  const before = new Map(files.tree);
  const { code, stale } = await findings(files);
  assert.equal(code, 2);
  assert.deepEqual(
    stale.map(({ path, problem, fix }) => [path.slice(root.length + 1), problem, fix]),
    [
      ["snapshots/1.2.0/union.json", "is stale", "xtask union --cli tool --version 1.2.0"],
      ["wrapper_coverage.json", "is stale", "xtask wrapper-coverage --cli tool"],
      ["reports/1.2.0/coverage.any.json", "is missing", "xtask report --cli tool --version 1.2.0"],
      [`reports/1.2.0/coverage.${mac}.json`, "is stale", "xtask report --cli tool --version 1.2.0"],
      [`reports/1.2.0/coverage.${linux}.json`, "is stale", "xtask report --cli tool --version 1.2.0"],
      ["reports/1.2.0/coverage.x86_64-pc-windows-msvc.json", "is stale", "xtask report --cli tool --version 1.2.0"],
      ["reports/1.2.0/coverage.all.json", "is stale", "xtask report --cli tool --version 1.2.0"],
      ["reports/1.2.0/coverage.riscv.json", "is unexpected", "xtask report --cli tool --version 1.2.0"],
      [
        "versions/1.2.0.json",
        "cannot be derived until manifests/tool/reports/1.2.0/coverage.any.json is mended",
        "xtask report --cli tool --version 1.2.0",
      ],
      ["current.json", "is missing", "xtask validate --cli tool --mode fix"],
    ],
  );
  assert.deepEqual(files.tree, before);
});

test("verify --fix converges in one run, is idempotent, and restores the very bytes", async () => {
  const files = await promoted();
  const good = new Map(files.tree);
  edit(files, "snapshots/1.2.0/union.json", '"Run"', '"Runs"');
  edit(files, "wrapper_coverage.json", "0.1.0", "0.0.9");
  edit(files, "versions/1.2.0.json", '"union_complete": true', '"union_complete": false');
  for (const name of ["any", linux]) files.tree.delete(`/repo/${root}/reports/1.2.0/coverage.${name}.json`);
  files.tree.set(`/repo/${root}/reports/1.2.0/coverage.riscv.json`, "{}").delete(`/repo/${root}/current.json`);
  const first = await findings(files, " --fix");
  assert.deepEqual([first.code, first.stale, first.fixed.length, first.removed], [0, [], 6, [`${root}/reports/1.2.0/coverage.riscv.json`]]);
  assert.deepEqual(files.tree, new Map([...files.tree].map(([path]) => [path, good.get(path) ?? "surplus"])));
  assert.equal(files.tree.size, good.size);
  const second = await findings(files, " --fix");
  assert.deepEqual([second.code, second.stale, second.fixed], [0, [], []]);
});

const derivable = [
  "snapshots/1.2.0/union.json",
  "wrapper_coverage.json",
  "reports/1.2.0/coverage.any.json",
  `reports/1.2.0/coverage.${linux}.json`,
  "reports/1.2.0/coverage.all.json",
  "versions/1.2.0.json",
  "current.json",
  `../../${surfacePath}`,
].map((path) => `/repo/${posix.join(root, path)}`);
for (const path of derivable) {
  for (const state of ["stale", "missing"] as const) {
    // Nothing but its own file says which status a version has.
    if (state === "missing" && path.includes("/versions/")) continue;
    test(`verify --fix writes the very bytes and then nothing when ${path.slice("/repo/".length)} is ${state}`, async () => {
      const files = await promoted();
      nameSurface(files);
      assert.equal((await findings(files, " --fix")).code, 0);
      const good = new Map(files.tree);
      if (state === "missing") files.tree.delete(path);
      else files.tree.set(path, (good.get(path) ?? "").replace(/\n\}\n$/, "\n \n}\n"));
      assert.notDeepEqual(files.tree, good);
      const found = await findings(files);
      const shown = path.slice("/repo/".length);
      assert.deepEqual([found.code, found.stale.some((stale) => stale.path === shown && stale.problem === `is ${state}`)], [2, true]);
      const fixed = await findings(files, " --fix");
      assert.deepEqual([fixed.code, fixed.stale, fixed.fixed], [0, [], [shown]]);
      assert.deepEqual(Object.fromEntries(files.tree), Object.fromEntries(good));
      assert.deepEqual((await findings(files, " --fix")).fixed, []);
    });
  }
}

test("verify --fix leaves a version without metadata a finding, also where the loss took it out of the window", async () => {
  const files = await derivedFiles(["1.0.0", "1.1.0", "1.2.0"], "validated");
  for (const version of ["1.0.0", "1.2.0"])
    assert.equal((await run(wrappedWorld(files), `promote --cli tool --version ${version}`)).code, 0);
  assert.equal((await findings(files)).code, 0);
  files.tree.delete(`/repo/${root}/versions/1.1.0.json`);
  const { code, stale, fixed } = await findings(files, " --fix");
  assert.deepEqual(
    [code, stale, fixed],
    [
      2,
      [
        {
          path: `${root}/versions/1.1.0.json`,
          problem: "is missing",
          fix: "xtask version-metadata --cli tool --version 1.1.0 --status reported",
        },
      ],
      [],
    ],
  );
});

test("verify --fix under CI names no option that it lacks when only the clock is left", async () => {
  const files = await promoted();
  files.tree.delete(`/repo/${root}/artifacts.lock.json`);
  files.tree.delete(`/repo/${root}/snapshots/1.2.0/union.json`);
  const ran = await run(testWorld(files, { clock, env: { CI: "1" }, processes: printing(scenarios) }), `${line} --fix`);
  assert.equal(ran.code, 2);
  assert.match(ran.out, /Under CI the clock must not decide a timestamp/);
  assert.match(ran.out, /fix: Set SOURCE_DATE_EPOCH, or pin the version: xtask lock add\n/);
});

test("verify finds a version that lost its gate, also with --fix, and leaves its metadata", async () => {
  const files = await promoted();
  const weaker = { ...scenarios, declared: [] };
  const before = textOf(files, "versions/1.2.0.json");
  const ran = await run(testWorld(files, { processes: printing(weaker), clock }), `${line} --fix`);
  assert.equal(ran.code, 2);
  assert.match(
    ran.out,
    new RegExp(
      `versions/1\\.2\\.0\\.json has lost its status "validated": the wrapper does not support the required target "${linux}" \\(supported: none\\)\n {2}fix: xtask version-metadata --cli tool --version 1\\.2\\.0 --status reported\n`,
    ),
  );
  assert.equal(textOf(files, "versions/1.2.0.json"), before);
});

test("verify finds inputs that different parsers read", async () => {
  const files = await promoted();
  for (const [target, parser] of [
    [linux, 1],
    [mac, 2],
  ] as const)
    edit(
      files,
      `snapshots/1.2.0/${target}.json`,
      "\n}\n",
      `,\n  "generator": { "name": "xtask", "version": "0.1.0", "parser_version": ${String(parser)} }\n}\n`,
    );
  const { code, stale } = await findings(files);
  assert.deepEqual(
    [code, stale],
    [
      2,
      [
        {
          path: `${root}/snapshots/1.2.0/union.json`,
          problem: `has inputs of different parsers: ${mac} xtask parser 2, ${linux} xtask parser 1`,
          fix: `xtask parity --cli tool --version 1.2.0 --target ${linux}`,
        },
      ],
    ],
  );
});

test("verify looks at versions in the window and at newer ones, and passes older ones over", async () => {
  const files = await derivedFiles(["1.0.0", "1.1.0", "1.2.0", "1.3.0"], "validated");
  // A validated one may be kept for its own sake.
  assert.equal((await run(wrappedWorld(files), "version-metadata --cli tool --version 1.0.0 --status reported")).code, 0);
  files.tree
    .set(`/repo/${root}/latest_validated.txt`, "1.1.0\n")
    .set(`/repo/${root}/current.json`, textOf(files, "snapshots/1.1.0/union.json"));
  const ran = await run(wrappedWorld(files), line);
  assert.match(ran.out, /^\d+ files of manifests\/tool \(1\.1\.0, 1\.2\.0, 1\.3\.0\): all current\n$/);
});

test("verify finds a kept version that has snapshots but no metadata", async () => {
  const files = await promoted();
  files.tree.delete(`/repo/${root}/versions/1.2.0.json`);
  const { code, stale } = await findings(files);
  assert.deepEqual(
    [code, stale],
    [
      2,
      [
        {
          path: `${root}/versions/1.2.0.json`,
          problem: "is missing",
          fix: "xtask version-metadata --cli tool --version 1.2.0 --status reported",
        },
      ],
    ],
  );
});

test("verify finds a version that pointers name as validated and whose status is below, and what mends it", async () => {
  const files = await promoted();
  assert.equal((await run(wrappedWorld(files), "version-metadata --cli tool --version 1.2.0 --status reported")).code, 0);
  const found = {
    path: `${root}/versions/1.2.0.json`,
    problem: `has the status "reported", but "latest_validated.txt", "pointers/latest_validated/${linux}.txt" name it as validated`,
    fix: "xtask version-metadata --cli tool --version 1.2.0 --status validated",
  };
  for (const words of ["", " --fix"]) {
    const { code, stale } = await findings(files, words);
    assert.deepEqual([code, stale], [2, [found]]);
  }
  assert.equal((await run(wrappedWorld(files), found.fix.slice("xtask ".length))).code, 0);
  assert.equal((await findings(files)).code, 0);
  const metadata = JSON.parse(textOf(files, "versions/1.2.0.json")) as object;
  files.tree
    .set(`/repo/${root}/versions/1.2.0.json`, renderJson({ ...metadata, status: "reported", validation: undefined }))
    .delete(`/repo/${root}/latest_validated.txt`);
  const alone = (await findings(files)).stale.find(({ problem }) => problem.startsWith("has the status"));
  assert.match(
    alone?.problem ?? "",
    /^has the status "reported", but "pointers\/latest_validated\/x86_64-unknown-linux-musl\.txt" names it as validated$/,
  );
  assert.equal(alone?.fix, `${found.fix} --passed-target ${linux}`);
});

test("verify derives no coverage in a root without a descriptor of its own", async () => {
  const files = await derivedFiles();
  files.tree.delete(`/repo/${root}/cli.json`);
  assert.equal((await run(testWorld(files), line)).code, 0);
});

test("verify finds a missing and a stale wrapper surface, and --fix writes it before the coverage is derived", async () => {
  const files = await promoted();
  nameSurface(files);
  const missing = { path: surfacePath, problem: "is missing", fix: "xtask wrapper-surface --cli tool" };
  const found = await findings(files);
  assert.deepEqual([found.code, found.stale, found.checked], [2, [missing], 10]);
  assert.deepEqual((await findings(files, " --fix")).fixed, [surfacePath]);
  const good = files.tree.get(`/repo/${surfacePath}`) ?? "";
  files.tree.set(`/repo/${surfacePath}`, good.replace('"v"', '"h"'));
  assert.deepEqual((await findings(files)).stale, [{ ...missing, problem: "is stale" }]);
  // The wrapper may read its surface when it prints its scenarios.
  const surfaceThen: (string | undefined)[] = [];
  const processes = {
    run: async (request: Parameters<ReturnType<typeof printing>["run"]>[0]) => {
      surfaceThen.push(files.tree.get(`/repo/${surfacePath}`));
      return printing(scenarios).run(request);
    },
  };
  assert.equal((await run(testWorld(files, { processes, clock }), `${line} --fix`)).code, 0);
  assert.deepEqual(surfaceThen, [good]);
});

test("verify leaves the wrapper surface to the root that is in the wrapper's repository", async () => {
  const files = await promoted();
  nameSurface(files);
  for (const [path, text] of new Map(files.tree)) if (path.includes("/tool/")) files.tree.set(path.replace("/repo/", "/elsewhere/"), text);
  files.tree.delete("/elsewhere/crates-wrapper/tool/package.json");
  const ran = await run(wrappedWorld(files), `${line} --root /elsewhere/${root} --fix`);
  assert.deepEqual([ran.code, ran.out], [0, `9 files of /elsewhere/${root} (1.2.0): all current\n`], ran.err);
  assert.equal(files.tree.has(`/repo/${surfacePath}`), false);
});

test("verify exits 3 when there is nothing to verify", async () => {
  const files = inputFiles();
  for (const path of files.tree.keys()) if (path.includes("/snapshots/")) files.tree.delete(path);
  await assertRefused(
    files,
    line,
    3,
    'error[NOTHING_TO_VERIFY]: "manifests/tool" has no version to verify\n  hint: Make one: xtask parity --version <v>\n',
  );
  await assertRefused(
    memoryFiles(),
    "verify --all",
    3,
    /^error\[ROOTS_MISSING\]: No folder of "\/repo\/manifests" has a RULES\.json; expected at least one\n/,
  );
});

test("verify --all looks at every root, and excludes --root and --rules", async () => {
  const files = await derivedFiles();
  for (const [path, text] of new Map(files.tree)) if (!path.includes("cli.json")) files.tree.set(path.replace("/tool/", "/other/"), text);
  files.tree
    .set("/repo/manifests/other/wrapper_coverage.json", renderJson(coverageOf([])))
    .set("/repo/manifests/other/RULES.json", renderJson(rulesWith()));
  const ran = await run(wrappedWorld(files), "verify --all");
  assert.equal(ran.code, 2);
  assert.match(
    ran.out,
    /^manifests\/other\/reports\/1\.2\.0\/coverage\.any\.json is stale\n {2}fix: xtask report --cli other --version 1\.2\.0\n/,
  );
  assert.match(ran.out, /files of manifests\/other \(1\.2\.0\), manifests\/tool \(1\.2\.0\): 6 findings\n$/);
  for (const option of ["--root x", "--rules x"])
    await assertRefused(
      files,
      `verify --all ${option}`,
      64,
      'error[OPTION_CONFLICT]: The option "--all" excludes "--root" and "--rules"\n  hint: xtask verify --help\n',
    );
});
