import assert from "node:assert/strict";
import { mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { test } from "node:test";
import { at, common, descriptor, fake, install, outFile, snapshot } from "./snapshot-world.ts";

interface Declared {
  readonly commands: readonly {
    readonly path: readonly string[];
    readonly hidden?: boolean;
    readonly aliases?: readonly string[];
    readonly sources?: readonly string[];
    readonly flags?: readonly {
      readonly long?: string;
      readonly hidden?: boolean;
      readonly env?: string;
      readonly repeatable?: boolean;
      readonly sources?: readonly string[];
    }[];
  }[];
  readonly known_omissions?: readonly string[];
}
const read = async (): Promise<Declared> => JSON.parse(await readFile(at(outFile), "utf8")) as Declared;

/** What oclif prints for a command, or for a topic with commands below it. */
function page(id: string, flags: readonly string[], commands: readonly string[] = []): string {
  const section = (title: string, rows: readonly string[]): string =>
    rows.length === 0 ? "" : `\n${title}\n${rows.map((row) => `  ${row}`).join("\n")}\n`;
  return `cat <<'END'\nDoes things\n\nUSAGE\n  $ tool ${id}\n${section("FLAGS", flags)}${section("COMMANDS", commands)}END\n`;
}
const flag = (name: string, more: object = {}): readonly [string, object] => [name, { name, type: "boolean", ...more }];
const commands = {
  "data:import": {
    aliases: ["data:load", "load"],
    args: {},
    flags: Object.fromEntries([
      flag("file", { type: "option", char: "f", env: "TOOL_FILE", multiple: true }),
      flag("secret", { type: "option", hidden: true }),
      flag("lost"),
    ]),
  },
  "data:purge": { aliases: [], hidden: true, args: {}, flags: Object.fromEntries([flag("force", { hidden: true })]) },
  console: { aliases: [], hidden: true, args: {}, flags: {} },
  vanished: { aliases: [], args: {}, flags: {} },
};
const declaring = { ...descriptor, framework: "oclif", declarations: { manifest: "oclif.manifest.json" } };

/** A package with the binary in `bin/`, as npm links it. */
async function prepare(separator: ":" | " " | undefined, cli: object = declaring): Promise<void> {
  const id = (...words: readonly string[]): string => words.join(separator ?? ":");
  const script = fake({
    "--help": page("[COMMAND]", [], ["data  Data"]),
    "data --help": page("data", [], [`${id("data", "import")}  Import it`]),
    [`${id("data", "import")} --help`]: page(id("data", "import"), ["-f, --file=<value>...  A file", "--extra  Undeclared"]),
    [`${id("data", "purge")} --help`]: page(id("data", "purge"), []),
    "console --help": page("console", []),
  });
  await install({ script, descriptor: cli });
  await mkdir(at("package/bin"), { recursive: true });
  await writeFile(at("package/bin/run"), script, { mode: 0o755 });
  await rm(at("tool"));
  await symlink("package/bin/run", at("tool"));
  await writeFile(at("package/oclif.manifest.json"), JSON.stringify({ version: "1.2.3", commands }));
  await writeFile(at("package/package.json"), JSON.stringify({ oclif: separator === undefined ? {} : { topicSeparator: separator } }));
}

test("snapshot takes the manifest of oclif for evidence, and asks for the help of the commands that it hides", async () => {
  for (const [separator, split] of [
    [undefined, (id: string) => [id]],
    [":", (id: string) => [id]],
    [" ", (id: string) => id.split(":")],
  ] as const) {
    await prepare(separator);
    const run = await snapshot([...common, "--capture-raw-help"]);
    assert.equal(run.code, 0, run.stderr);
    const document = await read();
    const named = (id: string): Declared["commands"][number] | undefined =>
      document.commands.find(({ path }) => path.join("/") === split(id).join("/"));
    assert.deepEqual(
      named("data:import")?.flags?.map(({ long, hidden, env, repeatable, sources }) => [long, hidden, env, repeatable, sources]),
      [
        ["--extra", undefined, undefined, undefined, ["help"]],
        ["--file", undefined, "TOOL_FILE", true, ["help", "bundle"]],
        ["--secret", true, undefined, undefined, ["bundle"]],
      ],
    );
    assert.deepEqual(named("data:import")?.aliases, separator === " " ? ["load"] : ["data:load", "load"]);
    assert.deepEqual([named("data:purge")?.hidden, named("data:purge")?.sources, named("console")?.hidden], [true, ["bundle"], true]);
    assert.deepEqual(
      named("data:purge")?.flags?.map(({ long, hidden, sources }) => [long, hidden, sources]),
      [["--force", true, ["bundle"]]],
    );
    const line = ["tool", ...split("data:import"), "--lost"].join(" ");
    assert.deepEqual(document.known_omissions, [`declared, not shown by help: ${line}`, "declared, not shown by help: tool vanished"]);
    assert.match(run.stderr, /HELP_BUNDLE_DISAGREE\]: .*\n {2}the command data[ :]import: --extra$/m);

    const first = await readFile(at(outFile), "utf8");
    const again = await snapshot(["--from-raw", at("manifests/tool/raw_help/1.2.3/x86_64-unknown-linux-musl"), "--out-file", outFile]);
    assert.equal(again.code, 0, again.stderr);
    assert.equal(await readFile(at(outFile), "utf8"), first);
  }
});

test("snapshot fails when there is no manifest up to the folder of the package, or when it is none", async () => {
  await prepare(":");
  await rm(at("package/oclif.manifest.json"));
  // That of another package.
  await writeFile(at("oclif.manifest.json"), JSON.stringify({ commands }));
  const absent = await snapshot(common);
  assert.equal(absent.code, 3);
  assert.match(absent.stderr, /^error\[DECLARATIONS_MISSING\]: .*"oclif\.manifest\.json", which \/declarations\/manifest/);
  await writeFile(at("package/oclif.manifest.json"), "{}");
  const empty = await snapshot(common);
  assert.equal(empty.code, 3);
  assert.match(empty.stderr, /^error\[MANIFEST_UNREADABLE\]: /);
});

test("snapshot refuses declarations that no program of the framework has", async () => {
  for (const [framework, declarations, hint] of [
    ["cobra", { files: ["*.js"] }, /Only the declarations of "commander", "yargs" and "oclif" can be read/],
    ["argparse", { files: ["*.js"] }, /Only the declarations/],
    ["clap", { manifest: "m.json" }, /Only the declarations/],
    ["yargs", { manifest: "m.json" }, /Name its JavaScript/],
    ["oclif", { files: ["*.js"] }, /Name its manifest/],
  ] as const) {
    await prepare(":", { ...declaring, framework, declarations });
    const run = await snapshot(common);
    assert.equal(run.code, 3, framework);
    assert.match(run.stderr, new RegExp(`^error\\[DECLARATIONS_UNREADABLE\\]: .*"${framework}"`));
    assert.match(run.stderr, hint);
    assert.deepEqual(run.spawned, []);
  }
});
