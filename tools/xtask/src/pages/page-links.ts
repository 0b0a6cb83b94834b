import { relative, sep } from "node:path";
import type { Files } from "@lockstep/kernel";
import type { PageLink } from "@lockstep/pages";

/** A reference from a page in `folder` to a file or folder, relative and encoded. */
export function pageHref(files: Files, folder: string, path: string): string {
  return relative(files.absolute(folder), files.absolute(path)).split(sep).map(encodeURIComponent).join("/");
}

/** Links to those of the files of a root that exist, named by their paths below it. */
export async function rootLinks(files: Files, root: string, folder: string, paths: readonly string[]): Promise<readonly PageLink[]> {
  const found = await Promise.all(paths.map(async (path) => files.stat(`${root}/${path}`)));
  return paths.filter((_path, index) => found[index] !== undefined).map((path) => linkTo(files, root, folder, path));
}

/** Links to everything that is committed of a version, and to its helps where they are kept. */
export async function versionLinks(files: Files, root: string, folder: string, version: string): Promise<readonly PageLink[]> {
  const folders = [`snapshots/${version}`, `reports/${version}`, `raw_help/${version}`];
  const entries = await Promise.all(
    folders.map(async (path) => ((await files.list(`${root}/${path}`)) ?? []).map(({ name }) => `${path}/${name}`)),
  );
  return [
    ...(await rootLinks(files, root, folder, [`versions/${version}.json`])),
    ...entries.flat().map((path) => linkTo(files, root, folder, path)),
  ];
}

function linkTo(files: Files, root: string, folder: string, path: string): PageLink {
  return { text: path, href: pageHref(files, folder, `${root}/${path}`) };
}
