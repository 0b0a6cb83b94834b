/** How wide the text for people is that is laid out by hand, so that it fits any terminal. */
const columns = 80;

/**
 * Breaks a text at its spaces so that it fits 80 columns behind `first`; the following lines are indented as deep as `first` is
 * long. A longer word stays whole.
 */
export function wrapText(first: string, text: string): string {
  return `${first}${breakAtSpaces(text, columns - first.length).join(`\n${" ".repeat(first.length)}`)}`;
}

/** Like `wrapText`, and each line of the text begins a new one. */
export function wrapLines(first: string, text: string): string {
  const indent = " ".repeat(first.length);
  return text
    .split("\n")
    .map((line, index) => wrapText(index === 0 ? first : indent, line.trim()))
    .join("\n");
}

/** Breaks a command at its spaces so that it fits 80 columns behind `first`, with a backslash at the end of each line but the last. */
export function wrapCommand(first: string, command: string): string {
  const lines = breakAtSpaces(command, columns - first.length - 2);
  return `${first}${lines.join(` \\\n${" ".repeat(first.length + 2)}`)}`;
}

function breakAtSpaces(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/)) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (longer.length > width && line !== "") {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}
