import type { Recording, WrapperScenario, WrapperScenarios } from "@lockstep/contracts";
import { compareCodePoints, comparePaths, firstOrder } from "@lockstep/kernel";
import { compareUnits, type UnitIdentity } from "../unit.ts";
import { creditScenarios } from "../wrapper-coverage/credit-scenarios.ts";
import { maskArgv } from "./mask-argv.ts";
import { withoutProblems, type RecordedCall } from "./recorded-call.ts";
import { unshownUnits, type UnshownInputs } from "./unshown-units.ts";

/** What a recording is made of. */
export interface RecordingInputs extends UnshownInputs {
  readonly calls: readonly RecordedCall[];
  readonly wrapperVersion: string;
}

/**
 * Turns recorded calls into the wrapper's scenarios, with the evidence beside them. Calls that differ in values alone are one
 * scenario, which says how often it was seen. What no committed version takes is left out of the command lines and listed as
 * unshown. Independent of the order of the calls.
 */
export function buildRecording(inputs: RecordingInputs): WrapperScenarios {
  const { calls, versions, target, wrapperVersion } = inputs;
  const masked = new Map<UnshownInputs["calls"][number], MaskedCall>(
    calls.map((call) => {
      const reading = withoutProblems(call.argv, versions, target);
      return [call, { path: reading.path, words: maskArgv(reading) }] as const;
    }),
  );
  const scenarios = nameScenarios([...masked.values()]);
  const names = new Map(scenarios.map(({ name, argv }) => [lineOf(argv.map(({ token }) => token)), name]));
  const document = { schema_version: 1, wrapper_version: wrapperVersion, scenarios, declared: [] } as const;
  return {
    ...document,
    recording: {
      version: target.version,
      calls: calls.length,
      units: recordedUnits(document, versions),
      unshown: unshownUnits(inputs, (call) => names.get(lineOf(masked.get(call)?.words ?? []))),
      environment: countNames(calls.map(({ environment }) => environment)).map(([name, count]) => ({ name, calls: count })),
      initialize: countNames(calls.map(({ initialize }) => initialize)).map(([key, count]) => ({ key, calls: count })),
    },
  };
}

interface MaskedCall {
  readonly path: readonly string[];
  readonly words: readonly string[];
}

/** One scenario for each command line, named by the command that it ends at and its number there. A call without words shows nothing. */
function nameScenarios(calls: readonly MaskedCall[]): readonly WrapperScenario[] {
  const byLine = Map.groupBy(calls, ({ words }) => lineOf(words));
  const lines = [...byLine.values()]
    .flatMap((same) => same.slice(0, 1).map((call) => ({ ...call, calls: same.length })))
    .filter(({ words }) => words.length > 0)
    .toSorted((a, b) => firstOrder(comparePaths(a.path, b.path), comparePaths(a.words, b.words)));
  const numbers = new Map<string, number>();
  return lines.map(({ path, words, calls: count }) => {
    const command = path.length === 0 ? "(root)" : path.join(" ");
    const number = (numbers.get(command) ?? 0) + 1;
    numbers.set(command, number);
    return { name: `${command} ${String(number)}`, argv: words.map((token) => ({ token, origin: "typed" as const })), calls: count };
  });
}

function lineOf(words: readonly string[]): string {
  return words.join("\0");
}

function recordedUnits(document: WrapperScenarios, versions: RecordingInputs["versions"]): Recording["units"] {
  const { shown, shownBy } = creditScenarios(document, versions);
  return [...shown]
    .toSorted(([, a], [, b]) => compareUnits(a, b))
    .map(([id, identity]) => {
      const showing = (shownBy.get(id) ?? []).map(({ scenario }) => scenario);
      return {
        ...fieldsOf(identity),
        scenarios: showing.map(({ name }) => name),
        calls: showing.reduce((sum, { calls = 0 }) => sum + calls, 0),
      };
    });
}

function fieldsOf(identity: UnitIdentity): { readonly path: readonly string[]; readonly key?: string; readonly name?: string } {
  const { path } = identity;
  if (identity.unit === "command") return { path };
  return identity.unit === "flag" ? { path, key: identity.name } : { path, name: identity.name };
}

/** In how many of the lists each name stands, in code-point order. */
function countNames(lists: readonly (readonly string[])[]): readonly (readonly [name: string, count: number])[] {
  const counts = new Map<string, number>();
  for (const name of lists.flatMap((names) => [...new Set(names)])) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].toSorted(([a], [b]) => compareCodePoints(a, b));
}
