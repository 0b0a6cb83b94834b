import { compareCodePoints, comparePaths, firstOrder } from "@lockstep/kernel";
import type { GrammarOptions } from "../argv/grammar.ts";
import type { Change, FoundChange } from "./change.ts";
import { changeCodes, type ChangeCode, type ChangedUnit } from "./change-codes.ts";
import { changeRules } from "./change-rules.ts";
import type { ChangeRule } from "./change-rule.ts";
import { pairArgs, pairCommands, pairFlags, type CommandPair } from "./pair-units.ts";
import { hasSameSources, isFullyShown, rootKeys, viewSurface, type ListedSurface, type SurfaceView } from "./surface-view.ts";

/**
 * Every difference between two surfaces, by path, kind of unit, name and code. The order in which units are listed does not matter.
 * The flags and args of a command that came or went are in its own change. Where a command's help could not be read in one of both,
 * its flags and args are not compared, and where only a probe shows a unit, no more is than what a probe tells.
 */
export function diffSurfaces(before: ListedSurface, after: ListedSurface, options: DiffOptions = {}): readonly Change[] {
  return surfaceDiffs(options)(before, after);
}

/** How surfaces are read. */
type DiffOptions = Pick<GrammarOptions, "framework">;

/** `diffSurfaces` for many pairs of few surfaces: each surface is read once. */
export function surfaceDiffs(options: DiffOptions = {}): (before: ListedSurface, after: ListedSurface) => readonly Change[] {
  const read = new Map<ListedSurface, SurfaceView>();
  const viewAlone = (surface: ListedSurface): SurfaceView => {
    const view = read.get(surface) ?? viewSurface(surface, new Set(), options);
    read.set(surface, view);
    return view;
  };
  return (before, after) => {
    const isUnion = before.snapshot_schema_version === 2 || after.snapshot_schema_version === 2;
    // A union lists a flag of the root there alone, so that what is at the root of either hangs on both.
    const atRoot = new Set([...rootKeys(before), ...rootKeys(after)]);
    const view = isUnion ? (surface: ListedSurface) => viewSurface(surface, atRoot, options) : viewAlone;
    const views = [view(before), view(after)] as const;
    return pairCommands(...views)
      .flatMap((pair) => changesOf(pair, views[1]))
      .toSorted(compareChanges);
  };
}

/** Orders changes by path, kind of unit, name, code and message. */
export function compareChanges(a: Change, b: Change): number {
  return firstOrder(
    comparePaths(a.path, b.path),
    unitRank[a.unit] - unitRank[b.unit],
    compareCodePoints(a.name, b.name),
    codeRank(a.code) - codeRank(b.code),
    compareCodePoints(a.message, b.message),
  );
}

const unitRank: Readonly<Record<ChangedUnit, number>> = { command: 0, flag: 1, arg: 2 };
const codes = Object.keys(changeCodes);
const rules: readonly ChangeRule[] = Object.values(changeRules);

function codeRank(code: ChangeCode): number {
  return codes.indexOf(code);
}

function changesOf(pair: CommandPair, surface: SurfaceView): readonly Change[] {
  const { path, before, after } = pair;
  const ofCommand = rules.flatMap((rule) => {
    if (rule.type === "command") return rule.find(pair).map((found) => changeOf(rule.code, path, "", found));
    if (rule.type !== "command fields" || before === undefined || after === undefined) return [];
    const both = { before: before.command, after: after.command };
    return isComparable(rule, both) ? rule.find(both, pair).map((found) => changeOf(rule.code, path, "", found)) : [];
  });
  if (before?.isRead !== true || after?.isRead !== true) return ofCommand;
  const flags = pairFlags(before, after, surface).flatMap((flag) =>
    rules.flatMap((rule) => {
      if (rule.type === "flag") return rule.find(flag).map((found) => changeOf(rule.code, path, flag.key, found));
      if (rule.type !== "flag fields" || flag.before === undefined || flag.after === undefined) return [];
      const both = { before: flag.before, after: flag.after };
      return isComparable(rule, both) ? rule.find(both, flag).map((found) => changeOf(rule.code, path, flag.key, found)) : [];
    }),
  );
  const args = pairArgs(before, after).flatMap((arg) =>
    rules.flatMap((rule) => {
      if (rule.type === "arg") return rule.find(arg).map((found) => changeOf(rule.code, path, arg.name, found));
      if (rule.type !== "arg fields" || arg.before === undefined || arg.after === undefined) return [];
      const both = { before: arg.before, after: arg.after };
      return isComparable(rule, both) ? rule.find(both, arg).map((found) => changeOf(rule.code, path, arg.name, found)) : [];
    }),
  );
  const order = rules.flatMap((rule) =>
    rule.type === "args" ? rule.find({ before, after }).map(({ name, ...found }) => changeOf(rule.code, path, name, found)) : [],
  );
  return [...ofCommand, ...flags, ...args, ...order];
}

function isComparable(
  { needs }: Extract<ChangeRule, { readonly type: `${string} fields` }>,
  { before, after }: Readonly<Record<"before" | "after", Parameters<typeof isFullyShown>[0]>>,
): boolean {
  if (needs === undefined) return true;
  return isFullyShown(before) && isFullyShown(after) && (needs === "details" || hasSameSources(before, after));
}

function changeOf(code: ChangeCode, path: readonly string[], name: string, found: FoundChange): Change {
  const { unit, impact } = changeCodes[code];
  return { code, unit, path, name, impact, affected: { type: "use" }, ...found };
}
