import assert from "node:assert/strict";
import { test } from "node:test";
import { fieldTools } from "../fields/assert-fields.ts";
import { ToolError } from "../made-up-tool.ts";
import { argvTools, type ExtraArgs } from "./argv-builder.ts";
import { typedTokens } from "./argv-token.ts";
import type { FlagTable } from "./flag-table.ts";

const { argvBuilderFor, assertNeeds, assertNoConflict, assertPositional, assertProgram, assertWhole, flagWords } = argvTools(ToolError);
const { assertFields } = fieldTools(ToolError);

interface Common extends ExtraArgs {
  readonly verbose?: boolean;
}

const argvBuilder = argvBuilderFor<Common, "kebab" | "camel">(
  (request, kinds) => assertFields(request, { ...kinds, verbose: "", extraArgs: "TEXT..." }),
  ({ verbose }) => typedTokens(...flagWords({ verbose: "--verbose" }, { verbose })),
);

interface AddRequest extends Common {
  readonly name: string;
  readonly dryRun?: boolean;
  readonly colour?: boolean;
  readonly maxTurns?: number;
  readonly addDir?: readonly string[];
  readonly allowedTools?: readonly string[];
  readonly sources?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly debug?: boolean | string;
  readonly from?: { readonly branch: string };
  readonly command?: readonly string[];
}

const addArgv = argvBuilder<AddRequest, "name" | "from" | "command", "dryRun">({
  parent: { path: ["set"], flags: { dryRun: "--dry-run" } },
  path: ["add"],
  other: { name: "TEXT!", from: "ANY", command: "TEXT..." },
  flags: {
    colour: "--[no-]colour",
    maxTurns: "--max-turns=NUMBER",
    addDir: "--add-dir=TEXT...",
    allowedTools: "--allowedTools=TEXT...",
    sources: "--sources=TEXT,...",
    env: "--env=KEY=TEXT",
    debug: "--debug=[TEXT]",
  },
  derivedFlags: { branch: "--from-branch" },
  derived: ({ from }) => ({ branch: from?.branch }),
  args: ({ name }) => [assertPositional(name, "name", "a name")],
  rest: ({ command = [] }) => command,
  check: ({ command }) => {
    if (command !== undefined) assertProgram(command);
  },
});

const words = (request: AddRequest): string =>
  addArgv(request)
    .map(({ token, origin }) => (origin === "typed" ? token : `[${token}]`))
    .join(" ");

test("a builder puts every field into its place", () => {
  assert.equal(
    words({
      name: "n",
      verbose: true,
      dryRun: true,
      colour: true,
      maxTurns: 3,
      addDir: ["-a", "b"],
      allowedTools: ["Read"],
      sources: ["user", "-local"],
      env: { A: "1", B: "" },
      debug: "api",
      from: { branch: "main" },
      extraArgs: ["--else"],
      command: ["run", "-x"],
    }),
    "--verbose set --dry-run add --colour --max-turns=3 --add-dir=-a --add-dir=b --allowedTools=Read --sources=user,-local --env=A=1 --env=B= --debug=api --from-branch=main [--else] n -- run -x",
  );
});

test("a builder leaves out what is absent, false or empty, and says no to what can be switched off", () => {
  assert.equal(words({ name: "n" }), "set add n");
  assert.equal(words({ name: "n", dryRun: false, verbose: false, debug: false, addDir: [], env: {} }), "set add n");
  assert.equal(words({ name: "n", colour: false }), "set add --no-colour n");
  assert.equal(words({ name: "n", debug: true }), "set add --debug -- n");
  assert.equal(words({ name: "n", sources: [] }), "set add --sources= n");
});

const refusals: readonly (readonly [request: object, message: string | RegExp])[] = [
  [{}, 'The request lacks the field "name", wanted a text'],
  [{ name: "n", nmae: 1 }, 'The request has the unknown field "nmae", did you mean "name"?'],
  [{ name: "n", colour: "no" }, 'Field "colour" of the request is "no", wanted true or false'],
  [{ name: "n", allowedTools: "Read" }, 'Field "allowedTools" of the request is "Read", wanted a list of texts'],
  [{ name: "n", maxTurns: NaN }, 'Value NaN of option "maxTurns" is no number, leave the option out'],
  [{ name: "n", sources: ["a", ""] }, 'Value "" of option "sources" is no text, leave it out'],
  [{ name: "n", sources: ["a,b"] }, 'Value "a,b" of option "sources" has a comma, which parts the values'],
  [{ name: "n", sources: ["\0"] }, /of option "sources" has a NUL character/],
  [{ name: "n", addDir: [""] }, 'Value "" of option "addDir" is no text, leave the option out'],
  [{ name: "n", addDir: ["a\0"] }, /^Value "a\\u0000" of option "addDir" has a NUL character/],
  [{ name: "n", env: { "A=B": "" } }, 'Key "A=B" of option "env" is no name, wanted text without "="'],
  [{ name: "-n" }, 'Value "-n" of "name" reads as a flag, wanted a name'],
  [{ name: "" }, 'Value "" of "name" is empty, wanted a name'],
  [{ name: "n", command: [] }, '"command" is empty, wanted a program and its arguments'],
  [{ name: "n", extraArgs: ["\0"] }, /^Word "\\u0000" has a NUL character/],
];
for (const [request, message] of refusals) {
  test(`a builder refuses ${JSON.stringify(request)}`, () => {
    assert.throws(() => addArgv(request as AddRequest), { name: "ToolError", code: "TOOL_REQUEST", message });
  });
}

test("assertNoConflict(), assertNeeds() and assertWhole() refuse what is set, and nothing else", () => {
  const request: AddRequest = { name: "n", dryRun: true, colour: false, addDir: [], maxTurns: 2 };
  assertNoConflict(request, [
    ["dryRun", "colour"],
    ["dryRun", "addDir"],
  ]);
  assert.throws(() => assertNoConflict(request, [["dryRun", "maxTurns"]]), /Options "dryRun" and "maxTurns" exclude each other, drop one$/);
  assertNeeds(request, [
    ["addDir", "env"],
    ["dryRun", "maxTurns"],
  ]);
  assert.throws(() => assertNeeds(request, [["dryRun", "env"]]), /Option "dryRun" needs "env"$/);
  assertWhole(request, "maxTurns", 1, 2);
  assertWhole<AddRequest>({ name: "n" }, "maxTurns", 1);
  assert.throws(() => assertWhole(request, "maxTurns", 3), /Value 2 of "maxTurns" is out of range, wanted a whole number from 3$/);
  assert.throws(() => assertWhole(request, "maxTurns", 0, 1), /wanted a whole number from 0 to 1$/);
});

test("FlagTable takes the flags of its spelling with the kinds of their values, and no others", () => {
  interface Options {
    readonly addDir?: readonly string[];
    readonly loud?: boolean;
    readonly level: number;
  }
  const kebab: FlagTable<Options> = { addDir: "--add-dir=TEXT...", loud: "--loud", level: "--level=NUMBER!" };
  const inOneWord: FlagTable<Options> = { ...kebab, addDir: "--add-dir=TEXT,..." };
  const camel: FlagTable<Options, "camel"> = { addDir: "--addDir=TEXT...", loud: "--[no-]loud", level: "--level=NUMBER!" };
  // @ts-expect-error Camel is not allowed here.
  const wrongSpelling: FlagTable<Options> = { ...kebab, addDir: "--addDir=TEXT..." };
  // @ts-expect-error A value cannot be switched off.
  const wrongSwitch: FlagTable<Options> = { ...kebab, addDir: "--[no-]add-dir=TEXT..." };
  // @ts-expect-error It is a list.
  const wrongKind: FlagTable<Options> = { ...kebab, addDir: "--add-dir=TEXT" };
  // @ts-expect-error A request must have it.
  const wrongMark: FlagTable<Options> = { ...kebab, level: "--level=NUMBER" };
  // @ts-expect-error It is the flag of another field.
  const wrongName: FlagTable<Options> = { ...kebab, loud: "--level" };
  assert.equal(new Set([kebab, inOneWord, camel, wrongSpelling, wrongSwitch, wrongKind, wrongMark, wrongName]).size, 8);
});
