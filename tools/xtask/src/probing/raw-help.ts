import { comparePaths, InputError, type Files } from "@lockstep/kernel";
import type { BuiltSnapshot, HelpProbe, SurfaceCapture } from "@lockstep/surface";

/**
 * The files of a raw capture below `folder`: `help.txt` for the root, `commands/<token>/…/help.txt` for commands, and
 * `completion.zsh`.
 */
export function rawHelpFiles(folder: string, helps: BuiltSnapshot["helps"], capture: SurfaceCapture): ReadonlyMap<string, string> {
  const files = new Map(helps.map(({ path, text }) => [path.length === 0 ? `${folder}/help.txt` : `${folder}/commands/${path.join("/")}/help.txt`, text]));
  if (capture.completion?.type === "text") files.set(`${folder}/completion.zsh`, capture.completion.text);
  return files;
}

/** Removes what an earlier capture left in the folder and this one did not write. */
export async function removeStaleRawHelp(files: Files, folder: string, current: ReadonlyMap<string, string>): Promise<void> {
  for (const path of await filesBelow(files, folder)) {
    if (!current.has(path)) await files.remove(path);
  }
}

/** Reads a raw capture. Throws `InputError` when the folder has no `help.txt`. */
export async function readRawHelp(files: Files, folder: string): Promise<SurfaceCapture> {
  const helps: HelpProbe[] = [];
  for (const path of await filesBelow(files, folder)) {
    const tokens = path.slice(folder.length + 1).split("/");
    if (tokens.at(-1) !== "help.txt" || (tokens.length > 1 && tokens[0] !== "commands")) continue;
    helps.push({ path: tokens.slice(1, -1), probe: { type: "text", text: (await files.readText(path)) ?? "" } });
  }
  if (!helps.some(({ path }) => path.length === 0)) {
    throw new InputError("RAW_HELP_MISSING", `"${folder}/help.txt" does not exist`, { hint: "Name the folder of one capture with --from-raw: <root>/raw_help/<version>/<target>" });
  }
  const completion = await files.readText(`${folder}/completion.zsh`);
  return {
    helps: helps.toSorted((a, b) => comparePaths(a.path, b.path)),
    ...(completion === undefined ? {} : { completion: { type: "text", text: completion } }),
  };
}

async function filesBelow(files: Files, folder: string): Promise<readonly string[]> {
  const paths: string[] = [];
  for (const { name, type } of (await files.list(folder)) ?? []) {
    const path = `${folder}/${name}`;
    if (type === "folder") paths.push(...(await filesBelow(files, path)));
    else if (type === "file") paths.push(path);
  }
  return paths;
}
