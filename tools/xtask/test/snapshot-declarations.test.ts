import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { test } from "node:test";
import { diskFiles } from "@lockstep/adapters";
import { bundleTexts, exportingModules } from "../src/probing/bundle-texts.ts";
import { captureDeclarations } from "../src/probing/capture-declarations.ts";
import { at, common, descriptor, fake, install, outFile, snapshot } from "./snapshot-world.ts";

interface Declared {
  readonly commands: readonly {
    readonly path: readonly string[];
    readonly hidden?: boolean;
    readonly sources?: readonly string[];
    readonly flags?: readonly {
      readonly long?: string;
      readonly hidden?: boolean;
      readonly env?: string;
      readonly possible_values?: readonly string[];
      readonly sources?: readonly string[];
    }[];
  }[];
  readonly rejected?: readonly object[];
  readonly known_omissions?: readonly string[];
}
const read = async (): Promise<Declared> => JSON.parse(await readFile(at(outFile), "utf8")) as Declared;

/** What commander prints for a command. */
function page(usage: string, options: readonly string[], commands: readonly string[] = []): string {
  const rows = [...options, "-h, --help  display help for command"].map((row) => `  ${row}`);
  const listed = commands.length === 0 ? [] : ["", "Commands:", ...commands.map((row) => `  ${row}`)];
  return `cat <<'END'\nUsage: ${usage}\n\nDoes things\n\nOptions:\n${rows.join("\n")}\n${listed.join("\n")}\nEND\n`;
}
const unknown = (flag: string): string => `echo "error: unknown option '${flag}'" >&2; exit 1`;
const SENTINEL = "--lockstep-no-such-flag";
const script = fake({
  "--help": page("tool [options] [command]", ["--shown <v>  Shown"], ["run [options]  Run it"]),
  "run --help": page("tool run [options]", ["--seen  Seen", "--extra  Made by a loop"]),
  "run inner --help": page("tool run inner [options]", ["--deep  Deep"]),
  [`--limit=lockstep-probe --gone=x --free=lockstep-probe ${SENTINEL}`]: unknown("--gone=x"),
  [`--limit=lockstep-probe --free=lockstep-probe ${SENTINEL}`]: unknown("--free=lockstep-probe"),
  [`--limit=lockstep-probe ${SENTINEL}`]: unknown(SENTINEL),
  [`run --free=lockstep-probe ${SENTINEL}`]: unknown("--free=lockstep-probe"),
  [`run inner --free=lockstep-probe ${SENTINEL}`]: unknown("--free=lockstep-probe"),
});
const bundle = `function main(){let p=new Command();
  p.addOption(new Option("--shown <v>","Shown").choices(["a","b"]).env("TOOL_SHOWN"))
   .addOption(new Option("--limit <n>","Limit").hideHelp()).addOption(new Option("--gone <x>","Gone").choices(["x"]).hideHelp())
   .addOption(new Option("--bg","Start it").hideHelp()).option("--lost","Visible");
  let r=p.command("run").option("--seen","Seen");r.command("inner",{hidden:!0}).option("--deep","Deep");
  p.command("secret",{hidden:!0}).option("--now");p.parse()}main();
  function elsewhere(e){e.option("--free <x>","Whose?")}`;
const declaring = { ...descriptor, framework: "commander", declarations: { files: ["dist/*.js"] } };

async function prepare(declarations = declaring.declarations): Promise<void> {
  await install({ script, descriptor: { ...declaring, declarations } });
  await mkdir(at("dist"), { recursive: true });
  await writeFile(at("dist/cli.js"), bundle);
  await writeFile(at("dist/other.txt"), 'p.option("--not-read")');
}

test("snapshot takes what the bundle declares for evidence, and asks about what it hides", async () => {
  await prepare();
  const run = await snapshot([...common, "--capture-raw-help"]);
  assert.equal(run.code, 0, run.stderr);
  const { commands, rejected, known_omissions } = await read();
  assert.deepEqual(
    commands.map(({ path, hidden, sources, flags }) => [
      path.join(" "),
      hidden,
      sources,
      flags?.map((flag) => [flag.long, flag.hidden, flag.sources]),
    ]),
    [
      [
        "",
        undefined,
        ["help", "bundle"],
        [
          ["--bg", true, ["bundle"]],
          ["--help", undefined, ["help"]],
          ["--limit", true, ["probe", "bundle"]],
          ["--shown", undefined, ["help", "bundle"]],
        ],
      ],
      [
        "run",
        undefined,
        ["help", "bundle"],
        [
          ["--extra", undefined, ["help"]],
          ["--help", undefined, ["help"]],
          ["--seen", undefined, ["help", "bundle"]],
        ],
      ],
      [
        "run inner",
        true,
        ["bundle"],
        [
          ["--deep", undefined, ["help", "bundle"]],
          ["--help", undefined, ["help"]],
        ],
      ],
    ],
  );
  const shown = commands[0]?.flags?.find(({ long }) => long === "--shown");
  assert.deepEqual([shown?.env, shown?.possible_values], ["TOOL_SHOWN", ["a", "b"]]);
  assert.deepEqual(rejected, [{ path: [], key: "--gone" }]);
  assert.deepEqual(
    known_omissions,
    [
      "declared at an unknown command: --free",
      "declared, not shown by help: tool --lost",
      "acceptance not probed: tool --lost (declared in the bundle, not reviewed)",
      "help not probed: tool secret --help (declared in the bundle, not reviewed)",
    ].toSorted(),
  );
  assert.match(run.stderr, /^warning\[HELP_BUNDLE_DISAGREE\]: .*\n {2}the command run: --extra$/m);
  // A word that nobody reviewed is in no call by itself.
  assert.ok(run.spawned.every((line) => !/--bg|--lost|secret/.test(line)));

  const first = await readFile(at(outFile), "utf8");
  const again = await snapshot(["--from-raw", at("manifests/tool/raw_help/1.2.3/x86_64-unknown-linux-musl"), "--out-file", outFile]);
  assert.equal(again.code, 0, again.stderr);
  assert.equal(await readFile(at(outFile), "utf8"), first);
});

test("snapshot leaves the bundle alone without it in --sources, and refuses sources that it does not know", async () => {
  await prepare();
  const run = await snapshot([...common, "--sources", "help,probe"]);
  assert.equal(run.code, 0, run.stderr);
  assert.doesNotMatch(await readFile(at(outFile), "utf8"), /bundle|declared/);
  const wrong = await snapshot([...common, "--sources", "help,man"]);
  assert.equal(wrong.code, 64);
  assert.match(wrong.stderr, /"--sources" takes help, completion, probe, bundle, with commas between them, but has "man"/);
  const without = await snapshot([...common, "--sources", "bundle"]);
  assert.equal(without.code, 64);
  assert.match(without.stderr, /"--sources" must have "help"/);
});

test("snapshot fails when no name of the declarations has a file", async () => {
  await prepare({ files: ["dist/no-*.js", "none.js"] });
  const run = await snapshot(common);
  assert.equal(run.code, 3);
  assert.match(run.stderr, /^error\[DECLARATIONS_MISSING\]: .*" has no file "dist\/no-\*\.js" or "none\.js", which/);
});

test("snapshot reads the declarations of a version that has no file for some of the names", async () => {
  await prepare();
  assert.equal((await snapshot(common)).code, 0);
  const all = await readFile(at(outFile), "utf8");
  await prepare({ files: ["no/*.js", ...declaring.declarations.files, "none.js"] });
  const run = await snapshot(common);
  assert.equal(run.code, 0, run.stderr);
  assert.equal(await readFile(at(outFile), "utf8"), all);
});

test("bundleTexts() finds the modules of an executable that declare something, wherever they lie", async () => {
  const declares = (name: string): string => `// @bun @bytecode\nimport x from"y";p.option("--${name}","⚡")`;
  const parts = [
    Buffer.concat([Buffer.from("\u007FELF"), Buffer.alloc(100)]),
    Buffer.from(`${declares("first")}\0`),
    Buffer.from("// @bun\nlet nothing=1\0p.option('--outside')\0"),
    // A mark on the border of two reads.
    Buffer.alloc(4 * 1024 * 1024 - 300, 1),
    Buffer.from(`\0${" ".repeat(50)}${declares("second")}${" ".repeat(5_000_000)}\0`),
    Buffer.from(declares("last")),
  ];
  await writeFile(at("program"), Buffer.concat(parts));
  const texts = await bundleTexts(at("program"));
  assert.deepEqual(
    texts.map(({ text }) => text.trim()),
    ["first", "second", "last"].map(declares),
  );
  for (const shift of [-3, -1, 0, 2, 5]) {
    const border = Buffer.concat([
      Buffer.alloc(8192),
      Buffer.alloc(4 * 1024 * 1024 - 8192 + shift - 3),
      Buffer.from(`${declares("border")}\0`),
    ]);
    await writeFile(at("program"), border);
    assert.deepEqual(
      (await bundleTexts(at("program"))).map(({ text }) => text),
      [declares("border")],
    );
  }
  assert.deepEqual(await bundleTexts(at("absent")), []);
});

/** An executable with these modules. */
async function writeExecutable(...modules: readonly string[]): Promise<void> {
  await writeFile(at("program"), Buffer.concat([Buffer.alloc(100), ...modules.map((text) => Buffer.from(`${text}\0`))]));
}

test("exportingModules() finds the modules of an executable that export a name and declare nothing", async () => {
  const texts = ["var a={};export{a};", "var b={};export{b as wanted,c};", 'p.option("--x");export{wanted};', "export{other};"];
  const large = `// ${"x".repeat(600_000)}\nexport{wanted};`;
  await writeExecutable(...[...texts, large].map((text) => `// @bun\n${text}`));
  const names = new Set(["wanted", "a"]);
  const found = await exportingModules(at("program"), names);
  assert.deepEqual(
    found.map(({ text }) => text),
    texts.slice(0, 2).map((text) => `// @bun\n${text}`),
  );
  await writeFile(at("single.js"), "// @bun\nvar b={};export{b as wanted};");
  assert.deepEqual(await exportingModules(at("single.js"), names), []);
  assert.deepEqual(await exportingModules(at("absent"), names), []);
});

test("captureDeclarations() takes names from the modules that an executable imports them from", async () => {
  await writeExecutable(
    `// @bun\nimport{T as t}from"/$bunfs/root/chunk-b.js";function f(){let p=new C;
      p.command("uninstall").aliases(t.uninstall.aliases).option("--keep").addOption(new O("--mode <m>").choices(t.modes));p.parse()}f();`,
    `// @bun\nvar n={uninstall:{aliases:["remove","rm"]},modes:["a","b"]};\nexport{n as T};\n`,
  );
  const { commands } = await captureDeclarations(diskFiles(at(".")), { form: "files", paths: [at("program")], identity: "" });
  const { aliases, options } = commands.find(({ path }) => path?.[0] === "uninstall") ?? {};
  assert.deepEqual(aliases, ["remove", "rm"]);
  assert.deepEqual(
    options?.map(({ long, possible_values }) => [long, possible_values]),
    [
      ["--keep", undefined],
      ["--mode", ["a", "b"]],
    ],
  );
});
