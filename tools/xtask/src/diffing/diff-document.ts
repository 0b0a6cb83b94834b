import {
  breakingCalls,
  isBreaking,
  isWithheldFrom,
  type AppliedWaivers,
  type Finding,
  type Severity,
  type Waiver,
} from "@lockstep/parity/diff";

/** Everything that one diff tells. */
export interface DiffAnswer {
  readonly cli: string;
  /** The program's name. */
  readonly command: string;
  readonly before: string;
  readonly after: string;
  /** The file that stands for the second version. */
  readonly binary: string | null;
  readonly compared: readonly string[];
  readonly notCompared: readonly { readonly target: string; readonly reason: string }[];
  readonly hasWrapper: boolean;
  /** Why the wrapper's scenarios could not be run. */
  readonly scenariosProblem: string | null;
  readonly isReplayed: boolean;
  readonly findings: readonly Finding[];
  readonly waivers: Pick<AppliedWaivers, "expired" | "unused" | "ambiguous">;
}

/** How many findings there are of each severity; those that are waived count apart. */
export function countFindings(findings: readonly Finding[]): Readonly<Record<Severity | "waived", number>> {
  const of = (severity: Severity): number =>
    findings.filter((finding) => finding.severity === severity && finding.waiver === undefined).length;
  return {
    breaking: findings.filter(isBreaking).length,
    warning: of("warning"),
    information: of("information"),
    waived: findings.filter(({ waiver }) => waiver !== undefined).length,
  };
}

/** The `diff.v1` document, with every optional field present. */
export function diffDocument(answer: DiffAnswer): object {
  const { cli, before, after, binary, compared, notCompared, hasWrapper, scenariosProblem, isReplayed, findings, waivers } = answer;
  return {
    schema: "diff.v1",
    cli,
    before,
    after,
    binary,
    compared,
    notCompared,
    hasWrapper,
    scenariosProblem,
    isReplayed,
    counts: countFindings(findings),
    findings: findings.map((finding) => findingDocument(finding, after)),
    waivers: {
      expired: waivers.expired.map(waiverDocument),
      unused: waivers.unused.map(waiverDocument),
      ambiguous: waivers.ambiguous.map(waiverDocument),
    },
  };
}

function findingDocument(finding: Finding, second: string): object {
  const { change, targets, severity, because, use, witness, waiver } = finding;
  const calls = breakingCalls(finding);
  const { code, unit, path, name, impact, before, after, message } = change;
  return {
    code,
    unit: { type: unit, path, name: unit === "command" ? null : name },
    severity,
    because,
    impact,
    message,
    before,
    after,
    targets,
    wrapper: {
      isClaimed: use.isClaimed,
      isEmitted: use.isEmitted,
      isEmittedElsewhere: use.isEmittedElsewhere,
      breakingCalls: calls.map(({ scenario }) => scenario),
      isWithheld: isWithheldFrom({ calls }, second),
    },
    witness: witness ?? null,
    waiver: waiver === undefined ? null : waiverDocument(waiver),
  };
}

function waiverDocument({ finding, path, key, name, message, reason, owner, expires_with }: Waiver): object {
  return { finding, path, key: key ?? null, name: name ?? null, message: message ?? null, reason, owner, expiresWith: expires_with };
}
