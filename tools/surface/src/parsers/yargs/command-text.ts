import type { ArgShape } from "../../help-page.ts";
import { isCommandName } from "../command-name.ts";

/** What a command's own text says, `tool run <file> [more..]`. */
export interface CommandText {
  /** The words before the first placeholder: the program, then the path. */
  readonly words: readonly string[];
  readonly args: readonly ArgShape[];
}

/**
 * Reads the text of a command as yargs does: `<x>` must be given, `[x]` may be, also when it is `[<x>]`; of `<a|b>`, which has
 * two names, the first counts; only the last may be variadic. Flags in it declare nothing, nor do `[options]` and `[command]`.
 */
export function readCommandText(text: string): CommandText {
  const tokens = tokensOf(text);
  const from = tokens.findIndex((token, index) => (index === 0 ? /^[[<(-]/.test(token) : !isCommandName(token)));
  const words = from === -1 ? tokens : tokens.slice(0, from);
  const args = new Map<string, ArgShape>();
  for (const token of from === -1 ? [] : tokens.slice(from)) {
    const arg = argOf(token);
    if (arg !== undefined) args.set(arg.name, arg);
  }
  return { words, args: [...args.values()] };
}

function argOf(token: string): ArgShape | undefined {
  const dotsBehind = dotsAtEnd(token);
  const bracketed = token.slice(0, token.length - dotsBehind);
  if (!/^(?:\[.*\]|<.*>)$/s.test(bracketed)) return undefined;
  const spelled = bracketed.replaceAll(/[\s[\]<>]/g, "");
  const dots = dotsAtEnd(spelled);
  const name = spelled.slice(0, spelled.length - dots).split("|", 1)[0] ?? "";
  if (name === "" || name.startsWith("-") || /^(?:options|flags)$/i.test(name)) return undefined;
  return { name, required: token.startsWith("<"), variadic: Math.max(dots, dotsBehind) > 1 };
}

/** How many dots a text ends with. */
function dotsAtEnd(text: string): number {
  let count = 0;
  while (text[text.length - 1 - count] === ".") count += 1;
  return count;
}

/** The words of a text; what stands in brackets is one word. */
function tokensOf(text: string): readonly string[] {
  const tokens: string[] = [];
  let from = 0;
  let depth = 0;
  for (let index = 0; index <= text.length; index += 1) {
    const char = text[index] ?? " ";
    if (char === "[" || char === "<") depth += 1;
    else if (char === "]" || char === ">") depth = Math.max(0, depth - 1);
    else if ((/\s/.test(char) && depth === 0) || index === text.length) {
      if (index > from) tokens.push(text.slice(from, index));
      from = index + 1;
    }
  }
  return tokens;
}
