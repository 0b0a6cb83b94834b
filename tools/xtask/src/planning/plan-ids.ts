import type { Files } from "@lockstep/kernel";

/** The ids of the plans that are kept below a folder, oldest first, by their names alone; `undefined` when none ever was. */
export async function planIdsBelow(files: Pick<Files, "list">, root: string): Promise<readonly string[] | undefined> {
  const entries = await files.list(`${root}/.xtask/plans`);
  return entries?.flatMap(({ name }) => /^([0-9A-HJKMNP-TV-Z]{26})\.json$/.exec(name)?.[1] ?? []);
}
