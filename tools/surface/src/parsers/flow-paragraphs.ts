/**
 * The paragraphs of a text, each on one line: where commander breaks lines depends on the terminal. `[]` for a blank text.
 */
export function flowParagraphs(text: string): readonly string[] {
  return text
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim().replaceAll(/\s+/g, " "))
    .filter((paragraph) => paragraph !== "");
}
