import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { basename, join, relative, sep } from "node:path";
import { test } from "node:test";
import { Ajv2020 } from "ajv/dist/2020.js";
import { globSync } from "glob";
import { pageOf } from "../build/command-pages/render-page.ts";
import { commandNames, firstWords, groupOf, loadCommand } from "../src/commands.ts";

const root = join(import.meta.dirname, "../../..");
const read = (path: string): string => readFileSync(join(root, path), "utf8");

test("every commands/<name>.ts and commands/<group>/<verb>.ts is registered by its path, and nothing else is", async () => {
  const folder = "tools/xtask/src/commands";
  const names = globSync(`${folder}/**/*.ts`, { cwd: root }).map((path) =>
    relative(folder, path).replace(/\.ts$/, "").split(sep).join(" "),
  );
  assert.ok(names.length > 0);
  assert.deepEqual([...commandNames].toSorted(), names.toSorted());
  for (const name of commandNames) assert.equal((await loadCommand(name))?.name, name);
});

test("a first word is a group, whose commands have two words, or one command", () => {
  for (const word of firstWords) {
    const names = commandNames.filter((name) => name.split(" ", 1)[0] === word);
    const verbs = groupOf(word)?.verbs;
    assert.deepEqual(names, verbs === undefined ? [word] : verbs.map((verb) => `${word} ${verb}`));
    assert.ok(
      names.every((name) => name.split(" ").length <= 2),
      word,
    );
  }
});

for (const name of commandNames) {
  test(`the command ${name} has a test and a page`, () => {
    const wanted = [`tools/xtask/test/${name.replace(" ", "-")}.test.ts`, `docs/commands/${pageOf(name)}.md`];
    assert.deepEqual(
      wanted.filter((path) => !existsSync(join(root, path))),
      [],
    );
  });
}

test("every page of docs/commands belongs to a command or a group", () => {
  const pages = globSync("docs/commands/*.md", { cwd: root }).map((path) => basename(path, ".md"));
  assert.deepEqual(
    pages.filter((name) => !firstWords.includes(name)),
    ["README"],
  );
});

test("every dependency is `catalog:` or `workspace:*`", () => {
  const manifests = globSync("{package.json,bench/package.json,{tools,crates-wrapper}/*/package.json}", { cwd: root });
  assert.ok(manifests.length > 1);
  for (const path of manifests) {
    const manifest = JSON.parse(read(path)) as Readonly<Record<string, Readonly<Record<string, string>> | undefined>>;
    const kinds = ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"];
    for (const [name, range] of kinds.flatMap((kind) => Object.entries(manifest[kind] ?? {}))) {
      assert.match(range, /^(catalog:|workspace:\*)$/, `${path} pins ${name} by hand`);
    }
  }
});

test("every schema of our own documents is draft 2020-12, named like its file, and carries its id", () => {
  const paths = globSync("schemas/cli/*.json", { cwd: root });
  assert.ok(paths.length > 0);
  for (const path of paths) {
    const schema = JSON.parse(read(path)) as {
      readonly $schema?: string;
      readonly $id?: string;
      readonly properties?: { readonly schema?: { readonly const?: string } };
    };
    assert.equal(schema.$schema, "https://json-schema.org/draft/2020-12/schema", path);
    assert.equal(schema.$id, basename(path), path);
    assert.equal(schema.properties?.schema?.const, basename(path, ".json"), path);
    assert.doesNotThrow(() => new Ajv2020({ allowUnionTypes: true }).compile(schema), path);
  }
});
