import { utf8Length } from "../content/utf8.ts";
import { foldPath } from "./fold-path.ts";
import { quotePath, type Refusal, type RefusalType } from "./refusal.ts";

/** Bytes that one part of a path may have: what ext4, APFS and NTFS take. */
const MAX_PART_BYTES = 255;
/** Bytes that a path may have: `PATH_MAX` of Linux. */
const MAX_PATH_BYTES = 4096;

/** A path from the workspace root that may be planned, or why it may not. */
export type GivenPath = { readonly type: "path"; readonly path: string } | { readonly type: "refused"; readonly refusal: Refusal };

/**
 * What a word of the command line names: it is relative to `folder` and loses parts that are `.` and doubled slashes. Looks at the
 * words alone; what stands at the path is for `refuseObserved`.
 * @param folder the current folder from the workspace root, `""` for the root itself
 */
export function readGivenPath(given: string, folder = ""): GivenPath {
  const fault = refuseAbsolute(given) ?? (given === "" || given.endsWith("/") ? FORM : undefined);
  if (fault !== undefined) return { type: "refused", refusal: describe(given, fault) };
  const path = [folder, given]
    .flatMap((words) => words.split("/"))
    .filter((part) => part !== "" && part !== ".")
    .join("/");
  const refusal = refusePath(path);
  return refusal === undefined ? { type: "path", path } : { type: "refused", refusal: { ...refusal, path: given } };
}

/**
 * Why no plan may hold a path, by its words alone; `undefined` when it may. The path is from the workspace root. Checked when it is
 * staged, when a plan is read, and before it is applied.
 */
export function refusePath(path: string): Refusal | undefined {
  const parts = path.split("/");
  const fault =
    refuseAbsolute(path) ??
    refuseCharacters(path) ??
    parts.map((part) => refusePart(part)).find((found) => found !== undefined) ??
    (utf8Length(path) > MAX_PATH_BYTES
      ? ({ type: "too-long", message: `has ${String(utf8Length(path))} bytes, and at most ${String(MAX_PATH_BYTES)} are allowed` } as const)
      : undefined);
  return fault === undefined ? undefined : describe(path, fault);
}

/** Whether some file system takes a part of a path for `.git`. */
function isGitFolder(part: string): boolean {
  return /^(?:\.GIT|GIT~[0-9]+)[. ]*$/u.test(foldPath(part));
}

/** Whether some file system takes a part of a path for `.xtask`, the folder of the plans of this workspace or of one inside of it. */
function isOwnFolder(part: string): boolean {
  return /^(?:\.XTASK|XTASK~[0-9]+)[. ]*$/u.test(foldPath(part));
}

/** Whether no plan may change what is at a place, links resolved: git's own files, whose hooks would be run, and those of the plans. */
export function isProtectedPlace(place: string): boolean {
  return place.split("/").some((part) => isGitFolder(part) || isOwnFolder(part));
}

interface Fault {
  readonly type: RefusalType;
  /** What follows the quoted path. */
  readonly message: string;
}

const FORM: Fault = { type: "form", message: "is not the path of a file: parts that are not empty, separated by one slash, are wanted" };

function describe(path: string, { type, message }: Fault): Refusal {
  return { type, path, message: `${quotePath(path)} ${message}` };
}

function refuseAbsolute(path: string): Fault | undefined {
  return path.startsWith("/") ? { type: "absolute", message: "is absolute, and a path inside of the workspace is wanted" } : undefined;
}

function refuseCharacters(path: string): Fault | undefined {
  if (path.includes("\0")) return { type: "nul", message: "has a NUL character, which no file name can have" };
  if (path.includes("\\")) return { type: "backslash", message: "has a backslash; parts are separated by /" };
  if (path.includes(":")) return { type: "colon", message: "has a colon, which names a drive or a stream on Windows" };
  return path.isWellFormed() ? undefined : { type: "not-unicode", message: "is no valid Unicode text" };
}

function refusePart(part: string): Fault | undefined {
  const named = quotePath(part);
  if (part === "" || part === ".") return FORM;
  if (part === "..") return { type: "parent", message: 'has the part "..", and a path that stays inside of the workspace is wanted' };
  if (isGitFolder(part)) return { type: "git", message: `has the part ${named}, which is the folder of git or is taken for it` };
  if (isOwnFolder(part)) return { type: "own-folder", message: `is inside of ${named}, where plans and backups are kept` };
  if (/[. ]$/u.test(part)) return { type: "trailing", message: `has the part ${named}, whose last dot or space Windows drops` };
  if (isDevice(part)) return { type: "device", message: `has the part ${named}, which is a device on Windows` };
  const bytes = utf8Length(part);
  if (bytes <= MAX_PART_BYTES) return undefined;
  return { type: "too-long", message: `has a part of ${String(bytes)} bytes, and at most ${String(MAX_PART_BYTES)} are allowed` };
}

/** Windows takes the word before the first dot, without spaces at its end. */
function isDevice(part: string): boolean {
  const [stem = ""] = part.split(".", 1);
  return /^(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9¹²³])$/iu.test(stem.trimEnd());
}
