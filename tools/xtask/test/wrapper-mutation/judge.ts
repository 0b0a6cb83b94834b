import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  parseContract,
  type ParityRules,
  type UpstreamSnapshotUnionV2,
  type UpstreamSnapshotV1,
  type WrapperCoverageV1,
  type WrapperScenarios,
} from "@lockstep/contracts";
import { buildReports, buildUnion, deriveCoverage, reportViews } from "@lockstep/parity";
import { buildGrammar, matchArgv } from "@lockstep/surface/argv";

type Scenario = WrapperScenarios["scenarios"][number];
type VersionUnion = {
  readonly version: string;
  readonly union: UpstreamSnapshotUnionV2;
  readonly snapshots: readonly UpstreamSnapshotV1[];
};

/** The unions of all committed versions, made of the snapshots in `folder`; as the rules want them, or with every command's own flags. */
export function unionsOf(folder: string, rules: ParityRules, isDeduped: boolean): readonly VersionUnion[] {
  const effective_flags_model = { ...rules.globals.effective_flags_model, enabled: isDeduped };
  return readdirSync(folder).map((version) => {
    const paths = rules.union.expected_targets.map((target) => [target, join(folder, version, `${target}.json`)] as const);
    const snapshots = paths
      .filter(([, path]) => existsSync(path))
      .map(([target, path]) => [target, parseContract("UpstreamSnapshotV1", path, readFileSync(path, "utf8"))] as const);
    return {
      version,
      snapshots: snapshots.map(([, snapshot]) => snapshot),
      union: buildUnion({
        rules: { ...rules, globals: { ...rules.globals, effective_flags_model } },
        version,
        tool: undefined,
        snapshots: new Map(snapshots),
        rawHelp: () => undefined,
        collectedAt: "",
      }),
    };
  });
}

/** Makes the judge of mutants of a wrapper: is a unit missing in the report of a version that is not missing for the `whole`? */
export function judgeOf(
  rules: ParityRules,
  unions: readonly VersionUnion[],
  whole: readonly Scenario[],
): (mutant: readonly Scenario[]) => boolean {
  const grammars = unions.map(({ version, union, snapshots }) => ({ version, grammar: buildGrammar(union.commands, { snapshots }) }));
  /** A scenario that a version refuses is none: `deriveCoverage` would refuse all with it. */
  const isRead = ({ argv, versions }: Scenario): boolean => {
    const meantFor = grammars.filter(({ version }) => versions?.includes(version) ?? true);
    return (
      meantFor.length > 0 &&
      meantFor.every(
        ({ grammar }) =>
          matchArgv(
            grammar,
            argv.map(({ token }) => token),
          ).type === "match",
      )
    );
  };
  const coverageOf = (scenarios: readonly Scenario[]): WrapperCoverageV1 => {
    const document = { schema_version: 1, wrapper_version: "0.0.0", scenarios: scenarios.filter(isRead), declared: [] } as const;
    return document.scenarios.length === 0
      ? { schema_version: 1, generated_at: "", wrapper_version: "0.0.0", coverage: [] }
      : deriveCoverage({ rules, scenarios: document, unions, generatedAt: "" });
  };
  const missingIn = ({ version, union }: VersionUnion, coverage: WrapperCoverageV1): readonly string[] => {
    const views = reportViews(union).filter(({ filter }) => filter.mode === "any");
    // A unit that upstream hides and the wrapper does not have is listed apart.
    return buildReports({ rules, version, union, coverage, generatedAt: "" }, views).flatMap(({ deltas }) => [
      ...[...deltas.missing_commands, ...(deltas.hidden_commands ?? [])].map(({ path }) => path.join(" ")),
      ...[...deltas.missing_flags, ...(deltas.hidden_flags ?? [])].map(({ path, key }) => [...path, key].join(" ")),
      ...[...deltas.missing_args, ...(deltas.hidden_args ?? [])].map(({ path, name }) => [...path, `<${name}>`].join(" ")),
    ]);
  };
  const before = new Map(unions.map((known) => [known, new Set(missingIn(known, coverageOf(whole)))]));
  return (mutant) => {
    const coverage = coverageOf(mutant);
    return unions.some((known) => missingIn(known, coverage).some((unit) => before.get(known)?.has(unit) === false));
  };
}
