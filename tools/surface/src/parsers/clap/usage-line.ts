import { flagNames, type ArgShape, type FlagShape } from "../../help-page.ts";

/** The words that a usage line starts with: the program and the command path. Placeholders of parents' arguments between them are skipped. */
export function usageWords(line: string | undefined): readonly string[] {
  return cutUsage(line ?? "").words;
}

/** Cuts a usage line behind the last word of the command path: what follows is the command's own. */
function cutUsage(line: string): { readonly words: readonly string[]; readonly rest: string } {
  const words: string[] = [];
  let rest = line;
  for (const match of line.matchAll(/\S+/g)) {
    const token = match[0];
    // The first word is the program, which may be a path.
    if (words.length === 0 ? !/^[-[<(]/.test(token) : /^[A-Za-z0-9_][\w.:+@-]*$/.test(token)) {
      words.push(token);
      rest = line.slice(match.index + token.length);
    } else if (!/^<[^<>]+>$/.test(token)) break;
  }
  return { words, rest };
}

/**
 * The positional arguments that usage lines show. Values of flags are none, nor are the placeholders for a sub-command when
 * the help lists some. Alternatives, `(--url <URL> | -- <COMMAND>...)`, count as shown.
 */
export function usageArgs(lines: readonly string[], flags: readonly FlagShape[], hasCommands: boolean): readonly ArgShape[] {
  const values = new Map(
    flags.flatMap((flag) => flagNames(flag).map((name) => [name, flag.takes_value ? (flag.value_names?.length ?? 1) : 0] as const)),
  );
  const own = usageWords(lines[0]).join(" ");
  const args = new Map<string, ArgShape>();
  for (const line of lines) {
    if (usageWords(line).join(" ") !== own) continue;
    for (const arg of argsOfLine(line, values)) {
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

function argsOfLine(line: string, values: ReadonlyMap<string, number>): readonly ArgShape[] {
  const tokens = cutUsage(line).rest.match(/<[^<>]*>|\.\.\.|[[\]()|]|[^\s[\]()<>|]+/g) ?? [];
  const args: ArgShape[] = [];
  let optionalDepth = 0;
  /** Values of the last flag that are still to come. */
  let expected = 0;
  for (const [index, token] of tokens.entries()) {
    if (token === "[") optionalDepth += 1;
    else if (token === "]") optionalDepth = Math.max(0, optionalDepth - 1);
    else if (token === "|" || token === ")" || token === "--") expected = 0;
    else if (token.startsWith("-")) expected = valuesAfter(token, values);
    else {
      const name = placeholder(token, tokens[index - 1], tokens[index + 1]);
      if (name === undefined) continue;
      if (expected > 0) expected -= 1;
      else args.push({ name, required: optionalDepth === 0, variadic: isVariadic(tokens, index) });
    }
  }
  return args;
}

function valuesAfter(flag: string, values: ReadonlyMap<string, number>): number {
  // `--flag=<X>` is cut before the placeholder, which is then the flag's value.
  return values.get(flag.replace(/=$/, "")) ?? 1;
}

/** The name in `<NAME>`, or in `NAME` when it stands alone in brackets and is no stand-in for flags. */
function placeholder(token: string, before: string | undefined, after: string | undefined): string | undefined {
  if (token.startsWith("<")) return token.slice(1, -1).replace(/\.\.\.$/, "") || undefined;
  if (before !== "[" || (after !== "]" && after !== "...") || /^(?:options|flags)$/i.test(token)) return undefined;
  return token.replace(/\.\.\.$/, "") || undefined;
}

function isVariadic(tokens: readonly string[], index: number): boolean {
  const token = tokens[index] ?? "";
  return /\.\.\.>?$/.test(token) || tokens[index + 1] === "..." || (tokens[index + 1] === "]" && tokens[index + 2] === "...");
}
