import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { diskBinaries, diskFiles, systemClock, systemHost } from "@lockstep/adapters";
import { EnvironmentError, type PackageClient } from "@lockstep/kernel";
import { runProcess } from "@lockstep/runtime";
import { main } from "../src/main.ts";

/**
 * The history of codex over the pinned versions, on the real binaries: nothing is downloaded, what `acquire` has kept is used. The
 * root is a copy without the committed snapshots, so that everything is found anew.
 */
const repository = resolve(import.meta.dirname, "../../..");
const folder = mkdtempSync(join(tmpdir(), "history-e2e-"));
after(() => rmSync(folder, { recursive: true }));

const pinned = ["0.125.0", "0.146.0", "0.169.0"];

before(() => {
  mkdirSync(join(folder, "manifests/codex"), { recursive: true });
  for (const name of ["cli.json", "RULES.json", "artifacts.lock.json"]) {
    cpSync(join(repository, "manifests/codex", name), join(folder, "manifests/codex", name));
  }
});

interface Range {
  readonly from: string;
  readonly to: string;
  readonly state: string;
}

test("history build finds what upstream did with --full-auto in the pinned codex versions", async () => {
  const built = await xtask(["history", "build", "--versions", pinned.join(","), "--json"]);
  assert.deepEqual((JSON.parse(built) as { readonly taken: unknown }).taken, pinned);
  assert.deepEqual(await rangesAt(["exec", "--full-auto"]), [
    "visible 0.125.0..0.125.0",
    "hidden 0.146.0..0.146.0",
    "rejected 0.169.0..0.169.0",
  ]);
  assert.deepEqual(await rangesAt(["--flag=full-auto"]), ["visible 0.125.0..0.125.0", "rejected 0.146.0..0.169.0"]);
});

test("compat finds where exec --full-auto works", async () => {
  const line = ["compat", "--json", "--argv", "codex exec --full-auto hello"];
  const { ranges } = JSON.parse(await xtask(line, 2)) as {
    readonly ranges: readonly (Range & { readonly works: boolean; readonly risks: readonly unknown[] })[];
  };
  assert.deepEqual(
    ranges.map(({ from, to, works, risks }) => [from, to, works, risks.length]),
    [
      ["0.125.0", "0.125.0", true, 0],
      ["0.146.0", "0.146.0", true, 1],
      ["0.169.0", "0.169.0", false, 0],
    ],
  );
  await xtask([...line, "--version", "0.146.0"]);
});

async function rangesAt(words: readonly string[]): Promise<readonly string[]> {
  const { units } = JSON.parse(await xtask(["history", "show", ...words, "--json"])) as {
    readonly units: readonly { readonly ranges: readonly Range[] }[];
  };
  return (units[0]?.ranges ?? []).map(({ state, from, to }) => `${state} ${from}..${to}`);
}

async function xtask(words: readonly string[], wanted = 0): Promise<string> {
  let stdout = "";
  let stderr = "";
  const code = await main(words, {
    world: {
      files: diskFiles(folder),
      processes: { run: runProcess },
      clock: systemClock,
      packages: noRegistry,
      releases: { ofPackage: silent, ofRepository: silent, deprecations: silent },
      binaries: diskBinaries(join(repository, ".cache/artifacts")),
      host: systemHost,
      env: { PATH: process.env["PATH"] },
      progress: () => {},
    },
    stdout: (text) => void (stdout += text),
    stderr: (text) => void (stderr += text),
  });
  assert.equal(code, wanted, stderr);
  return stdout;
}

const silent = (): Promise<never> => Promise.reject(new EnvironmentError("PACKAGE_CLIENT", "This test downloads nothing"));
const noRegistry: PackageClient = { versions: silent, describe: silent, inspect: silent, fetchArchive: silent };
