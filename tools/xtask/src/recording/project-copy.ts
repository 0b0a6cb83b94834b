import { constants } from "node:fs";
import { cp, realpath, rm, stat } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";
import { InputError } from "@lockstep/kernel";

/**
 * Copies a project with its `node_modules` into the folder `copy`, without `.git` and without the files to be replaced, and
 * returns where in the copy these belong. Links stay links. Throws `InputError` when the project is no folder, or a file to
 * replace does not exist in it, or leads out of the copy.
 * @param project absolute
 * @param replaced paths of files from the project's root
 */
export async function copyProject(project: string, replaced: readonly string[], copy: string): Promise<readonly string[]> {
  if ((await kindOf(project)) !== "folder")
    throw new InputError("PROJECT_MISSING", `"${project}" of --project is no folder`, { hint: "Name the folder that holds node_modules" });
  for (const path of replaced) await assertReplaceable(project, path);
  const left = new Set([join(project, ".git"), ...replaced.map((path) => resolve(project, path))]);
  await cp(project, copy, {
    recursive: true,
    verbatimSymlinks: true,
    // Where the file system can share the bytes it does.
    mode: constants.COPYFILE_FICLONE,
    filter: (source) => !left.has(source),
  });
  return Promise.all(replaced.map(async (path) => placeInCopy(copy, path)));
}

async function assertReplaceable(project: string, path: string): Promise<void> {
  const fromProject = relative(project, resolve(project, path));
  const hint = "Give it from the project's root, for example node_modules/@scope/cli-linux-x64/bin/cli";
  if (fromProject === "" || fromProject.split(sep)[0] === "..")
    throw new InputError("REPLACED_OUTSIDE", `"${path}" of --replace lies outside of the project "${project}"`, { hint });
  if ((await kindOf(resolve(project, path))) !== "file")
    throw new InputError("REPLACED_MISSING", `"${path}" of --replace is no file of the project "${project}"`, { hint });
}

/** A link that leads out of the copy would have the project's own file replaced. */
async function placeInCopy(copy: string, path: string): Promise<string> {
  const place = resolve(copy, path);
  const [root, folder] = await Promise.all([realpath(copy), realpath(resolve(place, ".."))]);
  if (folder !== root && !folder.startsWith(root + sep))
    throw new InputError("REPLACED_OUTSIDE", `"${path}" of --replace leads out of the copied project, to "${folder}"`, {
      hint: "Install the project with links that stay inside of it",
    });
  // It may have been copied by way of another path, and may be a link itself.
  await rm(place, { force: true });
  return place;
}

async function kindOf(path: string): Promise<"file" | "folder" | "other" | "absent"> {
  try {
    const found = await stat(path);
    return found.isFile() ? "file" : found.isDirectory() ? "folder" : "other";
  } catch {
    return "absent";
  }
}
