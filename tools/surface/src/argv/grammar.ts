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
  const built = new Map<string, GrammarCommand & { readonly subCommands: Map<string, GrammarCommand> }>();
  const root = emptyCommand([]);
  built.set("", root);
  for (const command of commands.toSorted((a, b) => a.path.length - b.path.length)) {
    const own = { path: command.path, flags: flagsBySpelling(command.flags ?? []), args: inUsageOrder(command.args ?? [], command.usage), subCommands: new Map<string, GrammarCommand>() };
    if (command.path.length === 0) {
      built.set("", { ...own, subCommands: root.subCommands });
      continue;
    }
    built.set(command.path.join("\0"), own);
    const parent = built.get(command.path.slice(0, -1).join("\0"));
    for (const word of [command.path.at(-1) ?? "", ...(command.aliases ?? [])]) {
      if (!(parent?.subCommands.has(word) ?? true)) parent?.subCommands.set(word, own);
    }
  }
  return built.get("") ?? root;
}

function emptyCommand(path: readonly string[]): GrammarCommand & { readonly subCommands: Map<string, GrammarCommand> } {
  return { path, flags: new Map(), args: [], subCommands: new Map() };
}

function flagsBySpelling(flags: readonly UnionFlag[]): ReadonlyMap<string, GrammarFlag> {
  return new Map(
    flags.flatMap((flag) => {
      const known = { key: flag.key, takesValue: flag.takes_value, hasOptionalValue: flag.optional_value === true };
      return [flag.long, flag.short, ...(flag.aliases ?? [])].flatMap((spelling) => (spelling === undefined ? [] : [[spelling, known] as const]));
    }),
  );
}

/** Snapshots sort args by name; the usage has them in the order of the command line. One that it lacks comes last. */
function inUsageOrder(args: readonly UnionArg[], usage: string | undefined): readonly GrammarArg[] {
  const place = ({ name }: UnionArg): number => {
    const at = (usage ?? "").search(new RegExp(`[<[]${escapePattern(name)}[>\\]]`));
    return at === -1 ? Number.MAX_SAFE_INTEGER : at;
  };
  return args.toSorted((a, b) => place(a) - place(b)).map(({ name, variadic }) => ({ name, isVariadic: variadic === true }));
}

function escapePattern(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
