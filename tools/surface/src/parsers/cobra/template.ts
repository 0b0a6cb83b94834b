import { indentOf } from "../sections.ts";

/** A help text of cobra cut at the headings of its template. Lines keep their indent; tabs are eight spaces. */
export interface CobraTemplate {
  /** The text about the command: everything above the template's first heading. */
  readonly intro: readonly string[];
  /** The lines below `Usage:`, trimmed; `[]` when there is none. */
  readonly usage: readonly string[];
  readonly sections: readonly CobraSection[];
}

/** The indented lines below one heading. */
export interface CobraSection {
  /** Without the colon. */
  readonly title: string;
  readonly lines: readonly string[];
}

/**
 * Cuts a clean help text. cobra's own template prints the text about the command first, whatever that holds, then `Usage:`
 * and what can be trusted to be headings; so the last usage counts. Some templates have the usage last (kubectl): where
 * nothing that lists units follows it, headings above it that name commands, flags or examples count too.
 */
export function cutTemplate(text: string): CobraTemplate {
  const lines = text.split("\n").map((line) => line.replaceAll("\t", "        ").trimEnd());
  const usageAt = lines.findLastIndex((line, index) => isUsage(lines, line, index));
  const below = usageAt === -1 ? [] : sectionsOf(lines, usageAt + 1, () => true);
  if (usageAt !== -1 && below.some(({ title }) => isUnitTitle(title) || isTextTitle(title)))
    return { intro: introOf(lines, usageAt, textBelow(lines, usageAt)), usage: usageLines(lines, usageAt), sections: below };
  const end = usageAt === -1 ? lines.length : usageAt;
  const isTitle = (title: string): boolean => isUnitTitle(title) || /^examples?$/i.test(title);
  const first = lines.findIndex((line, index) => index < end && isTitle(titleOf(lines, index) ?? ""));
  const above = first === -1 ? [] : sectionsOf(lines.slice(0, end), first, isTitle);
  return {
    intro: introOf(lines, first === -1 ? (usageAt === -1 ? 0 : usageAt) : first),
    usage: usageAt === -1 ? [] : usageLines(lines, usageAt),
    sections: [...above, ...below],
  };
}

/** Whether a heading says by itself that commands or flags follow. */
export function isUnitTitle(title: string): boolean {
  return /\bcommands?(?: \([^)]*\))?$/i.test(title) || isFlagTitle(title);
}

/** Whether a heading says that flags follow. */
export function isFlagTitle(title: string): boolean {
  return /\b(?:flags|options)(?: \([^)]*\)| can be passed to any command)?$/i.test(title);
}

/** Whether what follows a heading lists no commands, though it may look like it. */
export function isTextTitle(title: string): boolean {
  return /^(?:aliases|examples?|(?:additional )?help topics|arguments|args|json fields|environment(?: variables)?|learn more|notes?|see also)$/i.test(
    title,
  );
}

/** The title in a line that is a heading: `Title:` or `TITLE` with an indented line below. */
function titleOf(lines: readonly string[], index: number): string | undefined {
  const line = lines[index] ?? "";
  if (line === "" || line.length > MAX_TITLE || /^\s/.test(line)) return undefined;
  const next = lines[index + 1] ?? "";
  if (line.endsWith(":")) {
    const below = next === "" ? (lines[index + 2] ?? "") : next;
    return below !== "" && indentOf(below) > 0 ? line.slice(0, -1) : undefined;
  }
  const isAlone = (lines[index - 1] ?? "") === "" && next !== "" && indentOf(next) > 0;
  return isAlone && /^[A-Z][A-Z0-9 '()&/-]+$/.test(line) ? line : undefined;
}

const MAX_TITLE = 80;

function isUsage(lines: readonly string[], line: string, index: number): boolean {
  return /^usage:[ ]+\S/i.test(line) || (/^usage:?$/i.test(line) && /^\s+\S/.test(lines[index + 1] ?? ""));
}

function usageLines(lines: readonly string[], at: number): readonly string[] {
  const inline = (lines[at] ?? "").replace(/^usage:?\s*/i, "");
  const below = lines.slice(at + 1);
  const end = below.findIndex((line) => indentOf(line) === 0);
  return [inline, ...below.slice(0, end === -1 ? undefined : end).map((line) => line.trim())].filter((line) => line !== "");
}

/** The lines between the usage and the first heading, where docker has its text. */
function textBelow(lines: readonly string[], usageAt: number): readonly string[] {
  const from = lines.findIndex((line, index) => index > usageAt && indentOf(line) === 0);
  const end = lines.findIndex((_, index) => index > usageAt && titleOf(lines, index) !== undefined);
  return from === -1 ? [] : lines.slice(from, end === -1 ? undefined : end);
}

function sectionsOf(lines: readonly string[], from: number, isTitle: (title: string) => boolean): readonly CobraSection[] {
  const sections: { title: string; lines: string[] }[] = [];
  let open = false;
  for (let index = from; index < lines.length; index += 1) {
    const line = lines[index] ?? "";
    const title = titleOf(lines, index);
    if (title !== undefined && isTitle(title)) {
      sections.push({ title, lines: [] });
      open = true;
    } else if (line !== "" && indentOf(line) === 0) open = false;
    else if (open) sections.at(-1)?.lines.push(line);
  }
  return sections;
}

/** The lines above the template. Some templates set them below a heading of their own. */
function introOf(lines: readonly string[], end: number, below: readonly string[] = []): readonly string[] {
  const above = lines.slice(0, end);
  const intro = above.some((line) => line !== "") ? above : below;
  const first = intro.findIndex((line) => line !== "");
  return /^(?:description|synopsis):?$/i.test(intro[first] ?? "") ? intro.slice(first + 1) : intro;
}
