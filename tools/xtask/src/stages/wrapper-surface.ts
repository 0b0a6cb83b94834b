import { parseContract, type CliDescriptor, type UpstreamSnapshotV1 } from "@lockstep/contracts";
import { InputError, renderJson, type Files } from "@lockstep/kernel";
import { buildWrapperSurface, type SurfaceInputs } from "@lockstep/parity";
import type { Artifact } from "../artifacts.ts";
import { cliRoot, requireText, rootWords, type CliRoot } from "../cli-root.ts";
import { snapshotVersions } from "./snapshot-versions.ts";
import { findRepository } from "./wrapper-repository.ts";

/** The surface of a CLI to write into its wrapper, and what it tells of. */
export interface WrapperSurfacePlan {
  readonly artifact: Artifact;
  readonly versions: readonly string[];
  readonly commands: number;
  readonly flags: number;
}

/**
 * Plans the file that `wrapper.surface` of the root's own `cli.json` names, from the snapshot of every target of every version.
 * Throws `InputError` when there is no such file to write, or a snapshot is none of its version and target.
 */
export async function planWrapperSurface(files: Files, where: CliRoot): Promise<WrapperSurfacePlan> {
  const { root } = where;
  const { tool, wrapper } = await readOwnDescriptor(files, root);
  if (wrapper?.surface === undefined) {
    throw new InputError("SURFACE_UNNAMED", `"${root}/cli.json" names no "wrapper.surface" to write`, {
      hint: 'Add "surface" to its "wrapper": the path of a .json file in the wrapper, from the root of the repository',
    });
  }
  const path = await surfacePath(files, root, wrapper);
  if (path === undefined) {
    throw new InputError(
      "WRAPPER_MISSING",
      `No folder above "${files.absolute(root)}" has the wrapper "${wrapper.package ?? "manifests"}" that its cli.json names`,
      { hint: 'Name a manifest root inside of the wrapper\'s repository with --root, or correct "wrapper.package"' },
    );
  }
  const document = buildWrapperSurface({ tool, versions: await readSnapshots(files, where) });
  return {
    artifact: { path, content: { type: "text", text: renderJson(document) } },
    versions: document.versions,
    commands: document.commands.length,
    flags: document.commands.reduce((sum, { flags }) => sum + Object.keys(flags ?? {}).length, 0),
  };
}

/**
 * The path of the surface that is kept up to date with a root: its own `cli.json` names one, and the wrapper is in the root's
 * repository. A root that stands elsewhere may borrow the descriptor and the wrapper's scenarios, but must not write into it.
 */
export async function wrapperSurfacePath(files: Files, root: string): Promise<string | undefined> {
  if ((await files.stat(`${root}/cli.json`)) === undefined) return undefined;
  const { wrapper } = await readOwnDescriptor(files, root);
  return wrapper === undefined ? undefined : surfacePath(files, root, wrapper);
}

/** The command line that writes the surface of a root. */
export function wrapperSurfaceCommand({ cli, root }: Pick<CliRoot, "cli" | "root">): string {
  return `xtask wrapper-surface ${rootWords(cliRoot({ cli, root, rules: undefined }))}`;
}

/** As short as a person would type it, where the wrapper's repository is the current folder. */
async function surfacePath(files: Files, root: string, wrapper: NonNullable<CliDescriptor["wrapper"]>): Promise<string | undefined> {
  const repository = wrapper.surface === undefined ? undefined : await findRepository(files, root, wrapper);
  if (wrapper.surface === undefined || repository === undefined) return undefined;
  return repository === files.absolute(".") ? wrapper.surface : `${repository}/${wrapper.surface}`;
}

async function readOwnDescriptor(files: Files, root: string): Promise<CliDescriptor> {
  const path = `${root}/cli.json`;
  return parseContract(
    "CliDescriptor",
    path,
    await requireText(files, path, "Name the CLI with --cli, a folder of manifests/, or the folder of its cli.json with --root"),
  );
}

async function readSnapshots(files: Files, where: CliRoot): Promise<SurfaceInputs["versions"]> {
  const { root } = where;
  const versions = await Promise.all(
    (await snapshotVersions(files, root)).map(async (version) => {
      const folder = `${root}/snapshots/${version}`;
      const snapshots = new Map<string, UpstreamSnapshotV1>();
      for (const { name } of (await files.list(folder)) ?? []) {
        if (!name.endsWith(".json") || name === "union.json") continue;
        const target = name.slice(0, -".json".length);
        const hint = `Take it again: xtask parity ${rootWords(where)} --version ${version} --target ${target}`;
        const text = await requireText(files, `${folder}/${name}`, hint);
        snapshots.set(target, parseContract("UpstreamSnapshotV1", `${folder}/${name}`, text, hint));
      }
      return { version, snapshots };
    }),
  );
  if (versions.some(({ snapshots }) => snapshots.size > 0)) return versions;
  throw new InputError("SNAPSHOTS_MISSING", `"${root}/snapshots" has no snapshot of any target`, {
    hint: `Make one first: xtask parity ${rootWords(where)} --version <v>`,
  });
}
