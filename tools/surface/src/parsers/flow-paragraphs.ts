/**
 * The paragraphs of a text, each on one line: where a framework breaks lines depends on the terminal. `[]` for a blank text.
 */
export function flowParagraphs(text: string): readonly string[] {
  return text
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim().replaceAll(/\s+/g, " "))
    .filter((paragraph) => paragraph !== "");
}

/** The description of a row on one line: the text beside the head and all that stands below it. */
export function flowRow(beside: string, below: readonly string[]): string {
  return [beside, ...below].join(" ").trim().replaceAll(/\s+/g, " ");
}
