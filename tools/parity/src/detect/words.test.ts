import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

const page = readFileSync(join(import.meta.dirname, "../../../../docs/detectors.md"), "utf8");

test("each detector declares its word before its first function, alone, and docs/detectors.md explains it", () => {
  const words = readdirSync(import.meta.dirname)
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .flatMap((name) => {
      const text = readFileSync(join(import.meta.dirname, name), "utf8");
      return [...text.matchAll(/^const ([A-Z_]+) = "\1";$/gm)].map(({ 1: word = "", index }) => {
        assert(index < text.indexOf("function "), `${word} is declared below a function of ${name}`);
        return word;
      });
    });
  assert(words.length >= 4);
  assert.equal(new Set(words).size, words.length);
  for (const word of words) assert(page.includes(`\`${word}\``), `docs/detectors.md lacks ${word}`);
});
