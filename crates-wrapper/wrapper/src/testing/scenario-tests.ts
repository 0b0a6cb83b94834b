import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { typedTokens } from "../argv/argv-token.ts";
import type { Scenario } from "../coverage/built.ts";
import type { WrapperScenarios } from "../coverage/scenarios-document.ts";
import type { Surface } from "../versions/version-tools.ts";

/** The coverage of a wrapper, whose builders stand in `argv/` beside `folder`. */
export interface Coverage {
  /** Its `print.ts` prints the document. */
  readonly folder: string;
  readonly wrapperScenarios: (wrapperVersion: string, calls?: readonly Scenario[]) => WrapperScenarios;
  readonly surface: Surface;
  /** Of the package. */
  readonly version: string;
}

/** Declares the tests that the coverage of every wrapper passes. */
export function testScenarios({ folder, wrapperScenarios, surface, version }: Coverage): void {
  const { scenarios, declared } = wrapperScenarios("1.2.3");

  test("the scenarios run every builder of argv/", () => {
    const builders = namesIn(join(folder, "../argv"), /^export const (\w+Argv)\b/gm);
    const run = new Set(namesIn(folder, /\b(\w+Argv)\b/g));
    assert.ok(builders.length > 50);
    assert.deepEqual(
      builders.filter((builder) => !run.has(builder)),
      [],
    );
  });

  // That some request sets every field of its type is checked by the compiler: see `built`.
  test("wrapperScenarios() has typed tokens only, and a name of its own for each scenario", () => {
    assert.ok(scenarios.length > 50);
    assert.ok(scenarios.every(({ argv }) => argv.length > 0 && argv.every(({ origin }) => origin === "typed")));
    assert.equal(new Set(scenarios.map(({ name }) => name)).size, scenarios.length);
  });

  test("wrapperScenarios() names the known versions that the client makes the call to, at least one", () => {
    for (const { name, versions } of scenarios) {
      assert.ok(versions.length > 0, name);
      assert.deepEqual(
        versions,
        surface.versions.filter((known) => versions.includes(known)),
        name,
      );
    }
  });

  test("wrapperScenarios() passes on what a builder throws, and takes other scenarios", () => {
    const refuse = { name: "refused", argv: () => assert.fail("no") };
    assert.throws(() => wrapperScenarios("1.2.3", [refuse]), /no/);
    const made = wrapperScenarios("1.2.3", [{ name: "made", argv: () => typedTokens("--no-such") }]);
    assert.deepEqual(
      made.scenarios.map(({ versions }) => versions),
      [[]],
    );
  });

  // That no scenario shows what is declared is checked by `xtask wrapper-coverage`.
  test("the declarations name each unit once, with a reason, that some known version has", () => {
    const units = declared.map(({ path, key, name }) => JSON.stringify([path, key, name]));
    assert.equal(new Set(units).size, units.length);
    for (const { path, key, name, note } of declared) {
      const unit = [...path, key ?? name ?? ""].join(" ");
      assert.match(note, /^[A-Z].*\.$/, unit);
      const command = surface.commands.find((candidate) => candidate.path.join(" ") === path.join(" "));
      const known: readonly string[] = Object.keys({ ...command?.flags, ...command?.args });
      assert.ok(command !== undefined && known.concat("").includes(key ?? name ?? ""), unit);
    }
  });

  test("print.ts prints the document of this package's version, the same each time, from any directory", () => {
    const print = (cwd: string): string =>
      execFileSync(process.execPath, ["--import", import.meta.resolve("tsx"), join(folder, "print.ts")], { cwd, encoding: "utf8" });
    const printed = print(folder);
    assert.equal(printed, print("/"));
    assert.deepEqual(JSON.parse(printed), wrapperScenarios(version));
  });
}

/** What the pattern's group finds in the sources of a folder. */
function namesIn(folder: string, pattern: RegExp): string[] {
  const sources = readdirSync(folder).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"));
  return sources.flatMap((name) => {
    const text = readFileSync(join(folder, name), "utf8").replaceAll(/^import [^;]*;$/gm, "");
    return [...text.matchAll(pattern)].map(([, found = ""]) => found);
  });
}
