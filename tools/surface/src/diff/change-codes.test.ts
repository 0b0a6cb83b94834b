import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { listChangeCodes } from "./index.ts";

const folder = join(import.meta.dirname, "rules");
const files = readdirSync(folder);
const page = readFileSync(join(import.meta.dirname, "../../../../docs/findings.md"), "utf8");

test("each finding id is declared on top of the file of its name, and there alone", () => {
  const codes = listChangeCodes().map(({ code }) => code);
  assert.ok(codes.length > 50);
  assert.deepEqual(files.toSorted(), codes.map((code) => `${code}.ts`).toSorted());
  for (const code of codes) {
    const text = readFileSync(join(folder, `${code}.ts`), "utf8");
    assert.ok(text.includes(`const CODE = "${code}" satisfies ChangeCode;`), code);
    assert.ok(text.indexOf("const CODE") < text.indexOf("find"), code);
    assert.deepEqual(
      files.filter((name) => readFileSync(join(folder, name), "utf8").includes(`"${code}"`)),
      [`${code}.ts`],
    );
    assert.ok(page.includes(`| <a id="${code}"></a>\`${code}\` |`), `docs/findings.md lacks ${code}`);
  }
});

test("each finding id begins with its unit, is kebab-case, and has its condition in a sentence", () => {
  for (const { code, unit, condition } of listChangeCodes()) {
    assert.match(code, /^[a-z]+(?:-[a-z]+)+$/);
    assert.ok(code.startsWith(`${unit}-`), code);
    assert.match(condition, /^[A-Z].*\.$/, code);
  }
});
