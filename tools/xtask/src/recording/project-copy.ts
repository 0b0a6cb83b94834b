import { constants } from "node:fs";
import { cp, lstat, readdir, readlink, realpath, rm, stat, symlink } from "node:fs/promises";
import { isAbsolute, join, relative, resolve, sep } from "node:path";
import { EnvironmentError, InputError, ToolError } from "@lockstep/kernel";

/**
 * Copies a project with its `node_modules` into the folder `copy`, without `.git` and without the files to be replaced, and
 * returns where in the copy these belong. Links stay links; one that leads into the project by its absolute path leads into
 * the copy. Throws `InputError` when the project is no folder or holds the place of the copy, or when a file to replace does not
 * exist in it or leads out of the copy, and `EnvironmentError` when a file cannot be copied.
 * @param project absolute
 * @param replaced paths of files from the project's root
 */
export async function copyProject(project: string, replaced: readonly string[], copy: string): Promise<readonly string[]> {
  if ((await kindOf(project)) !== "folder")
    throw new InputError("PROJECT_MISSING", `"${project}" of --project is no folder`, { hint: "Name the folder that holds node_modules" });
  if (isInside(copy, project))
    throw new InputError("PROJECT_TOO_LARGE", `"${project}" of --project holds "${copy}", where its copy would go`, {
      hint: "Name a smaller folder, or set XDG_CACHE_HOME to one outside of it",
    });
  const paths = [...new Set(replaced.map((path) => relative(project, resolve(project, path))))];
  for (const path of paths) await assertReplaceable(project, path);
  const left = new Set([join(project, ".git"), ...paths.map((path) => join(project, path))]);
  try {
    await cp(project, copy, {
      recursive: true,
      verbatimSymlinks: true,
      // Where the file system can share the bytes it does.
      mode: constants.COPYFILE_FICLONE,
      filter: async (source) => !left.has(source) && isCopied(await lstat(source)),
    });
    await leadIntoCopy(project, copy);
  } catch (error) {
    if (error instanceof ToolError || !(error instanceof Error)) throw error;
    throw new EnvironmentError("PROJECT_NOT_COPIED", `"${project}" of --project could not be copied: ${error.message}`, {
      hint: "Mend what the message names, or record with the stand-in on PATH, without --project",
      cause: error,
    });
  }
  return Promise.all(paths.map(async (path) => placeInCopy(copy, path)));
}

/** Pipes and sockets belong to processes that run. */
function isCopied(found: { isFile(): boolean; isDirectory(): boolean; isSymbolicLink(): boolean }): boolean {
  return found.isFile() || found.isDirectory() || found.isSymbolicLink();
}

/** The project's own files would be used behind a link by its absolute path, and the stand-in not called. */
async function leadIntoCopy(project: string, copy: string): Promise<void> {
  for (const entry of await readdir(copy, { recursive: true, withFileTypes: true })) {
    if (!entry.isSymbolicLink()) continue;
    const link = join(entry.parentPath, entry.name);
    const target = await readlink(link);
    if (!isAbsolute(target) || !isInside(target, project)) continue;
    await rm(link);
    await symlink(join(copy, relative(project, target)), link);
  }
}

async function assertReplaceable(project: string, path: string): Promise<void> {
  const hint = "Give it from the project's root, for example node_modules/@scope/cli-linux-x64/bin/cli";
  if (path === "" || path.split(sep)[0] === ".." || isAbsolute(path))
    throw new InputError("REPLACED_OUTSIDE", `"${path}" of --replace lies outside of the project "${project}"`, { hint });
  if ((await kindOf(join(project, path))) !== "file")
    throw new InputError("REPLACED_MISSING", `"${path}" of --replace is no file of the project "${project}"`, { hint });
}

/** A link that leads out of the copy would have the project's own file replaced. */
async function placeInCopy(copy: string, path: string): Promise<string> {
  const place = join(copy, path);
  const [root, folder] = await Promise.all([realpath(copy), realpath(resolve(place, ".."))]);
  if (folder !== root && !isInside(folder, root))
    throw new InputError("REPLACED_OUTSIDE", `"${path}" of --replace leads out of the copied project, to "${folder}"`, {
      hint: "Install the project with links that stay inside of it",
    });
  // It may have been copied by way of another path, and may be a link itself.
  await rm(place, { force: true });
  return place;
}

function isInside(path: string, folder: string): boolean {
  return path.startsWith(folder + sep);
}

async function kindOf(path: string): Promise<"file" | "folder" | "other" | "absent"> {
  try {
    const found = await stat(path);
    return found.isFile() ? "file" : found.isDirectory() ? "folder" : "other";
  } catch {
    return "absent";
  }
}
