import assert from "node:assert/strict";
import { test } from "node:test";
import { readCommandLine } from "../src/command-line.ts";
import { defineCommand } from "../src/world.ts";
import { assertRefused, run } from "./run.ts";
import { inputFiles, wrappedWorld } from "./small-root.ts";

const usage = "union --version 1.2.0";
const errors: readonly (readonly [when: string, line: string | readonly string[], err: string])[] = [
  [
    "an option is unknown and near another",
    `${usage} --colected-at x`,
    'error[OPTION_UNKNOWN]: "xtask union" has no option "--colected-at"\n  hint: Did you mean "--collected-at"? xtask union --help\n',
  ],
  [
    "an option is unknown and near none",
    `${usage} --frobnicate=1`,
    'error[OPTION_UNKNOWN]: "xtask union" has no option "--frobnicate"\n  hint: xtask union --help\n',
  ],
  ["an option has one dash", `${usage} -r`, 'error[OPTION_UNKNOWN]: "xtask union" has no option "-r"\n  hint: xtask union --help\n'],
  ["words follow --", `${usage} -- x`, 'error[OPTION_UNKNOWN]: "xtask union" has no option "--"\n  hint: xtask union --help\n'],
  ["a word is stray", `${usage} 1.3.0`, 'error[WORD_UNEXPECTED]: "xtask union" takes no word "1.3.0"\n  hint: xtask union --help\n'],
  [
    "an option is repeated",
    `${usage} --version=1.3.0`,
    'error[OPTION_REPEATED]: The option "--version" is given twice\n  hint: xtask union --help\n',
  ],
  [
    "an option is repeated by its historical name",
    `codex-${usage} --root a --codex-dir b`,
    'error[OPTION_REPEATED]: The option "--codex-dir" is given twice: "--root" is the same option\n  hint: xtask codex-union --help\n',
  ],
  [
    "a value is missing at the end",
    `${usage} --collected-at`,
    'error[OPTION_WITHOUT_VALUE]: The option "--collected-at" needs a value\n  hint: xtask union --help\n',
  ],
  [
    "another option follows instead of the value",
    `${usage} --collected-at --check`,
    'error[OPTION_WITHOUT_VALUE]: The option "--collected-at" needs a value\n  hint: xtask union --help\n',
  ],
  [
    "a word with a dash follows instead of the value",
    "version-metadata --version 1.2.0 --status reported --passed-target -x",
    'error[OPTION_WITHOUT_VALUE]: The option "--passed-target" needs a value, but "-x" follows; write "--passed-target=-x" if that is the value\n  hint: xtask version-metadata --help\n',
  ],
  [
    "a value is empty",
    [...usage.split(" "), "--root="],
    'error[OPTION_VALUE]: The option "--root" must be not empty, is ""\n  hint: xtask union --help\n',
  ],
  [
    "a value is empty and its option historical",
    ["codex-union", "--version", "1.2.0", "--codex-dir="],
    'error[OPTION_VALUE]: The option "--codex-dir" must be not empty, is ""\n  hint: xtask codex-union --help\n',
  ],
  [
    "a switch gets a value",
    `${usage} --check=yes`,
    'error[OPTION_TAKES_NO_VALUE]: The option "--check" takes no value, but "--check=yes" gives one\n  hint: xtask union --help\n',
  ],
  [
    "a required option is missing",
    "union",
    'error[OPTION_MISSING]: "xtask union" needs the option "--version"\n  hint: xtask union --help\n',
  ],
  [
    "a version is no version",
    "union --version latest",
    'error[OPTION_VALUE]: The option "--version" must be a version like 1.2.3, is "latest"\n  hint: xtask union --help\n',
  ],
  [
    "a version leads out of the root",
    "union --version 1.2.3/../..",
    'error[OPTION_VALUE]: The option "--version" must be a version like 1.2.3, is "1.2.3/../.."\n  hint: xtask union --help\n',
  ],
  [
    "a CLI's name leads elsewhere",
    `${usage} --cli ../x`,
    'error[OPTION_VALUE]: The option "--cli" must be a name like codex or claude_code, is "../x"\n  hint: xtask union --help\n',
  ],
  [
    "a value is outside of its choices",
    "version-metadata --version 1.2.0 --status done",
    'error[OPTION_VALUE]: The option "--status" must be one of snapshotted, reported, validated, supported, is "done"\n  hint: xtask version-metadata --help\n',
  ],
  [
    "a time is malformed",
    `${usage} --cli tool --collected-at 2026-01-01`,
    'error[TIME_INVALID]: The option "--collected-at" must be a time like 2026-01-31T12:00:00Z, is "2026-01-01"\n  hint: Leave it out to take the time of the release\n',
  ],
  [
    "a time names a day that the month lacks",
    `${usage} --cli tool --collected-at 2026-02-29T00:00:00Z`,
    'error[TIME_INVALID]: The option "--collected-at" must be a time like 2026-01-31T12:00:00Z, is "2026-02-29T00:00:00Z"\n  hint: Leave it out to take the time of the release\n',
  ],
  [
    "a word that takes flags is none of the options and the option's value is missing",
    "why exec --full-auto --version",
    'error[OPTION_WITHOUT_VALUE]: The option "--version" needs a value\n  hint: xtask why --help\n',
  ],
  [
    "an option between words is repeated",
    "why --cli tool exec --cli tool",
    'error[OPTION_REPEATED]: The option "--cli" is given twice\n  hint: xtask why --help\n',
  ],
  [
    "a command that takes no words gets a flag of another",
    "status --full-auto",
    'error[OPTION_UNKNOWN]: "xtask status" has no option "--full-auto"\n  hint: xtask status --help\n',
  ],
  [
    "the command is unknown and near another",
    "unoin",
    'error[COMMAND_UNKNOWN]: There is no command "unoin"\n  hint: Did you mean "xtask union"?\n',
  ],
  [
    "the prefix does not go with the command",
    "codex-codegen",
    'error[COMMAND_UNKNOWN]: There is no command "codex-codegen"\n  hint: Did you mean "xtask codegen"?\n',
  ],
  [
    "an option comes before the command",
    "--json union",
    'error[OPTION_UNKNOWN]: xtask has no option "--json" of its own; options stand behind a command\n  hint: xtask --help\n',
  ],
  [
    "the command has the name of an object's property",
    "constructor",
    'error[COMMAND_UNKNOWN]: There is no command "constructor"\n  hint: xtask --help lists the commands\n',
  ],
];
for (const [when, line, err] of errors) {
  test(`main() exits 64 with the flag as typed and writes nothing when ${when}`, () => assertRefused(inputFiles(), line, 64, err));
}

/** A command with words that do not take flags, and a command behind `--`. */
const recorder = defineCommand({
  name: "recorder",
  summary: "Record",
  options: {
    names: { type: "words", placeholder: "<name>...", describe: "Names" },
    call: { type: "command", placeholder: "<command>", describe: "What to run" },
    record: { type: "boolean", describe: "Record it" },
  },
  reads: () => [],
  writes: () => [],
  run: async () => ({ status: "ok", data: undefined, text: "" }),
});
const read = async (words: readonly string[]): Promise<unknown> => {
  const line = await readCommandLine(recorder, "recorder", words, undefined);
  return line.type === "options" ? line.options : line.text;
};

test("readCommandLine() gathers words between options, and leaves what is behind -- untouched", async () => {
  assert.deepEqual(await read([]), { names: [], call: [], record: false, json: false });
  assert.deepEqual(await read(["a", "--record", "-", "b", "--", "node", "--record", "--", "-h", "x=1"]), {
    names: ["a", "-", "b"],
    call: ["node", "--record", "--", "-h", "x=1"],
    record: true,
    json: false,
  });
  assert.deepEqual(await read(["--"]), { names: [], call: [], record: false, json: false });
});

test("readCommandLine() refuses an unknown flag among words that take none", async () => {
  await assert.rejects(read(["a", "--recrod"]), /"xtask recorder" has no option "--recrod"/);
});

test("readCommandLine() shows words and the command behind -- in the help, and asks nothing of what is behind --", async () => {
  const help = await read(["a", "--help", "--", "b"]);
  assert.match(
    String(help),
    /^Usage: xtask recorder <name>\.\.\. \[options\] \[-- <command>\]\n\nRecord\.\n\n {2}<name>\.\.\. {2}Names\n {2}<command> {2}What to run\n\nOptions:\n/,
  );
  assert.deepEqual(await read(["--", "--help"]), { names: [], call: ["--help"], record: false, json: false });
});

test("main() gives words with dashes to a command that takes them, and xtask's own options to xtask", async () => {
  const { code, out, err } = await run(wrappedWorld(inputFiles()), "why exec --model --cli tool --version=1.2.0 --json");
  assert.equal(code, 0, err);
  assert.deepEqual((JSON.parse(out) as { readonly unit: unknown }).unit, { type: "flag", path: ["exec"], name: "--model" });
});
