import type { ArtifactsLock } from "@lockstep/contracts";
import { renderJson } from "@lockstep/kernel";
import { descriptorWith, linux, mac, memoryFiles, rulesWith, snapshotOf, windows } from "@lockstep/testing";
import { clock, printing, run, testWorld } from "./run.ts";

export const root = "manifests/tool";
export const published = "2026-05-06T07:08:09Z";

const flag = (long: string, takes_value = false) => ({ long, takes_value });
const shared = [
  { path: [], flags: [flag("--config", true)] },
  {
    path: ["exec"],
    about: "Run",
    args: [{ name: "PROMPT", required: true, variadic: false }],
    flags: [flag("--json"), flag("--model", true)],
  },
] as const;
const commands = { [mac]: [...shared, { path: ["login"] }], [linux]: shared, [windows]: [shared[0], { ...shared[1], about: "Run it" }] };

const targets = [
  { target_triple: mac, os: "macos", arch: "aarch64", runner: "any" },
  { target_triple: linux, os: "linux", arch: "x86_64", runner: "any" },
  { target_triple: windows, os: "windows", arch: "x86_64", runner: "any" },
];
const descriptor = descriptorWith({
  targets,
  wrapper: { package: "crates-wrapper/tool", scenarios: ["print-scenarios"] },
});

const typed = (line: string) => line.split(" ").map((token) => ({ token, origin: "typed" as const }));
/** The wrapper supports everything but `login`, which only the mac has. */
export const scenarios = {
  schema_version: 1,
  wrapper_version: "0.1.0",
  scenarios: [{ name: "exec", argv: typed("exec --json --config k=v text") }],
  declared: [{ path: ["exec"], key: "--model", level: "intentionally_unsupported", note: "Set by the profile." }],
};

/** The lock's entry of a version on Linux. */
export function pinned(version: string): ArtifactsLock["versions"][number] {
  const artifact = {
    target_triple: linux,
    source: { type: "npm", package: "@tool/cli", version } as const,
    integrity: `sha512-${"A".repeat(86)}==`,
    file: "bin/tool",
    sha256: "a".repeat(64),
    size_bytes: 7,
  };
  return { version, published_at: published, artifacts: [artifact] };
}

/** The files of a root before anything is derived: rules, descriptor, lock, pointers, and the snapshots of each version. */
export function inputFiles(
  versions: readonly string[] = ["1.2.0"],
  only: readonly (keyof typeof commands)[] = [mac, linux, windows],
): ReturnType<typeof memoryFiles> {
  const snapshots = versions.flatMap((version) =>
    only.map(
      (target) => [`${root}/snapshots/${version}/${target}.json`, renderJson(snapshotOf(target, commands[target], version))] as const,
    ),
  );
  return memoryFiles({
    [`${root}/RULES.json`]: renderJson(rulesWith()),
    [`${root}/cli.json`]: renderJson(descriptor),
    [`${root}/artifacts.lock.json`]: renderJson({ schema_version: 1, versions: versions.map(pinned) }),
    [`${root}/latest_validated.txt`]: "none\n",
    [`${root}/min_supported.txt`]: "none\n",
    ...Object.fromEntries(snapshots),
  });
}

/** A world in which the wrapper prints its scenarios and the clock stands still. */
export function wrappedWorld(
  files: ReturnType<typeof memoryFiles>,
  more: Parameters<typeof testWorld>[1] = {},
): ReturnType<typeof testWorld> {
  return testWorld(files, { processes: printing(scenarios), clock, ...more });
}

/** The files of a root after union, coverage, reports and metadata of each version. */
export async function derivedFiles(versions: readonly string[] = ["1.2.0"], status = "reported"): Promise<ReturnType<typeof memoryFiles>> {
  const files = inputFiles(versions);
  const world = wrappedWorld(files);
  const passed = status === "validated" ? ` --passed-target ${linux}` : "";
  for (const version of versions) await expectOk(world, `union --cli tool --version ${version}`);
  await expectOk(world, "wrapper-coverage --cli tool");
  for (const version of versions) {
    await expectOk(world, `report --cli tool --version ${version}`);
    await expectOk(world, `version-metadata --cli tool --version ${version} --status ${status}${passed}`);
  }
  return files;
}

/** Where the wrapper has its surface, once `cli.json` names it. */
export const surfacePath = "crates-wrapper/tool/src/surface.json";

/** Adds the wrapper's package to the files, and the place of its surface to `cli.json`. */
export function nameSurface(files: ReturnType<typeof memoryFiles>): void {
  files.tree
    .set(`/repo/${root}/cli.json`, renderJson({ ...descriptor, wrapper: { ...descriptor.wrapper, surface: surfacePath } }))
    .set("/repo/crates-wrapper/tool/package.json", "{}");
}

async function expectOk(world: ReturnType<typeof testWorld>, line: string): Promise<void> {
  const { code, err } = await run(world, line);
  if (code !== 0) throw new Error(`xtask ${line} exited ${String(code)}: ${err}`);
}

/** The text of a file below the root. */
export function textOf(files: ReturnType<typeof memoryFiles>, path: string): string {
  const text = files.tree.get(`/repo/${root}/${path}`);
  if (text === undefined) throw new Error(`"${path}" does not exist`);
  return text;
}
