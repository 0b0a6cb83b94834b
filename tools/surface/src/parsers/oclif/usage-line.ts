import type { ArgShape } from "../../help-page.ts";
import { isCommandName } from "../command-name.ts";
import { closingBrackets } from "../placeholder.ts";

/** One usage, its wrapped lines joined. */
export interface OclifUsage {
  /** Whether it begins with `$ `, which is not part of the text. */
  readonly hasPrompt: boolean;
  readonly text: string;
}

/** Joins the lines of a usage section: each usage begins with `$ `, and what does not goes on with the one above. */
export function joinUsage(lines: readonly string[]): readonly OclifUsage[] {
  const joined: { hasPrompt: boolean; parts: string[] }[] = [];
  for (const line of lines.map((each) => each.trim()).filter((each) => each !== "")) {
    const last = joined.at(-1);
    if (line.startsWith("$ ")) joined.push({ hasPrompt: true, parts: [line.slice(2).trim()] });
    else if (last === undefined) joined.push({ hasPrompt: false, parts: [line] });
    else last.parts.push(line);
  }
  return joined.map(({ hasPrompt, parts }) => ({ hasPrompt, text: parts.join(" ") }));
}

/**
 * The words that usages start with, the program and the command path, and the args that all usages of that path show. oclif
 * writes args in capitals, and so tells them from the path. `COMMAND` stands for what is below when the help lists some.
 */
export function readUsage(
  usages: readonly string[],
  hasCommands: boolean,
): {
  readonly words: readonly string[];
  readonly args: readonly ArgShape[];
} {
  const [first, ...others] = usages.map(cutWords);
  if (first === undefined) return { words: [], args: [] };
  const args = new Map<string, ArgShape>();
  for (const { words, rest } of [first, ...others]) {
    if (words.join(" ") !== first.words.join(" ")) continue;
    const shown = argsOf(rest).filter(({ name }) => !hasCommands || name !== "COMMAND");
    for (const arg of shown) if (!args.has(arg.name)) args.set(arg.name, arg);
  }
  return { words: first.words, args: [...args.values()] };
}

function cutWords(usage: string): { readonly words: readonly string[]; readonly rest: string } {
  const tokens = usage.split(/\s+/);
  const words: string[] = [];
  for (const token of tokens) {
    const word = token.replace(/:COMMAND$/, "");
    const isWord = words.length === 0 ? !/^[-[<(]/.test(word) : isCommandName(word) && /[a-z]/.test(word) && !word.endsWith("...");
    if (!isWord) break;
    words.push(word);
    if (word !== token) return { words, rest: "" };
  }
  return { words, rest: tokens.slice(words.length).join(" ") };
}

/** The args outside of the brackets around flags; a word behind a bare flag is its value. */
function argsOf(text: string): readonly ArgShape[] {
  const closers = closingBrackets(text);
  const args: ArgShape[] = [];
  let isBehindFlag = false;
  const word = /[^\s[\]()]+/y;
  for (let at = 0; at < text.length;) {
    const close = /[[(<]/.test(text[at] ?? "") ? closers.get(at) : undefined;
    if (close !== undefined) {
      const arg = text[at] === "[" ? argOf(text.slice(at + 1, close), false) : undefined;
      if (arg !== undefined) args.push(text.startsWith("...", close + 1) ? { ...arg, variadic: true } : arg);
      isBehindFlag = false;
      at = close + 1;
      continue;
    }
    word.lastIndex = at;
    const token = word.exec(text)?.[0];
    const arg = token === undefined || isBehindFlag ? undefined : argOf(token, true);
    if (arg !== undefined) args.push(arg);
    if (token !== undefined) isBehindFlag = /^--?[^\s=-][^=]*$/.test(token);
    at += token?.length ?? 1;
  }
  return args;
}

function argOf(text: string, required: boolean): ArgShape | undefined {
  const match = /^([A-Z0-9][A-Z0-9_:.-]*?)(\.\.\.)?$/.exec(text);
  return match?.[1] === undefined ? undefined : { name: match[1], required, variadic: match[2] !== undefined };
}
