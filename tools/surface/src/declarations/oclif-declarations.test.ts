import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { findMistakes } from "@lockstep/contracts";
import { compareCodePoints } from "@lockstep/kernel";
import fc from "fast-check";
import { readOclifDeclarations } from "./oclif-declarations.ts";

const manifest = readFileSync(join(import.meta.dirname, "../../fixtures/oclif-manifest/heroku/input.txt"), "utf8");

test("readOclifDeclarations() gives every command of a manifest in order, as a valid document", () => {
  const declared = readOclifDeclarations(manifest, "{}");
  assert.deepEqual(findMistakes("DeclaredSurface", declared), []);
  const paths = declared?.commands.map(({ path }) => path?.join(" ") ?? "") ?? [];
  assert.ok(paths.length > 2);
  assert.deepEqual(paths, paths.toSorted(compareCodePoints));
  assert.ok(declared?.commands.some(({ options }) => options.some(({ hidden }) => hidden === true)));
});

test("readOclifDeclarations() spells paths and aliases by the separator of the package", () => {
  const text = '{"commands":{"a:b":{"aliases":["a:c","d:e","f"]}}}';
  const read = (packageText: string | undefined): unknown =>
    readOclifDeclarations(text, packageText)?.commands.map(({ path, aliases }) => [path, aliases]);
  assert.deepEqual(read('{"oclif":{"topicSeparator":" "}}'), [
    [
      ["a", "b"],
      ["c", "d e", "f"],
    ],
  ]);
  for (const other of [undefined, "{}", "[]", "null", "{", '{"oclif":{"topicSeparator":":"}}', '{"oclif":null}'])
    assert.deepEqual(read(other), [[["a:b"], ["a:c", "d:e", "f"]]], other);
});

test("readOclifDeclarations() is total, gives valid documents, and undefined for what is no manifest", () => {
  assert.equal(readOclifDeclarations("{}", undefined), undefined);
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.string(), (commands, packageText) => {
      const declared = readOclifDeclarations(JSON.stringify({ commands }), packageText);
      assert.deepEqual(declared === undefined ? [] : findMistakes("DeclaredSurface", declared), []);
    }),
  );
});
