import { parseContract, type CoverageReportV1 } from "@lockstep/contracts";
import { InputError } from "@lockstep/kernel";
import { buildCliSupport, renderMatrix, type CliSupport } from "@lockstep/parity/support-matrix";
import type { Artifact } from "../artifacts.ts";
import { readDescriptor, readRules, type CliRoot } from "../cli-root.ts";
import type { World } from "../world.ts";
import { readPointers, readVersions } from "./pointers.ts";
import { snapshotVersions } from "./snapshot-versions.ts";

/** What stands around the generated part of the page. */
const [START, END] = ["<!-- support -->\n", "<!-- /support -->\n"];

/** Reads what is committed of each CLI, in the given order. Throws `InputError` for a file that is malformed. */
export async function readSupport(world: Pick<World, "files">, roots: readonly CliRoot[]): Promise<readonly CliSupport[]> {
  return Promise.all(roots.map(async (where) => readCliSupport(world, where)));
}

async function readCliSupport({ files }: Pick<World, "files">, where: CliRoot): Promise<CliSupport> {
  const { root, cli } = where;
  const rules = await readRules(files, where);
  const descriptor = await readDescriptor(files, where);
  const [pointers, metadata, folders] = await Promise.all([
    readPointers(files, root, rules),
    readVersions(files, root),
    snapshotVersions(files, root),
  ]);
  const snapshots = await Promise.all(
    folders.map(async (version) => {
      const names = ((await files.list(`${root}/snapshots/${version}`)) ?? []).map(({ name }) => name);
      return [version, rules.union.expected_targets.filter((target) => names.includes(`${target}.json`))] as const;
    }),
  );
  const reports = await Promise.all(
    metadata.map(async ({ semantic_version: version }): Promise<readonly (readonly [string, CoverageReportV1])[]> => {
      const path = `${root}/reports/${version}/coverage.any.json`;
      const text = await files.readText(path);
      return text === undefined ? [] : [[version, parseContract("CoverageReportV1", path, text)]];
    }),
  );
  return buildCliSupport({
    cli,
    tool: descriptor?.tool ?? cli,
    rules,
    pointers: new Map(pointers.map(({ path, version }) => [path.slice(root.length + 1), version])),
    metadata,
    snapshots: new Map(snapshots),
    reports: new Map(reports.flat()),
  });
}

/**
 * Plans the page with the matrix between its marks; what stands around them stays. A page that does not exist gets a heading.
 * Throws `InputError` `PAGE_UNMARKED` for a page without the marks, or with several.
 */
export async function planSupportPage({ files }: Pick<World, "files">, page: string, clis: readonly CliSupport[]): Promise<Artifact> {
  const text = (await files.readText(page)) ?? `# Support matrix\n\n${START}${END}`;
  const [before = "", inside, ...others] = text.split(START);
  const [, after, ...more] = (inside ?? "").split(END);
  if (inside === undefined || after === undefined || others.length + more.length > 0) {
    throw new InputError("PAGE_UNMARKED", `"${page}" must have one line "${START.trim()}" and one line "${END.trim()}" behind it`, {
      hint: "Add the two lines where the matrix is to stand, or name another page with --page",
    });
  }
  return { path: page, content: { type: "text", text: `${before}${START}\n${renderMatrix(clis)}\n${END}${after}` } };
}
