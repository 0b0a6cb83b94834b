import { mergeCommands, type FlagField, type TruthArg, type TruthCommand, type TruthFlag } from "./truth.ts";

/** What a completion script of clap for zsh tells of a flag beside its names: no default, and not whether help shows it. */
export const zshKnows: ReadonlySet<FlagField> = new Set(["takes_value", "value_name", "repeatable", "possible_values"]);

/**
 * Reads a completion script that clap wrote for zsh. Every level of commands is a `case $line[n] in`, every command a branch of
 * it with one call of `_arguments`. An alias is a branch like a command's: `aliasOf` tells them apart. The `help` commands are
 * left out.
 * @param aliasOf the command that a name stands for in its parent, which only the script for bash tells; the name itself for a command
 * @param isFlagAlias whether a long spelling is one more of the flag before it, which only help tells; shorts need no telling
 */
export function readZshCompletion(
  script: string,
  aliasOf: (parent: readonly string[], name: string) => string,
  isFlagAlias: (path: readonly string[], name: string) => boolean,
): readonly TruthCommand[] {
  const commands: TruthCommand[] = [];
  const aliases = new Map<string, Set<string>>();
  const cases: ("line" | "state")[] = [];
  const path: string[] = [];
  const marks = /^ *case \$(line|state)\b.*$|^ *(esac)$|^ *\(([^()\s]+)\)$|^_arguments .*$|^ *_arguments .*$/gm;
  for (let mark = marks.exec(script); mark !== null; mark = marks.exec(script)) {
    const [text, opened, closed, branch] = mark;
    const depth = cases.filter((kind) => kind === "line").length;
    if (opened === "line" || opened === "state") cases.push(opened);
    else if (closed !== undefined) cases.pop();
    else if (branch !== undefined) {
      if (cases.at(-1) !== "line") continue;
      const parent = path.slice(0, depth - 1);
      const name = aliasOf(parent, branch);
      path.splice(depth - 1, path.length, name);
      if (name !== branch) addTo(aliases, path.slice(0, depth).join("\0"), branch);
    } else if (text.includes("_arguments_options[@]")) {
      const end = script.indexOf("&& ret=0", mark.index);
      const specs = specsIn(script.slice(mark.index + text.length, end === -1 ? undefined : end));
      const words = path.slice(0, depth);
      commands.push(commandOf(words, specs, (name) => isFlagAlias(words, name)));
      marks.lastIndex = end === -1 ? script.length : end;
    }
  }
  return mergeCommands(commands.filter(({ path: words }) => !words.includes("help"))).map((command) => ({
    ...command,
    aliases: [...(aliases.get(command.path.join("\0")) ?? [])],
  }));
}

function addTo(map: Map<string, Set<string>>, key: string, value: string): void {
  map.set(key, (map.get(key) ?? new Set()).add(value));
}

/** The quoted words of a call, without their quotes. Those in double quotes name functions and states. */
function specsIn(text: string): readonly string[] {
  return [...text.matchAll(/'((?:[^']|'\\'')*)'|"(?:[^"\\]|\\.)*"/g)].flatMap(([, spec]) =>
    spec === undefined ? [] : [spec.replaceAll("'\\''", "'")],
  );
}

interface FlagSpec extends TruthFlag {
  /** All that follows the name: spellings of one flag have the same. */
  readonly rest: string;
}

function commandOf(path: readonly string[], specs: readonly string[], isAlias: (name: string) => boolean): TruthCommand {
  const flags: FlagSpec[] = [];
  const args: TruthArg[] = [];
  for (const spec of specs) {
    const flag = flagOf(spec);
    const last = flags.at(-1);
    if (flag === undefined) args.push(...argOf(spec));
    else if (last !== undefined && isSameFlag(last, flag, isAlias)) flags.splice(-1, 1, { ...last, names: [...last.names, ...flag.names] });
    else flags.push(flag);
  }
  return {
    path,
    aliases: [],
    hidden: false,
    args,
    flags: flags.map(({ rest: _rest, names, ...flag }) => ({
      ...flag,
      names: [...names.filter((name) => name.startsWith("--")), ...names.filter((name) => !name.startsWith("--"))],
    })),
  };
}

/** clap writes the spellings of a flag one after the other: short ones, then long ones. */
function isSameFlag(last: FlagSpec, { names: [next = ""], rest }: FlagSpec, isAlias: (name: string) => boolean): boolean {
  if (last.rest !== rest) return false;
  return last.names.at(-1)?.startsWith("--") === true ? isAlias(next) : next.startsWith("--") || isAlias(next);
}

function flagOf(spec: string): FlagSpec | undefined {
  const [, star = "", name, mark = "", rest = ""] = /^(?:\([^)]*\))?(\*)?(--?[^\s[\]:=+]+)([+=]?)-?(.*)$/s.exec(spec) ?? [];
  if (name === undefined) return undefined;
  const [, values = ""] = /^(?:\[(?:\\.|[^\]\\])*\])?(.*)$/s.exec(rest) ?? [];
  const { valueNames, action } = valuesOf(values);
  const choices = choicesOf(action);
  return {
    names: [name],
    hidden: false,
    takesValue: mark !== "",
    repeatable: star !== "",
    ...(valueNames.length > 0 ? { valueNames } : {}),
    // Without a name of the value there is no place for its values either.
    ...(valueNames.length > 0 ? { choices } : {}),
    rest: star + rest,
  };
}

/** `:NAME:action` for each value. A name may have colons of its own, so what begins like an action ends it. */
function valuesOf(text: string): { readonly valueNames: readonly string[]; readonly action: string } {
  const valueNames: string[] = [];
  let action = "";
  let name: string[] = [];
  for (const part of text.split(/(?<!\\):/).slice(1)) {
    if (name.length > 0 && /^(?:_\w|\(| $|$|->)/.test(part)) {
      valueNames.push(unescape(name.join(":")));
      action = part;
      name = [];
    } else if (part !== "" || name.length > 0) name.push(part);
  }
  // A value without a name.
  return { valueNames: valueNames.every((each) => each.trim() !== "") ? valueNames : [], action };
}

/** `(a b)`, or `((a\:"text"` and one line for each further value. */
function choicesOf(action: string): readonly string[] {
  if (action.startsWith("((")) {
    return action
      .slice(2)
      .split("\n")
      .flatMap((line) => {
        const [, value] = /^((?:\\.|[^\\:])+?)\\:"/.exec(line) ?? [];
        return value === undefined ? [] : [unescape(value)];
      });
  }
  if (!/^\(.*\)$/s.test(action)) return [];
  return [...action.slice(1, -1).matchAll(/(?:\\.|[^\s\\])+/g)].map(([value]) => unescape(value));
}

/** `:name -- text:` is required, `::name` is not, and `*` is variadic and may be either. */
function argOf(spec: string): readonly TruthArg[] {
  const [, star, colons = "", name] = /^(\*)?(::?)([^\s:]+)(?: --|:)/.exec(spec) ?? [];
  return name === undefined
    ? []
    : [star === undefined ? { name: unescape(name), required: colons === ":", variadic: false } : { name: unescape(name), variadic: true }];
}

function unescape(text: string): string {
  return text.replaceAll(/\\(.)/g, "$1");
}
