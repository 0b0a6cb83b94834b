import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { run, testWorld } from "./run.ts";
import { derivedFiles, inputFiles, root } from "./small-root.ts";

const repository = join(import.meta.dirname, "../../..");
const verbs = ["union", "report", "version-metadata --status reported"];
const environments = [
  { TZ: "Pacific/Kiritimati", LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8", COLUMNS: "20", HOME: "/nonexistent/a" },
  { TZ: "America/St_Johns", LANG: "C", LC_ALL: "C", COLUMNS: "400", HOME: "/nonexistent/b" },
];

test("union, report and version-metadata write the same bytes whatever the environment", async () => {
  const trees = environments.map(async (env) => {
    const files = inputFiles();
    const derived = await derivedFiles();
    files.tree.set(`/repo/${root}/wrapper_coverage.json`, derived.tree.get(`/repo/${root}/wrapper_coverage.json`) ?? "");
    for (const verb of verbs) assert.equal((await run(testWorld(files, { env }), `${verb} --cli tool --version 1.2.0`)).code, 0);
    return { written: files.tree, derived: derived.tree };
  });
  const [first, second] = await Promise.all(trees);
  assert.deepEqual(first?.written, second?.written);
  assert.deepEqual(first?.written, first?.derived);
});

test("the real program writes the same bytes whatever the environment and the folder", async () => {
  const inputs = await derivedFiles();
  const results = environments.map(async (env) => {
    const folder = await mkdtemp(join(tmpdir(), "determinism-"));
    try {
      for (const [path, text] of inputs.tree) {
        if (/\/(reports|versions)\/|union\.json$/.test(path)) continue;
        await mkdir(dirname(join(folder, path)), { recursive: true });
        await writeFile(join(folder, path), text);
      }
      const below = join(folder, "repo");
      const isElsewhere = env.LANG === "C";
      for (const verb of verbs) {
        const words = [
          join(repository, "tools/xtask/src/bin.ts"),
          ...verb.split(" "),
          "--version",
          "1.2.0",
          ...(isElsewhere ? ["--root", join(below, root)] : ["--cli", "tool"]),
        ];
        // The loader is named by its place, because the child runs in another folder.
        await promisify(execFile)(process.execPath, ["--import", import.meta.resolve("tsx"), ...words], {
          cwd: isElsewhere ? tmpdir() : below,
          env: { PATH: process.env["PATH"], ...env },
        });
      }
      const entries = await readdir(below, { recursive: true, withFileTypes: true });
      const written = entries
        .filter((entry) => entry.isFile())
        .map(
          async (entry) =>
            [join(entry.parentPath, entry.name).slice(folder.length), await readFile(join(entry.parentPath, entry.name), "utf8")] as const,
        );
      return new Map(await Promise.all(written));
    } finally {
      await rm(folder, { recursive: true });
    }
  });
  for (const result of await Promise.all(results)) assert.deepEqual(result, inputs.tree);
});
