import assert from "node:assert/strict";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { diskBinaries, diskFiles } from "@lockstep/adapters";
import { InputError, renderJson, type PackageClient, type Processes } from "@lockstep/kernel";
import { runProcess } from "@lockstep/runtime";
import { descriptorWith } from "@lockstep/testing";
import { entry, pack, repository, sha256, target } from "./acquire-world.ts";
import { documentOf, run, testWorld, type Ran } from "./run.ts";
import { fake, help, rules } from "./snapshot-world.ts";

/** A registry of scripted releases, and the runs of the runner in the folder of `acquire-world.ts`. */

const refuse = (message: string): string => `echo "error: ${message}" >&2; exit 2`;
const unlike = refuse("unexpected argument '--lockstep-no-such-flag' found");

/** What the program of each version has: `--auto` is shown, hidden, and gone, and `--early` only the first one has. */
export const scripts: Readonly<Record<string, string>> = {
  "1.0.0": program("1.0.0", ["--auto  Auto", "--early  Early", "--keep  Keep"]),
  "1.1.0": program("1.1.0", ["--keep  Keep"], { "--auto": "accepted", "--early": "refused" }),
  "1.2.0": program("1.2.0", ["--keep  Keep"], { "--auto": "refused", "--early": "refused" }),
  "1.3.0": program("1.3.0", ["--keep  Keep", "--late  Late"], { "--auto": "refused", "--early": "refused" }),
};

function program(version: string, flags: readonly string[], asked: Readonly<Record<string, "accepted" | "refused">> = {}): string {
  const shown = help("tool run", [], flags);
  const answers = Object.entries(asked).map(([flag, answer]): readonly [string, string] => [
    `run ${flag}=lockstep-probe --help`,
    answer === "accepted"
      ? refuse(`unexpected value 'lockstep-probe' for '${flag}' found; no more were expected`)
      : refuse(`unexpected argument '${flag}' found`),
  ]);
  return fake({
    "--version": `echo tool ${version}`,
    "--help": help("tool", ["run  Run it"]),
    "run --help": shown,
    "run --lockstep-no-such-flag=lockstep-probe --help": unlike,
    ...Object.fromEntries(answers),
  });
}

const descriptor = descriptorWith({
  targets: [
    { target_triple: target, os: "linux", arch: "x86_64", runner: "any" },
    { target_triple: "aarch64-unknown-linux-musl", os: "linux", arch: "aarch64", runner: "any" },
  ],
  artifacts: [{ target_triple: target, type: "npm", package: "@tool/cli", version: "{version}-linux-x64", files: [entry] }],
  release_watch: { source: "npm", package: "@tool/cli", policy: "latest" },
});

/** Writes the manifest root, with pins of these versions. */
export async function writeTool(pinned: readonly string[] = []): Promise<void> {
  const root = join(repository, "manifests/tool");
  await mkdir(root, { recursive: true });
  await writeFile(join(root, "cli.json"), renderJson(descriptor));
  await writeFile(
    join(root, "RULES.json"),
    renderJson({ ...rules, union: { ...rules.union, expected_targets: [target, "aarch64-unknown-linux-musl"] } }),
  );
  const versions = await Promise.all(
    pinned.map(async (version) => ({
      version,
      published_at: "2026-01-02T03:04:05Z",
      artifacts: [
        {
          target_triple: target,
          source: { type: "npm", package: "@tool/cli", version: `${version}-linux-x64` },
          integrity: (await pack({ [entry]: scripts[version] ?? "" })).integrity,
          file: entry,
          sha256: sha256(scripts[version] ?? ""),
          size_bytes: (scripts[version] ?? "").length,
        },
      ],
    })),
  );
  await writeFile(join(root, "artifacts.lock.json"), renderJson({ schema_version: 1, versions }));
}

/** A registry with these programs; `fetched` grows with each download. */
export function registry(
  programs: Readonly<Record<string, string>> = scripts,
  more: readonly string[] = [],
): PackageClient & { readonly fetched: string[] } {
  const fetched: string[] = [];
  const packed = async (packageVersion: string): ReturnType<typeof pack> => {
    const script = programs[packageVersion.replace(/-linux-x64$/, "")];
    if (script === undefined || !packageVersion.endsWith("-linux-x64"))
      throw new InputError("PACKAGE_UNKNOWN", `The registry has no ${packageVersion}`);
    return pack({ [entry]: script });
  };
  return {
    fetched,
    versions: async () => [...Object.keys(programs).flatMap((version) => [version, `${version}-linux-x64`]), ...more],
    describe: async (_name, version) => ({ integrity: (await packed(version)).integrity, publishedAt: "2026-05-06T07:08:09Z" }),
    async fetchArchive(_name, version, folder) {
      const { bytes } = await packed(version);
      fetched.push(version.replace(/-linux-x64$/, ""));
      await writeFile(join(folder, "served.tgz"), bytes);
      return join(folder, "served.tgz");
    },
    inspect: () => Promise.reject(new Error("A history needs no manifest")),
  };
}

/** Runs a command in the repository; asserts that no binary but the kept ones is left, and never two are there at once. */
export async function xtask(line: string, packages: PackageClient = registry()): Promise<Ran & { readonly progress: readonly string[] }> {
  const progress: string[] = [];
  const processes: Processes = {
    async run(request) {
      const there = (await filesBelow(".cache/artifacts")).filter((path) => /\/(?:program\/tool|binary)$/.test(path));
      assert.ok(there.length <= 1, `several binaries are there: ${there.join(", ")}`);
      return runProcess(request);
    },
  };
  const ran = await run(
    testWorld(diskFiles(repository), {
      binaries: diskBinaries(join(repository, ".cache/artifacts")),
      packages,
      processes,
      host: { os: "linux", arch: "x86_64" },
      env: { PATH: process.env["PATH"] },
      progress: (text) => void progress.push(text),
    }),
    [...line.split(" "), "--cli", "tool"],
  );
  assert.deepEqual(
    (await filesBelow(".cache/artifacts")).filter((path) => path.includes("/.download-")),
    [],
  );
  return { ...ran, progress };
}

/** Every file below a folder of the repository with its path. */
export async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(join(repository, folder), { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((found) => found.isFile())
    .map((found) => join(found.parentPath, found.name).slice(repository.length))
    .toSorted();
}

/** What is kept of the history: each entry's text by its file. */
export async function keptHistory(): Promise<ReadonlyMap<string, string>> {
  const paths = await filesBelow(`.cache/history/tool/${target}`);
  return new Map(await Promise.all(paths.map(async (path) => [path, await readFile(join(repository, path), "utf8")] as const)));
}

/** The ranges of one unit in the document of `history show`. */
export async function rangesOf(words: string): Promise<readonly string[]> {
  const ran = await xtask(`history show ${words} --json`);
  const { units } = documentOf(ran) as unknown as {
    readonly units: readonly { readonly ranges: readonly { readonly state: string; readonly from: string; readonly to: string }[] }[];
  };
  assert.equal(units.length, 1, ran.out);
  return (units[0]?.ranges ?? []).map(({ state, from, to }) => `${state} ${from}..${to}`);
}
