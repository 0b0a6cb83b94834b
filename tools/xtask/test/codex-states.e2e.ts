import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, test } from "node:test";
import { diskBinaries, diskFiles, npmPackageClient, releaseSources, systemClock, systemHost } from "@lockstep/adapters";
import type { UpstreamSnapshotV1 } from "@lockstep/contracts";
import { runProcess } from "@lockstep/runtime";
import { main } from "../src/main.ts";

/**
 * What upstream did with a flag from version to version, on the real binaries: it was hidden before it was removed, and the root
 * lost it long before `exec` did. Versions that no manifest root pins are pinned for the accuracy corpus.
 */
const repository = resolve(import.meta.dirname, "../../..");
const corpus = "bench/accuracy/corpus/codex";
const folder = mkdtempSync(join(tmpdir(), "codex-states-e2e-"));
after(() => rmSync(folder, { recursive: true }));

type State = "visible" | "hidden" | "rejected" | "absent";

const states: readonly (readonly [version: string, root: State, exec: State])[] = [
  ["0.125.0", "visible", "visible"],
  ["0.128.0", "rejected", "hidden"],
  ["0.146.0", "rejected", "hidden"],
  ["0.147.0", "rejected", "rejected"],
];

for (const [version, root, exec] of states) {
  test(`a snapshot of codex ${version} has --full-auto ${root} at the root and ${exec} at exec`, async () => {
    const snapshot = await takeSnapshot(version);
    assert.equal(snapshot.binary.semantic_version, version);
    assert.deepEqual([stateOf(snapshot, []), stateOf(snapshot, ["exec"])], [root, exec]);
  });
}

function stateOf({ commands, rejected = [] }: UpstreamSnapshotV1, path: readonly string[]): State {
  const isAt = (unit: { readonly path: readonly string[] }): boolean => unit.path.join(" ") === path.join(" ");
  const flag = commands.find(isAt)?.flags?.find(({ long }) => long === "--full-auto");
  const isRejected = rejected.some((unit) => isAt(unit) && unit.key === "--full-auto");
  assert.ok(flag === undefined || !isRejected, "what the snapshot has cannot be rejected");
  if (flag === undefined) return isRejected ? "rejected" : "absent";
  return flag.hidden === true ? "hidden" : "visible";
}

async function takeSnapshot(version: string): Promise<UpstreamSnapshotV1> {
  const isPinned = readFileSync(join(repository, "manifests/codex/artifacts.lock.json"), "utf8").includes(`"version": "${version}"`);
  const binary = await xtask(
    ["acquire", "--version", version, ...(isPinned ? [] : ["--root", corpus])],
    isPinned ? ".cache/artifacts" : ".cache/accuracy/artifacts",
  );
  assert.ok(existsSync(binary), binary);
  const out = join(folder, version);
  await xtask(["snapshot", "--binary", binary, "--out-dir", out], ".cache/artifacts");
  return JSON.parse(readFileSync(join(out, "current.json"), "utf8")) as UpstreamSnapshotV1;
}

/** Runs a command in the repository, and gives its output without the end of the line. */
async function xtask(words: readonly string[], binaries: string): Promise<string> {
  let stdout = "";
  let stderr = "";
  const code = await main(words, {
    world: {
      files: diskFiles(repository),
      processes: { run: runProcess },
      clock: systemClock,
      packages: npmPackageClient(process.env),
      releases: releaseSources(process.env),
      binaries: diskBinaries(join(repository, binaries)),
      host: systemHost,
      env: { PATH: process.env["PATH"], SOURCE_DATE_EPOCH: "0" },
      progress: () => {},
    },
    stdout: (text) => void (stdout += text),
    stderr: (text) => void (stderr += text),
  });
  assert.equal(code, 0, stderr);
  return stdout.trim();
}
