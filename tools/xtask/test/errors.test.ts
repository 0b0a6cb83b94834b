import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { thrownErrors } from "./thrown-errors.ts";

const thrown = thrownErrors();
const page = readFileSync(join(import.meta.dirname, "../../../docs/troubleshooting.md"), "utf8");

/** The codes in the first column of a page's tables. */
function explainedCodes(): readonly string[] {
  const cells = [...page.matchAll(/^\| (`[A-Z_0-9]+`(?:, `[A-Z_0-9]+`)*) +\|/gm)].map(([, cell = ""]) => cell);
  return cells.flatMap((cell) => [...cell.matchAll(/`([A-Z_0-9]+)`/g)].map(([, code = ""]) => code));
}

test("the sources are searched for errors, with codes and hints", () => {
  assert.ok(thrown.length > 100);
  assert.deepEqual(
    [...new Set(thrown.map(({ exitCode }) => exitCode))].toSorted((a, b) => a - b),
    [3, 64, 75],
  );
  const conflict = thrown.find(({ file }) => file === "tools/xtask/src/volume.ts");
  assert.deepEqual([conflict?.codes, conflict?.exitCode, conflict?.hasHint], [["OPTION_CONFLICT"], 64, true]);
});

test("every error for people has a hint: what to do next", () => {
  assert.deepEqual(
    thrown.filter(({ hasHint }) => !hasHint).map(({ file, line, codes }) => `${file}:${String(line)} ${codes?.join(" or ") ?? ""}`),
    [],
  );
});

test("docs/troubleshooting.md explains every code that ends a command with 3, 64 or 75, and no other", () => {
  const known = new Set(thrown.flatMap(({ codes }) => codes ?? []));
  const explained = explainedCodes();
  assert.ok(explained.length > 100);
  assert.deepEqual(
    { missing: [...known].filter((code) => !explained.includes(code)).toSorted(), unknown: explained.filter((code) => !known.has(code)) },
    { missing: [], unknown: [] },
    "Add a row for each missing code to docs/troubleshooting.md, and take out those that no source has",
  );
  assert.deepEqual(
    explained.filter((code, index) => explained.indexOf(code) !== index),
    [],
    "A code stands in two rows",
  );
});
