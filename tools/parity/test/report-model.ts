import type { CommandCoverage, CoverageLevel, UnionCommand, UnitDelta } from "@lockstep/contracts";
import { compareCodePoints, comparePaths } from "@lockstep/kernel";
import { rulesWith, targets } from "@lockstep/testing";

/*
 * A second, smaller implementation of the report of rules version 2, written from docs/rules.md alone, by other means: no
 * index, no table, each unit looked at on each target. It shares no code with the tool but the order of code points.
 */

type Kind = "command" | "flag" | "arg";
type Exclusion = {
  readonly unit: string;
  readonly path: readonly string[];
  readonly key?: string;
  readonly name?: string;
  readonly note?: string;
};
interface Unit {
  readonly kind: Kind;
  readonly path: readonly string[];
  readonly name: string;
}
interface Claim {
  readonly unit: Unit;
  readonly level: CoverageLevel;
  readonly note: string | undefined;
  readonly targets: readonly string[];
}
/** What a report is made of. */
export interface ReportInput {
  readonly commands: readonly UnionCommand[];
  readonly wrapper: readonly CommandCoverage[];
  readonly exclusions: readonly Exclusion[];
}
/** Which targets a report looks at. */
export interface ReportView {
  readonly mode: string;
  readonly targets: readonly string[];
}

const platforms: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(rulesWith().union.platform_mapping).map(([target, platform]) => [platform, target]),
);
const levels = ["unknown", "unsupported", "intentionally_unsupported", "passthrough", "explicit"] as const;
const worst = ["excluded", "missing", "at_risk", "unsupported", "intentionally_unsupported", "passthrough", "hidden", "covered"] as const;
type Outcome = (typeof worst)[number];

/** The coverage cannot be judged. */
export class Refused extends Error {}

const same = (a: Unit, b: Unit): boolean => a.kind === b.kind && a.name === b.name && a.path.join(" ") === b.path.join(" ");

function claimsOf(wrapper: readonly CommandCoverage[]): readonly Claim[] {
  const claims: Claim[] = [];
  const scoped = (scope: CommandCoverage["scope"], within: readonly string[]): readonly string[] =>
    scope === undefined
      ? within
      : within.filter(
          (target) =>
            scope.target_triples?.includes(target) === true || (scope.platforms ?? []).some((platform) => platforms[platform] === target),
        );
  for (const { path, level, note, scope, flags = [], args = [] } of wrapper) {
    const on = scoped(scope, targets);
    const add = (kind: Kind, name: string, said: { level: CoverageLevel; note?: string }, where: readonly string[]): void =>
      void claims.push({ unit: { kind, path, name }, level: said.level, note: said.note?.trim() || undefined, targets: where });
    add("command", "", note === undefined ? { level } : { level, note }, on);
    for (const flag of flags) add("flag", flag.key, flag, scoped(flag.scope, on));
    for (const arg of args) add("arg", arg.name, arg, scoped(arg.scope, on));
  }
  for (const [index, claim] of claims.entries())
    if (
      claims
        .slice(index + 1)
        .some((other) => same(other.unit, claim.unit) && other.targets.some((target) => claim.targets.includes(target)))
    )
      throw new Refused();
  return claims;
}

function stateOn(commands: readonly UnionCommand[], unit: Unit, target: string): "hidden" | "deprecated" | undefined {
  const says = (field: "hidden" | "deprecated"): boolean =>
    commands.some((command) => {
      const isAbove = command.path.every((token, at) => unit.path[at] === token);
      const isOwn = isAbove && command.path.length === unit.path.length;
      const shown = (key: string | undefined, value: boolean | undefined): boolean => {
        const conflict = command.conflicts?.find((other) => other.field === field && other.key === key);
        return (conflict === undefined ? value : conflict.values_by_target[target]) === true;
      };
      const flag = isOwn && unit.kind === "flag" ? command.flags?.find(({ key }) => key === unit.name) : undefined;
      return (isAbove && shown(undefined, command[field])) || (flag !== undefined && shown(flag.key, flag[field]));
    });
  if (says("hidden")) return "hidden";
  return says("deprecated") ? "deprecated" : undefined;
}

/** Of some claims the one that is shown: the least level, and of that level the first note. Claims come nearest first. */
function shownOf(claims: readonly Claim[]): { readonly level?: CoverageLevel; readonly note?: string } {
  const level = levels.find((candidate) => claims.some((claim) => claim.level === candidate));
  if (level === undefined) return {};
  const note = claims.find((claim) => claim.level === level && claim.note !== undefined)?.note;
  return note === undefined ? { level } : { level, note };
}

function judge(
  input: ReportInput,
  claims: readonly Claim[],
  unit: Unit,
  available: readonly string[],
  view: ReportView,
): [Outcome, Partial<UnitDelta>] {
  const on = available.filter((target) => view.targets.includes(target));
  const own = claims.filter((claim) => same(claim.unit, unit));
  const exclusion = [unit, { kind: "command" as const, path: unit.path, name: "" }]
    .map((wanted) =>
      input.exclusions.find(({ unit: kind, path, key, name }) => same({ kind: kind as Kind, path, name: key ?? name ?? "" }, wanted)),
    )
    .find((found) => found !== undefined);
  const roots = Array.from({ length: unit.path.length + 1 }, (_, cut) => unit.path.slice(0, unit.path.length - cut))
    .slice(unit.kind === "command" ? 1 : 0)
    .map((path) => claims.filter((claim) => same(claim.unit, { kind: "command", path, name: "" })));
  const judged = on.map((target): { target: string; outcome: Outcome; used: readonly Claim[] } => {
    const said = own.filter((claim) => claim.targets.includes(target));
    if (exclusion !== undefined) return { target, outcome: "excluded", used: said };
    const inherited = roots
      .map((root) => root.filter((claim) => claim.targets.includes(target) && claim.level === "intentionally_unsupported"))
      .find((root) => root.length > 0);
    const used = said.length === 0 && inherited !== undefined ? inherited : said;
    const level = used[0]?.level ?? "unknown";
    if (level === "intentionally_unsupported") {
      if (used[0]?.note === undefined) throw new Refused();
      return { target, outcome: level, used };
    }
    const fading = stateOn(input.commands, unit, target) !== undefined;
    if (level === "unsupported" && unit.kind === "command") return { target, outcome: "unsupported", used };
    if (level === "unknown" || level === "unsupported") return { target, outcome: fading ? "hidden" : "missing", used };
    if (fading) return { target, outcome: "at_risk", used };
    return { target, outcome: level === "passthrough" && unit.kind === "command" ? "passthrough" : "covered", used };
  });
  const outcome = worst.find((candidate) => judged.some((one) => one.outcome === candidate)) ?? "covered";
  const deciding = judged.filter((one) => one.outcome === outcome);
  // Nearest first: the unit's own claims, then those of the roots from below, each in the order of the file.
  const used = [own, ...roots].flatMap((group) => group.filter((claim) => deciding.some((one) => one.used.includes(claim))));
  const { level, note } = shownOf(used);
  const shownNote = outcome === "excluded" ? exclusion?.note : note;
  const states = deciding.map(({ target }) => stateOn(input.commands, unit, target));
  return [
    outcome,
    {
      ...(outcome === "missing" && view.mode !== "exact_target" ? { missing_on: deciding.map(({ target }) => target) } : {}),
      ...(level === undefined ? {} : { wrapper_level: level }),
      ...(shownNote === undefined ? {} : { note: shownNote }),
      ...(outcome === "hidden" || outcome === "at_risk" ? { state: states.includes("hidden") ? "hidden" : "deprecated" } : {}),
    },
  ];
}

function unitsOf(commands: readonly UnionCommand[]): readonly (Unit & { readonly available: readonly string[] })[] {
  return commands.flatMap(({ path, available_on, flags = [], args = [] }) => [
    { kind: "command" as const, path, name: "", available: available_on },
    ...flags.map((flag) => ({ kind: "flag" as const, path, name: flag.key, available: flag.available_on })),
    ...args.map((arg) => ({ kind: "arg" as const, path, name: arg.name, available: arg.available_on })),
  ]);
}

const mixed: readonly string[] = ["intentionally_unsupported", "at_risk"];
const listName = (outcome: string, kind: Kind): string => {
  if (outcome === "passthrough") return "passthrough_candidates";
  return mixed.includes(outcome) || outcome === "unsupported" ? outcome : `${outcome}_${kind}s`;
};

/** The deltas of a view, list by list, sorted. Throws `Refused`. */
export function modelDeltas(input: ReportInput, view: ReportView): Readonly<Record<string, readonly UnitDelta[]>> {
  const claims = claimsOf(input.wrapper);
  const found: { readonly list: string; readonly unit: Unit; readonly entry: UnitDelta }[] = [];
  const add = (outcome: string, unit: Unit, available: readonly string[], more: Partial<UnitDelta>): void => {
    const { missing_on, ...rest } = more;
    const named = unit.kind === "flag" ? { key: unit.name } : unit.kind === "arg" ? { name: unit.name } : {};
    const entry = {
      path: unit.path,
      ...named,
      upstream_available_on: available,
      ...(missing_on === undefined ? {} : { missing_on }),
      ...rest,
    };
    found.push({ list: listName(outcome, unit.kind), unit, entry });
  };
  const isPresent = (on: readonly string[]): boolean =>
    view.mode === "all" ? targets.every((target) => on.includes(target)) : view.targets.some((target) => on.includes(target));
  const upstream = unitsOf(input.commands);
  for (const unit of upstream.filter(({ available }) => isPresent(available))) {
    const [outcome, more] = judge(input, claims, unit, unit.available, view);
    if (outcome !== "covered") add(outcome, unit, unit.available, more);
  }
  for (const [index, { unit }] of claims.entries()) {
    if (claims.findIndex((other) => same(other.unit, unit)) !== index) continue;
    const own = claims.filter((claim) => same(claim.unit, unit) && claim.targets.some((target) => view.targets.includes(target)));
    const claimed = view.targets.filter((target) => own.some((claim) => claim.targets.includes(target)));
    const there = upstream.find((other) => same(other, unit));
    if (!isPresent(claimed) || (there !== undefined && isPresent(there.available))) continue;
    const command = upstream.find((other) => same(other, { kind: "command", path: unit.path, name: "" }));
    const { level, note } = shownOf(own);
    add("wrapper_only", unit, there?.available ?? command?.available ?? claimed, {
      ...(level === undefined ? {} : { wrapper_level: level }),
      ...(note === undefined ? {} : { note }),
    });
  }
  const kinds: readonly Kind[] = ["command", "flag", "arg"];
  const order = (a: Unit, b: Unit): number =>
    kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || comparePaths(a.path, b.path) || compareCodePoints(a.name, b.name);
  const deltas: Record<string, readonly UnitDelta[]> = { missing_commands: [], missing_flags: [], missing_args: [] };
  for (const list of new Set(found.map((one) => one.list)))
    deltas[list] = found
      .filter((one) => one.list === list)
      .toSorted((a, b) => order(a.unit, b.unit))
      .map(({ entry }) => entry);
  return deltas;
}
