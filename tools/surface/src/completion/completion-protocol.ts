import { comparePaths } from "@lockstep/kernel";
import type { AcceptanceCall } from "../acceptance/plan-acceptance.ts";
import type { AcceptanceAnswer } from "../capture.ts";
import type { CompletionSurface, HelpPage } from "../help-page.ts";
import { isCommandName } from "../parsers/command-name.ts";
import { argparseLimits, hiddenUnits, isArgparseCall, nextArgparseCalls } from "./argparse-questions.ts";
import { completionLimits as cobraLimits, nextCompletionCalls as nextCobraCalls } from "./plan-completion.ts";
import { readCompletionAnswers as readCobraAnswers } from "./read-completion.ts";

/** The frameworks whose programs answer questions about one command after another. */
export type CompletionProtocol = "cobra" | "argparse";

/** A command as the walk knows it. */
interface KnownCommand {
  readonly path: readonly string[];
  /** Absent when its help is not known. */
  readonly page?: HelpPage;
}

/** What to ask next; `[]` when nothing is left to ask. */
export function nextCompletionCalls(
  protocol: CompletionProtocol,
  commands: readonly KnownCommand[],
  answers: readonly AcceptanceAnswer[],
): readonly AcceptanceCall[] {
  return protocol === "cobra" ? nextCobraCalls(commands, answers) : nextArgparseCalls(commands, answers);
}

/** Entries for `known_omissions`: of what was not asked, because the number of questions is bounded or no question is harmless. */
export function completionLimits(commands: readonly KnownCommand[], answers: readonly AcceptanceAnswer[]): readonly string[] {
  return protocolOf(answers) === "cobra" ? cobraLimits(commands, answers) : argparseLimits(commands, answers);
}

/** The surface in the answers. */
export function readCompletionAnswers(answers: readonly AcceptanceAnswer[]): CompletionSurface {
  return protocolOf(answers) === "cobra" ? readCobraAnswers(answers) : readArgparseAnswers(answers);
}

function protocolOf(answers: readonly AcceptanceAnswer[]): CompletionProtocol {
  return answers.some(isArgparseCall) ? "argparse" : "cobra";
}

/** What the refusals of a program of argparse name. Shown units are among it; what no help shows is hidden. */
function readArgparseAnswers(answers: readonly AcceptanceAnswer[]): CompletionSurface {
  const byPath = Map.groupBy(answers, ({ path }) => path.join("\0"));
  const known = new Set(answers.map(({ path }) => path.join(" ")));
  const read = [...byPath.values()].map((own) => ({ path: own[0]?.path ?? [], ...hiddenUnits(own, known) }));
  const below = read.flatMap(({ path, commands }) => commands.filter(isCommandName).map((name) => [...path, name]));
  const flagsOf = new Map(read.map(({ path, flags }) => [path.join("\0"), flags]));
  const named = read.filter(({ flags }) => flags.length > 0).map(({ path }) => path);
  const paths = new Map([...below, ...named].map((path) => [path.join("\0"), path]));
  const failed = answers.flatMap(({ failure }) => failure ?? []);
  return {
    commands: [...paths.values()].toSorted(comparePaths).map((path) => ({ path, flags: flagsOf.get(path.join("\0")) ?? [] })),
    source: "probe",
    omissions: failed,
  };
}
