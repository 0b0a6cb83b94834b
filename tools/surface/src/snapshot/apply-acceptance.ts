import type { CliDescriptor, DeclaredSurface, RejectedUnit, SnapshotCommand, SnapshotFlag } from "@lockstep/contracts";
import { compareAbsentFirst, comparePaths, firstOrder, omitAbsent } from "@lockstep/kernel";
import type { AcceptanceVerdict } from "../acceptance/acceptance-protocol.ts";
import { parseFlagSpelling } from "../acceptance/flag-candidate.ts";
import { readAcceptance, type AcceptanceCall, type AcceptancePlan, type SkipReason } from "../acceptance/plan-acceptance.ts";
import { acceptanceProtocolFor } from "../acceptance/protocol-for.ts";
import { planSnapshotAcceptance, refusalCall } from "../acceptance/snapshot-acceptance.ts";
import type { AcceptanceAnswer } from "../capture.ts";
import { hiddenPaths, type DeclaredCandidate } from "../declarations/declared-candidates.ts";
import { isDeclared } from "../declarations/declaring-frameworks.ts";
import type { Discovery } from "../discovery.ts";
import { compareFlags } from "../flag-identity.ts";
import { flagNames } from "../help-page.ts";
import { frameworkAt } from "../parsers/parser-for.ts";
import { bundleFlag } from "./apply-declarations.ts";

/** What the answers about candidates made of the commands. */
export interface AppliedAcceptance {
  readonly commands: readonly SnapshotCommand[];
  /** In order of path and key, commands before flags. */
  readonly rejected: readonly RejectedUnit[];
  /** Candidates on which nothing is known, for `known_omissions`. */
  readonly omissions: readonly string[];
}

/**
 * Adds the accepted flags to their commands, hidden where nothing else shows them, and lists the rejected units. What could
 * not be asked or was not decided is an omission; a candidate of a command that is not there, or that help shows, is neither.
 * A candidate command that says something else before it reads `--help`, such as that one must be logged in, is one if the text
 * declares it, hidden and in no branch: the declaration says what it has.
 */
export function applyAcceptance(
  commands: readonly SnapshotCommand[],
  discovered: ReturnType<Discovery["result"]>,
  answers: readonly AcceptanceAnswer[],
  descriptor: Pick<CliDescriptor, "binary" | "framework" | "framework_overrides" | "help_style" | "probe_candidates">,
  declarations: DeclaredSurface | undefined,
): AppliedAcceptance {
  const { plan, declared } = planSnapshotAcceptance(descriptor, discovered, declarations);
  const byPath = new Map(commands.map((command) => [command.path.join(" "), command]));
  const rejected: RejectedUnit[] = [];
  const omissions: string[] = [];
  const spell = ({ path, words }: AcceptanceCall): string => [descriptor.binary, ...path, ...words].join(" ");
  const declaredHidden = new Set(hiddenPaths(declarations).map((path) => path.join(" ")));
  const isDeclaredHidden = (path: readonly string[]): boolean => isDeclared(descriptor, path) && declaredHidden.has(path.join(" "));
  const results = readAcceptance(plan, answers);
  for (const { path, name, verdict } of results) {
    const command = byPath.get(path.join(" "));
    if (verdict.type === "unknown") omissions.push(unknownOmission(verdict.answer, spell));
    else if (verdict.type === "accepted") {
      if (command !== undefined) byPath.set(path.join(" "), withFlag(command, name, verdict));
    } else if (command?.flags?.some((flag) => flagNames(flag).includes(name)) === true) {
      omissions.push(`acceptance contradicts completion: ${spell({ path, words: [name] })}`);
    } else rejected.push({ path, key: name });
  }
  for (const { path, words, reason } of unasked(plan, results, discovered.candidates.unsafe))
    omissions.push(`acceptance not probed: ${spell({ path, words })} (${reason})`);
  const byCandidate = new Map(declared.candidates.asked.map((each) => [idOf(each.path, nameOf(each)), each]));
  const declaredResults = readAcceptance(declared.plan, answers);
  for (const { path, name, verdict } of declaredResults) {
    const candidate = byCandidate.get(idOf(path, name));
    const command = byPath.get(path.join(" "));
    if (candidate === undefined || command === undefined) continue;
    if (verdict.type === "accepted") byPath.set(path.join(" "), withDeclaredFlag(command, candidate, verdict));
    // Of an option that may be any command's a refusal says nothing.
    else if (!candidate.isAttributed) continue;
    else if (verdict.type === "rejected") rejected.push({ path, key: name });
    else omissions.push(unknownOmission(verdict.answer, spell));
  }
  for (const { path, words, reason } of unasked(declared.plan, declaredResults, [])) {
    const [flag = ""] = words;
    if (byCandidate.get(idOf(path, parseFlagSpelling(flag)?.name ?? flag))?.isAttributed === true)
      omissions.push(`acceptance not probed: ${spell({ path, words })} (${reason})`);
  }
  for (const { path, flag } of declared.candidates.unasked)
    omissions.push(`acceptance not probed: ${spell({ path, words: [flag] })} (${NOT_REVIEWED})`);
  rejected.push(...discovered.candidates.phantoms.map((path) => ({ path })));
  for (const path of discovered.candidates.failed) {
    const call = refusalCall(path);
    const answer = answers.find((each) => spell(each) === spell(call));
    // It is refused by the command above, whose framework need not be the one that prints its help.
    const protocol = acceptanceProtocolFor(frameworkAt(descriptor, path.slice(0, -1)));
    if (answer === undefined) omissions.push(`acceptance not probed: ${spell(call)} (no answer)`);
    else if (protocol?.refusesCommand(answer) === true) rejected.push({ path });
    else {
      omissions.push(unknownOmission(answer, spell));
      if (isDeclaredHidden(path)) byPath.set(path.join(" "), { path, hidden: true, sources: [] });
    }
  }
  return {
    commands: [...byPath.values()],
    rejected: rejected.toSorted((a, b) => firstOrder(comparePaths(a.path, b.path), compareAbsentFirst(a.key, b.key))),
    omissions,
  };
}

function withFlag(command: SnapshotCommand, name: string, verdict: AcceptanceVerdict & { readonly type: "accepted" }): SnapshotCommand {
  const flags = command.flags ?? [];
  const known = flags.find((flag) => flagNames(flag).includes(name));
  const next =
    known === undefined
      ? [...flags, probedFlag(name, verdict)].toSorted(compareFlags)
      : flags.map((flag) => (flag === known ? { ...flag, sources: [...new Set([...(flag.sources ?? []), "probe" as const])] } : flag));
  const { path, about, usage, stability, platforms, args, flags: _flags, ...additive } = command;
  return omitAbsent({ path, about, usage, stability, platforms, args, flags: next, ...additive });
}

/** Adds a flag that the text declares and the program accepts; what it takes is what the program says. */
function withDeclaredFlag(
  command: SnapshotCommand,
  { option }: DeclaredCandidate,
  { takesValue, valueName }: AcceptanceVerdict & { readonly type: "accepted" },
): SnapshotCommand {
  const known = command.flags ?? [];
  const names = flagNames(option);
  if (known.some((flag) => flagNames(flag).some((name) => names.includes(name)))) return command;
  const flag = bundleFlag({ ...option, takes_value: takesValue, ...(valueName === undefined ? {} : { value_name: valueName }) }, [
    "probe",
    "bundle",
  ]);
  const { path, about, usage, stability, platforms, args, flags: _flags, ...additive } = command;
  return omitAbsent({ path, about, usage, stability, platforms, args, flags: [...known, flag].toSorted(compareFlags), ...additive });
}

const NOT_REVIEWED: SkipReason = "declared in the bundle, not reviewed";

function idOf(path: readonly string[], name: string): string {
  return [...path, name].join(" ");
}

function nameOf({ flag }: DeclaredCandidate): string {
  return parseFlagSpelling(flag)?.name ?? flag;
}

function probedFlag(name: string, { takesValue, valueName }: AcceptanceVerdict & { readonly type: "accepted" }): SnapshotFlag {
  return omitAbsent({
    long: name.startsWith("--") ? name : undefined,
    short: name.startsWith("--") ? undefined : name,
    takes_value: takesValue,
    value_name: valueName,
    hidden: true,
    sources: ["probe" as const],
  });
}

function unknownOmission(answer: AcceptanceAnswer, spell: (call: AcceptanceCall) => string): string {
  return answer.failure ?? `acceptance unknown: ${spell(answer)} (exit ${String(answer.exitCode ?? "unknown")})`;
}

type Unasked = AcceptanceCall & { readonly reason: SkipReason | "no answer" };

function unasked(
  plan: AcceptancePlan,
  results: ReturnType<typeof readAcceptance>,
  unsafePaths: readonly (readonly string[])[],
): readonly Unasked[] {
  const answered = new Set(results.map(({ path, name }) => [...path, name].join(" ")));
  return [
    ...plan.skipped
      .filter(({ reason }) => reason !== "no command" && reason !== "shown by help")
      .map(({ path, flag, reason }) => ({ path, words: [flag], reason })),
    ...plan.questions.flatMap(({ path, candidates }) =>
      candidates
        .filter(({ name }) => !answered.has([...path, name].join(" ")))
        .map(({ name }) => ({ path, words: [name], reason: "no answer" as const })),
    ),
    ...unsafePaths.map((path) => ({ ...refusalCall(path), reason: "takes trailing arguments" as const })),
  ];
}
