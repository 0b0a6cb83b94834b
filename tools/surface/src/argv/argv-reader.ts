import type { GrammarFlag } from "./grammar-flags.ts";
import type { Grammar, GrammarCommand } from "./grammar.ts";
import type { ArgvPart, ArgvReading } from "./argv-reading.ts";

/** A flag whose value may still come; one that is unknown has no `flag`. */
interface Expecting {
  readonly spelling: string;
  readonly flag: GrammarFlag | undefined;
}

type KnownFlag = { readonly spelling: string; readonly flag: GrammarFlag };
type MaybeProblem = Pick<ArgvPart, "problem">;

/** Reads one command line by a grammar; what each rule means stands at `readArgv`. */
export class ArgvReader {
  readonly #grammar: Grammar;
  readonly #argv: readonly string[];
  readonly #parts: ArgvPart[] = [];
  #token = 0;
  /** From the root to the command in force. */
  #commands: readonly GrammarCommand[];
  #argIndex = 0;
  /** The word before was for an arg that takes any number. */
  #isInVariadic = false;
  #hasArgs = false;
  #areFlagsOver = false;
  /** The flags that were given; each command has its own, those of the root too. */
  readonly #given = new Set<GrammarFlag>();
  /** The flag that takes some of the next words, up to the next flag. */
  #list: { readonly flag: GrammarFlag; readonly spelling: string; readonly left: number } | undefined;
  /** The unknown flag right before that may have a value. */
  #unknown: Expecting | undefined;

  constructor(grammar: Grammar, argv: readonly string[]) {
    this.#grammar = grammar;
    this.#argv = argv;
    this.#commands = [grammar.root];
  }

  read(): ArgvReading {
    while (this.#token < this.#argv.length) {
      this.#readWord(this.#argv[this.#token] ?? "");
      this.#token += 1;
    }
    return { path: this.#command.path, parts: this.#parts };
  }

  get #command(): GrammarCommand {
    return this.#commands.at(-1) ?? this.#grammar.root;
  }

  #readWord(word: string): void {
    if (!this.#areFlagsOver && word === "--") {
      this.#areFlagsOver = true;
      this.#forgetFlag();
      this.#argIndex = Math.max(
        this.#argIndex,
        this.#command.args.findIndex(({ isBehindDashes }) => isBehindDashes),
      );
      this.#parts.push({ type: "dashes", token: this.#token });
    } else if (!this.#areFlagsOver && looksLikeFlag(word)) {
      this.#isInVariadic = false;
      this.#forgetFlag();
      this.#readFlagWord(word);
    } else if (this.#list !== undefined && this.#list.left > 0) {
      this.#pushValue(this.#list, word, false);
      this.#list = { ...this.#list, left: this.#list.left - 1 };
    } else {
      const unknown = this.#unknown;
      this.#forgetFlag();
      this.#readPlainWord(word, unknown);
    }
  }

  #forgetFlag(): void {
    this.#list = undefined;
    this.#unknown = undefined;
  }

  /** A sub-command, the value of an unknown flag, an arg, or nothing that the command has. */
  #readPlainWord(word: string, unknown: Expecting | undefined): void {
    const { subCommandStandsFirst, subCommandFollowsDashes } = this.#grammar.habits;
    const isPlace = (subCommandStandsFirst ? !this.#hasArgs : !this.#isInVariadic) && (subCommandFollowsDashes || !this.#areFlagsOver);
    const token = this.#token;
    const subCommand = isPlace ? this.#command.subCommands.get(word) : undefined;
    if (subCommand !== undefined) {
      this.#commands = [...this.#commands, subCommand];
      this.#argIndex = 0;
      this.#hasArgs = false;
      this.#parts.push({ type: "command", path: subCommand.path, token });
      return;
    }
    if (isPlace && word === "help" && this.#command.subCommands.size > 0) {
      // Every framework adds this command, and no snapshot lists it.
      this.#parts.push({ type: "stray", path: this.#command.path, word, token, problem: '"help" asks for the help of a command' });
      return;
    }
    const { path, args } = this.#command;
    const arg = args[this.#argIndex];
    if (unknown !== undefined && (unknown.flag !== undefined || arg === undefined)) {
      this.#pushValue({ ...unknown, flag: undefined }, word, false);
    } else if (arg === undefined) {
      const problem = `"${describePath(this.#command)}" has no sub-command or argument for "${word}"`;
      this.#parts.push({ type: "stray", path, word, token, problem });
    } else {
      const problem = problemOfValue(`argument "${arg.name}"`, arg.possibleValues, word);
      const isListed = arg.possibleValues?.includes(word) === true;
      this.#parts.push({ type: "arg", path, name: arg.name, value: word, isListed, token, ...problem });
      this.#hasArgs = true;
      this.#isInVariadic = arg.isVariadic;
      if (!arg.isVariadic) this.#argIndex += 1;
    }
  }

  /** One word that starts with a dash: a long flag, or a cluster of short ones of which the last may have a value. */
  #readFlagWord(word: string): void {
    const equals = word.indexOf("=");
    const spelling = equals === -1 ? word : word.slice(0, equals);
    const attached = equals === -1 ? undefined : word.slice(equals + 1);
    const whole = this.#command.flags.get(spelling);
    if (whole !== undefined) this.#readFlag({ spelling, flag: whole }, attached);
    else if (word.startsWith("--")) this.#readUnknown(spelling, attached);
    else this.#readCluster(word);
  }

  #readCluster(word: string): void {
    let rest = word.slice(1);
    for (const letter of rest) {
      rest = rest.slice(letter.length);
      const spelling = `-${letter}`;
      const flag = this.#command.flags.get(spelling);
      if (flag === undefined) return this.#readUnknown(spelling, rest || undefined);
      this.#readFlag({ spelling, flag }, flag.takesValue && rest !== "" ? rest.replace(/^=/, "") : undefined);
      if (flag.takesValue) return;
    }
  }

  #readFlag({ spelling, flag }: KnownFlag, attached: string | undefined): void {
    const token = this.#token;
    const next = this.#argv[token + 1];
    const takesNext = flag.takesValue && attached === undefined && this.#takesNext(flag, next);
    const hasValue = attached !== undefined || takesNext;
    const problem = problemOfFlag({ spelling, flag }, hasValue, this.#given.has(flag));
    this.#given.add(flag);
    const { path, key } = flag;
    this.#parts.push({ type: "flag", path, key, spelling, token, ...problem });
    if (attached !== undefined) this.#pushValue({ spelling, flag }, attached, true);
    if (!takesNext) return;
    this.#token += 1;
    this.#pushValue({ spelling, flag }, next ?? "", false);
    this.#list = { flag, spelling, left: flag.maxValues - 1 };
  }

  /** Whether a flag without a value in its own word has the next word as one. */
  #takesNext({ hasOptionalValue }: GrammarFlag, next: string | undefined): boolean {
    const { takesOptionalValueFromNextWord, takesAnyWordAsValue, takesNegativeNumberAsValue } = this.#grammar.habits;
    if (next === undefined) return false;
    const isValue = !looksLikeFlag(next) || (takesNegativeNumberAsValue && /^-(?:\d+|\d*\.\d+)$/.test(next));
    return hasOptionalValue ? takesOptionalValueFromNextWord && isValue : takesAnyWordAsValue || isValue;
  }

  #readUnknown(spelling: string, attached: string | undefined): void {
    const { path } = this.#command;
    const above = this.#commands.slice(0, -1).findLast(({ flags }) => flags.has(spelling));
    const flag = above?.flags.get(spelling);
    const problem = `"${describePath(this.#command)}" has no flag "${spelling}"${above === undefined ? "" : whyNotBelow(above, this.#command)}`;
    this.#parts.push({ type: "unknown", path, spelling, token: this.#token, problem });
    if (attached !== undefined) this.#pushValue({ spelling, flag: undefined }, attached, true);
    else if (spelling.startsWith("--") && (flag === undefined || (flag.takesValue && !flag.hasOptionalValue)))
      this.#unknown = { spelling, flag };
  }

  #pushValue({ spelling, flag }: Expecting, value: string, isAttached: boolean): void {
    const path = flag?.path ?? this.#command.path;
    // Several values of a repeatable flag may stand in one word, parted by commas.
    const values = flag?.isRepeatable === true ? value.split(",") : [value];
    const [problem = {}] = values.map((each) => problemOfValue(`flag "${spelling}"`, flag?.possibleValues, each)).filter(hasProblem);
    const isListed = values.every((each) => flag?.possibleValues?.includes(each) === true);
    this.#parts.push({ type: "value", path, key: flag?.key, spelling, value, isAttached, isListed, token: this.#token, ...problem });
  }
}

function looksLikeFlag(word: string): boolean {
  return word.startsWith("-") && word !== "-";
}

function problemOfFlag({ spelling, flag }: KnownFlag, hasValue: boolean, isGiven: boolean): MaybeProblem {
  if (hasValue && !flag.takesValue) return { problem: `the flag "${spelling}" takes no value` };
  if (!hasValue && flag.takesValue && !flag.hasOptionalValue) return { problem: `the flag "${spelling}" needs a value` };
  if (isGiven && flag.refusesRepeats) return { problem: `the flag "${spelling}" may not be repeated` };
  return {};
}

/** Why a flag of a command above is none of the command in force. */
function whyNotBelow(above: GrammarCommand, { areFlagsShown }: GrammarCommand): string {
  if (above.path.length > 0) return `: that of "${describePath(above)}" stands before its sub-command`;
  return `: the root's is not global${areFlagsShown ? ", and the snapshots show none there" : ""}`;
}

function problemOfValue(what: string, possible: readonly string[] | undefined, value: string): MaybeProblem {
  if (possible === undefined || possible.includes(value)) return {};
  return { problem: `the ${what} does not take "${value}"; expected one of ${possible.join(", ")}` };
}

function hasProblem({ problem }: MaybeProblem): boolean {
  return problem !== undefined;
}

function describePath({ path }: GrammarCommand): string {
  return path.length === 0 ? "(root)" : path.join(" ");
}
