import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

const outfile = "dist/xtask.mjs";

/**
 * Bundles the runner and all its dependencies into one file for any Node >= 22.12. As a script and not as a module, because a
 * module's imports of Node's own modules all load at its start, needed or not. What stands in for the aliases is explained there.
 */
async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: ["tools/xtask/src/bin.ts"],
    bundle: true,
    write: false,
    format: "cjs",
    platform: "node",
    target: "node22.12",
    // A script cannot import; what a package imports dynamically from Node is required instead.
    supported: { "dynamic-import": false },
    alias: {
      "@lockstep/contracts/codegen": "./tools/xtask/build/stand-ins/codegen.ts",
      "string-width": "./tools/xtask/build/stand-ins/string-width.ts",
    },
    define: { "import.meta.url": "bundleUrl", BUNDLED_DESCRIPTORS: JSON.stringify(descriptors()) },
    minifySyntax: true,
    minifyWhitespace: true,
    lineLimit: 200,
    legalComments: "none",
    logLevel: "warning",
  });
  const [output] = outputFiles;
  if (output === undefined) throw new Error("esbuild gave no output");
  return output.text;
}

/** Every `manifests/<cli>/cli.json`, so that the bundle knows the CLIs in any folder. */
function descriptors(): Readonly<Record<string, unknown>> {
  const paths = readdirSync("manifests").map((cli) => [cli, `manifests/${cli}/cli.json`] as const);
  return Object.fromEntries(
    paths.filter(([, path]) => existsSync(path)).map(([cli, path]) => [cli, JSON.parse(readFileSync(path, "utf8"))]),
  );
}

/** The answers that are the same on every call, so that the bundle gives them without compiling anything. */
function fixedAnswers(): Readonly<Record<string, string>> {
  const ask = (word: string): string => execFileSync("tsx", ["tools/xtask/src/bin.ts", word], { encoding: "utf8" });
  const help = ask("--help");
  return { "": help, "--help": help, "-h": help, help, "--version": ask("--version") };
}

/** The bundle is a string until it is run: the engine skips a string in a tenth of the time it takes to scan a program. */
function launcher(program: string, answers: Readonly<Record<string, string>>): string {
  return `#!/usr/bin/env node
const answers = ${JSON.stringify(answers)};
const [word = "", ...rest] = process.argv.slice(2);
if (rest.length === 0 && Object.hasOwn(answers, word)) process.stdout.write(answers[word]);
else {
  const { createRequire } = process.getBuiltinModule("node:module");
  const { Script } = process.getBuiltinModule("node:vm");
  const run = new Script(program(), { filename: import.meta.filename }).runInThisContext();
  run(createRequire(import.meta.url), { exports: {} }, import.meta.url);
}
function program() {
  return ${JSON.stringify(`(function (require, module, bundleUrl) {${program}\n})`)};
}
`;
}

const text = launcher(await bundle(), fixedAnswers());
mkdirSync("dist", { recursive: true });
writeFileSync(outfile, text);
chmodSync(outfile, 0o755);
process.stdout.write(`${outfile} ${(Buffer.byteLength(text) / 1e6).toFixed(2)} MB\n`);
