import { flagNames, type ArgShape, type FlagShape } from "../../help-page.ts";
import { closingBrackets, placeholderAt, type Placeholder } from "../placeholder.ts";

/** The words that a usage line starts with: the program and the command path. Placeholders of parents' arguments between them are skipped. */
export function usageWords(line: string | undefined): readonly string[] {
  return cutUsage(line ?? "").words;
}

/** Cuts a usage line behind the last word of the command path: what follows is the command's own. */
function cutUsage(line: string): { readonly words: readonly string[]; readonly rest: string } {
  const closers = closingBrackets(line);
  const words: string[] = [];
  let restAt = 0;
  const token = /\S+/y;
  for (let at = skipSpace(line, 0); at < line.length; at = skipSpace(line, at)) {
    token.lastIndex = at;
    const word = token.exec(line)?.[0] ?? "";
    // The first word is the program, which may be a path.
    if (words.length === 0 ? !/^[-[<(]/.test(word) : /^[A-Za-z0-9_][\w.:+@-]*$/.test(word)) {
      words.push(word);
      at += word.length;
      restAt = at;
    } else {
      const parent = placeholderAt(line, at, closers);
      if (parent === undefined || !parent.required || parent.variadic || /^\S/.test(line.slice(parent.end, parent.end + 1))) break;
      at = parent.end;
    }
  }
  return { words, rest: line.slice(restAt) };
}

function skipSpace(line: string, from: number): number {
  let at = from;
  while (/^\s$/.test(line[at] ?? "")) at += 1;
  return at;
}

/** What the rest of a help says of the placeholders in its usage. */
interface UsageContext {
  readonly flags: readonly FlagShape[];
  /** The names of the arguments that have a row. */
  readonly shown: ReadonlySet<string>;
  readonly hasCommands: boolean;
}

/**
 * The positional arguments that usage lines show. Values of flags are none, nor are the placeholders for a sub-command when
 * the help lists some. Alternatives, `(--url <URL> | -- <COMMAND>...)` and `<--all|NAME>`, count as shown.
 */
export function usageArgs(lines: readonly string[], { flags, shown, hasCommands }: UsageContext): readonly ArgShape[] {
  const values = new Map(
    flags.flatMap((flag) => flagNames(flag).map((name) => [name, flag.takes_value ? (flag.value_names?.length ?? 1) : 0] as const)),
  );
  const own = usageWords(lines[0]).join(" ");
  const args = new Map<string, ArgShape>();
  for (const line of lines) {
    if (usageWords(line).join(" ") !== own) continue;
    for (const arg of argsOfLine(line, values, shown)) {
      if (hasCommands && /^(?:sub)?command$|^args$/i.test(arg.name)) continue;
      const earlier = args.get(arg.name);
      args.set(arg.name, {
        ...arg,
        required: arg.required || earlier?.required === true,
        variadic: arg.variadic || earlier?.variadic === true,
      });
    }
  }
  return [...args.values()];
}

/** Tells whether a row that starts with a placeholder is one of the usage's arguments: the usage names it, or has `[ARGS]` for all. */
export function argumentRows(usage: readonly string[]): (row: string) => boolean {
  if (usage.some((line) => line.includes("[ARGS]"))) return () => true;
  const named = new Set(usage.flatMap(namesIn));
  return (row) => namesIn(row.split(/\s/, 1)[0] ?? "").some((name) => named.has(name));
}

function namesIn(text: string): readonly string[] {
  return text.split(/[\s<>[\]()|]+|\.{3}/).filter((name) => name !== "");
}

function argsOfLine(line: string, values: ReadonlyMap<string, number>, shown: ReadonlySet<string>): readonly ArgShape[] {
  const text = cutUsage(line).rest;
  const closers = closingBrackets(text);
  const args: ArgShape[] = [];
  const wordAt = /[^\s[\]()<>|]+/y;
  /** Where the optional groups that are open here end. */
  let optionalUntil = 0;
  /** Values of the last flag that are still to come. */
  let expected = 0;
  for (let at = 0; at < text.length;) {
    const unit = placeholderAt(text, at, closers);
    if (unit !== undefined && !unit.marked && /^(?:options|flags)$/i.test(unit.name)) {
      at = unit.end;
    } else if (unit !== undefined && expected > 0 && (unit.marked || namesArg(unit, shown))) {
      expected -= 1;
      at = unit.end;
    } else if (unit !== undefined && namesArg(unit, shown)) {
      const variadic = unit.variadic || text.startsWith("]...", unit.end);
      args.push({ name: unit.name, required: unit.required && at >= optionalUntil, variadic });
      at = unit.end;
    } else if (unit?.marked === true) {
      for (const name of alternatives(unit.name)) if (!name.startsWith("-")) args.push({ name, required: false, variadic: unit.variadic });
      at = unit.end;
    } else {
      wordAt.lastIndex = at;
      const word = wordAt.exec(text)?.[0];
      const char = text[at] ?? "";
      if (word === "--" || char === "|" || char === ")") expected = 0;
      else if (word?.startsWith("-") === true) expected = valuesAfter(word, values);
      else if (char === "[") optionalUntil = Math.max(optionalUntil, closers.get(at) ?? 0);
      at += word?.length ?? 1;
    }
  }
  return args;
}

function valuesAfter(flag: string, values: ReadonlyMap<string, number>): number {
  // `--flag=<X>` is cut before the placeholder, which is then the flag's value.
  return values.get(flag.replace(/=$/, "")) ?? 1;
}

/** Whether a placeholder is one argument: not a group of alternatives, nor brackets around what is optional. */
function namesArg({ name, marked }: Placeholder, shown: ReadonlySet<string>): boolean {
  if (shown.has(name)) return true;
  if (!marked) return /^[^\s|<(=-][^\s|]*$/.test(name);
  const names = alternatives(name);
  return !names.some((alternative) => alternative.startsWith("-")) && (names.length === 1 || !names.every((each) => shown.has(each)));
}

/** The members of a group as clap joins them, `--all|--file <FILE>|NAME`. */
function alternatives(group: string): readonly string[] {
  return group
    .split("|")
    .map((each) => each.trim().replace(/\.\.\.$/, ""))
    .filter((each) => each !== "");
}
