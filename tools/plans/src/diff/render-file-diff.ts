import type { Digest } from "@lockstep/kernel";
import { zlibSync } from "fflate";
import type { PlannedFile, StoredState } from "../change-plan.ts";
import { isExecutable } from "../content/state.ts";
import { readContent } from "../content/stored-content.ts";
import { decodeText, encodeText } from "../content/utf8.ts";
import { encodeBase85 } from "./base85.ts";
import { blobId, NO_BLOB } from "./blob.ts";
import { quoteName } from "./quoted-name.ts";
import { renderHunks } from "./text-hunks.ts";

/**
 * The git-style unified diff from one state of a path to another, with three lines of context: `git apply` makes `after` of `before`
 * with it, and so does GNU patch where both are text. Bytes that are no UTF-8, or have a NUL, are a `GIT binary patch` with both
 * contents. A link and a file in place of each other are a deletion and a creation. `""` when git sees no difference: of the permission
 * bits it knows only whether the owner may execute the file.
 */
export function renderFileDiff({ path, before, after }: Pick<PlannedFile, "path" | "before" | "after">, digest: Digest): string {
  const from = entryOf(path, before);
  const to = entryOf(path, after);
  if (from !== undefined && to !== undefined && isLink(from) !== isLink(to)) {
    return renderEntries(path, from, undefined, digest) + renderEntries(path, undefined, to, digest);
  }
  return renderEntries(path, from, to, digest);
}

/** What git knows of a path. */
interface Entry {
  readonly mode: "100644" | "100755" | "120000";
  readonly bytes: Uint8Array;
}

function entryOf(path: string, state: StoredState): Entry | undefined {
  if (state.type === "absent") return undefined;
  if (state.type === "link") return { mode: "120000", bytes: encodeText(state.target) };
  const bytes = readContent(state.content);
  if (bytes === undefined) throw new Error(`The content of ${JSON.stringify(path)} is not what it says to be`);
  return { mode: isExecutable(state.mode) ? "100755" : "100644", bytes };
}

function isLink({ mode }: Entry): boolean {
  return mode === "120000";
}

function renderEntries(path: string, before: Entry | undefined, after: Entry | undefined, digest: Digest): string {
  const beforeId = before === undefined ? NO_BLOB : blobId(before.bytes, digest);
  const afterId = after === undefined ? NO_BLOB : blobId(after.bytes, digest);
  const modes = renderModes(before, after);
  if (beforeId === afterId && modes === "") return "";
  const content = beforeId === afterId ? "" : renderContent(path, before, after);
  // GNU patch ends a name of this line at its first space, and looks for no other names when there are no hunks.
  const [old, now] = ["a", "b"].map((prefix) => quoteName(`${prefix}/${path}`, !content.startsWith("---")));
  const header = `diff --git ${String(old)} ${String(now)}\n${modes}`;
  if (beforeId === afterId) return header;
  const sameMode = before?.mode === after?.mode ? ` ${String(after?.mode)}` : "";
  return `${header}index ${beforeId}..${afterId}${sameMode}\n${content}`;
}

function renderModes(before: Entry | undefined, after: Entry | undefined): string {
  if (before === undefined) return after === undefined ? "" : `new file mode ${after.mode}\n`;
  if (after === undefined) return `deleted file mode ${before.mode}\n`;
  return before.mode === after.mode ? "" : `old mode ${before.mode}\nnew mode ${after.mode}\n`;
}

function renderContent(path: string, before: Entry | undefined, after: Entry | undefined): string {
  const beforeBytes = before?.bytes ?? new Uint8Array(0);
  const afterBytes = after?.bytes ?? new Uint8Array(0);
  const texts = { before: decodeText(beforeBytes), after: decodeText(afterBytes) };
  if (texts.before === undefined || texts.after === undefined) {
    return `GIT binary patch\n${renderLiteral(afterBytes)}${renderLiteral(beforeBytes)}`;
  }
  const hunks = renderHunks(texts.before, texts.after);
  // An empty file that comes or goes has no lines to show.
  return hunks === "" ? "" : `--- ${renderSide("a", path, before)}\n+++ ${renderSide("b", path, after)}\n${hunks}`;
}

function renderSide(prefix: "a" | "b", path: string, entry: Entry | undefined): string {
  if (entry === undefined) return "/dev/null";
  const name = quoteName(`${prefix}/${path}`);
  // GNU patch ends an unquoted name at its first space unless a tab follows it.
  return name.includes(" ") && !name.startsWith('"') ? `${name}\t` : name;
}

function renderLiteral(bytes: Uint8Array): string {
  return [`literal ${String(bytes.length)}`, ...encodeBase85(zlibSync(bytes)), "", ""].join("\n");
}
