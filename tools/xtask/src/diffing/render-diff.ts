import { breakingCalls, isWithheldFrom } from "@lockstep/parity/diff";
import type { Finding, Severity, Waiver, Witness } from "@lockstep/parity/diff";
import { wrapCommand, wrapText } from "../text-columns.ts";
import { countFindings, type DiffAnswer } from "./diff-document.ts";

/** What of the findings is printed. */
export interface RenderChoice {
  /** What is only information too. */
  readonly all: boolean;
}

const ranks: Readonly<Record<Severity, number>> = { breaking: 0, warning: 1, information: 2 };

/** A diff for people: the commands with the most severe findings first, those of a command likewise. */
export function renderDiff(answer: DiffAnswer, { all }: RenderChoice): string {
  const shown = shownFindings(answer.findings, all);
  const groups = groupByCommand(shown).map(([path, findings]) =>
    [path === "" ? "(root)" : path, ...findings.flatMap((finding) => findingLines(finding, answer))].join("\n"),
  );
  return [[titleOf(answer), ...remarksOf(answer)].join("\n"), ...groups, [summaryOf(answer, all), ...waiverLines(answer)].join("\n")].join(
    "\n\n",
  );
}

/** The findings that are printed, the most severe first. */
export function shownFindings(findings: readonly Finding[], all: boolean): readonly Finding[] {
  return findings
    .filter(({ severity, waiver }) => all || severity !== "information" || waiver !== undefined)
    .toSorted((a, b) => ranks[a.severity] - ranks[b.severity]);
}

/** `codex 0.125.0 -> 0.169.0`. */
export function titleOf({ cli, before, after, binary }: DiffAnswer): string {
  return `${cli} ${before} -> ${binary === null ? after : `${binary} (${after})`}`;
}

/** What a reader has to know before the findings, one line each. */
export function remarksOf({ compared, notCompared, hasWrapper, scenariosProblem }: DiffAnswer): readonly string[] {
  return [
    wrapText("  on ", compared.join(", ")),
    ...notCompared.map(({ target, reason }) => wrapText("  not compared: ", `${target}; ${reason}`)),
    ...(hasWrapper ? [] : ["  there is no wrapper that anything could break"]),
    ...(scenariosProblem === null ? [] : [wrapText("  without the wrapper's calls: ", scenariosProblem)]),
  ];
}

/** `2 breaking, 1 warning, 30 of information`. */
export function summaryOf({ findings }: DiffAnswer, all: boolean): string {
  const { breaking, warning, information, waived } = countFindings(findings);
  if (findings.length === 0) return "No difference.";
  const parts = [
    `${String(breaking)} breaking`,
    `${String(warning)} ${warning === 1 ? "warning" : "warnings"}`,
    `${String(information)} of information${all || information === 0 ? "" : " (--all lists them)"}`,
    ...(waived === 0 ? [] : [`${String(waived)} waived`]),
  ];
  return parts.join(", ");
}

/** The findings by their command's path, in the order in which each command has its first. */
export function groupByCommand(findings: readonly Finding[]): readonly (readonly [string, readonly Finding[]])[] {
  return [...Map.groupBy(findings, ({ change }) => change.path.join(" "))];
}

/** How a waiver that is of no use is told. */
export function describeWaiver({ finding, path, key, name, message }: Waiver): string {
  const unit = [path.length === 0 ? "(root)" : path.join(" "), key ?? name ?? ""].join(" ").trim();
  return `${finding} of ${unit}${message === undefined ? "" : ` (${message})`}`;
}

/** What is to be done about a waiver whose unit has several changes of the finding. */
export const ambiguityRemark = "the unit has several changes of it, and none is waived: name one with its message";

/** Who accepts a finding, until which version and why. */
export function acceptance({ owner, reason, expires_with: end }: Waiver): string {
  return `waived by ${owner} until ${end}: ${reason}`;
}

/** What a replayed call and its answers looked like, one line each; the first is the call. */
export function witnessLines({ words, before, after }: Witness, command: string): readonly string[] {
  if (words === null) return [];
  return [
    `$ ${[command, ...words].join(" ")}`,
    ...[before, after].flatMap((answer) => {
      if (answer === null) return [];
      const end = answer.exitCode === null ? "did not end by itself" : `exit ${String(answer.exitCode)}`;
      const help = answer.helpOf === null ? [] : [`the help of "${answer.helpOf}"`];
      return [`${answer.version}: ${[end, ...help, ...(answer.firstLine === "" ? [] : [answer.firstLine])].join(", ")}`];
    }),
  ];
}

/** What is to be said of a witness beside its answers. */
export function witnessRemark({ words, verdict, problem }: Witness): string | undefined {
  if (words === null) return `not replayed: ${problem ?? ""}`;
  if (problem !== null) return problem;
  return verdict === "inconclusive" ? "the answers neither confirm nor contradict it" : undefined;
}

/**
 * Why a finding has its severity, with a call of the wrapper that shows it, and whether the wrapper makes none of these to the second
 * version, which is named `second`.
 */
export function reasonOf(finding: Finding, after: string, second = after): string {
  const { because, use, witness } = finding;
  const [call] = witness?.verdict === "contradicted" ? [] : use.calls;
  const example = call === undefined ? "" : `, such as "${call.scenario}"`;
  const withheld = isWithheldFrom({ calls: breakingCalls(finding) }, after) ? `; it makes none of them to ${second}` : "";
  return `${because}${example}${withheld}`;
}

/** What a finding says of its unit, and the targets that have it where those are not all that were compared. */
export function messageOf({ change, targets }: Finding, compared: readonly string[]): string {
  return `${change.message}${targets.length === compared.length ? "" : ` (${targets.join(", ")})`}`;
}

function findingLines(finding: Finding, answer: DiffAnswer): readonly string[] {
  const { change, severity, witness, waiver } = finding;
  const name = change.unit === "command" ? "" : `${change.name} `;
  const label = (waiver === undefined ? severity : "waived").padEnd(11);
  const indent = " ".repeat(15);
  const lines = [wrapText(`  ${label}  `, `${name}${messageOf(finding, answer.compared)} [${change.code}]`)];
  if (severity !== "information") lines.push(wrapText(indent, reasonOf(finding, answer.after)));
  if (waiver !== undefined) lines.push(wrapText(indent, acceptance(waiver)));
  if (witness !== undefined) {
    const [call, ...answers] = witnessLines(witness, answer.command);
    if (call !== undefined) lines.push(wrapCommand(indent, call));
    lines.push(...answers.map((line) => wrapText(indent, line)));
    const remark = witnessRemark(witness);
    if (remark !== undefined) lines.push(wrapText(indent, remark));
  }
  return lines;
}

function waiverLines({ waivers: { expired, unused, ambiguous } }: DiffAnswer): readonly string[] {
  return [
    ...expired.map((waiver) =>
      wrapText("  expired waiver: ", `${describeWaiver(waiver)} held until ${waiver.expires_with} (${waiver.owner})`),
    ),
    ...ambiguous.map((waiver) => wrapText("  ambiguous waiver: ", `${describeWaiver(waiver)}; ${ambiguityRemark} (${waiver.owner})`)),
    ...unused.map((waiver) => wrapText("  unused waiver: ", `${describeWaiver(waiver)} (${waiver.owner})`)),
  ];
}
