/** The lines below one heading in capitals. */
export interface OclifSection {
  readonly title: string;
  /** Without the indent of two that every line of a section has. */
  readonly lines: readonly string[];
}

/** Cuts a clean help text at its headings: lines without indent or small letters, with indented text below. Total. */
export function cutOclifSections(text: string): { readonly intro: readonly string[]; readonly sections: readonly OclifSection[] } {
  const intro: string[] = [];
  const sections: { title: string; lines: string[] }[] = [];
  const all = text.split("\n");
  for (const [index, raw] of all.entries()) {
    const line = raw.replaceAll("\t", "        ").trimEnd();
    if (/^[A-Z0-9][^a-z]*$/.test(line) && /^ {2}\s*\S/.test(all[index + 1] ?? "")) sections.push({ title: line, lines: [] });
    else (sections.at(-1)?.lines ?? intro).push(line.startsWith("  ") ? line.slice(2) : line);
  }
  return { intro, sections };
}
