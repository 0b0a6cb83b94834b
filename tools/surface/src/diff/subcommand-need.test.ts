import assert from "node:assert/strict";
import { test } from "node:test";
import { surface } from "./change-pairs.ts";
import { diffSurfaces, type ListedSurface } from "./index.ts";

test("diffSurfaces() says of a command whether it can be called by itself where both usages tell", () => {
  const found = (one: readonly [usage: string, ...names: string[]], other: readonly [usage: string, ...names: string[]]) =>
    diffSurfaces(
      ...([one, other].map(([usage, ...names]) => surface({ path: ["run"], usage }, ...names.map((name) => ({ path: ["run", name] })))) as [
        ListedSurface,
        ListedSurface,
      ]),
    ).flatMap(({ code, path }) => (path.length === 1 && code !== "command-usage-changed" ? [code] : []));
  assert.deepEqual(found(["tool run"], ["tool run <COMMAND>", "a"]), ["command-subcommand-required"]);
  assert.deepEqual(found(["tool run <COMMAND>", "a"], ["tool run"]), ["command-subcommand-optional"]);
  assert.deepEqual(found(["tool run", "a"], ["tool run <command>", "a"]), []);
  assert.deepEqual(found(["tool run [PROMPT]\ntool run <COMMAND>", "a"], ["tool run <COMMAND>", "a"]), ["command-subcommand-required"]);
  assert.deepEqual(found(["tool run [command]", "a"], ["tool run [<command>]", "a"]), []);
});
