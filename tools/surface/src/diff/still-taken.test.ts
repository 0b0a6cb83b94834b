import assert from "node:assert/strict";
import { test } from "node:test";
import { surface } from "./change-pairs.ts";
import { diffSurfaces, type ListedSurface } from "./index.ts";
import type { DiffArg, DiffFlag } from "./surface-view.ts";

const found = (before: ListedSurface, after: ListedSurface): readonly string[] =>
  diffSurfaces(before, after)
    .filter(({ impact }) => impact !== "text")
    .map(({ code, path, name, impact, message }) => `${[...path, name].join(" ")} ${code} ${impact}: ${message}`);

/** `tool run`, with flags of its own and of the root. */
function flagsOf(root: readonly DiffFlag[], run: readonly DiffFlag[]): ListedSurface {
  const [first, ...others] = surface({ path: ["run"], usage: "tool run", flags: run }).commands;
  assert.ok(first !== undefined);
  return { snapshot_schema_version: 1, commands: [{ ...first, flags: root }, ...others] };
}

test("diffSurfaces() takes a flag that moved to a command above, and is global there, for one that is still taken", () => {
  const own: DiffFlag = { long: "--model", short: "-m", takes_value: true };
  const shared: DiffFlag = { ...own, global: true };
  const moved = "run --model flag-global-added widens: is global now";
  assert.deepEqual(found(flagsOf([], [own]), flagsOf([shared], [])), ["--model flag-added widens: is new", moved]);
  assert.deepEqual(found(flagsOf([shared], [shared]), flagsOf([shared], [])), []);
  assert.deepEqual(
    found(flagsOf([], [own]), flagsOf([own], [])).at(-1),
    "run --model flag-removed breaks: is gone: nothing shows it any more",
  );
  const { short: _short, ...long } = shared;
  assert.deepEqual(found(flagsOf([], [own]), flagsOf([long], [])).slice(1), [
    "run --model flag-short-removed breaks: is no longer spelled -m",
    moved,
  ]);
});

/** `tool run` with args, as its usage shows them. */
function argsOf(usage: string, ...args: readonly DiffArg[]): ListedSurface {
  return surface({ path: ["run"], usage: `tool run ${usage}`, args });
}

test("diffSurfaces() tells that the word of an arg which is gone is one of a variadic arg before it", () => {
  const [a, b] = [{ name: "A", required: true }, { name: "B" }] as const;
  const many = { ...a, variadic: true };
  assert.deepEqual(found(argsOf("<A> [B]", a, b), argsOf("<A>...", many)), [
    "run A arg-variadic-added widens: takes several words now",
    "run B arg-removed risk: is gone: its word is one of A now",
  ]);
  assert.deepEqual(found(argsOf("<A> [B]", a, b), argsOf("<A>", a)), ["run B arg-removed breaks: is gone"]);
  assert.deepEqual(found(argsOf("[B] <A>", b, a), argsOf("<A>...", many)).at(-1), "run B arg-removed breaks: is gone");
});
