import { isCommandName } from "../command-name.ts";

/** The part of a help above its sections. */
export interface IntroText {
  /** Absent when the help shows no usage. */
  readonly usage?: string;
  /** The paragraphs of the text about the command, each on one line. */
  readonly paragraphs: readonly string[];
}

/**
 * Finds the usage among the lines above the sections: behind `Usage:`, or the command's own text, `tool path <arg>`, which yargs
 * prints alone. What stands before is a banner or a log. Where there is no usage, the paragraphs that are prose are about the
 * command.
 * @param program the first word of the usage, where the rows of commands tell
 * @param join makes one text of the lines of a paragraph
 */
export function readIntro(lines: readonly string[], program: string | undefined, join: (lines: readonly string[]) => string): IntroText {
  const marked = lines.findIndex((line) => /^\s{0,4}usage:/i.test(line));
  const start = marked === -1 ? lines.findIndex((line) => looksLikeUsage(line, program)) : marked;
  if (start === -1) return { paragraphs: paragraphsOf(lines, join).filter(isProse) };
  const first = (lines[start] ?? "").replace(/^\s{0,4}usage:\s*/i, "");
  const rest = lines.slice(start + 1);
  // A program may leave the line of the mark empty.
  const from =
    first === ""
      ? Math.max(
          rest.findIndex((line) => line !== ""),
          0,
        )
      : 0;
  const end = rest.findIndex((line, index) => index >= from && line === "");
  const block = [first, ...rest.slice(from, end === -1 ? rest.length : end)].filter((line) => line !== "");
  const word = program ?? (block[0] ?? "").trim().split(" ", 1)[0] ?? "";
  const usages: string[][] = [];
  for (const line of block) {
    if (usages.length === 0 || line.trim().split(" ", 1)[0] === word) usages.push([line]);
    else usages.at(-1)?.push(line);
  }
  const usage = usages.map((each) => join(each)).join("\n");
  return {
    ...(usage === "" ? {} : { usage }),
    paragraphs: end === -1 ? [] : paragraphsOf(rest.slice(end), join),
  };
}

/** Whether a line is the text of a command: words that can name a program and commands, then placeholders. */
function looksLikeUsage(line: string, program: string | undefined): boolean {
  const at = line.search(/ [[<]/);
  const [first = "", ...names] = (at === -1 ? line : line.slice(0, at)).split(" ");
  const isProgram = program === undefined ? /^[a-z0-9_./@-][\w./@-]*$/.test(first) && !first.endsWith(".") : first === program;
  return isProgram && names.every((name) => isCommandName(name) && !/^[A-Z]|[.:]$/.test(name));
}

function paragraphsOf(lines: readonly string[], join: (lines: readonly string[]) => string): readonly string[] {
  const paragraphs: string[][] = [[]];
  for (const line of lines) {
    if (line === "") paragraphs.push([]);
    else paragraphs.at(-1)?.push(line);
  }
  return paragraphs
    .filter((each) => each.length > 0)
    .map((each) => join(each).replaceAll(/\s+/g, " "))
    .filter((text) => text !== "");
}

/** Whether a text is made of words, and not of blocks or lines that draw a banner. */
function isProse(text: string): boolean {
  const letters = text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  return letters * 2 > text.replaceAll(/\s/g, "").length && /\p{L}{2}/u.test(text);
}
