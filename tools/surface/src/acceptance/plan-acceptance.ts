import type { AcceptanceAnswer } from "../capture.ts";
import { flagNames, takesTrailingArgs, type HelpPage } from "../help-page.ts";
import type { AcceptanceProtocol, AcceptanceState, AcceptanceVerdict, AskedCommand } from "./acceptance-protocol.ts";
import { lastOfEach } from "../parsers/merge-units.ts";
import { parseFlagSpelling, type FlagCandidate, type FlagSpelling } from "./flag-candidate.ts";
import { acceptanceProtocolFor } from "./protocol-for.ts";

/** A command that a CLI is known to have. */
export interface AcceptanceCommand {
  readonly path: readonly string[];
  /** Its help; absent when that was not recognised. */
  readonly page?: HelpPage;
  /** Whether other evidence than its help shows arguments to the end of the line. */
  readonly takesTrailing?: boolean;
  /** Whether it may act on flags that it does not know, instead of refusing them. */
  readonly takesUnknownOptions?: boolean;
}

/** Why a candidate is not asked about. */
export type SkipReason =
  | "no command"
  | "shown by help"
  | "no flag"
  | "no harmless probe"
  | "help not recognised"
  | "takes trailing arguments"
  | "may take unknown options"
  | "too many candidates"
  | "declared in the bundle, not reviewed";

/** Which candidates may be asked about without harm, by command, and which may not. */
export interface AcceptancePlan {
  /** That of the root, and of every command that names no other. */
  readonly framework: string;
  /** Whether somebody has reviewed the candidates, such as those of a `cli.json`. */
  readonly isReviewed: boolean;
  /** Whether the program's own text declares that each of them takes a value. */
  readonly areValued?: boolean;
  readonly questions: readonly {
    readonly path: readonly string[];
    readonly page: HelpPage;
    readonly candidates: readonly FlagSpelling[];
    readonly framework?: string;
  }[];
  readonly skipped: readonly (FlagCandidate & { readonly reason: SkipReason })[];
}

/** One call of a binary: the command's path, then the words. */
export interface AcceptanceCall {
  readonly path: readonly string[];
  readonly words: readonly string[];
}

/** What is known of a candidate when every call of its plan is answered. */
export interface AcceptanceResult {
  readonly path: readonly string[];
  /** The flag without a value. */
  readonly name: string;
  readonly verdict: AcceptanceVerdict;
}

/**
 * Decides which candidates may be asked about. A flag that help shows never is, nor one of a command whose help was not
 * recognised, that takes arguments to the end of the line, which might hand the words of the call to another program, or that may act
 * on flags which it does not know, so that no unknown one ends the call. Of two
 * candidates with one name the first counts, and only the first `MAX_CANDIDATES` are taken.
 * @param frameworks the framework of all commands, or of each
 */
export function planAcceptance(
  frameworks: string | ((path: readonly string[]) => string),
  commands: readonly AcceptanceCommand[],
  candidates: readonly FlagCandidate[],
  isReviewed: boolean,
  areValued?: boolean,
): AcceptancePlan {
  const frameworkAt = typeof frameworks === "string" ? () => frameworks : frameworks;
  const framework = frameworkAt([]);
  const byPath = new Map(commands.map((command) => [keyOf(command.path), command]));
  const questions = new Map<string, { path: readonly string[]; page: HelpPage; candidates: FlagSpelling[]; framework?: string }>();
  const skipped: AcceptancePlan["skipped"][number][] = [];
  const seen = new Set<string>();
  let taken = 0;
  for (const candidate of candidates) {
    const { path, flag } = candidate;
    const spelling = parseFlagSpelling(flag);
    const id = `${keyOf(path)}\0${spelling?.name ?? flag}`;
    if (seen.has(id)) continue;
    seen.add(id);
    const command = byPath.get(keyOf(path));
    const reason = reasonToSkip(frameworkAt(path), command, spelling);
    if (spelling === undefined || command?.page === undefined || reason !== undefined) {
      skipped.push({ path, flag, reason: reason ?? "no flag" });
    } else if (taken >= MAX_CANDIDATES) {
      skipped.push({ path, flag, reason: "too many candidates" });
    } else {
      taken += 1;
      const question = questions.get(keyOf(path)) ?? {
        path,
        page: command.page,
        candidates: [],
        ...(frameworkAt(path) === framework ? {} : { framework: frameworkAt(path) }),
      };
      question.candidates.push(spelling);
      questions.set(keyOf(path), question);
    }
  }
  return { framework, isReviewed, ...(areValued === undefined ? {} : { areValued }), questions: [...questions.values()], skipped };
}

/** The calls to make next, by the answers so far; `[]` when all are made. Every call is harmless, or this throws. */
export function nextAcceptanceCalls(plan: AcceptancePlan, answers: readonly AcceptanceAnswer[]): readonly AcceptanceCall[] {
  const answerTo = answersByCall(answers);
  return plan.questions.flatMap(({ path, page, candidates, framework = plan.framework }) => {
    const protocol = acceptanceProtocolFor(framework);
    if (protocol === undefined) return [];
    const { next } = judgeWithTips(protocol, { ...plan, path, page }, candidates, (words) => answerTo({ path, words }));
    return next.map((words) => {
      assertHarmless({ path, words }, page, protocol.endingOf(words, path));
      return { path, words };
    });
  });
}

/** The verdict on every candidate whose calls are answered. */
export function readAcceptance(plan: AcceptancePlan, answers: readonly AcceptanceAnswer[]): readonly AcceptanceResult[] {
  const answerTo = answersByCall(answers);
  return plan.questions.flatMap(({ path, page, candidates, framework = plan.framework }) => {
    const protocol = acceptanceProtocolFor(framework);
    if (protocol === undefined) return [];
    const { asked, verdicts } = judgeWithTips(protocol, { ...plan, path, page }, candidates, (words) => answerTo({ path, words }));
    return asked.flatMap(({ name }) => {
      const verdict = verdicts.get(name);
      return verdict === undefined ? [] : [{ path, name, verdict }];
    });
  });
}

/**
 * Judges the candidates of a command, and then the flags that their refusals suggest though its help shows none of them: clap
 * suggests what it knows. What the refusal of a suggestion suggests is not followed, so that it ends for any program.
 */
function judgeWithTips(
  protocol: AcceptanceProtocol,
  command: AskedCommand,
  candidates: readonly FlagSpelling[],
  answerTo: (words: readonly string[]) => AcceptanceAnswer | undefined,
): AcceptanceState & { readonly asked: readonly FlagSpelling[] } {
  const own = protocol.judge(command, candidates, answerTo);
  if (!protocol.asksUnreviewed) return { ...own, asked: candidates };
  const known = new Set([...shownFlags(command.page), ...candidates.map(({ name }) => name)]);
  const tips = candidates.flatMap(({ name }) => {
    const verdict = own.verdicts.get(name);
    const tip = verdict?.type === "rejected" && verdict.similar !== undefined ? parseFlagSpelling(verdict.similar) : undefined;
    return tip === undefined || known.has(tip.name) ? [] : [tip];
  });
  const asked = [...candidates, ...lastOfEach(tips, ({ name }) => name)];
  return { ...(tips.length === 0 ? own : protocol.judge(command, asked, answerTo)), asked };
}

/** More than any CLI hides; each costs a call or three. */
export const MAX_CANDIDATES = 300;

function reasonToSkip(
  framework: string,
  command: AcceptanceCommand | undefined,
  spelling: FlagSpelling | undefined,
): SkipReason | undefined {
  if (spelling === undefined) return "no flag";
  if (command === undefined) return "no command";
  if (command.page === undefined || command.page.confidence === 0) return "help not recognised";
  if (shownFlags(command.page).has(spelling.name)) return "shown by help";
  if (acceptanceProtocolFor(framework) === undefined) return "no harmless probe";
  if (command.takesTrailing === true || takesTrailingArgs(command.page)) return "takes trailing arguments";
  return command.takesUnknownOptions === true ? "may take unknown options" : undefined;
}

/** Every spelling of every flag in a help, `--no-x` of a `--[no-]x` included. */
function shownFlags({ flags }: HelpPage): ReadonlySet<string> {
  return new Set(
    flags.flatMap((flag) => {
      const names = flagNames(flag);
      return flag.negatable === true ? [...names, ...names.map((name) => name.replace(/^--/, "--no-"))] : names;
    }),
  );
}

/** The last line of defence, whatever a protocol asks for: flags alone, none that help shows, and an ending that stops the program. */
function assertHarmless({ path, words }: AcceptanceCall, page: HelpPage, ending: readonly string[] | undefined): void {
  const flags = words.slice(0, words.length - (ending?.length ?? 0)).map(parseFlagSpelling);
  const shown = shownFlags(page);
  const isHarmless =
    ending !== undefined &&
    !takesTrailingArgs(page) &&
    !path.some((word) => word.startsWith("-")) &&
    flags.every((flag) => flag !== undefined && !shown.has(flag.name));
  if (!isHarmless) throw new Error(`This is no harmless call: ${[...path, ...words].join(" ")}`);
}

function answersByCall(answers: readonly AcceptanceAnswer[]): (call: AcceptanceCall) => AcceptanceAnswer | undefined {
  const byCall = new Map(answers.map((answer) => [callKey(answer), answer]));
  return (call) => byCall.get(callKey(call));
}

function callKey({ path, words }: AcceptanceCall): string {
  return [...path, "", ...words].join("\0");
}

function keyOf(path: readonly string[]): string {
  return path.join("\0");
}
