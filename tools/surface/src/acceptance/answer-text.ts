import { comparePaths, compareCodePoints } from "@lockstep/kernel";
import type { AcceptanceAnswer } from "../capture.ts";

/**
 * The answers of one command as a text that people can read and `parseAnswers` reads back: a line `$ <words>`, how it ended,
 * and each line of output behind `out:` or `err:`.
 */
export function renderAnswers(answers: readonly AcceptanceAnswer[]): string {
  return answers
    .map(({ words, exitCode, failure, stdout, stderr }) =>
      [
        `$ ${words.join(" ")}`,
        exitCode === undefined ? `failed: ${failure ?? ""}` : `exit: ${String(exitCode)}`,
        ...stdout.split("\n").map((line) => `out: ${line}`),
        ...stderr.split("\n").map((line) => `err: ${line}`),
        "",
      ].join("\n"),
    )
    .join("");
}

/** Reads what `renderAnswers` wrote. Lines of any other kind are skipped. */
export function parseAnswers(path: readonly string[], text: string): readonly AcceptanceAnswer[] {
  const answers: { words: readonly string[]; exitCode?: number; failure?: string; out: string[]; err: string[] }[] = [];
  for (const line of text.split("\n")) {
    const [, mark, rest = ""] = /^(\$|exit:|failed:|out:|err:) (.*)$/s.exec(line) ?? [];
    const answer = answers.at(-1);
    if (mark === "$") answers.push({ words: rest.split(" "), out: [], err: [] });
    else if (mark === "exit:" && answer !== undefined) answer.exitCode = Number(rest);
    else if (mark === "failed:" && answer !== undefined) answer.failure = rest;
    else if (mark === "out:") answer?.out.push(rest);
    else if (mark === "err:") answer?.err.push(rest);
  }
  return answers.map(({ words, out, err, ...end }) => ({ path, words, ...end, stdout: out.join("\n"), stderr: err.join("\n") }));
}

/** The order of answers in a capture: path, then words. */
export function compareAnswers(a: AcceptanceAnswer, b: AcceptanceAnswer): number {
  return comparePaths(a.path, b.path) || compareCodePoints(a.words.join(" "), b.words.join(" "));
}
