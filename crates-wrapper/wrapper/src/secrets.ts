import { redactionMark } from "@lockstep/runtime";

/** Where secrets stand in the command lines of a program, besides the values of secret-named flags. */
export interface SecretPlaces {
  /** Flags whose value is `NAME=VALUE`, in the same word or the next one, and the names whose values are secret. */
  readonly assigning: Readonly<Record<string, (name: string) => boolean>>;
  /** The texts with secrets inside of a word that is no secret as a whole. */
  readonly inside?: (word: string) => readonly string[];
  /** What a text with secrets may be told by: its parts, in each form that the program gives them; the text itself when absent. */
  readonly readings?: (text: string) => readonly string[];
}

/**
 * The values in a command line that are secret by where they stand: those of secret-named flags, in the same word or the next one, and
 * what `places` name. What stands there is secret whatever its name.
 */
export function secretsOf(args: readonly string[], places: SecretPlaces): string[] {
  const { inside = () => [], readings = (text) => [text] } = places;
  return args.flatMap((word, i) => {
    const at = secretAt(word, args[i - 1], places);
    const values = at === undefined ? inside(word) : [word.slice(at)];
    // A short number or a switch stands in too many other places.
    return values.flatMap((value) => readings(value)).filter((value) => !/^(?:[\d._]{0,5}|true|false)$/.test(value));
  });
}

/** The command line with its secrets hidden by their place, short ones and numbers too. */
export function withoutSecrets(args: readonly string[], places: SecretPlaces): string[] {
  return args.map((word, i) => {
    const at = secretAt(word, args[i - 1], places);
    return at === undefined ? word : `${word.slice(0, at)}${redactionMark}`;
  });
}

/** What a text that the program reads from stdin may be told by: as it is, trimmed, and line by line. */
export function secretsOfStdin(text: string): string[] {
  return [text, text.trim(), ...text.split("\n").map((line) => line.trim())].filter((secret) => secret !== "");
}

/** Where in a word a secret begins that goes to its end. */
function secretAt(word: string, before = "", { assigning }: SecretPlaces): number | undefined {
  const own = /^--?[\w-]+=/.exec(word)?.[0] ?? "";
  for (const [flag, from] of [
    [own.slice(0, -1), own.length],
    [before, 0],
  ] as const) {
    if (!Object.hasOwn(assigning, flag)) continue;
    const at = word.indexOf("=", from);
    return at > from && assigning[flag]?.(word.slice(from, at)) === true ? at + 1 : undefined;
  }
  if (own !== "") return isSecretFlag(own.slice(0, -1)) ? own.length : undefined;
  return isSecretFlag(before) && !word.startsWith("-") ? 0 : undefined;
}

/** Flags that are given the name of a variable or a file, or nothing at all, are not meant. */
function isSecretFlag(flag: string): boolean {
  return (
    /^--?(?:[\w-]*-)?(?:api-?key|key|token|bearer|secret|password|passwd|passphrase|credentials?)$/i.test(flag) &&
    !flag.startsWith("--with-")
  );
}
