import { flagKey } from "../flag-identity.ts";
import { flagNames } from "../help-page.ts";
import { readUsageItems, type UsageItem } from "./usage-items.ts";
import type { DiffCommand } from "./surface-view.ts";

/** What the usage of a command says of a flag. */
export type FlagNeed =
  /** It stands outside of brackets: every call needs it. */
  | "required"
  /** It stands in brackets, or in those of all options. */
  | "optional"
  /** Something else may stand in its place. */
  | "alternative"
  /** The usage does not tell. */
  | "unsaid";

/**
 * Reads from the usage of a command which of its flags must be given, by key; a flag that is absent is `unsaid`. Of several lines all
 * that name the command count, and a flag is required that is so in each of them. A flag that no line names is optional where they have
 * `[OPTIONS]`. A framework that tells in other places that a flag is required (the rows of yargs do) is not read: there the usage has
 * `[options]` either way, and never the flag.
 */
export function flagNeeds({ path, usage = "", flags = [] }: Pick<DiffCommand, "path" | "usage" | "flags">): FlagNeeds {
  const spellings = new Map(flags.flatMap((flag) => flagNames(flag).map((name) => [name, flagKey(flag)] as const)));
  const lines = usage.split("\n").flatMap((line) => {
    const items = readUsageItems(path, line);
    return items === undefined ? [] : [needsOfLine(items, spellings)];
  });
  const needOf = (key: string): FlagNeed => lines.map((needs) => needs.get(key) ?? "unsaid").reduce(together, undefined) ?? "unsaid";
  return new Map([...new Set(spellings.values())].map((key) => [key, needOf(key)]));
}

/** What a usage says, by key of a flag. */
export type FlagNeeds = ReadonlyMap<string, FlagNeed>;

function needsOfLine(items: readonly UsageItem[], spellings: ReadonlyMap<string, string>): FlagNeeds {
  const needs = new Map<string, FlagNeed>();
  const hasOptions = items.some(({ type }) => type === "options");
  if (hasOptions) for (const key of spellings.values()) needs.set(key, "optional");
  const named = new Map<string, FlagNeed>();
  readItems(items, spellings, "required", named);
  return new Map([...needs, ...named]);
}

/** Notes the flags of items that stand beside each other; `outer` is what the brackets around them say. */
function readItems(
  items: readonly UsageItem[],
  spellings: ReadonlyMap<string, string>,
  outer: FlagNeed,
  named: Map<string, FlagNeed>,
): void {
  const choices = choicesOf(items, spellings);
  for (const [index, item] of items.entries()) {
    const need = outer === "required" ? (choices[index] ?? outer) : outer;
    if (item.type === "group") readItems(item.items, spellings, item.isOptional ? "optional" : need, named);
    const key = item.type === "flag" ? spellings.get(item.spelling) : undefined;
    if (key !== undefined) named.set(key, together(named.get(key), need));
  }
}

/** What a bar says of each item: those that it parts are alternatives, and of what else stands on such a line it is not told which it belongs to. */
function choicesOf(items: readonly UsageItem[], spellings: ReadonlyMap<string, string>): readonly (FlagNeed | undefined)[] {
  const bars = items.flatMap(({ type }, index) => (type === "bar" ? [index] : []));
  if (bars.length === 0 || isOneFlag(items, spellings)) return [];
  const isBar = (index: number): boolean => items[index]?.type === "bar";
  return items.map((item, index): FlagNeed | undefined => {
    const end = items[index + 1]?.type === "value" ? index + 2 : index + 1;
    return item.type === "bar" ? undefined : isBar(index - 1) || isBar(end) ? "alternative" : "unsaid";
  });
}

/** Whether bars part nothing but the spellings of one flag, `-o|--out <FILE>`. */
function isOneFlag(items: readonly UsageItem[], spellings: ReadonlyMap<string, string>): boolean {
  const parted = items.filter(({ type }, index) => type === "flag" && [index - 1, index + 1].some((at) => items[at]?.type === "bar"));
  const keys = new Set(parted.map((item) => (item.type === "flag" ? spellings.get(item.spelling) : undefined)));
  const isAround = items.every((item, index) => item.type !== "bar" || [index - 1, index + 1].every((at) => items[at]?.type === "flag"));
  return isAround && keys.size === 1 && !keys.has(undefined);
}

/** What two places say together. */
function together(one: FlagNeed | undefined, other: FlagNeed): FlagNeed {
  if (one === undefined || one === other) return other;
  return one === "unsaid" || other === "unsaid" ? "unsaid" : "alternative";
}
