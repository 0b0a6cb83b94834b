import assert from "node:assert/strict";
import { test } from "node:test";
import { changePairs, surface } from "./change-pairs.ts";
import { flagNeeds } from "./flag-need.ts";
import { diffSurfaces } from "./index.ts";

const flags = [
  { long: "--all", takes_value: false },
  { long: "--out", short: "-o", takes_value: true },
  { long: "--url", takes_value: true },
] as const;
const needsOf = (usage: string, path: readonly string[] = ["run"]): readonly string[] => {
  const needs = flagNeeds({ path, usage, flags });
  return ["--all", "--out", "--url"].map((key) => needs.get(key) ?? "absent");
};

test("flagNeeds() reads what a usage says of each flag, and nothing into what it does not say", () => {
  for (const [usage, all, out, url] of [
    ["tool run [OPTIONS] --out <DIR>", "optional", "required", "optional"],
    ["tool run [options] -o <dir> [PROMPT]", "optional", "required", "optional"],
    ["tool run [OPTIONS] <NAME> (--url <URL> | -- <COMMAND>...)", "optional", "optional", "alternative"],
    ["tool run [OPTIONS] <--all|--url <URL>>", "alternative", "optional", "alternative"],
    ["tool run [OPTIONS] <--out <DIR>|NAME>", "optional", "alternative", "optional"],
    ["tool run <id>|--all", "alternative", "unsaid", "unsaid"],
    ["tool run <id>|--all --url <u>", "alternative", "unsaid", "unsaid"],
    ["tool run --out <o> | --url <u>", "unsaid", "alternative", "alternative"],
    ["tool run -o|--out <FILE>", "unsaid", "required", "unsaid"],
    ["tool run [-h] [--all] --out FILE", "optional", "required", "unsaid"],
    ["tool run [-h] (--all | --url URL) --out FILE", "alternative", "required", "alternative"],
    ["tool run (--out FILE)", "unsaid", "required", "unsaid"],
    ["tool run [--all [--url URL]]", "optional", "unsaid", "optional"],
    ["tool run [OPTIONS] <ARGS>... -- --out <DIR>", "optional", "optional", "optional"],
    ["tool --url <URL> run [OPTIONS]", "optional", "optional", "optional"],
    ["tool run|r [options] --out=<dir>", "optional", "required", "optional"],
    ["tool run <not --all> <A...B>", "unsaid", "unsaid", "unsaid"],
    ["tool run [OPTIONS] --out-dir <DIR>", "optional", "optional", "optional"],
    ["tool walk [OPTIONS] --out <DIR>", "unsaid", "unsaid", "unsaid"],
    ["tool run", "unsaid", "unsaid", "unsaid"],
    ["", "unsaid", "unsaid", "unsaid"],
    ["tool run [OPTIONS] --out <DIR>\ntool run --out <DIR> --all", "alternative", "required", "unsaid"],
    ["tool run [OPTIONS] --out <DIR>\ntool run <COMMAND>", "unsaid", "unsaid", "unsaid"],
    ["tool run [OPTIONS] --out <DIR>\ntool run [OPTIONS] --url <URL>", "optional", "alternative", "alternative"],
  ] as const)
    assert.deepEqual(needsOf(usage), [all, out, url], usage);
  assert.deepEqual(needsOf("tool [OPTIONS] --out <DIR>", []), ["optional", "required", "optional"]);
  assert.deepEqual(needsOf(`tool run ${"[(<{".repeat(50_000)}--out`), ["unsaid", "unsaid", "unsaid"].with(1, "optional"));
});

test("diffSurfaces() finds a flag that becomes one of several as no longer required, and a new one that every call needs as breaking", () => {
  const run = (usage: string, ...of: readonly (typeof flags)[number][]) => surface({ path: ["run"], usage, flags: of });
  const [, out, url] = flags;
  const codes = (one: ReturnType<typeof run>, other: ReturnType<typeof run>) =>
    diffSurfaces(one, other)
      .filter(({ impact }) => impact !== "text")
      .map(({ code, name, impact, affected, message }) => [code, name, impact, affected.type, message]);
  const [needed, either] = [run("tool run [OPTIONS] --out <DIR>", out, url), run("tool run [OPTIONS] <--out <DIR>|--url <URL>>", out, url)];
  assert.deepEqual(codes(needed, either), [["flag-optional", "--out", "widens", "use", "may be left out now for something else"]]);
  assert.deepEqual(codes(either, needed), [["flag-required", "--out", "breaks", "without", "is required now"]]);
  const fewer = run("tool run [OPTIONS]", url);
  assert.deepEqual(codes(fewer, needed), [["flag-added", "--out", "breaks", "without", "is new, and required"]]);
  const { before } = changePairs["flag-required"];
  assert.deepEqual(codes(before as never, run("tool run", { long: "--x", takes_value: true } as never)), []);
});
