import type { ArgShape, FlagShape } from "../../help-page.ts";
import { isCommandName } from "../command-name.ts";
import { closingBrackets } from "../placeholder.ts";
import { flagOfHead } from "./unit-rows.ts";
import { endOfWord, readValue } from "./value.ts";

/** What usage lines say. */
export interface UsageShape {
  /** The program and the command path; of a command with aliases, `init|new`, the name. */
  readonly words: readonly string[];
  readonly args: readonly ArgShape[];
  /** Flags that the usage spells out, `[--all]`; those of `[options]` have rows instead. */
  readonly flags: readonly FlagShape[];
}

/** What the rest of a help says of its usage. */
interface UsageContext {
  readonly hasCommands: boolean;
  /** Spellings of flags that have a row and take no value. */
  readonly switches: ReadonlySet<string>;
}

/**
 * Reads usage lines. `[options]` is no arg, nor are the placeholders for a sub-command when the help lists some. What stands
 * beside an alternative, `<id>|--all`, is not required.
 */
export function readUsage(lines: readonly string[], { hasCommands, switches }: UsageContext): UsageShape {
  const [first, ...others] = lines.map((line) => cutUsage(line.replaceAll(/\s+/g, " ").replaceAll(/ ?\| ?/g, "|")));
  const words = first?.words ?? [];
  const args = new Map<string, ArgShape>();
  const flags = new Map<string, FlagShape>();
  for (const line of first === undefined ? [] : [first, ...others]) {
    if (line.words.join(" ") !== words.join(" ")) continue;
    const read = new UnitReader(switches);
    read.take(line.rest, true);
    for (const flag of read.flags) flags.set(flag.long ?? flag.short ?? "", flag);
    for (const arg of read.args) {
      if (hasCommands && /^(?:sub-?)?(?:command|cmd)$|^args$/i.test(arg.name)) continue;
      const earlier = args.get(arg.name);
      args.set(arg.name, {
        ...arg,
        required: arg.required || earlier?.required === true,
        variadic: arg.variadic || earlier?.variadic === true,
      });
    }
  }
  return { words, args: [...args.values()], flags: [...flags.values()] };
}

/** Cuts a usage line behind the last word of the command path. */
function cutUsage(line: string): { readonly words: readonly string[]; readonly rest: string } {
  const words: string[] = [];
  let at = 0;
  for (;;) {
    const end = line.indexOf(" ", at);
    const word = line.slice(at, end === -1 ? line.length : end);
    // The first word is the program, which may be a path.
    const [name = "", ...aliases] = words.length === 0 ? [word] : word.split("|");
    const isWord = words.length === 0 ? /^[^-[<(]/.test(word) : [name, ...aliases].every(isCommandName);
    if (!isWord) return { words, rest: line.slice(at) };
    words.push(name);
    if (end === -1) return { words, rest: "" };
    at = end + 1;
  }
}

/** What is nested deeper is text, so that reading stays linear whatever the text is. */
const MAX_NESTING = 8;

/** Collects the units of the part of a usage line behind the command path. */
class UnitReader {
  readonly args: ArgShape[] = [];
  readonly flags: FlagShape[] = [];
  readonly #switches: ReadonlySet<string>;

  constructor(switches: ReadonlySet<string>) {
    this.#switches = switches;
  }

  take(text: string, isRequired: boolean, depth = 0): void {
    const closers = closingBrackets(text);
    for (let at = 0; at < text.length;) {
      const end = endOfWord(text, at, closers);
      const word = text.slice(at, end);
      // A flag that is not known to be a switch has the placeholder behind it as its value.
      const mayHaveValue = isFlag(word) && !word.includes("|") && !this.#switches.has(word);
      const valueEnd = mayHaveValue && /[<[]/.test(text[end + 1] ?? "") ? endOfWord(text, end + 1, closers) : end;
      if (valueEnd > end && flagOfHead(text.slice(at, valueEnd)) !== undefined) {
        this.#takeWord(text.slice(at, valueEnd), isRequired, depth);
        at = valueEnd + 1;
      } else {
        this.#takeWord(word, isRequired, depth);
        at = end + 1;
      }
    }
  }

  #takeWord(word: string, isRequired: boolean, depth: number): void {
    const flag = isFlag(word) ? flagOfHead(word) : undefined;
    // `-v|--verbose` is one flag, `--all|--none` are two.
    if (flag !== undefined && flag.aliases === undefined) {
      this.flags.push(flag);
      return;
    }
    const alternatives = splitAlternatives(word);
    if (alternatives.length > 1) {
      for (const each of depth < MAX_NESTING ? alternatives : []) this.#takeWord(each, false, depth + 1);
      return;
    }
    if (!/^[[(<].*[\])>](?:\.\.\.)?$/s.test(word)) return;
    const inner = word.slice(1, word.endsWith("...") ? -4 : -1).trim();
    if (/^(?:(?:global|command) )?(?:options|flags)$/i.test(inner)) return;
    const value = readValue(word);
    const isOnePair = closingBrackets(word).get(0) === inner.length + 1;
    // Brackets may also group what is optional: flags, or several placeholders.
    if (value === undefined || (isOnePair && /[[<(]|(?:^|\s)-/.test(inner))) {
      if (depth < MAX_NESTING) this.take(inner, isRequired && word.startsWith("("), depth + 1);
      return;
    }
    this.args.push({ name: value.names[0], required: isRequired && value.required, variadic: value.variadic });
  }
}

function isFlag(word: string): boolean {
  return /^--?[^\s-]/.test(word);
}

/** Cuts a word at the bars outside of its brackets. */
function splitAlternatives(word: string): readonly string[] {
  const closers = closingBrackets(word);
  const parts: string[] = [];
  let from = 0;
  for (let at = 0; at < word.length;) {
    if (word[at] === "|") {
      parts.push(word.slice(from, at));
      from = at + 1;
      at += 1;
    } else at = (closers.get(at) ?? at) + 1;
  }
  return [...parts, word.slice(from)].filter((part) => part !== "");
}
