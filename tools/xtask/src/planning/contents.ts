import type { PlannedFile, StoredContent, StoredState } from "@lockstep/plans";
import { shownText } from "./plan-text.ts";

/** The content of a state; null when it has none. */
export function readContentOf(state: StoredState | undefined): StoredContent | null {
  return state?.type === "file" ? state.content : null;
}

/** The planned contents for people: text as it is, and of other bytes how many there are. */
export function renderContents(files: readonly PlannedFile[]): readonly string[] {
  return files.flatMap(({ path, after }) => {
    if (after.type !== "file") return [];
    const { content, sizeBytes } = after;
    const text = content.encoding === "utf8" ? content.data.replace(/\n$/, "") : `(${String(sizeBytes)} bytes that are no text)`;
    return ["", `--- ${shownText(path)}`, text];
  });
}
