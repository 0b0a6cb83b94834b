import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { parseContract } from "@lockstep/contracts";
import { BusyError, InputError, type PackageClient, type PackageManifest } from "@lockstep/kernel";
import { memoryFiles } from "@lockstep/testing";
import { assertRefused, documentOf, run, testWorld } from "./run.ts";

const absent = (): never => {
  throw new Error("A new CLI downloads nothing");
};

/** A registry with these packages, by `name@versionOrTag`. */
function registry(packages: Readonly<Record<string, Partial<PackageManifest>>>): PackageClient {
  return {
    fetchArchive: absent,
    describe: absent,
    versions: absent,
    async inspect(name, versionOrTag) {
      const found = packages[`${name}@${versionOrTag}`];
      if (found === undefined) throw new InputError("PACKAGE_UNKNOWN", `The registry has no "${name}@${versionOrTag}"`);
      return { version: "1.2.0", bin: {}, optionalDependencies: {}, ...found };
    },
  };
}

const native = registry({
  "@tool/cli@latest": {
    bin: { tool: "./run.js" },
    optionalDependencies: { "@tool/cli-linux-x64": "1.2.0", "@tool/cli-win32-x64": "1.2.0", "node-pty": "1.0.0" },
  },
  "@tool/cli-linux-x64@1.2.0": { bin: { "tool-linux-x64": "./deep/tool" } },
});
const scripts = registry({
  "tool@latest": { bin: { tool: "./bundle/tool.js", extra: "bundle/extra.js" }, optionalDependencies: { "@pty/linux-x64": "0.1.0" } },
});

const line = "new-cli --cli my_tool --npm @tool/cli --framework clap";
const root = "/repo/manifests/my_tool";
const descriptorOf = (files: ReturnType<typeof memoryFiles>) =>
  parseContract("CliDescriptor", "cli.json", files.tree.get(`${root}/cli.json`) ?? "");

test("new-cli writes a root of native programs that validate takes as it is", async () => {
  const files = memoryFiles({ "schemas/SCHEMA.json": readFileSync(join(import.meta.dirname, "../../../schemas/SCHEMA.json"), "utf8") });
  const ran = await run(testWorld(files, { packages: native }), line);
  assert.deepEqual([ran.code, ran.err], [0, ""]);
  const descriptor = descriptorOf(files);
  assert.deepEqual(
    [descriptor.id, descriptor.tool, descriptor.binary, descriptor.framework, descriptor.interpreter],
    ["my_tool", "my-tool-cli", "tool", "clap", undefined],
  );
  assert.deepEqual(descriptor.artifacts, [
    {
      target_triple: "linux-x64",
      type: "npm",
      package: "@tool/cli-linux-x64",
      version: "{version}",
      files: ["deep/tool", "bin/tool", "tool"],
    },
    { target_triple: "win32-x64", type: "npm", package: "@tool/cli-win32-x64", version: "{version}", files: ["bin/tool.exe", "tool.exe"] },
  ]);
  assert.deepEqual(
    [...files.tree.keys()].filter((path) => path.startsWith(root)).map((path) => path.slice(root.length + 1)),
    [
      "cli.json",
      "RULES.json",
      "artifacts.lock.json",
      "min_supported.txt",
      "latest_validated.txt",
      "pointers/latest_supported/linux-x64.txt",
      "pointers/latest_supported/win32-x64.txt",
      "pointers/latest_validated/linux-x64.txt",
      "pointers/latest_validated/win32-x64.txt",
    ],
  );
  const validated = await run(testWorld(files), "validate --cli my_tool");
  assert.deepEqual([validated.code, validated.err], [0, ""]);
  assert.match(ran.out, /^wrote 9 files of my_tool, @tool\/cli 1\.2\.0:\n {2}manifests\/my_tool\/cli\.json\n/);
  assert.match(ran.out, /\n {2}xtask lock add --cli my_tool --version 1\.2\.0\n {2}xtask parity --cli my_tool --version 1\.2\.0\n/);
});

test("new-cli asks for the whole package of a CLI that is scripts, and for node to run it", async () => {
  const files = memoryFiles();
  const ran = await run(testWorld(files, { packages: scripts }), "new-cli --cli my_tool --npm tool --binary tool --framework commander");
  assert.equal(ran.code, 0, ran.err);
  const { artifacts, interpreter, targets } = descriptorOf(files);
  assert.deepEqual(interpreter, ["node"]);
  assert.deepEqual(
    targets.map(({ target_triple }) => target_triple),
    ["linux-x64", "linux-arm64", "darwin-arm64", "win32-x64"],
  );
  for (const artifact of artifacts) {
    assert.deepEqual(artifact, {
      target_triple: artifact.target_triple,
      type: "npm",
      package: "tool",
      version: "{version}",
      files: ["bundle/tool.js"],
      unpack: "package",
    });
  }
});

test("new-cli --dry-run prints cli.json and writes nothing; --json prints what it would write", async () => {
  const files = memoryFiles();
  const shown = await run(testWorld(files, { packages: native }), `${line} --dry-run`);
  assert.match(shown.out, /^would write 9 files of my_tool, @tool\/cli 1\.2\.0:\n/);
  assert.match(
    shown.out,
    /\nmanifests\/my_tool\/cli\.json:\n {2}\{\n {4}"schema_version": 1,\n(?:.*\n)* +"package": "@tool\/cli-linux-x64",\n/,
  );
  const document = documentOf(await run(testWorld(files, { packages: native }), `${line} --dry-run --json`));
  assert.equal(document["isWritten"], false);
  assert.equal((document["files"] as readonly string[]).length, 9);
  assert.deepEqual([...files.tree], []);
});

test("new-cli writes below --root, and its next steps lead there", async () => {
  const files = memoryFiles();
  const document = documentOf(await run(testWorld(files, { packages: native }), `${line} --root elsewhere/root/ --json`));
  assert.equal(document["root"], "elsewhere/root");
  assert.ok([...files.tree.keys()].every((path) => path.startsWith("/repo/elsewhere/root/")));
  assert.ok((document["next"] as readonly string[]).includes("xtask parity --cli my_tool --root elsewhere/root --version 1.2.0"));
});

test("new-cli never writes over what is there, and asks no registry then", async () => {
  for (const path of ["manifests/my_tool/notes.md", "manifests/my_tool/pointers/x.txt", "manifests/my_tool"]) {
    await assertRefused(
      memoryFiles({ [path]: "mine" }),
      line,
      3,
      /^error\[CLI_EXISTS\]: "manifests\/my_tool" is there already; .*\n {2}hint: Choose another name/,
    );
  }
});

test("new-cli refuses what is no name of a package, and asks no registry then", async () => {
  for (const name of ["tool@1.2.0", "https://tool", "@tool", "../tool", "@tool/cli/x"])
    await assertRefused(
      memoryFiles(),
      `new-cli --cli my_tool --npm ${name}`,
      64,
      /^error\[OPTION_VALUE\]: The option "--npm" is ".+", expected the name/,
    );
});

test("new-cli wants to know which of several programs it is, and refuses one that the package has not", async () => {
  await assertRefused(
    memoryFiles(),
    "new-cli --cli my_tool --npm tool --framework clap",
    64,
    /^error\[BINARY_NEEDED\]: The package "tool" has the programs tool, extra\n/,
    {
      packages: scripts,
    },
  );
  await assertRefused(
    memoryFiles(),
    "new-cli --cli my_tool --npm tool --framework clap --binary nope",
    64,
    /^error\[BINARY_NEEDED\]: The package "tool" has the programs tool, extra, and no "nope"\n/,
    { packages: scripts },
  );
  await assertRefused(
    memoryFiles(),
    "new-cli --cli my_tool --npm lib --framework clap",
    64,
    /^error\[BINARY_NEEDED\]: The package "lib" has no program\n/,
    { packages: registry({ "lib@latest": {} }) },
  );
});

test("new-cli takes no name that every object has for a program of a package", async () => {
  for (const [npm, packages] of [
    ["lib", registry({ "lib@latest": {} })],
    ["lib", registry({ "lib@latest": { optionalDependencies: { "lib-linux-x64": "1.2.0" } }, "lib-linux-x64@1.2.0": {} })],
  ] as const) {
    const files = memoryFiles();
    const ran = await run(testWorld(files, { packages }), `new-cli --cli my_tool --npm ${npm} --binary constructor`);
    assert.deepEqual([ran.code, ran.err], [0, ""]);
    assert.ok(descriptorOf(files).artifacts.every((artifact) => artifact.files.includes("constructor")));
  }
});

test("new-cli refuses a package whose program is no file in it", async () => {
  const refused: readonly (readonly [bin: string, reason: string])[] = [
    ["../x", "leads out of the package"],
    ["./bin/../../x", "leads out of the package"],
    ["..", "leads out of the package"],
    ["./", "is no file"],
  ];
  for (const [bin, reason] of refused) {
    const message = new RegExp(`^error\\[PACKAGE_BIN\\]: "bin" of the package "lib" names "[./binx]+", which ${reason}\\n {2}hint: `);
    await assertRefused(memoryFiles(), "new-cli --cli my_tool --npm lib", 3, message, {
      packages: registry({ "lib@latest": { bin: { lib: bin } } }),
    });
  }
  await assertRefused(memoryFiles(), "new-cli --cli my_tool --npm lib", 3, /"bin" of the package "lib-linux-x64" names "\.\.\/x"/, {
    packages: registry({
      "lib@latest": { bin: { lib: "x" }, optionalDependencies: { "lib-linux-x64": "1.2.0" } },
      "lib-linux-x64@1.2.0": { bin: { lib: "../x" } },
    }),
  });
});

test("new-cli takes only known frameworks and names that can be folders, and fails as the registry does", async () => {
  await assertRefused(memoryFiles(), "new-cli --cli my_tool --npm tool --framework nope", 64, /"nope"/);
  await assertRefused(memoryFiles(), "new-cli --cli My-Tool --npm tool --framework clap", 64, /wanted|must be/);
  await assertRefused(memoryFiles(), "new-cli --cli my_tool --npm lib --binary ../x", 64, /the name of a program/);
  await assertRefused(memoryFiles(), "new-cli --cli my_tool --npm absent --framework clap", 3, /^error\[PACKAGE_UNKNOWN\]/, {
    packages: scripts,
  });
  const busy: PackageClient = { ...scripts, inspect: () => Promise.reject(new BusyError("REGISTRY_BUSY", "The registry is rate-limited")) };
  await assertRefused(memoryFiles(), line, 75, /^error\[REGISTRY_BUSY\]/, { packages: busy });
});

test("new-cli without --npm says which descriptors it has, and is refused where it has none", async () => {
  const files = memoryFiles({});
  const ran = await run(testWorld(files, { packages: native }), "new-cli --cli my_tool");
  assert.equal(ran.code, 64);
  assert.equal(
    ran.err,
    'error[OPTION_MISSING]: The option "--npm" is missing; this xtask brings no descriptors\n' +
      "  hint: Name the package that users install: xtask new-cli --cli my_tool --npm <package>\n",
  );
  assert.deepEqual([...files.tree], []);
});
