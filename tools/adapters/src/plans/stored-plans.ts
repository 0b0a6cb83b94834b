import { constants } from "node:fs";
import { readdir, readFile, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { InputError } from "@lockstep/kernel";
import { renderChangePlan, type ChangePlan, type ListedPlans, type UnreadableFile } from "@lockstep/plans";
import { errorCode, orFail, unlessAbsent } from "../file-access.ts";
import { setAside, writeDocument } from "../store/document-file.ts";
import { syncFolder } from "../store/sync-folder.ts";
import { ULID } from "../system-ids.ts";
import { ownFolders } from "./own-folders.ts";

/** Parses and checks the text of a stored plan. Throws `InputError`. */
export type ParsePlan = (path: string, text: string) => ChangePlan;

/** All plans of a workspace, oldest first. Throws `EnvironmentError` `FILE_ACCESS`. */
export async function listPlans(root: string, parsePlan: ParsePlan): Promise<ListedPlans> {
  const { plans: folder } = ownFolders(root);
  const names = (await unlessAbsent("list", folder, readdir(folder))) ?? [];
  const plans: ChangePlan[] = [];
  const unreadable: UnreadableFile[] = [];
  for (const name of names.filter((each) => each.endsWith(".json")).toSorted()) {
    try {
      const plan = await readPlan(root, name.slice(0, -".json".length), parsePlan);
      if (plan !== undefined) plans.push(plan);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      unreadable.push({ path: `.xtask/plans/${name}`, reason: error.message });
    }
  }
  return { plans, unreadable };
}

/** The plan with an id. Throws `InputError` for what is no plan, and `EnvironmentError` `FILE_ACCESS`. */
export async function readPlan(root: string, id: string, parsePlan: ParsePlan): Promise<ChangePlan | undefined> {
  if (!isFileName(id)) return undefined;
  const shown = `.xtask/plans/${id}.json`;
  const path = join(ownFolders(root).plans, `${id}.json`);
  const read = readFile(path, { encoding: "utf8", flag: constants.O_RDONLY | constants.O_NOFOLLOW }).catch((error: unknown) => {
    if (errorCode(error) === "ELOOP" || errorCode(error) === "EISDIR") throw notOne(shown, "it is no file");
    throw error;
  });
  const text = await read.catch((error: unknown) =>
    error instanceof InputError ? Promise.reject(error) : unlessAbsent("read", shown, Promise.reject<string>(error)),
  );
  if (text === undefined) return undefined;
  const plan = parsePlan(shown, text);
  if (plan.id !== id) throw notOne(shown, `it has the id "${plan.id}"`);
  return plan;
}

/** Makes or replaces a stored plan, for the holder of the lock. Throws `EnvironmentError` `FILE_ACCESS`. */
export async function writePlan(root: string, plan: ChangePlan): Promise<void> {
  if (!isFileName(plan.id)) throw new Error(`"${plan.id}" is no id of a plan`);
  // What is staged may be what only its owner could read.
  await writeDocument(join(ownFolders(root).plans, `${plan.id}.json`), textOf(plan));
}

function textOf(plan: ChangePlan): string {
  try {
    return renderChangePlan(plan);
  } catch (error) {
    // Characters that JSON escapes take up to six.
    if (!(error instanceof RangeError)) throw error;
    throw new InputError("PLAN_TOO_LARGE", `The plan ${plan.id} would be longer than one JSON document can be`, {
      hint: "Nothing was staged. Put the file into another plan",
    });
  }
}

/** Removes a stored plan, for the holder of the lock; false when there is none. Throws `EnvironmentError` `FILE_ACCESS`. */
export async function removePlan(root: string, id: string): Promise<boolean> {
  if (!isFileName(id)) return false;
  const { plans: folder } = ownFolders(root);
  const path = join(folder, `${id}.json`);
  const removed = await unlessAbsent(
    "remove",
    path,
    rm(path).then(() => true),
  );
  await orFail("write", folder, syncFolder(folder));
  return removed === true;
}

/** Moves what is no plan out of the way, for the holder of the lock. Throws `EnvironmentError` `FILE_ACCESS`. */
export async function setPlansAside(root: string, parsePlan: ParsePlan, newId: () => string): Promise<readonly UnreadableFile[]> {
  const { unreadable } = await listPlans(root, parsePlan);
  const moved: UnreadableFile[] = [];
  for (const { path, reason } of unreadable) {
    const aside = await setAside(join(root, path), newId());
    moved.push({ path: `.xtask/plans/${basename(aside)}`, reason });
  }
  return moved;
}

const fileName = new RegExp(`^${ULID}$`);

function isFileName(id: string): boolean {
  return fileName.test(id);
}

function notOne(path: string, reason: string): InputError {
  return new InputError("PLAN_CORRUPT", `"${path}" is no plan: ${reason}`, { hint: "Move it away, then run the command again" });
}
