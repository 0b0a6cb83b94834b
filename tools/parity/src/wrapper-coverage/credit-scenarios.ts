import type { UpstreamSnapshotUnionV2, WrapperScenarios } from "@lockstep/contracts";
import { buildGrammar, matchArgv, type ArgvMatch } from "@lockstep/surface/argv";
import { unitId, type UnitIdentity } from "../unit.ts";

/** The units that typed tokens show, by id, and the scenarios that no version accepts. */
export interface Credits {
  readonly shown: ReadonlyMap<string, UnitIdentity>;
  readonly problems: string[];
}

/**
 * Reads every scenario with the grammar of every version. Each version that accepts the whole command line credits the units
 * it sees: the command with its ancestors, flags and args of typed tokens. A passthrough token credits nothing.
 */
export function creditScenarios(
  scenarios: WrapperScenarios,
  unions: readonly { readonly version: string; readonly union: UpstreamSnapshotUnionV2 }[],
): Credits {
  const grammars = unions.map(({ version, union }) => ({ version, grammar: buildGrammar(union.commands) }));
  const shown = new Map<string, UnitIdentity>();
  const problems: string[] = [];
  for (const { name, argv } of scenarios.scenarios) {
    const tokens = argv.map(({ token }) => token);
    const matches = grammars.map(({ version, grammar }) => ({ version, match: matchArgv(grammar, tokens) }));
    if (!matches.some(({ match }) => match.type === "match")) problems.push(describeRefusal(name, tokens, matches));
    for (const { match } of matches) {
      for (const identity of creditedBy(match, argv)) shown.set(unitId(identity), identity);
    }
  }
  return { shown, problems };
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
  matches: readonly { readonly version: string; readonly match: ArgvMatch }[],
): string {
  const mismatches = matches.flatMap(({ version, match }) => (match.type === "mismatch" ? [{ version, ...match }] : []));
  const furthest = mismatches.toSorted((a, b) => a.token - b.token).at(-1);
  if (furthest === undefined) return `scenario "${name}": no committed union to read it with; run xtask union first`;
  const versions = mismatches
    .filter(({ token, reason }) => token === furthest.token && reason === furthest.reason)
    .map(({ version }) => version);
  return `scenario "${name}": no committed version accepts token ${String(furthest.token)} "${tokens[furthest.token] ?? ""}": ${furthest.reason} (${versions.join(", ")})`;
}
