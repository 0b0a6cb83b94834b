import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { publint } from "publint";
import { list } from "tar";
import { root, type WrapperPackage, wrapperPackages } from "../build/wrappers.ts";

/** By wrapper: a program in place of the real binary, for the example `ask.ts`, and what the example prints of it. */
const fakes: Readonly<Record<string, { readonly binary: string; readonly program: string; readonly prints: RegExp }>> = {
  "claude-code": {
    binary: "claude",
    program: `
      import { createInterface } from "node:readline";
      const isAsked = process.argv[2] === "--print" && process.argv.includes("--allowedTools=Bash(npm test)");
      if (process.argv[2] === "--version") {
        console.log("2.1.332 (Claude Code)");
      } else {
        for await (const line of createInterface({ input: process.stdin })) {
          const text = (isAsked ? "Done: " : "More: ") + JSON.parse(line).message.content;
          const models = { opus: { inputTokens: 9, outputTokens: 7, cacheReadInputTokens: 0, cacheCreationInputTokens: 0, webSearchRequests: 0, costUSD: 0.25, contextWindow: 9 } };
          const usage = { input_tokens: 9, output_tokens: 7, cache_creation_input_tokens: 0, cache_read_input_tokens: 0 };
          const result = { type: "result", subtype: "success", is_error: false, result: text, num_turns: 1, stop_reason: null, duration_ms: 1, duration_api_ms: 1 };
          console.log(JSON.stringify({ ...result, total_cost_usd: 9, usage, modelUsage: models, permission_denials: [], uuid: "u", session_id: "s1" }));
        }
      }`,
    prints: /^Done: Fix the failing test\n0\.25 US dollars\nMore: Now update the changelog\n$/,
  },
  codex: {
    binary: "codex",
    program: `
      import { readFileSync, writeFileSync } from "node:fs";
      const argv = process.argv.slice(2);
      if (argv.includes("--version")) {
        console.log("codex-cli 0.169.0");
      } else {
        const text = "Done: " + readFileSync(0, "utf8");
        const event = (value) => console.log(JSON.stringify(value));
        event({ type: "thread.started", thread_id: "t1" });
        event({ type: "turn.started" });
        event({ type: "item.completed", item: { id: "item_0", type: "agent_message", text } });
        event({ type: "turn.completed", usage: { input_tokens: 9, cached_input_tokens: 0, output_tokens: 7, reasoning_output_tokens: 0 } });
        writeFileSync(argv.find((word) => word.startsWith("--output-last-message=")).slice(22), text);
      }`,
    prints: /^Done: Fix the failing test\n7 tokens\n/,
  },
};

for (const wrapper of wrapperPackages()) describe(wrapper.name, () => checkPackage(wrapper));

function checkPackage(wrapper: WrapperPackage): void {
  let folder: string;
  let tarball: string;
  let installed: string;

  before(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "pack-")));
    execFileSync(process.execPath, ["--import", "tsx", "tools/xtask/build/pack.ts", wrapper.id, folder], { cwd: root });
    const [name = assert.fail("make pack wrote no tarball")] = readdirSync(folder);
    tarball = join(folder, name);
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }\n');
    run(folder, "npm", ["install", tarball, "--offline", "--no-audit", "--no-fund"]);
    installed = join(folder, "node_modules", wrapper.name);
    cpSync(join(wrapper.folder, "examples"), join(folder, "examples"), { recursive: true });
  });
  after(() => rmSync(folder, { recursive: true }));

  const read = (path: string): string => readFileSync(join(installed, path), "utf8");

  test("the tarball has the bundles, the readme and the licence, and nothing else", async () => {
    const paths: string[] = [];
    await list({ file: tarball, onReadEntry: ({ path }) => void paths.push(path) });
    const wanted = ["LICENSE", "README.md", "dist/index.d.ts", "dist/index.js", "package.json"].map((path) => `package/${path}`);
    assert.deepEqual(paths.toSorted(), wanted);
    assert.equal(read("README.md"), readFileSync(join(wrapper.folder, "README.md"), "utf8"));
    assert.equal(read("LICENSE"), readFileSync(join(root, "LICENSE"), "utf8"));
  });

  test("the manifest says what users need, and nothing of the repository", () => {
    const { description, keywords, author, ...manifest } = JSON.parse(read("package.json")) as Record<string, unknown>;
    assert.deepEqual(manifest, {
      name: wrapper.name,
      version: wrapper.version,
      license: "MIT",
      files: ["dist"],
      os: ["!win32"],
      type: "module",
      sideEffects: false,
      exports: { ".": { types: "./dist/index.d.ts", default: "./dist/index.js" }, "./package.json": "./package.json" },
      engines: { node: ">=22.12" },
    });
    assert.ok(typeof description === "string" && Array.isArray(keywords) && keywords.length > 0);
    assert.equal(author, "The Lockstep authors");
    assert.deepEqual(
      readdirSync(join(folder, "node_modules")).filter((name) => !name.startsWith(".")),
      ["@lockstep"],
    );
  });

  test("the tarball names no folder of this machine, no source map and no package of the repository", () => {
    for (const path of ["dist/index.js", "dist/index.d.ts", "package.json", "README.md"]) {
      const text = read(path);
      for (const secret of [root, folder, "sourceMappingURL", "node_modules", "//#region"]) {
        assert.ok(!text.includes(secret), `"${path}" has "${secret}"`);
      }
      // A home such as "/root" is also a part of JSON pointers.
      assert.doesNotMatch(text, new RegExp(`(?<!\\w)${homedir().replaceAll(/\W/g, "\\$&")}/`), path);
    }
    for (const path of ["dist/index.js", "dist/index.d.ts", "package.json"]) {
      const others = [...read(path).matchAll(/@lockstep\/[\w-]+/g)].map(([name]) => name).filter((name) => name !== wrapper.name);
      assert.deepEqual(others, [], path);
    }
  });

  test("publint has nothing to say", async () => {
    const { messages } = await publint({ pkgDir: installed, level: "suggestion", strict: true, pack: false });
    assert.deepEqual(messages, []);
  });

  test("the examples compile in a strict project of ES modules and run on plain Node", () => {
    const { binary, program, prints } = fakes[wrapper.id] ?? assert.fail(`There is no fake of ${wrapper.id}; add one to this test`);
    compile(
      "esm",
      { module: "nodenext" },
      readdirSync(join(folder, "examples")).map((name) => `examples/${name}`),
    );
    const bin = join(folder, "bin");
    mkdirSync(bin);
    writeFileSync(join(bin, binary), `#!${process.execPath}\n${program}\n`);
    chmodSync(join(bin, binary), 0o755);
    const compiled = join(folder, "esm/examples/ask.js");
    writeFileSync(compiled, readFileSync(compiled, "utf8").replaceAll("/path/to/repository", folder));
    const printed = run(folder, process.execPath, [compiled], { PATH: [bin, process.env["PATH"]].join(delimiter), HOME: folder });
    assert.match(printed, prints);
  });

  test("a project of CommonJS modules compiles and requires the same names", () => {
    writeFileSync(join(folder, "names.mts"), namesProgram(wrapper.name));
    writeFileSync(join(folder, "names.cts"), namesProgram(wrapper.name));
    compile("names", { module: "nodenext" }, ["names.mts", "names.cts"]);
    const names = run(folder, process.execPath, [join(folder, "names/names.mjs")]);
    assert.notEqual(names, "");
    assert.equal(run(folder, process.execPath, [join(folder, "names/names.cjs")]), names);

    mkdirSync(join(folder, "commonjs"));
    writeFileSync(join(folder, "commonjs/package.json"), '{ "type": "commonjs" }\n');
    writeFileSync(join(folder, "commonjs/names.ts"), namesProgram(wrapper.name));
    compile("commonjs", { module: "commonjs" }, ["commonjs/names.ts"], "commonjs");
    assert.match(readFileSync(join(folder, "commonjs/names.js"), "utf8"), /require\("@lockstep\//);
    assert.equal(run(folder, process.execPath, [join(folder, "commonjs/names.js")]), names);
  });

  /** Compiles files of the project into its folder `outDir`, with the types of Node from this repository. */
  function compile(outDir: string, options: object, files: readonly string[], rootDir = "."): void {
    const compilerOptions = {
      strict: true,
      skipLibCheck: false,
      target: "es2023",
      types: ["node"],
      typeRoots: [join(root, "node_modules/@types")],
      rootDir,
      outDir,
      ...options,
    };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files }));
    run(folder, join(root, "node_modules/.bin/tsc"), ["-p", "tsconfig.json", "--pretty", "false"]);
  }
}

/** Prints the names that a package exports; `default` is what a CommonJS module sees besides. */
function namesProgram(packageName: string): string {
  return `import * as wrapper from "${packageName}";
process.stdout.write(Object.keys(wrapper).filter((name) => name !== "default").sort().join(" "));
`;
}

/** Returns the standard output; a program that fails fails the test with all that it said. */
function run(cwd: string, file: string, argv: readonly string[], env: NodeJS.ProcessEnv = process.env): string {
  const { status, stdout, stderr, error } = spawnSync(file, argv, { cwd, env, encoding: "utf8" });
  assert.equal(status, 0, `${file} ${argv.join(" ")}: ${error?.message ?? ""}${stdout}${stderr}`);
  return stdout;
}
