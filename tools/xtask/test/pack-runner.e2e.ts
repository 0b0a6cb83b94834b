import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { publint } from "publint";
import { list } from "tar";
import { root } from "../build/wrappers.ts";

const npmInstall = ["install", "--offline", "--no-audit", "--no-fund", "--save-dev"];
let folder: string;
let tarball: string;
let installed: string;

before(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "pack-")));
  execFileSync(process.execPath, ["--import", "tsx", "tools/xtask/build/pack.ts", "xtask", folder], { cwd: root });
  const [name = assert.fail("make pack-xtask wrote no tarball")] = readdirSync(folder);
  tarball = join(folder, name);
  writeFileSync(join(folder, "package.json"), "{}\n");
  execFileSync("npm", [...npmInstall, tarball], { cwd: folder });
  installed = join(folder, "node_modules/@lockstep/xtask");
});
after(() => rmSync(folder, { recursive: true }));

test("make pack-xtask packs the bundle, a readme and the licence, and nothing else", async () => {
  const paths: string[] = [];
  await list({ file: tarball, onReadEntry: ({ path }) => void paths.push(path) });
  const wanted = ["LICENSE", "README.md", "package.json", "xtask.mjs"].map((path) => `package/${path}`);
  assert.deepEqual(paths.toSorted(), wanted);
  assert.equal(readFileSync(join(installed, "LICENSE"), "utf8"), readFileSync(join(root, "LICENSE"), "utf8"));
});

test("the package has no dependencies, and its program is called xtask", () => {
  const { version } = JSON.parse(readFileSync(join(root, "tools/xtask/package.json"), "utf8")) as { readonly version: string };
  const manifest = JSON.parse(readFileSync(join(installed, "package.json"), "utf8")) as Record<string, unknown>;
  assert.deepEqual([manifest["version"], manifest["bin"], manifest["engines"]], [version, { xtask: "xtask.mjs" }, { node: ">=22.12" }]);
  assert.deepEqual(
    Object.keys(manifest).filter((key) => /dependencies|scripts|private/i.test(key)),
    [],
  );
  assert.deepEqual(
    readdirSync(join(folder, "node_modules")).filter((name) => !name.startsWith(".")),
    ["@lockstep"],
  );
  assert.equal(execFileSync(join(folder, "node_modules/.bin/xtask"), ["--version"], { cwd: folder, encoding: "utf8" }), `${version}\n`);
});

test("the package names no folder of this machine, and no wrapper of this repository", () => {
  const bundle = readFileSync(join(installed, "xtask.mjs"), "utf8");
  for (const secret of [root, folder, "sourceMappingURL", "crates-wrapper/codex/src/coverage/print.ts"]) {
    assert.ok(!bundle.includes(secret), `The bundle has "${secret}"`);
  }
  // A home such as "/root" is also a part of JSON pointers.
  assert.doesNotMatch(bundle, new RegExp(`(?<!\\w)${homedir().replaceAll(/\W/g, "\\$&")}/`));
});

test("publint has nothing to say of the package", async () => {
  const { messages } = await publint({ pkgDir: installed, level: "suggestion", strict: true, pack: false });
  assert.deepEqual(messages, []);
});
