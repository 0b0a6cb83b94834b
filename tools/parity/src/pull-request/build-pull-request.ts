import type { UnitDelta } from "@lockstep/contracts";
import { describeUnit, identityOf, unitId, type UnitIdentity } from "../unit.ts";
import { fitSections, type Section } from "./fit-sections.ts";
import { outcomeText, type UnitOutcomes } from "./outcome-text.ts";
import { codeSpan, consoleBlock, plainText } from "./markdown-text.ts";
import { nextSteps } from "./next-steps.ts";
import type { NeighbourUse, RankedWork } from "./rank-work.ts";

/** The longest body that GitHub takes, in characters. */
export const MAX_BODY_LENGTH = 65_536;

/** A finding of `diff`, as far as a pull request tells of it. */
export interface ProposedChange {
  readonly code: string;
  readonly unit: { readonly type: UnitIdentity["unit"]; readonly path: readonly string[]; readonly name: string | null };
  readonly severity: "breaking" | "warning" | "information";
  readonly impact: "breaks" | "risk" | "widens" | "text";
  readonly message: string;
  readonly because: string;
  readonly targets: readonly string[];
  readonly isWaived: boolean;
  readonly wrapper: {
    /** The scenarios whose calls it concerns. */
    readonly breakingCalls: readonly string[];
    /** Whether the wrapper makes none of these calls to the release. */
    readonly isWithheld: boolean;
  };
  readonly witness: {
    readonly words: readonly string[] | null;
    readonly verdict: "confirmed" | "contradicted" | "inconclusive" | null;
    readonly problem: string | null;
    readonly before: Answer | null;
    readonly after: Answer | null;
  } | null;
}

interface Answer {
  readonly version: string;
  readonly exitCode: number | null;
  readonly firstLine: string;
  /** Whose help it printed; `null` for none. */
  readonly helpOf: string | null;
}

/** What the release was compared with; `none` says why with nothing. */
export type Comparison =
  | {
      readonly type: "compared";
      readonly version: string;
      /** Why this one. */
      readonly role: "validated" | "earlier" | "chosen";
      /** The targets that both versions have a snapshot of. */
      readonly targets: readonly string[];
      readonly changes: readonly ProposedChange[];
    }
  | { readonly type: "none"; readonly reason: string };

/** One expected target of the release. */
export interface ProposedTarget {
  readonly target: string;
  readonly isRequired: boolean;
  readonly isSupported: boolean;
  /** Absent for a target without a snapshot. */
  readonly binary?: { readonly sha256: string; readonly size_bytes: number; readonly version_output: string };
  /** What the lock pins; absent for a target that it does not. */
  readonly pinned?: {
    /** Where the bytes came from, such as `@openai/codex@0.170.0-linux-x64`. */
    readonly source: string;
    readonly sha256: string;
    readonly size_bytes: number;
  };
}

/** Everything that one release's pull request tells. */
export interface PullRequestInputs {
  readonly cli: string;
  /** The program's name. */
  readonly command: string;
  readonly version: string;
  readonly status: string;
  readonly comparison: Comparison;
  readonly targets: readonly ProposedTarget[];
  /** Absent for a CLI without a wrapper. */
  readonly queue?: {
    readonly ranked: readonly RankedWork[];
    readonly atRisk: readonly UnitDelta[];
    readonly outcomes: UnitOutcomes;
  };
  /** The words that lead a command to the manifest root, such as `--cli codex`. */
  readonly rootWords: string;
}

/** A pull request as GitHub takes it. */
export interface PullRequest {
  /** One line. */
  readonly title: string;
  /** Markdown of at most `MAX_BODY_LENGTH` UTF-16 code units. */
  readonly body: string;
  readonly isCut: boolean;
}

/**
 * The title and body that propose a release: what is new, gone, hidden and at risk, what there is to do, which targets were looked at, and
 * how to make it again. The same inputs give the same bytes. No text of upstream's becomes a mention, a link or HTML.
 */
export function buildPullRequest(inputs: PullRequestInputs): PullRequest {
  const { comparison } = inputs;
  const changes = comparison.type === "compared" ? comparison.changes : [];
  const head = summary(inputs, changes);
  const tail = nextSteps({
    ...inputs,
    before: comparison.type === "compared" ? comparison.version : undefined,
    pinned: inputs.targets.filter(({ pinned }) => pinned !== undefined).map(({ target }) => target),
    covered: inputs.targets.filter(({ binary }) => binary !== undefined).map(({ target }) => target),
  });
  const { text, isCut } = fitSections(sectionsOf(inputs, changes), MAX_BODY_LENGTH - head.length - tail.length - 6);
  const [breaking, added, gone] = [changes.filter(isBreaking), changes.filter(isNew), changes.filter(isGone)].map(({ length }) => length);
  const counts = comparison.type === "compared" ? ` (${String(breaking)} breaking, ${String(added)} new, ${String(gone)} gone)` : "";
  return {
    title: `feat(manifests): ${inputs.cli} ${inputs.version}${counts}`,
    body: `${[head, text, tail].filter((part) => part !== "").join("\n\n")}\n`,
    isCut,
  };
}

const isNew = ({ code }: ProposedChange): boolean => /^(?:command|flag|arg)-added$/.test(code);
const isGone = ({ code }: ProposedChange): boolean => /^(?:command|flag|arg)-removed$/.test(code);
const isFading = ({ code }: ProposedChange): boolean => /-(?:hidden|deprecated)$/.test(code);
const isBreaking = ({ severity, isWaived }: ProposedChange): boolean => severity === "breaking" && !isWaived;
const isOther = (change: ProposedChange): boolean =>
  !isBreaking(change) && !isNew(change) && !isGone(change) && !isFading(change) && (change.impact === "breaks" || change.impact === "risk");

const roles = { validated: ", the last validated version,", earlier: ", the newest snapshot before it,", chosen: "" };

function summary({ command, version, status, comparison, targets, queue }: PullRequestInputs, changes: readonly ProposedChange[]): string {
  const missing = targets.filter(({ binary }) => binary === undefined);
  const against =
    comparison.type === "compared"
      ? `compared with ${comparison.version}${roles[comparison.role]} on ${comparison.targets.map(codeSpan).join(", ")}`
      : `compared with nothing: ${plainText(comparison.reason)}`;
  const count = (one: (change: ProposedChange) => boolean): string => String(changes.filter(one).length);
  return [
    `${codeSpan(command)} ${version}, ${against}. Its status is ${codeSpan(status)}.`,
    ...(missing.length === 0
      ? []
      : [`**The union is incomplete**: there is no snapshot of ${missing.map(({ target }) => codeSpan(target)).join(", ")}.`]),
    [
      ...(comparison.type === "none"
        ? []
        : [
            `- ${count(isBreaking)} break the wrapper`,
            `- ${count(isNew)} units are new, ${count(isGone)} are gone, ${count(isFading)} are hidden or deprecated since`,
          ]),
      ...(queue === undefined
        ? ["- There is no wrapper to compare with"]
        : [
            `- ${String(queue.atRisk.length)} units that the wrapper uses are hidden or deprecated upstream${sinceText(queue.atRisk, changes, comparison)}`,
            `- ${String(queue.ranked.length)} units are in the work queue`,
          ]),
    ].join("\n"),
  ].join("\n\n");
}

/** How much of what is at risk is news. */
function sinceText(atRisk: readonly UnitDelta[], changes: readonly ProposedChange[], comparison: Comparison): string {
  if (comparison.type === "none" || atRisk.length === 0) return "";
  const fading = new Set(changes.filter(isFading).map((change) => unitId(identityIn(change))));
  const news = atRisk.filter((entry) => fading.has(unitId(identityOf(entry)))).length;
  return `, ${news === 0 ? "none" : String(news)} of them since ${comparison.version}`;
}

function sectionsOf(inputs: PullRequestInputs, changes: readonly ProposedChange[]): readonly Section[] {
  const { command, version, comparison, queue, rootWords } = inputs;
  const before = comparison.type === "compared" ? comparison.version : "";
  const compared = comparison.type === "compared" ? comparison.targets.length : 0;
  const diff = `xtask diff ${rootWords} ${before} ${version} --all`;
  const show = `xtask report ${rootWords} --version ${version} --show`;
  const table = (title: string, priority: number, one: (change: ProposedChange) => boolean): Section => ({
    heading: `## ${title}`,
    tableHead: "| unit | what | severity | why |\n| --- | --- | --- | --- |",
    rows: changes.filter(one).map((change) => changeRow(change, version, compared)),
    all: diff,
    priority,
  });
  return [
    targetSection(inputs),
    table("Breaks the wrapper", 1, isBreaking),
    {
      heading: "## At risk\n\nThe wrapper uses it, and upstream hides or deprecates it: it may be gone in a later release.",
      rows: (queue?.atRisk ?? []).map((entry) => `- ${unitText(identityOf(entry))}, ${entry.state ?? "hidden"}`),
      all: `${show} --delta at_risk`,
      priority: 2,
    },
    table("Gone", 3, (change) => isGone(change) && !isBreaking(change)),
    table("Hidden or deprecated since", 4, (change) => isFading(change) && !isBreaking(change)),
    table("Changed", 6, isOther),
    {
      heading: "## New",
      ...(queue === undefined ? {} : { tableHead: "| unit | what | the wrapper |\n| --- | --- | --- |" }),
      rows: changes.filter(isNew).map((change) => {
        const [unit, what] = [unitText(identityIn(change)), plainText(messageOf(change, compared))];
        return queue === undefined ? `- ${unit} ${what}` : `| ${unit} | ${what} | ${outcomeText(identityIn(change), queue.outcomes)} |`;
      }),
      all: diff,
      priority: 5,
    },
    {
      heading:
        "## Work queue\n\nWhat the wrapper lacks, by how many of its scenarios call the same command or, on average, the commands beside it.",
      tableHead: "| unit | list | use |\n| --- | --- | --- |",
      rows: (queue?.ranked ?? []).map(queueRow),
      all: show,
      priority: 7,
    },
    {
      heading:
        "## Replayed\n\nCalls that both binaries were given, and what they said. Confirmed: the answers differ as the comparison says; contradicted: they do not; inconclusive: they cannot tell.",
      rows: changes.flatMap((change) => witnessText(change, command)),
      all: diff,
      priority: 8,
    },
  ];
}

function targetSection({ targets }: PullRequestInputs): Section {
  return {
    heading: "## Targets",
    tableHead: "| target | snapshot | supported by the wrapper | pinned | SHA-256 of the binary |\n| --- | --- | --- | --- | --- |",
    rows: targets.map(({ target, isRequired, isSupported, binary, pinned }) => {
      const name = `${codeSpan(target)}${isRequired ? " (required)" : ""}`;
      const snapshot = binary === undefined ? "**missing**" : codeSpan(binary.version_output);
      // What was probed and what is pinned are the same bytes; of a target without a snapshot only the pin is known.
      const bytes = binary ?? pinned;
      const digest = bytes === undefined ? "" : `${codeSpan(bytes.sha256)}, ${(bytes.size_bytes / 1_000_000).toFixed(1)} MB`;
      return `| ${name} | ${snapshot} | ${isSupported ? "yes" : "no"} | ${pinned === undefined ? "no" : codeSpan(pinned.source)} | ${digest} |`;
    }),
    priority: 0,
  };
}

function changeRow(change: ProposedChange, version: string, compared: number): string {
  const { code, severity, isWaived } = change;
  const what = `${plainText(messageOf(change, compared))} ${codeSpan(code)}`;
  return `| ${unitText(identityIn(change))} | ${what} | ${isWaived ? "waived" : severity} | ${plainText(reasonOf(change, version))} |`;
}

/** What became of the unit, and the targets that have it where those are not all that were compared. */
function messageOf({ message, targets }: ProposedChange, compared: number): string {
  return `${message}${targets.length < compared ? ` (${targets.join(", ")})` : ""}`;
}

function reasonOf({ because, witness, wrapper, impact }: ProposedChange, version: string): string {
  const [scenario] = witness?.verdict === "contradicted" ? [] : wrapper.breakingCalls;
  const example = scenario === undefined ? "" : `, such as "${scenario}"`;
  return `${because}${example}${impact === "breaks" && wrapper.isWithheld ? `; it makes none of them to ${version}` : ""}`;
}

function identityIn({ unit: { type, path, name } }: ProposedChange): UnitIdentity {
  return type === "command" ? { unit: type, path } : { unit: type, path, name: name ?? "" };
}

function queueRow({ identity, delta, missingOn, use }: RankedWork): string {
  const where = missingOn.length === 0 ? "" : `, on ${missingOn.join(", ")}`;
  return `| ${unitText(identity)} | ${plainText(`${delta.replaceAll("_", " ")}${where}`)} | ${useText(use)} |`;
}

function useText({ type, calls }: NeighbourUse): string {
  switch (type) {
    case "own":
      return `${String(calls)} ${calls === 1 ? "scenario calls" : "scenarios call"} its command`;
    case "neighbours":
      return `${String(calls)} for each command beside it`;
    case "none":
      return "none";
  }
}

function unitText(identity: UnitIdentity): string {
  return codeSpan(describeUnit(identity));
}

/** The replay of a change, where one was made. */
function witnessText({ witness }: ProposedChange, command: string): readonly string[] {
  if (witness === null || witness.words === null || witness.verdict === null) return [];
  const answers = [witness.before, witness.after].flatMap((answer) => {
    if (answer === null) return [];
    const end = answer.exitCode === null ? "did not end by itself" : `exit ${String(answer.exitCode)}`;
    const help = answer.helpOf === null ? [] : [`the help of "${answer.helpOf}"`];
    return [`${answer.version}: ${[end, ...help, ...(answer.firstLine === "" ? [] : [answer.firstLine])].join(", ")}`];
  });
  return [consoleBlock([`$ ${[command, ...witness.words].join(" ")}`, ...answers, `=> ${witness.verdict}`])];
}
