import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { diskFiles } from "@lockstep/adapters";
import { parseContract } from "@lockstep/contracts";
import { runProcess } from "@lockstep/runtime";
import { globSync } from "glob";
import { run, testWorld } from "./run.ts";

const root = join(import.meta.dirname, "../../..");
const clis: Readonly<Record<string, string>> = { "codex-sdk": "codex", "claude-agent-sdk": "claude_code" };
const folders = globSync("docs/field-reports/*/", { cwd: root }).toSorted();

test("every field report has a CLI", () => {
  assert.deepEqual(
    folders.map((folder) => folder.split("/").at(-1)),
    Object.keys(clis).toSorted(),
  );
});

for (const [name, cli] of Object.entries(clis)) {
  const folder = `docs/field-reports/${name}`;

  test(`the coverage of ${name} is what its recording gives with the committed unions`, async () => {
    const world = testWorld(diskFiles(root), { processes: { run: runProcess }, env: { PATH: process.env["PATH"] } });
    const words = ["--cli", cli, "--from", `cat ${folder}/scenarios.json`, "--out", `${folder}/coverage.json`, "--check"];
    assert.deepEqual(await run(world, ["wrapper-coverage", ...words]), { code: 0, out: "1 file is current\n", err: "" });
  });

  test(`the recording of ${name} names as hidden what the union of its version has as hidden, and nothing else`, () => {
    const read = (path: string): string => readFileSync(join(root, path), "utf8");
    const { scenarios, recording } = parseContract("WrapperScenarios", folder, read(`${folder}/scenarios.json`));
    assert.ok(recording !== undefined);
    const path = `manifests/${cli}/snapshots/${recording.version}/union.json`;
    const { commands } = parseContract("UpstreamSnapshotUnionV2", path, read(path));
    const hidden = commands.flatMap(({ flags }) => (flags ?? []).flatMap((flag) => (flag.hidden === true ? [flag.key] : [])));
    const words = new Set(scenarios.flatMap(({ argv }) => argv.map(({ token }) => token.split("=", 1)[0])));
    const emitted = [...new Set(hidden)].filter((key) => words.has(key)).toSorted();
    assert.ok(emitted.length > 0);
    assert.deepEqual(recording.unshown.flatMap(({ key }) => key ?? []).toSorted(), emitted);
    assert.deepEqual([...new Set(recording.unshown.map(({ state }) => state))], ["hidden"]);
  });
}
