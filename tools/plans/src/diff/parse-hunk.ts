import type { Hunk, HunkLine } from "./file-patch.ts";
import type { PatchReader } from "./patch-reader.ts";

const HEADER = /^@@ -([0-9]+)(?:,([0-9]+))? \+([0-9]+)(?:,([0-9]+))? @@/u;
const TYPES: Readonly<Record<string, HunkLine["type"]>> = { " ": "context", "-": "removed", "+": "added" };

/** Reads the hunks that come next. Throws `InputError` `PATCH_INVALID` when one has not the lines that its header counts. */
export function parseHunks(reader: PatchReader): readonly Hunk[] {
  const hunks: Hunk[] = [];
  while (reader.peek()?.startsWith("@@") === true) hunks.push(parseHunk(reader));
  const next = reader.peek();
  const isHeader = next?.startsWith("--- ") === true && reader.peek(1)?.startsWith("+++ ") === true;
  // A mail ends with two dashes and a space.
  if (hunks.length > 0 && next !== undefined && /^[-+ \\]/u.test(next) && !isHeader && next !== "-- ") {
    throw reader.mistake(`the hunk before has more lines than its header ${hunks.at(-1)?.header ?? ""} says`);
  }
  return hunks;
}

function parseHunk(reader: PatchReader): Hunk {
  const found = HEADER.exec(reader.peek() ?? "");
  if (found === null) throw reader.mistake("a hunk's header such as @@ -1,2 +1,3 @@ is wanted");
  const [header, oldStart = "", oldCount = "1", , newCount = "1"] = found;
  const left = { old: Number(oldCount), now: Number(newCount) };
  if (left.old + left.now === 0) throw reader.mistake(`the hunk ${header} has no lines`);
  reader.skip();
  const lines: HunkLine[] = [];
  while (left.old > 0 || left.now > 0) {
    const line = reader.peek();
    // Some tools leave out the space of an empty line of context.
    const type = line === "" ? "context" : TYPES[line?.slice(0, 1) ?? ""];
    const isTooMany = (type !== "added" && left.old === 0) || (type !== "removed" && left.now === 0);
    if (line === undefined || type === undefined || isTooMany) {
      const wanted = `${String(left.old)} more of the old lines and ${String(left.now)} more of the new lines are wanted`;
      throw reader.mistake(`the hunk ${header} ends too early: ${wanted}`);
    }
    if (type !== "added") left.old -= 1;
    if (type !== "removed") left.now -= 1;
    const patchLine = reader.line();
    reader.skip();
    const isUnended = reader.peek()?.startsWith("\\") === true;
    if (isUnended) reader.skip();
    lines.push({ type, text: `${line.slice(1)}${isUnended ? "" : "\n"}`, patchLine });
  }
  return { header, oldStart: Number(oldStart), lines };
}
