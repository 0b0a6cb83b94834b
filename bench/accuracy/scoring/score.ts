import { spellingsOf, type Snapshot, type SnapshotArg, type SnapshotCommand, type SnapshotFlag } from "../take-snapshot.ts";
import type { Helps } from "../truth/collect.ts";
import { pathKey, type FlagField, type Truth, type TruthArg, type TruthCommand, type TruthFlag } from "../truth/truth.ts";
import { shownCommands, shownFlags, showsArgs } from "../truth/visible.ts";
import { scoreFields, type FieldCounts } from "./fields.ts";
import { inheritedFlags } from "./inherited.ts";
import { Count, type Exactness, type Miss, type Tally } from "./tally.ts";

/** A snapshot measured against the truth. */
export interface Score {
  readonly commands: Tally;
  readonly flags: Tally;
  /** Further spellings of flags and names of commands. */
  readonly aliases: Tally;
  readonly args: Tally | undefined;
  readonly argShapes: Exactness | undefined;
  readonly fields: Readonly<Partial<Record<FlagField, Exactness>>>;
  /** Units that help does not show, and how many of these the snapshot has all the same. */
  readonly hidden: { readonly commands: Tally; readonly flags: Tally };
  readonly misses: readonly Miss[];
}

/** What is scored. */
export interface ScoreOptions {
  /** Whether all is expected, hidden units marked as such; else only what help can know. */
  readonly expectsHidden: boolean;
  readonly helps: Helps;
  /** Units that no truth shows and that are no inventions: candidates that the program was asked about. */
  readonly isAsked?: (path: readonly string[], names: readonly string[]) => boolean;
}

/** Compares a snapshot with the truth, unit by unit. Flags called `--help` are left out: every command has one. */
export function score(snapshot: Snapshot, truth: Truth, options: ScoreOptions): Score {
  const isInherited = inheritedFlags(truth.commands);
  const counts = {
    commands: new Count(),
    flags: new Count(),
    aliases: new Count(),
    args: new Count(),
    hiddenCommands: new Count(),
    hiddenFlags: new Count(),
  };
  const fields: FieldCounts = {};
  const argShapes = { of: 0, right: 0 };
  const misses: Miss[] = [];
  const isConcealed = concealment(truth.commands);
  const found = new Map(snapshot.commands.map((command) => [pathKey(command.path), command]));
  for (const command of truth.commands) {
    const key = pathKey(command.path);
    const ours = found.get(key);
    found.delete(key);
    const isExpected = options.expectsHidden || !isConcealed(command);
    const isOtherName = ours === undefined && hasOtherName(command.path);
    tally(!isExpected ? counts.hiddenCommands : counts.commands, ours !== undefined || isOtherName);
    if (ours === undefined) {
      if (isExpected && !isOtherName) misses.push({ unit: key, what: "missing", expected: "a command", found: "nothing" });
      continue;
    }
    if (options.expectsHidden && command.hidden !== (ours.hidden === true)) misses.push(marking(key, command.hidden));
    const names = options.expectsHidden ? undefined : shownCommands(helpOf(command.path.slice(0, -1)));
    scoreAliases(
      key,
      command.aliases.filter((name) => names?.has(name) ?? true),
      ours.aliases ?? [],
    );
    scoreFlags(command, ours);
    if (truth.knowsArgs && (options.expectsHidden || showsArgs(helpOf(command.path)))) scoreArgs(key, command.args, ours.args ?? []);
  }
  for (const [key, { path }] of found) {
    if (path.at(-1) === "help" || options.isAsked?.(path, []) === true) continue;
    counts.commands.invented += 1;
    misses.push({ unit: key, what: "invented", expected: "no command", found: "a command" });
  }
  return {
    commands: counts.commands.tally(),
    flags: counts.flags.tally(),
    aliases: counts.aliases.tally(),
    args: truth.knowsArgs ? counts.args.tally() : undefined,
    argShapes: truth.knowsArgs ? argShapes : undefined,
    fields,
    hidden: { commands: counts.hiddenCommands.tally(), flags: counts.hiddenFlags.tally() },
    misses,
  };

  function helpOf(path: readonly string[]): string {
    return options.helps.get(pathKey(path)) ?? "";
  }

  /**
   * Whether the snapshot has a path as another name of a command whose help the program prints there: `gh co` is `gh pr checkout`. The
   * help tells it from the name of another command, as of `mcp rm`.
   */
  function hasOtherName(path: readonly string[]): boolean {
    const help = helpOf(path);
    const isNamed = ({ aliases = [] }: SnapshotCommand): boolean => aliases.includes(pathKey(path));
    return help !== "" && snapshot.commands.some((command) => isNamed(command) && helpOf(command.path) === help);
  }

  function scoreAliases(key: string, expected: readonly string[], ours: readonly string[]): void {
    for (const name of expected) {
      const isThere = ours.includes(name);
      tally(counts.aliases, isThere);
      if (!isThere) misses.push({ unit: key, what: "alias", expected: name, found: ours.join(", ") || "none" });
    }
  }

  function scoreFlags(command: TruthCommand, ours: SnapshotCommand): void {
    const left = new Set((ours.flags ?? []).filter((flag) => !spellingsOf(flag).includes("--help")));
    for (const flag of command.flags) {
      const match = [...left].find((each) => spellingsOf(each).some((name) => flag.names.includes(name)));
      if (match !== undefined) left.delete(match);
      if (flag.names.includes("--help") || isInherited(command, flag)) continue;
      const unit = unitOf(command.path, flag.names[0] ?? "");
      const isExpected = options.expectsHidden || !(flag.hidden || isConcealed(command));
      tally(isExpected ? counts.flags : counts.hiddenFlags, match !== undefined);
      if (match === undefined) {
        if (isExpected) misses.push({ unit, what: "missing", expected: flag.names.join(", "), found: "nothing" });
        continue;
      }
      if (!isExpected) continue;
      compareFlag(unit, command, flag, match);
    }
    for (const flag of left) {
      const names = spellingsOf(flag);
      if (options.isAsked?.(command.path, names) === true) continue;
      counts.flags.invented += 1;
      misses.push({ unit: unitOf(command.path, names[0] ?? ""), what: "invented", expected: "no flag", found: names.join(", ") });
    }
  }

  function compareFlag(unit: string, command: TruthCommand, flag: TruthFlag, ours: SnapshotFlag): void {
    if (options.expectsHidden && flag.hidden !== (ours.hidden === true)) misses.push(marking(unit, flag.hidden));
    const names = spellingsOf(ours);
    const shown = options.expectsHidden ? undefined : shownFlags(helpOf(command.path));
    for (const name of flag.names.slice(1).filter((each) => shown?.has(each) ?? true)) {
      tally(counts.aliases, names.includes(name));
      if (!names.includes(name)) misses.push({ unit, what: "alias", expected: name, found: names.join(", ") });
    }
    const invented = names.filter(
      (name) => !flag.names.includes(name) && !name.startsWith("--no-") && options.isAsked?.(command.path, [name]) !== true,
    );
    counts.aliases.invented += invented.length;
    for (const name of invented) misses.push({ unit, what: "alias", expected: flag.names.join(", "), found: name });
    misses.push(
      ...scoreFields(fields, {
        unit,
        truth: flag,
        ours,
        knows: truth.knows,
        help: helpOf(command.path),
        onlyShown: !options.expectsHidden,
      }),
    );
  }

  function scoreArgs(key: string, expected: readonly TruthArg[], ours: readonly SnapshotArg[]): void {
    const left = [...ours];
    const take = (accept: (arg: SnapshotArg) => boolean): SnapshotArg | undefined => {
      const index = left.findIndex(accept);
      return index === -1 ? undefined : left.splice(index, 1)[0];
    };
    const named = expected.map((arg) => ({ arg, match: take((each) => plain(each.name) === plain(arg.name)) }));
    // A completion script knows the argument by another name than help.
    const all = named.map(({ arg, match }) => ({
      arg,
      match:
        match ?? take((each) => each.variadic === arg.variadic && each.required === (arg.required ?? each.required)) ?? take(() => true),
    }));
    for (const { arg, match } of all) {
      const unit = `${key} <${arg.name}>`;
      tally(counts.args, match !== undefined);
      if (match === undefined) {
        misses.push({ unit, what: "missing", expected: describeArg(arg), found: "nothing" });
        continue;
      }
      const isRight = match.required === (arg.required ?? match.required) && match.variadic === arg.variadic;
      argShapes.of += 1;
      argShapes.right += isRight ? 1 : 0;
      if (!isRight) misses.push({ unit, what: "argument", expected: describeArg(arg), found: describeArg(match) });
    }
    counts.args.invented += left.length;
    for (const arg of left)
      misses.push({ unit: `${key} <${arg.name}>`, what: "invented", expected: "no argument", found: describeArg(arg) });
  }
}

/** Whether no help leads to a command: it is hidden, or one above it is. */
function concealment(commands: readonly TruthCommand[]): (command: TruthCommand) => boolean {
  const hidden = new Set(commands.filter((command) => command.hidden).map(({ path }) => pathKey(path)));
  return ({ path }) => path.some((_, index) => hidden.has(pathKey(path.slice(0, index + 1))));
}

function tally(count: Count, isThere: boolean): void {
  count.expected += 1;
  count.found += isThere ? 1 : 0;
}

function marking(unit: string, isHidden: boolean): Miss {
  return { unit, what: "hidden", expected: isHidden ? "hidden" : "visible", found: isHidden ? "visible" : "hidden" };
}

function unitOf(path: readonly string[], name: string): string {
  return `${pathKey(path)} ${name}`;
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
}

function describeArg({ name, required, variadic }: TruthArg): string {
  return `${name}: ${required === undefined ? "" : required ? "required" : "optional"}${variadic ? " variadic" : ""}`;
}
