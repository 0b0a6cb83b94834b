import type { SecretPlaces } from "@lockstep/wrapper";

/** Secrets of codex's command line are the values of `--env`, and of the variables and headers in `--config`, whose values are TOML. */
export const secretPlaces: SecretPlaces = {
  assigning: { "--env": () => true, "-e": () => true, "--config": isSecretKey, "-c": isSecretKey },
  inside: innerTables,
  readings,
};

function isSecretKey(key: string): boolean {
  return secretKey.test(key);
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
