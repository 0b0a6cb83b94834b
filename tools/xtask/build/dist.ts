import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, type BuildOptions } from "esbuild";

const outfile = "dist/xtask.mjs";

/** What few commands need, each compiled when it is first required, and the workspace package that has it. */
const lazyPackages = [
  { name: "ajv/dist/2020.js", owner: "contracts", contents: 'export * from "ajv/dist/2020.js";' },
  { name: "execa", owner: "adapters", contents: 'export * from "execa";' },
  { name: "tar", owner: "adapters", contents: 'export * from "tar";' },
  { name: "yauzl", owner: "adapters", contents: 'export * from "yauzl";' },
  // For a module, what it requires is the default export itself.
  { name: "yargs", owner: "xtask", contents: 'export { default } from "yargs";', footer: "module.exports = module.exports.default;" },
] as const;

/** The program of the processes that `adapters` starts, by the word that it starts them with. */
const childProgram = { name: "archive-child-program", entryPoint: "tools/adapters/src/archive-child-program.ts" };

const common = {
  bundle: true,
  write: false,
  // A script and not a module: a module's imports of Node's own modules all load at its start, needed or not.
  format: "cjs",
  platform: "node",
  target: "node22.12",
  // A script cannot import; what a package imports dynamically from Node is required instead.
  supported: { "dynamic-import": false },
  minifySyntax: true,
  minifyWhitespace: true,
  lineLimit: 200,
  legalComments: "none",
  logLevel: "warning",
} satisfies BuildOptions;

/** The runner, with all its dependencies but the lazy ones. */
async function bundleRunner(): Promise<string> {
  return outputOf({
    ...common,
    entryPoints: ["tools/xtask/src/bin.ts"],
    external: lazyPackages.map(({ name }) => name),
    alias: { "@lockstep/contracts/codegen": "./tools/xtask/build/stand-ins/codegen.ts" },
    define: { "import.meta.url": "bundleUrl", BUNDLED_DESCRIPTORS: JSON.stringify(descriptors()) },
  });
}

/** Each lazy package with all that it needs. */
async function bundlePackages(): Promise<Readonly<Record<string, string>>> {
  const programs: Record<string, string> = {};
  for (const { name, owner, contents, ...rest } of lazyPackages) {
    programs[name] = await outputOf({
      ...common,
      stdin: { contents, resolveDir: `tools/${owner}`, loader: "js" },
      define: { "import.meta.url": "bundleUrl" },
      minifyIdentifiers: true,
      footer: { js: "footer" in rest ? rest.footer : "" },
    });
  }
  return programs;
}

async function bundleChildProgram(): Promise<string> {
  return outputOf({ ...common, entryPoints: [childProgram.entryPoint], external: lazyPackages.map(({ name }) => name) });
}

async function outputOf(options: BuildOptions & { readonly write: false }): Promise<string> {
  const { outputFiles } = await build(options);
  const [output] = outputFiles;
  if (output === undefined) throw new Error("esbuild gave no output");
  return output.text;
}

/** Every `manifests/<cli>/cli.json`, so that the bundle knows the CLIs in any folder. The wrappers that they name are in this repository alone. */
function descriptors(): Readonly<Record<string, unknown>> {
  const paths = readdirSync("manifests").map((cli) => [cli, `manifests/${cli}/cli.json`] as const);
  return Object.fromEntries(
    paths
      .filter(([, path]) => existsSync(path))
      .map(([cli, path]) => {
        const { wrapper: _wrapper, ...descriptor } = JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;
        return [cli, descriptor];
      }),
  );
}

/** The answers that are the same on every call, so that the bundle gives them without compiling anything. */
function fixedAnswers(): Readonly<Record<string, string>> {
  const ask = (word: string): string => execFileSync("tsx", ["tools/xtask/src/bin.ts", word], { encoding: "utf8" });
  const help = ask("--help");
  return { "": help, "--help": help, "-h": help, help, "--version": ask("--version") };
}

/** Statements of the launcher around the compilation of a program. */
interface CompilationHooks {
  /** Gives `cachedData` for the program `name`. */
  readonly before: string;
  /** Does something with the compiled `script`. */
  readonly after: string;
}

/** Every program is a string until it is run: the engine skips a string in a tenth of the time it takes to scan a program. */
function launcher(programs: Readonly<Record<string, string>>, answers: Readonly<Record<string, string>>, hooks: CompilationHooks): string {
  const wrapped = Object.entries(programs).map(
    ([name, program]) =>
      `  ${JSON.stringify(name)}() {\n    return ${JSON.stringify(`(function (require, module, exports, bundleUrl) {${program}\n})`)};\n  },\n`,
  );
  return `#!/usr/bin/env node
const answers = ${JSON.stringify(answers)};
const programs = {
${wrapped.join("")}};
const [word = "", ...rest] = process.argv.slice(2);
if (rest.length === 0 && Object.hasOwn(answers, word)) process.stdout.write(answers[word]);
else start();
function start() {
  const { createRequire } = process.getBuiltinModule("node:module");
  const { Script } = process.getBuiltinModule("node:vm");
  const requireBuiltin = createRequire(import.meta.url);
  const loaded = new Map();
  const load = (name) => {
    if (!Object.hasOwn(programs, name)) return requireBuiltin(name);
    const known = loaded.get(name);
    if (known !== undefined) return known.exports;
    const module = { exports: {} };
    loaded.set(name, module);
    ${hooks.before}
    const script = new Script(programs[name](), { filename: import.meta.filename, cachedData });
    ${hooks.after}
    script.runInThisContext()(load, module, module.exports, import.meta.url);
    return module.exports;
  };
  // A process with a channel to its parent and this word is one that this file has started; the word alone is no command of anybody's.
  load(process.send !== undefined && word === ${JSON.stringify(childProgram.name)} ? word : "xtask");
}
`;
}

/**
 * The machine code that this Node has compiled of the runner once `validate` has run. The same Node starts from it; another
 * one rejects it and compiles anew.
 */
function recordCompilation(programs: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "dist-"));
  try {
    const recorded = join(folder, "cache");
    const write = `process.getBuiltinModule("node:fs").writeFileSync(${JSON.stringify(recorded)}, script.createCachedData())`;
    const recorder = join(folder, "recorder.mjs");
    const hooks = { before: "const cachedData = undefined;", after: `if (name === "xtask") process.on("exit", () => ${write});` };
    writeFileSync(recorder, launcher(programs, {}, hooks));
    // Whatever it finds, it has run.
    spawnSync(process.execPath, [recorder, "validate", "--all"], { stdio: "ignore" });
    return readFileSync(recorded).toString("base64");
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const programs = { xtask: await bundleRunner(), [childProgram.name]: await bundleChildProgram(), ...(await bundlePackages()) };
const compiled = recordCompilation(programs);
const text = `${launcher(programs, fixedAnswers(), {
  before: 'const cachedData = name === "xtask" ? Buffer.from(compiled(), "base64") : undefined;',
  after: "",
})}function compiled() {
  return "${compiled}";
}
`;
mkdirSync("dist", { recursive: true });
// Two that build at once write the same, and who reads it meanwhile finds it whole.
const unfinished = `${outfile}.${String(process.pid)}.tmp`;
writeFileSync(unfinished, text, { mode: 0o755 });
renameSync(unfinished, outfile);
process.stdout.write(`${outfile} ${(Buffer.byteLength(text) / 1e6).toFixed(2)} MB\n`);
