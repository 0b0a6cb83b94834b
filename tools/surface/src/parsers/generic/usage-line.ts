import type { ArgShape, FlagShape } from "../../help-page.ts";
import { isCommandName } from "../command-name.ts";
import { closingBrackets } from "../placeholder.ts";
import { smallestIndent, indentOf, trimBlankLines } from "../sections.ts";
import { flagsOfHead } from "./flag-head.ts";
import type { HelpBlock } from "./help-blocks.ts";

/** What the usage of a help says. */
export interface GenericUsage {
  /** One per usage, wrapped lines joined. */
  readonly lines: readonly string[];
  readonly words: readonly string[];
  readonly args: readonly ArgShape[];
  /** Flags in brackets of their own, `[-x]`, `[--file <path>]`. */
  readonly flags: readonly FlagShape[];
}

/** Reads the first usage of a help. */
export function readGenericUsage(blocks: readonly HelpBlock[], hasCommands: boolean): GenericUsage {
  const lines = joinLines(blocks.find(({ kind }) => kind === "usage")?.lines ?? []);
  const words = commonStart(lines.map(wordsOf));
  const units = new UnitReader();
  for (const line of lines) if (wordsOf(line).length === words.length) units.take(line.slice(words.join(" ").length), line === lines[0]);
  const isOther = ({ name }: ArgShape): boolean =>
    !/^(?:options?|flags?|switches)$/i.test(name) && !(hasCommands && /^(?:sub-?)?commands?$|^args$/i.test(name));
  return { lines, words, args: [...units.args.values()].filter(isOther), flags: [...units.flags.values()] };
}

/** The program and what may be a command's path: words in small letters, which may be args as well. */
function wordsOf(line: string): readonly string[] {
  const tokens = line.split(" ");
  const end = tokens.findIndex((token, index) =>
    index === 0 ? /^[-[<(]/.test(token) : !isCommandName(token) || /^[A-Z]|\.\.\.$/.test(token),
  );
  return tokens.slice(0, end === -1 ? tokens.length : end);
}

/** The words that all lists begin with. */
function commonStart([first = [], ...others]: readonly (readonly string[])[]): readonly string[] {
  const end = first.findIndex((word, index) => others.some((other) => other[index] !== word));
  return first.slice(0, end === -1 ? first.length : end);
}

/** Usages begin at the indent of the first below the heading, or with the program; other lines go on with the one above. */
function joinLines(lines: readonly string[]): readonly string[] {
  const shown = trimBlankLines(lines);
  const end = shown.indexOf("");
  const part = shown.slice(0, end === -1 ? shown.length : end);
  const program = (part[0] ?? "").trim().replace(/^\$ /, "").split(/\s/, 1)[0] ?? "";
  const least = smallestIndent(part.slice(1));
  const joined: string[] = [];
  for (const [index, line] of part.entries()) {
    const shownLine = line.trim().replace(/^(?:\$|or:) +/, "");
    // What stands behind two spaces explains the usage.
    const gap = shownLine.search(/\S\s{2,}[a-z]/);
    const text = (gap === -1 ? shownLine : shownLine.slice(0, gap + 1)).replaceAll(/\s+/g, " ");
    const begins = index === 0 || (indentOf(line) === least && text.split(" ", 1)[0] === program) || /^\s*or: /.test(line);
    if (begins) joined.push(text);
    else joined.push(`${joined.pop() ?? ""} ${text}`);
    if (joined.length > MAX_USAGES) break;
  }
  return joined.filter((line) => line !== "");
}

const MAX_USAGES = 40;
/** What is nested deeper is text. */
const MAX_DEPTH = 3;

class UnitReader {
  readonly args = new Map<string, ArgShape>();
  readonly flags = new Map<string, FlagShape>();

  /**
   * Takes the units between brackets of a part of a usage.
   * @param isFirst whether an arg may be required: another usage may do without
   */
  take(text: string, isFirst: boolean, depth = 0): void {
    const closers = closingBrackets(text);
    for (let at = 0; at < text.length;) {
      const close = /[[<]/.test(text[at] ?? "") ? closers.get(at) : undefined;
      if (close === undefined) {
        at += 1;
        continue;
      }
      const inner = text.slice(at + 1, close).trim();
      const isVariadic = text.startsWith("...", close + 1) || text.startsWith(" ...", close + 1) || inner.endsWith("...");
      // The value of a flag, or part of a word.
      const isBehindFlag = /(?:^|[\s|])--?[^\s|]*[ =]?$/.test(text.slice(Math.max(0, at - 64), at));
      if (inner.startsWith("-")) this.#takeFlags(inner);
      else if (!isBehindFlag && /^(?:\s|$|\.\.\.)/.test(text.slice(close + 1, close + 4)))
        this.#takeArg(text[at] === "<", inner, isVariadic, isFirst, depth);
      at = close + 1;
    }
  }

  #takeFlags(group: string): void {
    const parts = group.split(/ ?\| ?/);
    // `[-t a | b]`: what follows are values.
    const areValues = parts.slice(1).some((part) => !part.startsWith("-"));
    for (const part of areValues ? [] : parts) {
      const [flag, ...others] = flagsOfHead(part.replace(/\.{3}$/, "").trim(), true) ?? [];
      const name = flag?.long ?? flag?.short ?? "";
      // `-abc` may be three flags.
      if (flag === undefined || others.length > 0 || /^-[^-].+/.test(name) || flag.aliases !== undefined) continue;
      if (!this.flags.has(name)) this.flags.set(name, flag);
    }
  }

  #takeArg(isAngle: boolean, inner: string, variadic: boolean, isFirst: boolean, depth: number): void {
    const name = inner.replace(/^<([^<>]*)>(?:\.{3})?$/, "$1").replace(/ ?\.{3}$/, "");
    const known = this.args.get(name);
    if (/^[A-Za-z_][\w.:/@-]*$/.test(name)) {
      if (known === undefined) this.args.set(name, { name, required: isAngle && isFirst && depth === 0, variadic });
    } else if (depth < MAX_DEPTH) this.take(inner, false, depth + 1);
  }
}
