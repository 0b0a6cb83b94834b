import assert from "node:assert/strict";
import { test } from "node:test";
import { neededArgs } from "./arg-need.ts";

const needed = (usage: string, ...path: readonly string[]): readonly string[] => [...neededArgs({ path, usage })];

test("neededArgs() names what stands outside of brackets, behind the command's own words, up to --", () => {
  assert.deepEqual(needed("tool add [options] <name> FILE... <rest...> [more] [<other>]", "add"), ["name", "FILE", "rest"]);
  assert.deepEqual(needed("tool --config <path> add <name> -- <command>", "add"), ["name"]);
  assert.deepEqual(needed("tool <file>"), ["file"]);
  assert.deepEqual(needed("tool add|a <name>", "add"), ["name"]);
});

test("neededArgs() names nothing in whose place something else may stand", () => {
  assert.deepEqual(needed("tool add <name> | --all <other>", "add"), ["other"]);
  assert.deepEqual(needed("tool add (<url> | <path>) {one,two} <--stdin|--file> <name>", "add"), ["name"]);
  assert.deepEqual(needed("tool add <url|path>", "add"), ["url|path"]);
});

test("neededArgs() takes several lines of a usage together, and none that names another command", () => {
  assert.deepEqual(needed("tool add <name> <url>\ntool add <name> --stdin", "add"), ["name"]);
  assert.deepEqual(needed("tool add <name>\ntool remove <other>", "add"), ["name"]);
  assert.deepEqual(needed("tool remove <other>", "add"), []);
  assert.deepEqual([...neededArgs({ path: ["add"] })], []);
});
