import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import packageFile from "../../package.json" with { type: "json" };
import { execFlags } from "../argv/exec-options.ts";
import { sessionFlags } from "../argv/session-options.ts";
import { turnFlags } from "../argv/turn-options.ts";
import { wrapperScenarios } from "./document.ts";

const { scenarios, declared } = wrapperScenarios("1.2.3");

test("scenarios.ts runs every builder of argv/", () => {
  const folder = join(import.meta.dirname, "../argv");
  const sources = readdirSync(folder).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"));
  const builders = sources.flatMap((name) =>
    [...readFileSync(join(folder, name), "utf8").matchAll(/^export function (\w+Argv)\(/gm)].map(([, builder = ""]) => builder),
  );
  const text = readFileSync(join(import.meta.dirname, "scenarios.ts"), "utf8");
  assert.ok(builders.length > 0);
  assert.deepEqual(
    builders.filter((builder) => !new RegExp(`\\b${builder}\\b[(),]`).test(text.replace(/^import .*$/gm, ""))),
    [],
  );
});

// That every field of every request is set somewhere is checked by the compiler: see `built` in scenarios.ts.
test("wrapperScenarios() shows every typed flag", () => {
  const tokens = new Set(scenarios.flatMap(({ argv }) => argv.map(({ token }) => token.split("=")[0])));
  const flags = Object.values({ ...execFlags, ...sessionFlags, ...turnFlags });
  assert.ok(flags.length > 20);
  assert.deepEqual(
    flags.filter((flag) => !tokens.has(flag)),
    [],
  );
});

test("wrapperScenarios() has typed tokens only, and a name of its own for each scenario", () => {
  assert.ok(scenarios.every(({ argv }) => argv.length > 0 && argv.every(({ origin }) => origin === "typed")));
  assert.equal(new Set(scenarios.map(({ name }) => name)).size, scenarios.length);
});

test("wrapperScenarios() declares each unit once, with a reason, and none that a scenario shows", () => {
  const units = declared.map(({ path, key, name }) => JSON.stringify([path, key, name]));
  assert.equal(new Set(units).size, units.length);
  for (const { path, key, note } of declared) {
    assert.match(note, /\S.*\.$/);
    const shown = scenarios.some(
      ({ argv }) =>
        path.every((word, i) => argv.filter(({ token }) => !token.startsWith("-"))[i]?.token === word) &&
        (key === undefined ? path.length > 0 : argv.some(({ token }) => token.split("=")[0] === key)),
    );
    assert.equal(shown, false, `${path.join(" ")} ${key ?? ""}`);
  }
});

test("print.ts prints the document of this package's version, the same each time, from any directory", () => {
  const printed = print(import.meta.dirname);
  assert.equal(printed, print("/"));
  assert.deepEqual(JSON.parse(printed), wrapperScenarios(packageFile.version));
});

function print(cwd: string): string {
  return execFileSync(process.execPath, ["--import", import.meta.resolve("tsx"), join(import.meta.dirname, "print.ts")], {
    cwd,
    encoding: "utf8",
  });
}
