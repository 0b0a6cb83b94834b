import type { CliDescriptor } from "@lockstep/contracts";
import type { AcceptanceAnswer } from "../capture.ts";
import { parserAt } from "../parsers/parser-for.ts";
import { acceptanceProtocolFor } from "./protocol-for.ts";

/** What is looked for in a refusal. */
export interface ReplaySubject {
  /** The flag as it is spelled, or the command's last word. */
  readonly name: string;
  /** The value that the call gives it. */
  readonly value?: string | undefined;
}

/** What a binary did with a replayed call: took it, refused what it is about by name, or something that says neither. */
export type ReplayReading = "accepted" | "refused" | "unclear";

/**
 * Reads an answer to a replayed call. A call is taken when it comes to its end: the command's own help, or the refusal of the word that
 * ends it. The help of another command says that the path is none.
 */
export function readReplay(
  descriptor: Pick<CliDescriptor, "framework" | "framework_overrides">,
  framework: string,
  answer: AcceptanceAnswer,
  { name, value }: ReplaySubject,
): ReplayReading {
  const { path, words, exitCode, stdout, stderr } = answer;
  if (exitCode === undefined) return "unclear";
  if (exitCode === 0) {
    const { usageWords, confidence } = parserAt(descriptor, path).parseHelp(stdout);
    if (confidence === 0) return "unclear";
    // Where a command is gone, its name is often taken for an argument of the one above. An alias prints another last word.
    return words.length > 1 || usageWords.length > path.length ? "accepted" : "refused";
  }
  const message = stderr.split("\n").find((line) => line.trim() !== "") ?? "";
  const [end] = acceptanceProtocolFor(framework)?.sentinels ?? [];
  if (end !== undefined && message.includes(`'${end}'`)) return "accepted";
  // Of a command that is gone with the one above it, that one is named.
  const named = words.length > 1 ? [name, `${name}=${value ?? ""}`, value ?? name] : path;
  return named.some((word) => isNamed(message, word)) ? "refused" : "unclear";
}

/**
 * Whether a message names the word, in quotes as clap and commander do. What else it says in words is its own, and that a flag cannot be
 * used with another is no refusal of it.
 */
function isNamed(message: string, word: string): boolean {
  if (message.includes("cannot be used with")) return false;
  const quoted = [...message.matchAll(/(?<=^|[\s(:,])(['"`])(.*?)\1(?=$|[\s).,:;])/g)].map(([, , text = ""]) => text);
  return quoted.some((text) => text === word || text.split(/[\s,]+/).some((part) => part === word || part === `${word}=`));
}
