/** Why a path, or what is asked for it, is refused when it is staged and again when the plan is applied; no option overrides it. */
export type RefusalType =
  /** The path is empty, has an empty part, `.`, or ends in `/`. */
  | "form"
  | "absolute"
  /** A part is `..`. */
  | "parent"
  | "nul"
  | "backslash"
  | "colon"
  /** It is no Unicode text (a surrogate stands alone), so that it has no bytes. */
  | "not-unicode"
  /** A part ends in a dot or a space, which Windows drops. */
  | "trailing"
  /** A part is the name of a device on Windows, such as `NUL` or `com1.txt`. */
  | "device"
  /** A part is `.git`, or a name that some file systems take for it. */
  | "git"
  /** A part is `.xtask`, or a name that some file systems take for it. */
  | "own-folder"
  | "too-long"
  /** It differs from another path of the plan or of the disk by letter case or Unicode form alone. */
  | "twin"
  /** It is the place of another file of the plan, reached through a link. */
  | "same-place"
  /** It is below another file of the plan. */
  | "below-file"
  /** A folder of it is a link that leads out of the workspace. */
  | "leads-outside"
  /** A folder of it is a link that leads into `.git` or `.xtask`. */
  | "leads-into-store"
  /** A folder of it leads elsewhere than when it was changed, so that what was changed is another file. */
  | "elsewhere"
  /** Something above it exists and is no folder. */
  | "blocked"
  /** A link stands there and would have to be written through. */
  | "link"
  /** A folder stands there. */
  | "folder"
  /** Something that is no file, link or folder stands there. */
  | "special"
  /** There is nothing to delete, to give a mode to, or to patch. */
  | "nothing-there"
  /** There are more bytes than a plan keeps. */
  | "too-large"
  /** The bytes that were read are not those that were looked at. */
  | "changed-meanwhile"
  /** A mode is not four octal digits. */
  | "mode"
  /** The patch does not fit. */
  | "patch";

/** One refusal, with what is there and what is wanted. */
export interface Refusal {
  readonly type: RefusalType;
  /** As it was given, or from the workspace root. */
  readonly path: string;
  /** One sentence without a full stop. */
  readonly message: string;
}

/** A path or another text as it is shown in a message: in quotes, a long one shortened, characters that are not seen or turn the line escaped. */
export function quotePath(path: string): string {
  const text = path.length > 120 ? `${path.slice(0, 80)}…${path.slice(-20)}` : path;
  return JSON.stringify(text).replaceAll(
    /[\p{C}\u2028\u2029]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}}`,
  );
}
