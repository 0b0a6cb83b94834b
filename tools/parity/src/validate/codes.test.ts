import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { listValidationCodes } from "./codes.ts";

const sources = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts") && name !== "codes.ts")
  .map((name) => ({ name, text: readFileSync(`${import.meta.dirname}/${name}`, "utf8") }));

test("each code of the table is declared in exactly one file, before its first function", () => {
  assert(sources.length > 10);
  for (const { code } of listValidationCodes()) {
    const homes = sources.filter(({ text }) => text.includes(`"${code}"`));
    assert.equal(homes.length, 1, `${code} is in ${homes.map(({ name }) => name).join(", ") || "no file"}`);
    const text = homes[0]?.text ?? "";
    assert.equal(text.split(`"${code}"`).length, 2, `${code} is spelled twice`);
    assert(text.indexOf(`"${code}"`) < text.indexOf("function "), `${code} is declared below a function`);
  }
});
