import assert from "node:assert/strict";
import { globSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { parseContract } from "@lockstep/contracts";
import { type BuilderLine, builderLines } from "./builder-lines.ts";
import { judgeOf, unionsOf } from "./judge.ts";
import { openWrapper, wholeScenarios } from "./mutated-wrapper.ts";

const repository = join(import.meta.dirname, "../../../..");
const read = (path: string): string => readFileSync(join(repository, path), "utf8");

const wrapped = readdirSync(join(repository, "manifests")).flatMap((cli) => {
  const path = `manifests/${cli}/cli.json`;
  const { wrapper } = parseContract("CliDescriptor", path, read(path));
  return wrapper?.package === undefined ? [] : [{ cli, folder: wrapper.package }];
});

test("there are wrappers whose builders are mutated", () => assert.ok(wrapped.length > 0));

for (const { cli, folder } of wrapped) {
  test(`every builder line of ${folder} shows in a report: without it a unit is missing`, async (t) => {
    const sources = globSync(`${folder}/src/argv/*.ts`, { cwd: repository, exclude: ["**/*.test.ts"] }).map((path) => ({
      path,
      ...builderLines(path, read(path)),
    }));
    assert.deepEqual(
      sources.flatMap(({ path, overlooked }) => overlooked.map((text) => `${path}:${text}`)),
      [],
      "These look like builder lines, and the rule of builder-lines.ts does not see them",
    );
    const count = sources.reduce((sum, { lines }) => sum + lines.length, 0);
    assert.ok(count > sources.length, `Only ${String(count)} builder lines in ${String(sources.length)} files`);

    // What the rules exclude is claimed by no whole wrapper, but may be by a mutant.
    const { parity_exclusions: _, ...rules } = parseContract("ParityRules", "RULES.json", read(`manifests/${cli}/RULES.json`));
    const snapshots = join(repository, "manifests", cli, "snapshots");
    const whole = await wholeScenarios(join(repository, folder));
    // A union drops the flags of sub-commands that the root has too; in one that does not, the loss of such a row shows as well.
    const isMissingMore = judgeOf(rules, unionsOf(snapshots, rules, false), whole);
    const isMissingMoreInCommitted = judgeOf(rules, unionsOf(snapshots, rules, true), whole);
    const survivors: string[] = [];
    let shownByCommitted = 0;
    for (const { path, lines } of sources) {
      await using wrapper = await openWrapper(join(repository, folder), join(repository, path));
      const rest = lines.values();
      for await (const scenarios of wrapper.scenarios(lines.map(({ mutant }) => mutant))) {
        const { line, text } = rest.next().value ?? assert.fail("More runs than mutants");
        // What is missing in a committed union is missing in the full one too: there it has at least as many places.
        if (isMissingMoreInCommitted(scenarios)) shownByCommitted += 1;
        else if (!isMissingMore(scenarios)) survivors.push(`${path}:${String(line)}: ${text}`);
      }
    }
    t.diagnostic(`${String(count)} builder lines, ${String(shownByCommitted)} of them show in the committed unions too`);
    assert.deepEqual(survivors, [], "Without these builder lines no unit is missing: they are dead, or lack a scenario");
  });
}

/** The source of a wrapper's builder, and the builder lines that the rule finds in it. */
const rule: readonly (readonly [when: string, source: string, lines: readonly string[], overlooked?: readonly string[]])[] = [
  [
    "an object literal has rows, spreads and empty literals",
    `export const a = make<X>({ path: ["a"], flags: {}, ...more, args: ({ name }) => [name] });`,
    [`path: ["a"]`, `"a"`, "...more", "args: ({ name }) => [name]", "name"],
  ],
  [
    "a function is declared to return an array",
    `function f(x: string): readonly string[] { if (x === "") return []; return g(x); }\nconst h = (): string[] => g("");`,
    ["g(x)", `g("")`],
  ],
  ["a call has spread arguments", "const a = g(...b, c);", ["...b"]],
  [
    "the source checks, throws, and lets pass through",
    `type A = \`--\${string}\`;
     const a = { check: () => assertNo(["--a"]) };
     function assertNo(list: string[]): string[] { return g(...list); }
     function passthroughTokens(...t: string[]): string[] { return [...t]; }
     const b = [...passthroughTokens(...c)];
     if (d) throw new Error(e(...["--f"]));`,
    [],
  ],
  [
    "a flag or a growing list stands elsewhere",
    'const a = "--a"; words.push(b); const c = `--c=${d}`; const e = { f: "--g" };',
    [`f: "--g"`],
    [`1: "--a"`, "1: words.push(b)", "1: `--c=${d}`"],
  ],
];
for (const [when, source, lines, overlooked = []] of rule) {
  test(`builderLines() finds what is emitted when ${when}`, () => {
    const found = builderLines("a.ts", source);
    assert.deepEqual(
      [found.lines.map(({ text }) => text).toSorted(), found.overlooked.toSorted()],
      [lines.toSorted(), overlooked.toSorted()],
    );
  });
}

test("builderLines() gives the source without the line", () => {
  const mutants = (source: string): readonly string[] => builderLines("a.ts", source).lines.map(({ mutant }: BuilderLine) => mutant);
  assert.deepEqual(mutants("const a = [b, c];"), ["const a = [ c];", "const a = [b, ];"]);
  assert.deepEqual(mutants("function f(): A[] {\n  return g();\n}"), ["function f(): A[] {\n  return [];\n}"]);
});
