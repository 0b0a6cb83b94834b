import { redactionMark } from "@lockstep/runtime";

/**
 * The values in a command line that are secret by where they stand: those of `--env NAME=VALUE` and of secret-named flags, in the same
 * word or the next one, and of the variables and headers in `--config`. What stands there is secret whatever its name.
 */
export function secretsOf(args: readonly string[]): string[] {
  return args.flatMap((word, i) => {
    const at = secretAt(word, args[i - 1]);
    const values = at === undefined ? innerTables(word) : [word.slice(at)];
    // A short number or a switch stands in too many other places.
    return values.flatMap(readings).filter((value) => !/^(?:[\d._]{0,5}|true|false)$/.test(value));
  });
}

/** The command line with its secrets hidden by their place, short ones and numbers too. */
export function withoutSecrets(args: readonly string[]): string[] {
  return args.map((word, i) => {
    const at = secretAt(word, args[i - 1]);
    return at === undefined ? word : `${word.slice(0, at)}${redactionMark}`;
  });
}

/** What a text that codex reads from stdin may be told by: as it is, trimmed, and line by line. */
export function secretsOfStdin(text: string): string[] {
  return [text, text.trim(), ...text.split("\n").map((line) => line.trim())].filter((secret) => secret !== "");
}

/** Where in a word a secret begins that goes to its end. */
function secretAt(word: string, before = ""): number | undefined {
  const [own = ""] = /^(?:--env|-e|--config|-c)=/.exec(word) ?? [];
  const flag = own === "" ? before : own.slice(0, -1);
  if (/^(?:--env|-e|--config|-c)$/.test(flag)) {
    const at = word.indexOf("=", own.length);
    const isSecret = at > own.length && (/^--?e/.test(flag) || secretKey.test(word.slice(own.length, at)));
    return isSecret ? at + 1 : undefined;
  }
  const assigned = /^(--?[\w-]+)=/.exec(word);
  if (assigned !== null) return isSecretFlag(assigned[1] ?? "") ? assigned[0].length : undefined;
  return isSecretFlag(before) && !word.startsWith("-") ? 0 : undefined;
}

/** Flags that are given the name of a variable or a file, or nothing at all, are not meant. */
function isSecretFlag(flag: string): boolean {
  return (
    /^--?(?:[\w-]*-)?(?:api-?key|key|token|bearer|secret|password|passwd|passphrase|credentials?)$/i.test(flag) &&
    !flag.startsWith("--with-")
  );
}

/** A table's values, as TOML and as the program gets them; any other value, alone. */
function readings(value: string): string[] {
  const quoted = [...value.matchAll(strings)].flatMap(({ groups: { basic, literal, key } = {} }) =>
    key === undefined ? [basic ?? literal ?? ""] : [],
  );
  const found = quoted.length === 0 ? [value] : quoted;
  return found.flatMap((text) => [text, unescaped(text)]);
}

function unescaped(text: string): string {
  try {
    return JSON.parse(`"${text}"`) as string;
  } catch {
    return text.replaceAll(/\\(.)/gs, "$1");
  }
}

/** The tables of variables and headers inside of another table. */
function innerTables(word: string): string[] {
  return [...word.matchAll(innerTable)].map(([, table = ""]) => table);
}

const tableName = String.raw`["']?(?:env|(?:http_)?headers)["']?`;
const secretKey = new RegExp(String.raw`(?:^|\.)(?:${tableName}|shell_environment_policy\.set)(?:\.|\s*$)`);
const innerTable = new RegExp(String.raw`(?<![\w.-])${tableName}\s*=\s*(\{(?:"(?:\\.|[^"\\])*"|'[^']*'|[^"'}])*\})`, "g");
/** The strings of a TOML value; behind one that is a key stands `=`. */
const strings = /(?:"(?<basic>(?:\\.|[^"\\])*)"|'(?<literal>[^']*)')(?<key>\s*=)?/g;
