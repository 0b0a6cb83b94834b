import { spawnSync } from "node:child_process";
import { mkdirSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { ToolError } from "@lockstep/kernel";
import { stageRunner } from "./runner-package.ts";
import { root, wrapperOf } from "./wrappers.ts";

/** A folder that is packed as a package of its own. */
interface PackedFolder {
  readonly folder: string;
  readonly name: string;
  readonly version: string;
}

process.exitCode = main(process.argv[2] ?? "codex", process.argv[3] ?? join(root, "dist"));

/** Packs the runner, which is called `xtask`, or the wrapper of a CLI. */
function main(what: string, destination: string): number {
  try {
    return what === "xtask" ? stageRunner((runner) => pack(runner, destination)) : pack(wrapperOf(what), destination);
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    process.stderr.write(`${error.line}\n${error.hint === undefined ? "" : `  hint: ${error.hint}\n`}`);
    return error.exitCode;
  }
}

/** Packs a folder as it would be published, prints the tarball's path and size, and returns the exit code. */
function pack({ folder, name, version }: PackedFolder, destination: string): number {
  mkdirSync(destination, { recursive: true });
  const argv = ["pack", "--pack-destination", destination];
  const { status, stdout, stderr } = spawnSync("pnpm", argv, { cwd: folder, encoding: "utf8" });
  if (status !== 0) {
    process.stderr.write(`${stdout}${stderr}pack: "pnpm ${argv.join(" ")}" failed in "${folder}"\n`);
    return 1;
  }
  const tarball = join(destination, `${name.replace("@", "").replace("/", "-")}-${version}.tgz`);
  process.stdout.write(`${relative(process.cwd(), tarball)} ${(statSync(tarball).size / 1000).toFixed(1)} kB\n`);
  return 0;
}
