/** Zero width: ends a name or an address before anything makes a link of it. */
const BREAK = "\u200B";

/** The longest text of one cell, in UTF-16 code units. */
const MAX_TEXT = 400;

/** Upstream's text as code: nothing in it is read as Markdown, HTML, a mention or a link, in a table either. */
export function codeSpan(text: string): string {
  const line = oneLine(text)
    .replaceAll("`", "'")
    // A backslash before a bar would take the meaning from the one that keeps the bar in its cell.
    .replaceAll(/\\(?=\|)/g, `$&${BREAK}`)
    .replaceAll("|", String.raw`\|`);
  return line === "" ? "` `" : `\`${line}\``;
}

/** A sentence that may quote upstream: what Markdown, HTML or GitHub would make of its characters is taken from it. */
export function plainText(text: string): string {
  return oneLine(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll(/[\\`*_[\]|~]/g, String.raw`\$&`)
    .replaceAll(/[@#](?=[A-Za-z0-9])/g, `$&${BREAK}`)
    .replaceAll(/GH-(?=\d)/gi, `$&${BREAK}`)
    .replaceAll("://", `:${BREAK}//`)
    .replaceAll(/www(?=\.)/gi, `$&${BREAK}`);
}

/** Lines of a terminal session. Nothing in them ends the block. */
export function consoleBlock(lines: readonly string[]): string {
  return ["```console", ...lines.map((line) => oneLine(line).replaceAll("```", "'''")), "```"].join("\n");
}

/** One line without what a terminal or a reader of the source would trip over: control characters and marks of direction. */
function oneLine(text: string): string {
  const line = text
    .replaceAll(/\s+/g, " ")
    .replaceAll(/[\p{Cc}\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/gu, "")
    .trim();
  if (line.length <= MAX_TEXT) return line;
  // Not in the middle of a character that takes two units.
  return `${line.slice(0, MAX_TEXT).replace(/[\uD800-\uDBFF]$/, "")}…`;
}
