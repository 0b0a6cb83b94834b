import type { ArgShape } from "../../help-page.ts";
import { isCommandName } from "../command-name.ts";
import { readValue, repeatedName, valueWords } from "./value.ts";

/** What the usage of argparse says. */
export interface UsageShape {
  /** The program and the command path, as far as the usage tells them from args. */
  readonly words: readonly string[];
  readonly args: readonly ArgShape[];
  /** The name, or `{a,b}`, that a sub-command stands for: what `...` follows. */
  readonly commandSlot?: string;
  /** Whether `...` stands for an arg that only its row names. */
  readonly hasUnnamedRest: boolean;
}

/** What the rest of a help says of its usage. */
export interface UsageContext {
  /** The value behind each spelling of a flag; "" where it takes none. */
  readonly values: ReadonlyMap<string, string>;
  /** Whether a row has rows of sub-commands below it, and the names of all rows. */
  readonly rowNames: ReadonlySet<string>;
  readonly commandRow: string | undefined;
}

/** Joins the lines of a usage where argparse broke them: only the program begins a line of its own. */
export function joinUsage(lines: readonly string[]): readonly string[] {
  const program = (lines[0] ?? "").split(" ", 1)[0] ?? "";
  const joined: string[][] = [];
  for (const line of lines) {
    const last = joined.at(-1);
    if (last === undefined || line === program || line.startsWith(`${program} `)) joined.push([line]);
    else last.push(line);
  }
  return joined.map((parts) => parts.join(" "));
}

/** Reads joined usage lines. */
export function readUsage(lines: readonly string[], context: UsageContext): UsageShape {
  const read = lines.map((line) => readLine(line, context));
  const first = read[0];
  if (first === undefined) return { words: [], args: [], hasUnnamedRest: false };
  const args = new Map<string, ArgShape>();
  for (const arg of read.flatMap((line) => line.args)) {
    const earlier = args.get(arg.name);
    args.set(
      arg.name,
      earlier === undefined ? arg : { ...earlier, required: earlier.required && arg.required, variadic: earlier.variadic || arg.variadic },
    );
  }
  const commandSlot = read.find((line) => line.commandSlot !== undefined)?.commandSlot;
  return {
    words: first.words,
    args: [...args.values()],
    hasUnnamedRest: read.some((line) => line.hasUnnamedRest),
    ...(commandSlot === undefined ? {} : { commandSlot }),
  };
}

function readLine(line: string, { values, rowNames, commandRow }: UsageContext): UsageShape {
  const tokens = valueWords(line);
  const end = tokens.findIndex((token, index) => index > 0 && (!isCommandName(token) || /^[A-Z][A-Z0-9_-]*$/.test(token)));
  const leading = tokens.slice(0, end === -1 ? undefined : end);
  // Without any option before them, args stand right behind the command path; their rows name them.
  const isBare = !/^[[(]?-/.test(tokens[leading.length] ?? "");
  let count = leading.length;
  if (isBare) while (count > 1 && rowNames.has(leading[count - 1] ?? "")) count -= 1;
  const args: ArgShape[] = [];
  let commandSlot: string | undefined;
  let hasUnnamedRest = false;
  for (let index = count; index < tokens.length; index += 1) {
    const token = tokens[index] ?? "";
    if (/^[[(]?--?[^\s-]/.test(token)) {
      if (!/^[[(]/.test(token)) index += valueCount(token, tokens, index, values);
    } else if (token === "...") {
      const last = args.at(-1);
      // Behind a list of choices, and behind the row with sub-commands, are the args of one of these.
      const isSlot =
        last !== undefined && (last.name === commandRow || (commandRow === undefined && /^\{.*\}$/.test(tokens[index - 1] ?? "")));
      if (last !== undefined && rowNames.has(`${last.name} ...`)) args[args.length - 1] = { ...last, variadic: true };
      else if (isSlot) {
        commandSlot = tokens[index - 1];
        args.pop();
      } else if (last !== undefined && commandRow === undefined && rowNames.size > 0 && [...rowNames].every((name) => name === last.name)) {
        commandSlot = last.name;
      } else hasUnnamedRest = true;
    } else if (token.startsWith("(")) continue;
    else {
      const arg = argOf(token);
      const last = args.at(-1);
      if (arg === undefined) continue;
      // `X [X ...]` is one arg, and so is `X X`.
      if (last !== undefined && last.name === arg.name) args[args.length - 1] = { ...last, variadic: true };
      else args.push(arg);
    }
  }
  return { words: leading.slice(0, count), args, hasUnnamedRest, ...(commandSlot === undefined ? {} : { commandSlot }) };
}

/** How many tokens behind a flag are its value. */
function valueCount(flag: string, tokens: readonly string[], at: number, values: ReadonlyMap<string, string>): number {
  const known = values.get(flag);
  if (known !== undefined) return valueWords(known).length;
  return /^[-[(]/.test(tokens[at + 1] ?? "-") ? 0 : 1;
}

function argOf(token: string): ArgShape | undefined {
  const value = readValue(token);
  const name = value?.names[0] ?? (value?.choices === undefined ? undefined : `{${value.choices.join(",")}}`);
  if (value === undefined || name === undefined || !/[\p{L}\p{N}]/u.test(name)) return undefined;
  return {
    name,
    required: !value.optional,
    variadic: value.variadic || value.names.length > 1 || repeatedName(token),
    ...(value.choices === undefined ? {} : { possible_values: value.choices }),
  };
}
