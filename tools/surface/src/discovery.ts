import { comparePaths, fingerprintText } from "@lockstep/kernel";
import type { Probe } from "./capture.ts";
import {
  flagNames,
  mayListArguments,
  takesTrailingArgs,
  type CommandRow,
  type CompletionSurface,
  type FlagShape,
  type HelpPage,
} from "./help-page.ts";
import { readListedAliases } from "./listed-aliases.ts";
import type { HelpParser } from "./parsers/help-parser.ts";
import { helpIn } from "./read-probe.ts";
import { usageNamesOwn, usageSubject, type UsageSubject } from "./usage-subject.ts";

/** A command that discovery keeps. */
export interface DiscoveredCommand {
  readonly path: readonly string[];
  /** Its row in the parent's help; absent for the root and for what help hides. */
  readonly row?: CommandRow;
  /** Its row in the help that shows what the root hides; present where only that lists it. */
  readonly hiddenRow?: CommandRow;
  /** Its own help; absent when the probe failed. */
  readonly page?: HelpPage;
  readonly helpText?: string;
  /** Names found to be aliases by their help, beside those that help lists. */
  readonly aliases: readonly string[];
  readonly inCompletion: boolean;
  /** Present when the completion shows arguments to the end of the line, which its help may hide. */
  readonly takesTrailing?: true;
}

/** What became of the candidate paths that are no commands, each list in path order. */
export interface CandidateFates {
  /** Their help is an ancestor's. */
  readonly phantoms: readonly (readonly string[])[];
  /** Their help failed; the failure is in no list of omissions. */
  readonly failed: readonly (readonly string[])[];
  /**
   * Not asked for, because the parent takes arguments to the end of the line and might hand them to another program. What only
   * an answer lists that has arguments too is among them.
   */
  readonly unsafe: readonly (readonly string[])[];
}

/** What `Discovery` knows beforehand. */
export interface DiscoveryOptions {
  /** The parser that reads the help of a command. */
  parserAt(path: readonly string[]): HelpParser;
  readonly completion?: CompletionSurface | undefined;
  /** The root's help with what it hides. */
  readonly hiddenRoot?: HelpPage | undefined;
  /** The flags that every command accepts, as a text beside the helps lists them. */
  readonly globalFlags?: readonly FlagShape[] | undefined;
  /** Paths to probe though no evidence shows them. */
  readonly extraPaths?: readonly (readonly string[])[];
  /** Paths that the program's text declares and whose help may be asked for though no help lists them. */
  readonly declaredPaths?: readonly (readonly string[])[];
  /** Paths that may be commands; one that turns out to be none is dropped. */
  readonly candidatePaths?: readonly (readonly string[])[];
  /** Commands that are kept by their rows alone, because asking for their help would run something. */
  readonly unaskedPaths?: readonly (readonly string[])[] | undefined;
  /** The command line of a path's help, for omissions. */
  describeCommand(path: readonly string[]): string;
}

const MAX_DEPTH = 8;
const MAX_COMMANDS = 2000;

interface Entry {
  readonly path: readonly string[];
  row: CommandRow | undefined;
  readonly hiddenRow?: CommandRow | undefined;
  page?: HelpPage;
  helpText?: string;
  state: "waiting" | "kept" | "deferred" | "dropped";
  readonly aliases: string[];
  /** Whether nothing but the list of candidates names it. */
  readonly isCandidate: boolean;
  /** Whether it may be an argument as well: nothing but an answer that lists both names it. */
  readonly isOffered: boolean;
}

/**
 * Walks the tree of a CLI's commands without doing any I/O: `record` takes the help of one path and gives the paths to probe
 * next. The result depends on the texts alone, never on their order. It ends for any CLI: depth and number are bounded, a
 * help that repeats an ancestor's is a phantom, and aliases are not walked.
 */
export class Discovery {
  readonly #options: DiscoveryOptions;
  readonly #entries = new Map<string, Entry>();
  readonly #omissions = new Set<string>();
  readonly #completionChildren = new Map<string, string[]>();
  readonly #extraChildren = new Map<string, string[]>();
  readonly #candidateChildren = new Map<string, string[]>();
  readonly #declaredChildren = new Map<string, string[]>();
  readonly #completionPaths = new Set<string>();
  readonly #trailingPaths = new Set<string>();
  readonly #fates = { phantoms: new Map<string, Path>(), failed: new Map<string, Path>(), unsafe: new Map<string, Path>() };

  constructor(options: DiscoveryOptions) {
    this.#options = options;
    for (const { path, args = [] } of options.completion?.commands ?? []) {
      this.#completionPaths.add(keyOf(path));
      if (takesTrailingArgs({ args })) this.#trailingPaths.add(keyOf(path));
      addChild(this.#completionChildren, path);
    }
    for (const path of options.extraPaths ?? []) addChild(this.#extraChildren, path);
    for (const path of options.declaredPaths ?? []) addChild(this.#declaredChildren, path);
    for (const path of options.candidatePaths ?? []) addChild(this.#candidateChildren, path);
    this.#entries.set(keyOf([]), { path: [], row: undefined, state: "waiting", aliases: [], isCandidate: false, isOffered: false });
  }

  /**
   * Takes the help of a path that was handed out (at first the root) and gives the paths to probe next.
   * @param read what of it to read
   */
  record(path: readonly string[], probe: Probe, read = probe): readonly (readonly string[])[] {
    const entry = this.#entries.get(keyOf(path));
    if (entry === undefined || entry.state !== "waiting") return [];
    entry.state = "kept";
    if (probe.type === "failed") {
      if (entry.isCandidate) this.#drop(entry, this.#fates.failed);
      else this.#omissions.add(probe.omission);
      return [];
    }
    const page = helpIn(read.type === "text" ? read : probe, this.#options.parserAt(path));
    if (page.confidence === 0) {
      this.#omissions.add(`help not recognised: ${this.#options.describeCommand(path)}`);
      if (entry.isCandidate) entry.state = "dropped";
      return [];
    }
    if (path.length > 0 && this.#isPhantom(path, page)) {
      this.#dropPhantom(entry);
      return [];
    }
    if (page.framework === "generic") this.#omissions.add(`help read by the generic parser: ${this.#options.describeCommand(path)}`);
    entry.page = page;
    entry.helpText = probe.text;
    if (this.#namesOther(path, page)) {
      entry.state = "deferred";
      return [];
    }
    return this.#children(entry, page);
  }

  /**
   * To be called when nothing is left to probe: decides which commands are aliases of others by what their usage names.
   * Gives the paths to probe below those that are not; call it again after these, until it gives none.
   */
  settle(): readonly (readonly string[])[] {
    const deferred = [...this.#entries.values()]
      .filter(({ state }) => state === "deferred")
      .toSorted((a, b) => comparePaths(a.path, b.path));
    const next: (readonly string[])[] = [];
    for (const entry of deferred) {
      const subject = this.#subjectOf(entry.path, entry.page, () => true);
      if (subject.type === "ancestor") {
        delete entry.page;
        delete entry.helpText;
        entry.state = "kept";
        this.#dropPhantom(entry);
        continue;
      }
      const words = subject.type === "other" ? subject.path : (entry.page?.usageWords.slice(1) ?? []);
      const target = this.#entries.get(keyOf(words));
      // Two commands that name each other are no aliases: the one that is meant names itself.
      if (target?.state === "kept" && target.page !== undefined && !this.#namesOther(target.path, target.page)) {
        entry.state = "dropped";
        const sibling = words.slice(0, -1).join(" ") === entry.path.slice(0, -1).join(" ");
        target.aliases.push(sibling ? (entry.path.at(-1) ?? "") : entry.path.join(" "));
      } else {
        entry.state = "kept";
        if (entry.page !== undefined) next.push(...this.#children(entry, entry.page));
      }
    }
    return next;
  }

  /** The kept commands in path order, what could not be learned, and which candidates are no commands. */
  result(): {
    readonly commands: readonly DiscoveredCommand[];
    readonly omissions: readonly string[];
    readonly candidates: CandidateFates;
  } {
    const kept = [...this.#entries.values()].filter(
      ({ state, row, hiddenRow, path, page, isOffered }) =>
        (state === "kept" && (!isOffered || page !== undefined || row !== undefined)) ||
        (state === "waiting" && (row !== undefined || hiddenRow !== undefined || path.length === 0)),
    );
    const sortedEntries = kept.toSorted((a, b) => comparePaths(a.path, b.path));
    const listed = readListedAliases(sortedEntries);
    const commands = sortedEntries
      .filter(({ path }) => !listed.aliases.has(keyOf(path)))
      .map(({ path, row, hiddenRow, page, helpText, aliases }) => ({
        path,
        ...(row === undefined ? {} : { row }),
        ...(hiddenRow === undefined ? {} : { hiddenRow }),
        ...(page === undefined ? {} : { page: path.length === 0 ? this.#withGlobalFlags(page) : page }),
        ...(helpText === undefined ? {} : { helpText }),
        aliases: [...new Set([...aliases, ...(listed.namesOf.get(keyOf(path)) ?? [])])],
        inCompletion: this.#completionPaths.has(keyOf(path)),
        ...(this.#trailingPaths.has(keyOf(path)) ? { takesTrailing: true as const } : {}),
      }));
    const { phantoms, failed, unsafe } = this.#fates;
    const sorted = (paths: ReadonlyMap<string, Path>): readonly Path[] => [...paths.values()].toSorted(comparePaths);
    return {
      commands,
      omissions: [...this.#omissions],
      candidates: { phantoms: sorted(phantoms), failed: sorted(failed), unsafe: sorted(unsafe) },
    };
  }

  /** The root's help with the flags of every command that it does not show itself. */
  #withGlobalFlags(page: HelpPage): HelpPage {
    const shown = new Set(page.flags.flatMap(flagNames));
    const more = (this.#options.globalFlags ?? []).filter((flag) => !flagNames(flag).some((name) => shown.has(name)));
    return more.length === 0 ? page : { ...page, flags: [...page.flags, ...more.map((flag) => ({ ...flag, global: true }))] };
  }

  #dropPhantom(entry: Entry): void {
    const { path, row, isCandidate } = entry;
    if (isCandidate) this.#drop(entry, this.#fates.phantoms);
    else if (row === undefined || this.#options.parserAt(path.slice(0, -1)).mayLackHelp?.(row.name) !== true) {
      this.#omissions.add(`phantom command: ${path.join(" ")}`);
      entry.state = "dropped";
    }
  }

  #drop(entry: Entry, fate: Map<string, Path>): void {
    entry.state = "dropped";
    fate.set(keyOf(entry.path), entry.path);
  }

  #children(parent: Entry, page: HelpPage): readonly (readonly string[])[] {
    const parser = this.#options.parserAt(parent.path);
    const isOwn = (name: string): boolean => !parser.isPseudoCommand(name, page);
    const rows = new Map(page.commands.filter(({ name }) => isOwn(name)).map((row) => [row.name, row]));
    const aliases = new Set(page.commands.flatMap((row) => row.aliases));
    const childrenIn = (lists: ReadonlyMap<string, readonly string[]>): readonly string[] =>
      (lists.get(keyOf(parent.path)) ?? []).filter((name) => !aliases.has(name) && isOwn(name));
    const hiddenRows = this.#hiddenRows(parent).filter(({ name }) => !rows.has(name) && !aliases.has(name) && isOwn(name));
    const hidden = new Map(hiddenRows.map((row) => [row.name, row]));
    // What no evidence names may be an argument, and there `--help` may belong to another program.
    const isSafe = !takesTrailingArgs(page) && !this.#trailingPaths.has(keyOf(parent.path));
    const completed = childrenIn(this.#completionChildren);
    // A program that answers questions lists what an argument may be among its commands; a script names commands alone.
    const listsArgs = this.#options.completion?.isVisibleOnly === true;
    const proven = new Set([...hidden.keys(), ...childrenIn(this.#declaredChildren), ...(listsArgs ? [] : completed)]);
    const evident = new Set([...rows.keys(), ...proven, ...(isSafe ? completed : [])]);
    const extra = isSafe ? childrenIn(this.#extraChildren) : [];
    const offered = new Set(listsArgs ? completed.filter((name) => !rows.has(name) && !proven.has(name) && !extra.includes(name)) : []);
    const candidates = childrenIn(this.#candidateChildren).filter((name) => !evident.has(name) && !extra.includes(name));
    // So may be what a list names, unless another evidence has a command there, or it is typed in place of the parent, not behind it.
    const isBehind = (path: Path): boolean => parent.path.every((word, index) => word === path[index]);
    const mayBeArgument = (name: string): boolean =>
      mayListArguments(page) && !proven.has(name) && isBehind(rows.get(name)?.path ?? [...parent.path, name]);
    const next: (readonly string[])[] = [];
    for (const name of new Set([...evident, ...extra, ...candidates, ...offered])) {
      const row = rows.get(name);
      const path = row?.path ?? [...parent.path, name];
      const known = this.#entries.get(keyOf(path));
      // A row that spells its whole path may stand elsewhere than where the command was found first.
      if (known !== undefined) known.row ??= row;
      if (known !== undefined) continue;
      if (path.length > MAX_DEPTH) this.#omissions.add(`deeper than ${String(MAX_DEPTH)} levels: ${parent.path.join(" ")}`);
      else if (this.#entries.size >= MAX_COMMANDS) this.#omissions.add(`more than ${String(MAX_COMMANDS)} commands: the walk stopped`);
      else if (!isSafe && !evident.has(name)) this.#fates.unsafe.set(keyOf(path), path);
      else {
        const isExcluded = (this.#options.unaskedPaths ?? []).some((each) => keyOf(each) === keyOf(path));
        const isAsked = !isExcluded && !mayBeArgument(name);
        this.#entries.set(keyOf(path), {
          path,
          row,
          hiddenRow: hidden.get(name),
          state: isAsked ? "waiting" : row === undefined && !hidden.has(name) ? "dropped" : "kept",
          aliases: [],
          isCandidate: candidates.includes(name),
          isOffered: offered.has(name),
        });
        if (isAsked) next.push(path);
        else
          this.#omissions.add(
            `help not probed: ${this.#options.describeCommand(path)} (${isExcluded ? "in unasked_commands" : "its command takes trailing arguments"})`,
          );
      }
    }
    return next;
  }

  #hiddenRows({ path }: Entry): readonly CommandRow[] {
    return path.length === 0 ? (this.#options.hiddenRoot?.commands ?? []) : [];
  }

  /** Whether a child's help is an ancestor's: its usage names one, or it says the same and lists the same commands. */
  #isPhantom(path: readonly string[], page: HelpPage): boolean {
    const root = this.#entries.get(keyOf([]))?.page;
    const words = page.usageWords.slice(1);
    const sameProgram = root === undefined || page.usageWords[0] === root.usageWords[0];
    const isAbove = words.length < path.length && words.every((word, index) => word === path[index]);
    // Options between its words, other spellings and further lines hide a command from the words that the usage starts with.
    if (sameProgram && page.usageWords.length > 0 && isAbove && !usageNamesOwn(path, page.usage ?? "")) return true;
    // A bare placeholder reads as a word, unless the usage above has the same line.
    const isAncestor = (other: Path): boolean => other.length < path.length && other.every((word, index) => word === path[index]);
    if (this.#subjectOf(path, page, isAncestor).type === "ancestor") return true;
    return page.commands.length > 0 && path.some((_, depth) => saysTheSame(this.#entries.get(keyOf(path.slice(0, depth)))?.page, page));
  }

  /** What the usage is about, as far as the helps tell that are taken and that the filter has. */
  #subjectOf(path: Path, page: HelpPage | undefined, isAsked: (other: Path) => boolean): UsageSubject {
    const program = this.#entries.get(keyOf([]))?.page?.usageWords[0];
    if (program === undefined) return { type: "unknown" };
    const usageOf = (other: Path): string | undefined => (isAsked(other) ? this.#entries.get(keyOf(other))?.page?.usage : undefined);
    return usageSubject(path, page?.usage ?? "", { program, usageOf });
  }

  /** Whether the usage names a command elsewhere: neither this one nor something below it. */
  #namesOther(path: readonly string[], page: HelpPage): boolean {
    const words = page.usageWords.slice(1);
    const root = this.#entries.get(keyOf([]))?.page;
    if (path.length === 0 || words.length === 0 || page.usageWords[0] !== root?.usageWords[0]) return false;
    return !path.every((word, index) => word === words[index]) && !usageNamesOwn(path, page.usage ?? "");
  }
}

type Path = readonly string[];

function keyOf(path: readonly string[]): string {
  return path.join(" ");
}

function addChild(children: Map<string, string[]>, path: readonly string[]): void {
  const name = path.at(-1);
  if (name === undefined) return;
  const parent = keyOf(path.slice(0, -1));
  const names = children.get(parent);
  if (names === undefined) children.set(parent, [name]);
  else names.push(name);
}

function saysTheSame(one: HelpPage | undefined, other: HelpPage): boolean {
  if (one?.commands.length !== other.commands.length || one.flags.length !== other.flags.length) return false;
  const bodyOf = ({ about = "", commands, args, flags }: HelpPage): string => fingerprintText([about, commands, args, flags]);
  return bodyOf(one) === bodyOf(other);
}
