import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EnvironmentError } from "@lockstep/kernel";
import { root } from "./wrappers.ts";

/** The runner as a package. */
interface RunnerPackage {
  readonly folder: string;
  readonly name: string;
  readonly version: string;
}

/**
 * Bundles the runner anew, lays its package out in a folder that lives as long as `use` runs, and gives what that returns. The
 * package is the bundle, the licence and a readme: nothing is installed with it. Throws `EnvironmentError` `BUNDLE_FAILED`.
 */
export function stageRunner<Result>(use: (runner: RunnerPackage) => Result): Result {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", "tools/xtask/build/dist.ts"], {
    cwd: root,
    encoding: "utf8",
  });
  if (status !== 0) {
    throw new EnvironmentError("BUNDLE_FAILED", `tools/xtask/build/dist.ts failed\n${stdout}${stderr}`, {
      hint: "Run it alone: make dist",
    });
  }
  const folder = mkdtempSync(join(tmpdir(), "runner-"));
  try {
    const manifest = runnerManifest();
    writeFileSync(join(folder, "package.json"), `${JSON.stringify(manifest, undefined, 2)}\n`);
    for (const path of ["dist/xtask.mjs", "LICENSE", "tools/xtask/README.md"]) copyFileSync(join(root, path), join(folder, nameOf(path)));
    return use({ folder, name: manifest.name, version: manifest.version });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What `package.json` of the packed runner says; the version is that of `tools/xtask`. */
function runnerManifest() {
  const { name, version } = JSON.parse(readFileSync(join(root, "tools/xtask/package.json"), "utf8")) as Pick<
    RunnerPackage,
    "name" | "version"
  >;
  return {
    name,
    version,
    description: "Keeps a typed wrapper of a command-line agent in step with the releases of that agent",
    keywords: ["agent", "cli", "coverage", "parity", "wrapper", "xtask"],
    license: "MIT",
    author: "The Lockstep authors",
    type: "module",
    bin: { xtask: "xtask.mjs" },
    exports: { "./package.json": "./package.json" },
    files: ["xtask.mjs"],
    engines: { node: ">=22.12" },
  };
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
