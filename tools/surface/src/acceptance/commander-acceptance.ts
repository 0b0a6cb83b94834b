import type { AcceptanceAnswer } from "../capture.ts";
import { PROBE_VALUE, type AcceptanceProtocol, type AcceptanceVerdict } from "./acceptance-protocol.ts";
import type { FlagSpelling } from "./flag-candidate.ts";

/**
 * Asks programs made with commander (JavaScript): `<path> --flag=value --sentinel`. commander reads from left to right and
 * names the first option that it does not know, so that of the flags before the named one each takes a value. A flag alone
 * stands before two sentinels: should it take a value after all, it swallows the first and the second one is refused.
 *
 * Some programs look at their first word before commander reads anything, and start something else for one that they know. So a
 * flag alone is never the first word: it stands behind a sub-command, or behind a flag that was found to take a value. Where there
 * is neither, or nobody has reviewed the candidate, it is not asked about alone and stays unknown.
 */
export const commanderAcceptance: AcceptanceProtocol = {
  asksUnreviewed: false,
  get sentinels() {
    return [FIRST, SECOND] as const;
  },
  endingOf(words, path) {
    const isValued = (word: string): boolean => word.includes("=");
    if (words.at(-1) === FIRST) return words.slice(0, -1).every(isValued) ? [FIRST] : undefined;
    const shield = words.slice(0, -3);
    const isShielded = shield.every(isValued) && shield.length + path.length > 0;
    return isShielded && words.at(-2) === FIRST && words.at(-1) === SECOND ? [FIRST, SECOND] : undefined;
  },
  judge({ path, isReviewed, areValued }, candidates, answerTo) {
    const next: (readonly string[])[] = [];
    const ask = (words: readonly string[]): AcceptanceAnswer | undefined => {
      const answer = answerTo(words);
      if (answer === undefined) next.push(words);
      return answer;
    };
    const valued = candidates.filter(({ value }) => value !== undefined);
    const others = candidates.filter(({ value }) => value === undefined);
    const together = judgeTogether(valued, ask);
    const alone = others.map((candidate) => judgeTogether([candidate], ask));
    const verdicts = new Map([together, ...alone].flatMap(({ verdicts: found }) => [...found]));
    const shield = shieldOf(path, verdicts, candidates);
    for (const { name, ...unknown } of [together, ...alone].flatMap(({ bare }) => bare)) {
      // What takes a value and is not known with one is not known.
      if (areValued === true) {
        verdicts.set(name, { type: "rejected" });
        continue;
      }
      // A later answer may give a shield.
      if (shield === undefined && next.length > 0) continue;
      const verdict = shield === undefined || !isReviewed ? ({ type: "unknown", ...unknown } as const) : judgeBare(shield, name, ask);
      if (verdict !== undefined) verdicts.set(name, verdict);
    }
    return { verdicts, next };
  },
  // A word that is no command is taken for an argument.
  refusesCommand: ({ path, exitCode, stderr }) =>
    exitCode !== 0 && /^error: unknown command '([^'\n]+)'/m.exec(stderr)?.[1] === path.at(-1) && path.length > 0,
};

type Ask = (words: readonly string[]) => AcceptanceAnswer | undefined;

interface Together {
  readonly verdicts: ReadonlyMap<string, AcceptanceVerdict>;
  /** The flags that take no value or are not known, each with the call that said so; to be asked alone. */
  readonly bare: readonly { readonly name: string; readonly words: readonly string[]; readonly answer: AcceptanceAnswer }[];
}

/** Gives several flags a value each in one call. The one that is named is taken out, and the call repeated. */
function judgeTogether(candidates: readonly FlagSpelling[], ask: Ask): Together {
  const verdicts = new Map<string, AcceptanceVerdict>();
  const bare: Together["bare"][number][] = [];
  let open = candidates;
  while (open.length > 0) {
    const spelled = open.map(({ name, value = PROBE_VALUE }) => ({ name, word: `${name}=${value}` }));
    const words = [...spelled.map(({ word }) => word), FIRST];
    const answer = ask(words);
    if (answer === undefined) break;
    const { unknown, invalid, placeholder } = readAnswer(answer);
    if (unknown === FIRST) {
      for (const { name } of open) verdicts.set(name, { type: "accepted", takesValue: true });
      break;
    }
    const named = spelled.find(({ name, word }) => word === unknown || name === invalid);
    if (named === undefined) {
      const [only] = open;
      if (open.length > 1) return splitUp(open, { verdicts, bare }, ask);
      if (only !== undefined) verdicts.set(only.name, { type: "unknown", words, answer });
      break;
    }
    if (named.word === unknown) bare.push({ name: named.name, words, answer });
    else verdicts.set(named.name, { type: "accepted", takesValue: true, ...(placeholder === undefined ? {} : { valueName: placeholder }) });
    open = open.filter(({ name }) => name !== named.name);
  }
  return { verdicts, bare };
}

/** Asks each flag of a call that said nothing of them in a call of its own. */
function splitUp(open: readonly FlagSpelling[], { verdicts, bare }: Together, ask: Ask): Together {
  const single = open.map((candidate) => judgeTogether([candidate], ask));
  return {
    verdicts: new Map([...verdicts, ...single.flatMap((each) => [...each.verdicts])]),
    bare: [...bare, ...single.flatMap((each) => each.bare)],
  };
}

/** What stands before a flag alone: nothing behind a sub-command, else a flag that takes a value; `undefined` when there is none. */
function shieldOf(
  path: readonly string[],
  verdicts: ReadonlyMap<string, AcceptanceVerdict>,
  candidates: readonly FlagSpelling[],
): readonly string[] | undefined {
  if (path.length > 0) return [];
  const valued = candidates.find(({ name, value }) => {
    const verdict = verdicts.get(name);
    return value !== undefined && verdict?.type === "accepted" && verdict.takesValue && verdict.valueName === undefined;
  });
  return valued === undefined ? undefined : [`${valued.name}=${valued.value ?? ""}`];
}

function judgeBare(shield: readonly string[], name: string, ask: Ask): AcceptanceVerdict | undefined {
  const words = [...shield, name, FIRST, SECOND];
  const answer = ask(words);
  if (answer === undefined) return undefined;
  const { unknown, invalid, placeholder, similar } = readAnswer(answer);
  if (unknown === FIRST) return { type: "accepted", takesValue: false };
  if (unknown === name) return { type: "rejected", ...(similar === undefined ? {} : { similar }) };
  if (unknown === SECOND || invalid === name)
    return { type: "accepted", takesValue: true, ...(placeholder === undefined ? {} : { valueName: placeholder }) };
  return { type: "unknown", words, answer };
}

/** The option that an answer calls unknown or whose value it calls invalid, with the name of that value, and the suggestion. */
function readAnswer({ exitCode, stderr }: AcceptanceAnswer): {
  readonly unknown?: string | undefined;
  readonly invalid?: string | undefined;
  readonly placeholder?: string | undefined;
  readonly similar?: string | undefined;
} {
  if (exitCode === 0 || exitCode === undefined) return {};
  const message = /^error: (.*)$/m.exec(stderr)?.[1] ?? "";
  const [, names, placeholder] = /^option '([^'<[]+)(?:[<[]([^'>\]]+)[>\]])?' argument '.*' is invalid/.exec(message) ?? [];
  return {
    unknown: /^unknown option '(.*)'$/.exec(message)?.[1],
    // `-m, --max <n>`: the long name, else the short one.
    invalid: names?.split(/[\s,|]+/).findLast((name) => name.startsWith("-")),
    placeholder: placeholder?.replace(/\.\.\.$/, ""),
    similar: /^\(Did you mean (?:one of )?(-[^\s,?]+)/m.exec(stderr)?.[1],
  };
}

const FIRST = "--lockstep-no-such-flag";
const SECOND = "--lockstep-nor-this-flag";
