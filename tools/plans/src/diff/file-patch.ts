/** One line of a hunk. */
export interface HunkLine {
  readonly type: "context" | "removed" | "added";
  /** The bytes as a byte string, with the line feed; the last line of a file may have none. */
  readonly text: string;
  /** Where it stands in the patch, from 1. */
  readonly patchLine: number;
}

/** A place of a file that changes, with the lines around it. */
export interface Hunk {
  /** `@@ -1,2 +1,3 @@`. */
  readonly header: string;
  /** The first of its lines before the change, from 1; with no such lines, the line after which the new ones come. */
  readonly oldStart: number;
  readonly lines: readonly HunkLine[];
}

/** How the bytes of a binary file come about: they are given, or made of those before (the delta of a git pack). */
export interface BinaryChange {
  readonly method: "literal" | "delta";
  readonly bytes: Uint8Array;
}

/** What a patch does to one file. */
export interface FilePatch {
  /** From the folder that the patch is for. */
  readonly path: string;
  readonly operation: "create" | "modify" | "delete";
  readonly oldMode?: GitMode;
  readonly newMode?: GitMode;
  /** Ids of the blobs before and after, 40 or 64 hexadecimal digits, when the patch gives them in full. */
  readonly oldId?: string;
  readonly newId?: string;
  readonly hunks: readonly Hunk[];
  readonly binary?: BinaryChange;
}

/** A file, an executable one, or a link. */
export type GitMode = "100644" | "100755" | "120000";
