import assert from "node:assert/strict";
import { test } from "node:test";
import { passthroughTokens, typedTokens } from "../argv/argv-token.ts";
import { ToolError } from "../made-up-tool.ts";
import { type Surface, versionTools } from "./version-tools.ts";

const surface: Surface = {
  versions: ["1.0.0", "1.2.0", "2.0.0"],
  commands: [
    { path: [], states: "vvv", flags: { "--old": "vhr", "--new": "--v" } },
    { path: ["add"], states: "vvv", flags: { "--loud": "vvv" } },
    { path: ["add", "deep"], states: "-hv" },
  ],
};
const { knownVersions, stateOf, versionsWith, assertSupported, assertVersion } = versionTools(surface, ToolError, { newest: /^0\.0\.0$/ });
const old = { path: [], key: "--old" };

test("knownVersions are those of the surface", () => assert.deepEqual(knownVersions, surface.versions));

test("stateOf() is the better state of the known versions around, and that of the nearest one beyond an end", () => {
  const states = ["0.9.0", "1.0.0", "1.1.0", "1.2.0", "1.9.9", "2.0.0-rc.1", "2.0.0", "3.0.0", "0.0.0"].map((version) =>
    stateOf(old, version),
  );
  assert.deepEqual(states, ["visible", "visible", "visible", "hidden", "hidden", "hidden", "rejected", "rejected", "rejected"]);
  assert.equal(stateOf({ path: ["no-such"] }, "1.0.0"), "unknown");
  assert.equal(stateOf({ path: ["add"], key: "--no-such" }, "1.0.0"), "unknown");
});

test("stateOf() takes no version for the newest one when a wrapper names none", () => {
  assert.equal(versionTools(surface, ToolError).stateOf(old, "0.0.0"), "visible");
});

test("versionsWith() lists the known versions with a state", () => {
  assert.deepEqual(versionsWith(old, "visible"), ["1.0.0"]);
  assert.deepEqual(versionsWith({ path: ["add", "deep"] }, "unknown"), ["1.0.0"]);
});

test("assertVersion() refuses what is no version, with a known one as the example", () => {
  assert.equal(assertVersion("1.5.0-rc.1"), "1.5.0-rc.1");
  for (const version of ["", "v1.0.0", "1.0", "1.0.0 "])
    assert.throws(() => assertVersion(version), {
      code: "TOOL_REQUEST",
      message: `Version ${JSON.stringify(version)} is none, wanted a number such as "2.0.0"`,
    });
});

test("assertSupported() takes what the version shows, and what it hides only when that is allowed", () => {
  const argv = typedTokens("--old", "add");
  assertSupported(argv, "1.0.0", false);
  assertSupported(argv, "1.2.0", true);
  assert.throws(
    () => assertSupported(argv, "1.2.0", false),
    (error) => {
      assert.ok(error instanceof ToolError && error.code === "TOOL_UNSUPPORTED");
      assert.deepEqual(error.unsupported, {
        ...old,
        state: "hidden",
        installedVersion: "1.2.0",
        visibleIn: ["1.0.0"],
        hiddenIn: ["1.2.0"],
      });
      return true;
    },
  );
});

test("assertSupported() looks at commands and flags up to the first argument, and not at words that pass through", () => {
  assertSupported(
    [...typedTokens("add", "--loud=--new"), ...passthroughTokens("--new"), ...typedTokens("name", "--new", "deep")],
    "1.0.0",
    false,
  );
  assertSupported(typedTokens("add", "--", "--new"), "1.0.0", false);
  for (const argv of [
    ["--new", "add"],
    ["add", "deep"],
    ["add", "--no-such=1"],
  ])
    assert.throws(() => assertSupported(typedTokens(...argv), "1.0.0", true), { code: "TOOL_UNSUPPORTED" });
});

test("assertSupported() refuses a special word that the version does not understand, wherever it stands among the arguments", () => {
  const words = versionTools(surface, ToolError, { words: [{ path: ["add"], word: "-", since: "1.2.0" }] });
  for (const argv of [
    ["add", "-"],
    ["add", "--loud", "name", "-"],
  ]) {
    assert.throws(() => words.assertSupported(typedTokens(...argv), "1.0.0", true), {
      code: "TOOL_UNSUPPORTED",
      message: /^Tool 1\.0\.0 does not have "-" of "add"; versions that show it: 1\.2\.0, 2\.0\.0\. Use a tool that has it$/,
    });
    words.assertSupported(typedTokens(...argv), "1.2.0", true);
  }
  words.assertSupported([...typedTokens("add", "name"), ...passthroughTokens("-")], "1.0.0", true);
  words.assertSupported(typedTokens("add", "--", "-"), "1.0.0", true);
  assert.equal(words.stateOf({ path: ["add"], key: "-" }, "1.1.0"), "visible");
});
