import assert from "node:assert/strict";
import { test } from "node:test";
import { memoryFiles } from "@lockstep/testing";
import { readCommandLine } from "../src/command-line.ts";
import { completeWords } from "../src/completion/complete-words.ts";
import { defineCommand } from "../src/world.ts";
import { assertRefused, run, testWorld } from "./run.ts";

const world = testWorld(memoryFiles());

test("a group by itself, --help behind it and help before it list its verbs", async () => {
  const { code, out, err } = await run(world, "plan");
  assert.deepEqual([code, err], [0, ""]);
  assert.match(out, /^Usage: xtask plan <verb> \[options\]\n\nChange several files /);
  assert.match(out, /\nVerbs:\n {2}create {4}Make a plan.*\n {2}add {7}Add a change/);
  for (const line of ["plan --help", "plan -h", "help plan", "--quiet plan"]) assert.equal((await run(world, line)).out, out, line);
});

test("help of a verb is found before and behind it, and asks for no world", async () => {
  const { code, out } = await run(world, "plan add --help");
  assert.equal(code, 0);
  assert.match(out, /^Usage: xtask plan add <id> \[<path>\.\.\.\] \[options\]\n/);
  for (const line of ["help plan add", "help plan add more", "plan add x --help"]) assert.equal((await run(world, line)).out, out, line);
});

test("the help of xtask has one row for a group, with a summary of its own", async () => {
  const { out } = await run(world, "--help");
  assert.equal(out.match(/^ {2}plan +Change several files/gm)?.length, 1);
  assert.doesNotMatch(out, /plan create/);
});

test("a verb that is unknown, and an option before it, are refused with what was meant", async () => {
  const refused = (line: string, err: string) => assertRefused(memoryFiles(), line, 64, err);
  await refused("plan crate", 'error[COMMAND_UNKNOWN]: There is no command "plan crate"\n  hint: Did you mean "xtask plan create"?\n');
  await refused(
    "plan frobnicate",
    'error[COMMAND_UNKNOWN]: There is no command "plan frobnicate"\n  hint: xtask plan --help lists the verbs\n',
  );
  await refused(
    "help plan frobnicate",
    'error[COMMAND_UNKNOWN]: There is no command "plan frobnicate"\n  hint: xtask plan --help lists the verbs\n',
  );
  await refused(
    "plan constructor",
    'error[COMMAND_UNKNOWN]: There is no command "plan constructor"\n  hint: xtask plan --help lists the verbs\n',
  );
  await refused("paln create", 'error[COMMAND_UNKNOWN]: There is no command "paln"\n  hint: Did you mean "xtask plan"?\n');
  await refused("codex-plan list", 'error[COMMAND_UNKNOWN]: There is no command "codex-plan"\n  hint: Did you mean "xtask plan"?\n');
  await refused(
    "plan --json list",
    'error[OPTION_UNKNOWN]: "xtask plan" has no option "--json" of its own; options stand behind its verb\n  hint: xtask plan --help lists the verbs\n',
  );
  await refused(
    "plan list --jsom",
    'error[OPTION_UNKNOWN]: "xtask plan list" has no option "--jsom"\n  hint: Did you mean "--json"? xtask plan list --help\n',
  );
});

test("completion gives a group, its verbs and their options", async () => {
  const complete = async (line: string) => (await completeWords(line.split(" "), memoryFiles())).candidates.map(({ value }) => value);
  assert.deepEqual(await complete("pl"), ["plan"]);
  assert.deepEqual(await complete("plan a"), ["add", "apply"]);
  assert.deepEqual(await complete("help plan ad"), ["add"]);
  assert.deepEqual(await complete("plan -"), ["--help"]);
  assert.deepEqual(await complete("plan apply x --d"), ["--dry-run"]);
  assert.deepEqual(await complete("plan apply --force --d"), ["--dry-run"]);
  assert.deepEqual(await complete("plan apply --force a --fo"), ["--force"]);
  assert.deepEqual(await complete("plan frobnicate "), []);
  assert.deepEqual(await complete("help plan add x"), []);
});

test("completion gives the plans of the workspace, the newest first, and then files", async () => {
  const files = memoryFiles({
    "/repo/.xtask/plans/01HZ0000000000000000000001.json": "{}",
    "/repo/.xtask/plans/01HZ0000000000000000000002.json": "{}",
    "/repo/.xtask/plans/01HZ0000000000000000000003.json.corrupt-x": "{}",
  });
  const complete = (line: string) => completeWords(line.split(" "), { ...files, absolute: (path) => files.absolute(`sub/${path}`) });
  const values = async (line: string) => (await complete(line)).candidates.map(({ value }) => value);
  assert.deepEqual(await values("plan show "), ["01HZ0000000000000000000002", "01HZ0000000000000000000001"]);
  assert.deepEqual(await values("plan history 01HZ0000000000000000000001"), ["01HZ0000000000000000000001"]);
  assert.deepEqual(await complete("plan add x "), { candidates: [], paths: "files" });
  assert.deepEqual(await complete("plan show x "), { candidates: [], paths: undefined });
  assert.deepEqual((await completeWords(["plan", "show", ""], memoryFiles())).candidates, []);
});

/** A command with an option that stands for all or for some. */
const forcing = defineCommand({
  name: "forcing",
  summary: "Force",
  options: {
    force: { type: "all-or-some", placeholder: "<path>", describe: "Force it" },
    words: { type: "words", placeholder: "<word>...", describe: "Words" },
    mild: { type: "boolean", describe: "Do not" },
    name: { type: "string", describe: "A name" },
  },
  reads: () => [],
  writes: () => [],
  run: async () => ({ status: "ok", data: undefined, text: "" }),
});

async function read(...words: readonly string[]): Promise<readonly unknown[]> {
  const line = await readCommandLine(forcing, "forcing", words, undefined);
  assert.equal(line.type, "options");
  return line.type === "options" ? [line.options["force"], line.options["words"]] : [];
}

test("an option for all or some is all by itself, and some with values that have no dash", async () => {
  assert.deepEqual(await read("a"), [[], ["a"]]);
  assert.deepEqual(await read("a", "--force"), ["all", ["a"]]);
  assert.deepEqual(await read("--force", "--mild", "a"), ["all", ["a"]]);
  assert.deepEqual(await read("--force", "x", "a"), [["x"], ["a"]]);
  assert.deepEqual(await read("--force=x=y", "a", "--force", "z"), [["x=y", "z"], ["a"]]);
  assert.deepEqual(await read("a", "--force=x", "--force"), ["all", ["a"]]);
  assert.deepEqual(await read("--force=-x"), [["-x"], []]);
  await assert.rejects(read("--force="), /"--force" must be not empty/);
});

test("a value that is a dash alone is read as it is", async () => {
  const line = await readCommandLine(forcing, "forcing", ["--name", "-"], undefined);
  assert.equal(line.type === "options" && line.options["name"], "-");
});

test("the help of an option for all or some says both", async () => {
  const line = await readCommandLine(forcing, "forcing", ["--help"], undefined);
  assert.match(line.type === "help" ? line.text : "", /--force {2}Force it; with <path> of that alone, and repeatable +\[array\]/);
});
