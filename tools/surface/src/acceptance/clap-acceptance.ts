import type { AcceptanceAnswer } from "../capture.ts";
import type { HelpPage } from "../help-page.ts";
import { clapParser } from "../parsers/clap/clap-parser.ts";
import { PROBE_VALUE, type AcceptanceProtocol, type AcceptanceVerdict } from "./acceptance-protocol.ts";
import type { FlagSpelling } from "./flag-candidate.ts";

/**
 * Asks programs made with clap (Rust, versions 3 and 4): `<path> --flag=value --help`. clap reads from left to right, refuses
 * what it does not know by name, and prints the command's help at `--help`. With `=` no flag can take `--help` for its value.
 * That it takes none is said of a switch alone; a short one is asked again without a value, as its value reads as switches.
 */
export const clapAcceptance: AcceptanceProtocol = {
  asksUnreviewed: true,
  endingOf: (words) => (words.at(-1) === HELP ? [HELP] : undefined),
  judge({ page }, candidates, answerTo) {
    const next: (readonly string[])[] = [];
    const ask = (words: readonly string[]): AcceptanceAnswer | undefined => {
      const answer = answerTo(words);
      if (answer === undefined) next.push(words);
      return answer;
    };
    const verdicts = new Map<string, AcceptanceVerdict>();
    const believed = new Map<string, Believed>();
    for (const candidate of candidates) {
      const judged = judgeFlag(page, candidate, ask);
      if (judged?.type === "believed") believed.set(candidate.name, judged);
      else if (judged !== undefined) verdicts.set(candidate.name, judged);
    }
    if (believed.size > 0) {
      // Where a command takes anything for granted, printing its help says nothing.
      const control = ask(controlWords);
      const isStrict = control !== undefined && readAnswer(page, control, CONTROL).type === "refused";
      for (const [name, { verdict, words, answer }] of control === undefined ? [] : believed)
        verdicts.set(name, isStrict ? verdict : { type: "unknown", words, answer });
    }
    return { verdicts, next };
  },
  refusesCommand({ path, exitCode, stderr }) {
    const word = path.at(-1);
    const [, ...named] =
      /^(?:error:| ?ERROR ) {0,2}(?:unrecognized subcommand '([^'\n]+)'|unexpected argument '([^'\n]+)' found|The subcommand '([^'\n]+)' wasn't recognized|Found argument '([^'\n]+)' which wasn't expected)/m.exec(
        stderr,
      ) ?? [];
    return exitCode !== 0 && word !== undefined && named.includes(word);
  },
};

/** A verdict that rests on the command's own help. */
interface Believed {
  readonly type: "believed";
  readonly verdict: AcceptanceVerdict;
  readonly words: readonly string[];
  readonly answer: AcceptanceAnswer;
}

type Ask = (words: readonly string[]) => AcceptanceAnswer | undefined;

function judgeFlag(page: HelpPage, { name, value = PROBE_VALUE }: FlagSpelling, ask: Ask): AcceptanceVerdict | Believed | undefined {
  const spelled = `${name}=${value}`;
  const words = [spelled, HELP];
  const answer = ask(words);
  if (answer === undefined) return undefined;
  const said = readAnswer(page, answer, name, value);
  if (said.type === "reads-value-as-switches") return judgeShortSwitch(page, name, ask);
  if (said.type !== "own-help") return verdictOf(said, words, answer);
  // Given twice, a flag that may stand once is named with its value.
  const twice = ask([spelled, spelled, HELP]);
  if (twice === undefined) return undefined;
  const repeated = readAnswer(page, twice, name);
  const verdict = repeated.type === "accepted" ? repeated.verdict : { type: "accepted" as const, takesValue: true };
  return { type: "believed", verdict, words, answer };
}

function judgeShortSwitch(page: HelpPage, name: string, ask: Ask): AcceptanceVerdict | Believed | undefined {
  const words = [name, HELP];
  const answer = ask(words);
  if (answer === undefined) return undefined;
  const said = readAnswer(page, answer, name);
  return said.type === "own-help"
    ? { type: "believed", verdict: { type: "accepted", takesValue: false }, words, answer }
    : verdictOf(said, words, answer);
}

function verdictOf(said: Reading, words: readonly string[], answer: AcceptanceAnswer): AcceptanceVerdict {
  switch (said.type) {
    case "accepted":
      return said.verdict;
    case "refused":
      return { type: "rejected", ...(said.similar === undefined ? {} : { similar: said.similar }) };
    case "own-help":
    case "reads-value-as-switches":
    case "other":
      return { type: "unknown", words, answer };
  }
}

type Reading =
  | { readonly type: "accepted"; readonly verdict: AcceptanceVerdict & { readonly type: "accepted" } }
  | { readonly type: "refused"; readonly similar?: string }
  | { readonly type: "own-help" | "reads-value-as-switches" | "other" };

/**
 * What an answer says of the flag `name`, which was given `value`. A message that names another flag decides nothing, but for the
 * one that this value is not taken: it names the flag that `name` is an alias of.
 */
function readAnswer(page: HelpPage, { exitCode, stdout, stderr }: AcceptanceAnswer, name: string, value = PROBE_VALUE): Reading {
  if (exitCode === 0) {
    const usage = clapParser.parseHelp(stdout).usage;
    return { type: usage !== undefined && usage === page.usage ? "own-help" : "other" };
  }
  // Some programs print the message of clap behind a mark of their own.
  const message = /^(?:error:| ?ERROR ) {0,2}(.*)$/m.exec(stderr)?.[1] ?? "";
  const refused = /^(?:unexpected argument '([^']+)' found|Found argument '([^']+)' which wasn't expected)/.exec(message);
  const named = refused?.[1] ?? refused?.[2];
  if (named === name) {
    const similar = /^\s*(?:tip: a similar argument exists: '([^']+)'|Did you mean '([^']+)'\?)/m.exec(stderr);
    const tip = similar?.[1] ?? similar?.[2];
    return { type: "refused", ...(tip === undefined ? {} : { similar: tip }) };
  }
  // `-x=value` of a switch is read as `-x -=`.
  if (named === "-=" && !name.startsWith("--")) return { type: "reads-value-as-switches" };
  const [, ...untaken] =
    /^(?:unexpected value '(.*)' for '.*' found|The value '(.*)' was provided to '.*' but it wasn't expecting any more values)/.exec(
      message,
    ) ?? [];
  if (untaken.includes(value)) return { type: "accepted", verdict: { type: "accepted", takesValue: false } };
  const valued =
    /^(?:a value is required for '(.*)' but none was supplied|invalid value '.*' for '(.*?)'|the argument '(.*)' cannot be used multiple times|The argument '(.*)' requires a value but none was supplied|Invalid value .* for '(.*?)'|.* isn't a valid value for '(.*?)'|The argument '(.*)' was provided more than once)/.exec(
      message,
    );
  const shown = valued?.slice(1).find((part) => part !== undefined);
  const [, flag, placeholder] = shown === undefined ? [] : (/^(--?[^\s=[<]+)[^<]*(?:<([^<>]+)>)?/.exec(shown) ?? []);
  if (flag !== name) return { type: "other" };
  return {
    type: "accepted",
    verdict: { type: "accepted", takesValue: true, ...(placeholder === undefined ? {} : { valueName: placeholder }) },
  };
}

const HELP = "--help";
/** A flag that no program has. */
const CONTROL = "--lockstep-no-such-flag";
const controlWords = [`${CONTROL}=${PROBE_VALUE}`, HELP];
