import type { UnionArg, UnionCommand, UnionFlag } from "@lockstep/contracts";

/** A flag as the command line knows it. */
export interface GrammarFlag {
  readonly key: string;
  readonly takesValue: boolean;
  /** The value may be left out; then it stands only behind `=`. */
  readonly hasOptionalValue: boolean;
}

/** A positional arg in the order of the usage. */
export interface GrammarArg {
  readonly name: string;
  readonly isVariadic: boolean;
  /** The usage shows it behind `--`: `tool add <NAME> -- <COMMAND>...`. */
  readonly isBehindDashes: boolean;
}

/** One command: its flags by every spelling, its args in order, its sub-commands by name and alias. */
export interface GrammarCommand {
  readonly path: readonly string[];
  readonly flags: ReadonlyMap<string, GrammarFlag>;
  readonly args: readonly GrammarArg[];
  readonly subCommands: ReadonlyMap<string, GrammarCommand>;
}

/** Builds the grammar of a CLI from the commands of a union or snapshot; the result is its root command. */
export function buildGrammar(commands: readonly Pick<UnionCommand, "path" | "usage" | "flags" | "args" | "aliases">[]): GrammarCommand {
  const built = new Map<string, BuiltCommand>([["", emptyCommand([])]]);
  for (const command of commands) {
    const { path, args, usage } = command;
    const flags = flagsBySpelling(command.flags ?? []);
    built.set(path.join("\0"), { path, flags, args: inUsageOrder(args ?? [], usage, flags), subCommands: new Map() });
  }
  const siblingsOf = (path: readonly string[]): Map<string, GrammarCommand> | undefined =>
    built.get(path.slice(0, -1).join("\0"))?.subCommands;
  const below = commands.filter(({ path }) => path.length > 0);
  for (const { path } of below) siblingsOf(path)?.set(path.at(-1) ?? "", built.get(path.join("\0")) ?? emptyCommand(path));
  for (const { path, aliases } of below) {
    const siblings = siblingsOf(path);
    const command = siblings?.get(path.at(-1) ?? "");
    // A sibling's own name counts more than an alias.
    for (const alias of aliases ?? []) if (command !== undefined && siblings?.has(alias) === false) siblings.set(alias, command);
  }
  return built.get("") ?? emptyCommand([]);
}

type BuiltCommand = GrammarCommand & { readonly subCommands: Map<string, GrammarCommand> };

function emptyCommand(path: readonly string[]): BuiltCommand {
  return { path, flags: new Map(), args: [], subCommands: new Map() };
}

/** Every spelling of every flag; where two flags share one, that of its own counts more than an alias or a negation. */
function flagsBySpelling(flags: readonly UnionFlag[]): ReadonlyMap<string, GrammarFlag> {
  const known = flags.map((flag) => ({
    flag,
    known: { key: flag.key, takesValue: flag.takes_value, hasOptionalValue: flag.optional_value === true },
  }));
  const negations = known.flatMap(({ flag: { long, negatable }, known: { key } }) =>
    negatable === true && long !== undefined
      ? [[long.replace("--", "--no-"), { key, takesValue: false, hasOptionalValue: false }] as const]
      : [],
  );
  const aliases = known.flatMap(({ flag, known: read }) => (flag.aliases ?? []).map((alias) => [alias, read] as const));
  const own = known.flatMap(({ flag, known: read }) =>
    [flag.long, flag.short].flatMap((spelling) => (spelling === undefined ? [] : [[spelling, read] as const])),
  );
  return new Map([...negations, ...aliases, ...own]);
}

/**
 * Snapshots sort args by name; the usage has them in the order of the command line. A placeholder behind a flag with a value
 * is that value's. An arg that the usage lacks comes last.
 */
function inUsageOrder(
  args: readonly UnionArg[],
  usage: string | undefined,
  flags: ReadonlyMap<string, GrammarFlag>,
): readonly GrammarArg[] {
  const text = usage ?? "";
  const placeOf = ({ name }: UnionArg): number => {
    const shown = [...text.matchAll(new RegExp(`[<[|]${escapePattern(name)}(?:\\.\\.\\.)?[>\\]|]`, "g"))];
    const own = shown.find(({ index }) => flags.get(/([^\s[(<|=]+)[\s=[]+$/.exec(text.slice(0, index))?.[1] ?? "")?.takesValue !== true);
    return own?.index ?? Number.MAX_SAFE_INTEGER;
  };
  return args
    .map((arg) => ({ arg, place: placeOf(arg) }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ arg: { name, variadic }, place }) => ({
      name,
      isVariadic: variadic === true,
      isBehindDashes: place < text.length && /(?:^|[\s([|])--\s+$/.test(text.slice(0, place)),
    }));
}

function escapePattern(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
