import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { globSync } from "glob";

const root = join(import.meta.dirname, "../../..");

/** From the bottom up: a package imports only from rows above its own, and never from its own row. */
const layers = [["kernel"], ["contracts"], ["surface"], ["parity", "pages", "plans"], ["adapters"], ["xtask"]].map((row) =>
  row.map((name) => `@lockstep/${name}`),
);
const runtime = "@lockstep/runtime";
/** What every wrapper is made of. */
const wrapper = "@lockstep/wrapper";
const testing = "@lockstep/testing";
/** The leaf that spawns processes, and who may import it besides the wrappers. */
const runtimeUsers = ["@lockstep/adapters", "@lockstep/xtask"];

interface Package {
  readonly name: string;
  readonly folder: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

const packages = globSync("{tools,crates-wrapper}/*/package.json", { cwd: root }).map((path): Package => {
  const manifest = JSON.parse(readFileSync(join(root, path), "utf8")) as Omit<Package, "folder">;
  return { ...manifest, folder: join(path, "..") };
});

/** What code of a package may import from this repository; its tests may import `testing` too. */
function allowed({ name, folder }: Package): readonly string[] {
  if (name === runtime) return [];
  if (folder.startsWith("crates-wrapper/")) return name === wrapper ? [runtime] : [runtime, wrapper];
  if (name === testing) return ["@lockstep/kernel"];
  const layer = layers.findIndex((row) => row.includes(name));
  assert.notEqual(layer, -1, `${name} has no layer; give it one in this test`);
  return [...layers.slice(0, layer).flat(), ...(runtimeUsers.includes(name) ? [runtime] : [])];
}

for (const each of packages) {
  test(`${each.name} imports only from layers below`, () => {
    const own = (names: object | undefined): string[] => Object.keys(names ?? {}).filter((name) => name.startsWith("@lockstep/"));
    const violations = own(each.dependencies)
      .filter((name) => !allowed(each).includes(name))
      .map((name) => `package.json: ${name}`);
    const developing = own(each.devDependencies).filter((name) => ![...allowed(each), testing].includes(name));
    violations.push(...developing.map((name) => `package.json: ${name}`));
    const files = globSync("{src,test,build,examples}/**/*.ts", { cwd: join(root, each.folder) });
    assert.ok(files.length > 0, `${each.folder} has no source file`);
    for (const file of files) {
      // Tests and examples may use the package as its users do, by name.
      const guests = /\.(test|e2e)\.ts$|^test\//.test(file) ? [testing, each.name] : file.startsWith("examples/") ? [each.name] : [];
      const path = join(root, each.folder, file);
      // Docstrings show the package as its users import it.
      const code = readFileSync(path, "utf8").replaceAll(/^ *\/\*\*.*?\*\/$/gms, "");
      for (const [, imported = ""] of code.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*["']([^"'\n]+)["']/g)) {
        const name = imported.split("/").slice(0, 2).join("/");
        const target = resolve(path, "..", imported);
        const isOutside =
          imported.startsWith(".") && packages.some((other) => other !== each && target.startsWith(`${join(root, other.folder)}/`));
        const isForeign = name.startsWith("@lockstep/") && ![...allowed(each), ...guests].includes(name);
        if (isOutside || isForeign) violations.push(`${file}: ${imported}`);
      }
    }
    assert.deepEqual(violations, []);
  });
}

test("the layers cover every package of the workspace", () => {
  const names = packages.map(({ name }) => name);
  assert.deepEqual(
    layers.flat().filter((name) => !names.includes(name)),
    [],
  );
  assert.ok(names.length >= layers.length);
});
