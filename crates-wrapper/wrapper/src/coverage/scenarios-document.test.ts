import assert from "node:assert/strict";
import { test } from "node:test";
import { typedTokens } from "../argv/argv-token.ts";
import { ToolError } from "../made-up-tool.ts";
import { type Surface, versionTools } from "../versions/version-tools.ts";
import { builtFor } from "./built.ts";
import { leftOut, wholeCommand } from "./left-out.ts";
import { scenariosDocument } from "./scenarios-document.ts";

const surface: Surface = {
  versions: ["1.0.0", "2.0.0"],
  commands: [
    { path: [], states: "vv", flags: { "--help": "vv" } },
    { path: ["add"], states: "-v", flags: { "--help": "vv", "--loud": "-h" }, args: { NAME: "-v" } },
    { path: ["add", "deep"], states: "-v" },
    { path: ["addition"], states: "vv" },
  ],
};

interface Common {
  readonly extraArgs?: readonly string[];
}

interface AddRequest extends Common {
  readonly name: string;
  readonly loud?: boolean;
}

const built = builtFor<Common>();
const addArgv = ({ name, loud }: AddRequest) => typedTokens("add", ...(loud === true ? ["--loud"] : []), name);

test("built() makes a scenario of every request", () => {
  const scenarios = built({ loud: { name: "a", loud: true }, quiet: { name: "b" } }, addArgv);
  assert.deepEqual(
    scenarios.map(({ name, argv }) => [name, argv()]),
    [
      ["loud", typedTokens("add", "--loud", "a")],
      ["quiet", typedTokens("add", "b")],
    ],
  );
});

test("built() does not compile while no request sets a field, or while one sets a common field", () => {
  // @ts-expect-error No scenario sets "loud".
  assert.equal(built({ quiet: { name: "b" } }, addArgv).length, 1);
  // @ts-expect-error Common fields are shown elsewhere.
  assert.equal(built({ quiet: { name: "b", loud: true, extraArgs: [] } }, addArgv).length, 1);
});

test("scenariosDocument() has each scenario with the versions that have its units, hidden ones included", () => {
  const declared = [leftOut("", "Help texts are for people.", { key: "--help" })];
  const document = scenariosDocument("0.1.0", {
    scenarios: built({ loud: { name: "a", loud: true } }, addArgv),
    declared,
    versions: versionTools(surface, ToolError),
  });
  assert.deepEqual(document, {
    schema_version: 1,
    wrapper_version: "0.1.0",
    scenarios: [{ name: "loud", argv: typedTokens("add", "--loud", "a"), versions: ["2.0.0"] }],
    declared: [{ path: [], key: "--help", level: "intentionally_unsupported", note: "Help texts are for people." }],
  });
});

test("scenariosDocument() passes on what a builder throws", () => {
  const scenarios = [{ name: "refused", argv: () => assert.fail("no") }];
  assert.throws(() => scenariosDocument("0.1.0", { scenarios, declared: [], versions: versionTools(surface, ToolError) }), /no/);
});

test("wholeCommand() declares a command with all below it, but for the flags of the root", () => {
  const level = "intentionally_unsupported";
  assert.deepEqual(wholeCommand(surface, "add", "Why."), [
    { path: ["add"], level, note: "Why." },
    { path: ["add"], key: "--loud", level, note: "Why." },
    { path: ["add"], name: "NAME", level, note: "Why." },
    { path: ["add", "deep"], level, note: "Why." },
  ]);
});
