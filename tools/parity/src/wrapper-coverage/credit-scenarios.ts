import type { UpstreamSnapshotUnionV2, WrapperScenario, WrapperScenarios } from "@lockstep/contracts";
import { buildGrammar, matchArgv, type ArgvMatch, type Grammar, type GrammarOptions } from "@lockstep/surface/argv";
import { unitId, type UnitIdentity } from "../unit.ts";

/** A version that command lines are read with. */
export interface ReadingVersion extends GrammarOptions {
  readonly version: string;
  readonly union: UpstreamSnapshotUnionV2;
}

/** The units that typed tokens show, by id, with the scenarios that show them, and the scenarios that no version accepts. */
export interface Credits {
  readonly shown: ReadonlyMap<string, UnitIdentity>;
  readonly shownBy: ReadonlyMap<string, readonly Showing[]>;
  readonly problems: string[];
}

/** A scenario that shows a unit, and the versions whose grammar finds it there, in the order of the unions. */
export interface Showing {
  readonly scenario: WrapperScenario;
  readonly versions: readonly string[];
}

/**
 * Reads every scenario with the grammar of each version that it is meant for. A version that accepts the whole command line
 * credits the units it sees: the command with its ancestors, flags and args of typed tokens. A passthrough token credits nothing.
 * A scenario that names its versions has to be accepted by all of them, another one by any.
 */
export function creditScenarios(scenarios: WrapperScenarios, unions: readonly ReadingVersion[]): Credits {
  const readings = unions.map((reading) => ({ version: reading.version, grammar: grammarOf(reading) }));
  const shown = new Map<string, UnitIdentity>();
  const shownBy = new Map<string, Showing[]>();
  const problems: string[] = [];
  for (const scenario of scenarios.scenarios) {
    const { name, argv, versions } = scenario;
    const tokens = argv.map(({ token }) => token);
    const matches = readings
      .filter(({ version }) => versions === undefined || versions.includes(version))
      .map(({ version, grammar }) => ({ version, match: matchArgv(grammar, tokens) }));
    const refusals = matches.filter(({ match }) => match.type === "mismatch");
    if (refusals.length === matches.length || (versions !== undefined && refusals.length > 0))
      problems.push(describeRefusal(name, tokens, refusals, versions));
    const versionsByUnit = new Map<string, Set<string>>();
    for (const { version, match } of matches) {
      for (const identity of creditedBy(match, argv)) {
        const id = unitId(identity);
        shown.set(id, identity);
        versionsByUnit.set(id, (versionsByUnit.get(id) ?? new Set()).add(version));
      }
    }
    for (const [id, found] of versionsByUnit) shownBy.set(id, [...(shownBy.get(id) ?? []), { scenario, versions: [...found] }]);
  }
  return { shown, shownBy, problems };
}

const grammars = new WeakMap<ReadingVersion, Grammar>();

/** Built once for each version: it takes longer than to read all scenarios of a wrapper. */
function grammarOf(reading: ReadingVersion): Grammar {
  const { version: _version, union, ...options } = reading;
  const known = grammars.get(reading) ?? buildGrammar(union.commands, options);
  grammars.set(reading, known);
  return known;
}

function* creditedBy(match: ArgvMatch, argv: WrapperScenarios["scenarios"][number]["argv"]): Generator<UnitIdentity> {
  if (match.type === "mismatch") return;
  for (let length = 0; length <= match.path.length; length += 1) {
    const path = match.path.slice(0, length);
    const isTyped = match.uses.every((use) => use.unit !== "command" || use.path.length > length || argv[use.token]?.origin === "typed");
    if (isTyped) yield { unit: "command", path };
  }
  for (const { unit, path, name, token } of match.uses) {
    if (unit !== "command" && argv[token]?.origin === "typed") yield { unit, path, name };
  }
}

/** Names the token that the most willing version stumbles over. */
function describeRefusal(
  name: string,
  tokens: readonly string[],
  refusals: readonly { readonly version: string; readonly match: ArgvMatch }[],
  versions: readonly string[] | undefined,
): string {
  const mismatches = refusals.flatMap(({ version, match }) => (match.type === "mismatch" ? [{ version, ...match }] : []));
  const furthest = mismatches.toSorted((a, b) => a.token - b.token).at(-1);
  if (furthest === undefined) {
    const meant = versions === undefined ? "" : ` of ${versions.join(", ")}`;
    return `scenario "${name}": no committed union${meant} to read it with; run xtask union first`;
  }
  const stumbling = mismatches
    .filter(({ token, reason }) => token === furthest.token && reason === furthest.reason)
    .map(({ version }) => version);
  const who = versions === undefined ? "no committed version accepts" : "a version that it is meant for refuses";
  return `scenario "${name}": ${who} token ${String(furthest.token)} "${tokens[furthest.token] ?? ""}": ${furthest.reason} (${stumbling.join(", ")})`;
}
