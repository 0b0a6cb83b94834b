import assert from "node:assert/strict";
import { test } from "node:test";
import { compareCodePoints } from "@lockstep/kernel";
import { contrasts, palette } from "../src/palette.ts";
import { pageStyles } from "../src/styles.ts";

/** The relative luminance of `#rrggbb`, as WCAG 2 defines it. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [darker = 0, lighter = 0] = [luminance(a), luminance(b)].toSorted((one, other) => one - other);
  return (lighter + 0.05) / (darker + 0.05);
}

test("contrast() is that of WCAG", () => {
  assert.equal(contrast("#000000", "#ffffff"), 21);
  assert.equal(contrast("#767676", "#ffffff").toFixed(2), "4.54");
});

for (const scheme of ["light", "dark"] as const) {
  test(`every colour of the ${scheme} scheme differs from what it stands on as WCAG's AA asks`, () => {
    const faint = contrasts.flatMap(({ of, on, as }) => {
      const found = contrast(palette[of][scheme], palette[on][scheme]);
      return found >= (as === "text" ? 4.5 : 3) ? [] : [`${of} on ${on}: ${found.toFixed(2)}`];
    });
    assert.deepEqual(faint, []);
  });
}

test("the styles use every colour, no other one, and load nothing", () => {
  const used = new Set([...pageStyles.matchAll(/var\(--([a-z-]+)\)/g)].map(([, name = ""]) => name));
  assert.deepEqual([...used].toSorted(compareCodePoints), Object.keys(palette).toSorted(compareCodePoints));
  const written = new Set([...pageStyles.matchAll(/#[0-9a-f]{3,8}\b/gi)].map(([colour]) => colour));
  const known: readonly string[] = Object.values(palette).flatMap(({ light, dark }) => [light, dark]);
  assert.deepEqual(
    [...written].filter((colour) => !known.includes(colour)),
    [],
  );
  assert.doesNotMatch(pageStyles, /url\(|@import|@font-face/);
});

test("what is told by colour is among the pairs that are checked", () => {
  const checked = new Set(contrasts.map(({ of }) => of as string));
  const coloured = [...pageStyles.matchAll(/[{;]color:var\(--([a-z-]+)\)/g)].map(([, name]) => name ?? "");
  assert.ok(coloured.length > 5);
  assert.deepEqual(
    coloured.filter((name) => !checked.has(name)),
    [],
  );
});
