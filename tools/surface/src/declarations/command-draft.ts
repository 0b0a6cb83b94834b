import type { ArgShape } from "../help-page.ts";
import type { DeclaredCommand, DeclaredOption } from "./declared-surface.ts";
import type { Value } from "./values.ts";
import { yargsOption } from "./yargs-option.ts";

/** A command while its declarations are read. */
export class CommandDraft {
  parent: CommandDraft | undefined;
  /** Absent for a root and for what the text does not name. */
  name: string | undefined;
  isRoot = false;
  readonly aliases: string[] = [];
  about: string | undefined;
  hidden: boolean | undefined;
  deprecated: boolean | undefined;
  isConditional = false;
  takesUnknownOptions = false;
  readonly args = new Map<string, ArgShape>();
  readonly options: DeclaredOption[] = [];
  /** What yargs is told of each key, by several calls. */
  readonly keys = new Map<string, KeyDraft>();
  /** Whether what is read just now is declared for the default command alone, which shows its units at this one. */
  isReadingDefault = false;

  constructor(name?: string, parent?: CommandDraft) {
    this.name = name;
    this.parent = parent;
  }

  /** Adds what yargs is told of a key. */
  addKey(name: string, properties: Iterable<readonly [string, Value]>, isConditional: boolean): void {
    const known = this.keys.get(name);
    const merged = known?.properties ?? new Map<string, Value>();
    for (const [key, value] of properties) merged.set(key, value);
    this.keys.set(name, {
      properties: merged,
      isConditional: known?.isConditional ?? isConditional,
      isPersistent: known?.isPersistent === true || !this.isReadingDefault,
    });
  }

  /** Adds an argument, or what is known beside its name of one that is there. */
  addArg(arg: ArgShape): void {
    this.args.set(arg.name, { ...arg, ...this.args.get(arg.name), ...additiveFields(arg) });
  }

  /** Whether a command above it, or it, stands in a branch. The root is the program, wherever that is made. */
  isBranch(): boolean {
    const seen = new Set<CommandDraft>();
    for (let at = this.parent; at !== undefined && !seen.has(at); at = at.parent) {
      if (at.isConditional && !at.isRoot) return true;
      seen.add(at);
    }
    return this.isConditional && !this.isRoot;
  }

  /** What was read. */
  finish(): DeclaredCommand {
    const { about, hidden, deprecated } = this;
    return {
      ...placeOf(this),
      aliases: [...new Set(this.aliases)],
      ...(about === undefined ? {} : { about }),
      ...(hidden === true ? { hidden } : {}),
      ...(deprecated === true ? { deprecated } : {}),
      ...(this.isBranch() ? { conditional: true } : {}),
      ...(this.takesUnknownOptions ? { takes_unknown_options: true } : {}),
      args: [...this.args.values()],
      options: [...this.options, ...[...this.keys].flatMap(([name, key]) => yargsOption(name, key) ?? [])],
    };
  }
}

/** Its path, or the words of it that are known. */
function placeOf(command: CommandDraft): Pick<DeclaredCommand, "path" | "tail"> {
  const words: string[] = [];
  const seen = new Set<CommandDraft>();
  for (let at: CommandDraft | undefined = command; at !== undefined && !seen.has(at); at = at.parent) {
    seen.add(at);
    if (at.isRoot) return { path: words };
    if (at.name === undefined) break;
    words.unshift(at.name);
  }
  return { tail: words };
}

/** What yargs is told of one key. */
export interface KeyDraft {
  readonly properties: Map<string, Value>;
  readonly isConditional: boolean;
  /** Whether the command itself is told of it, and so those below it, and not its default command alone. */
  readonly isPersistent: boolean;
}

function additiveFields({ description, default: value, possible_values }: ArgShape): Partial<ArgShape> {
  return {
    ...(description === undefined ? {} : { description }),
    ...(value === undefined ? {} : { default: value }),
    ...(possible_values === undefined ? {} : { possible_values }),
  };
}
