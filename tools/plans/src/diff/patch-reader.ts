import { InputError } from "@lockstep/kernel";

/** The lines of a patch, read one after another. */
export interface PatchReader {
  /** The line that comes next, a byte string without its line feed; `undefined` at the end. */
  peek(ahead?: number): string | undefined;
  /** Goes past the next line. */
  skip(): void;
  /** The number of the next line, from 1. */
  line(): number;
  /** An error that names the patch and the next line. */
  mistake(message: string): InputError;
}

/** Starts at the first line of a byte string. */
export function readPatchLines(name: string, text: string): PatchReader {
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  let at = 0;
  return {
    peek: (ahead = 0) => lines[at + ahead],
    skip: () => {
      at += 1;
    },
    line: () => at + 1,
    mistake: (message) =>
      new InputError("PATCH_INVALID", `"${name}" line ${String(at + 1)}: ${message}`, {
        hint: "A patch as `git diff --no-renames --binary` or `diff -u` writes it is wanted",
      }),
  };
}
