import { isObject, type SecretPlaces } from "@lockstep/wrapper";

/**
 * Secrets of Claude Code's command line: values of `--env` and `--config`, of headers, and in JSON (of `--mcp-config`, `--settings` …)
 * what stands below `env` and `headers`.
 */
export const secretPlaces: SecretPlaces = {
  assigning: { "--env": () => true, "-e": () => true, "--config": () => true },
  inside: (word) => [...headerValue(word), ...valuesInJson(word)],
};

function headerValue(word: string): readonly string[] {
  const value = /^(?:--header=|-H=?)[^:]*:\s*(.*)$/s.exec(word)?.[1];
  // "Bearer abc": the word in front is no secret, and messages may well have it.
  return value === undefined ? [] : [value, value.replace(/^\w+ +/, "")];
}

/** The texts below `env` and `headers` in a word that is JSON, alone or as the value of a flag. */
function valuesInJson(word: string): readonly string[] {
  const json = /^(?:--[\w-]+=)?\s*(\{.*)$/s.exec(word)?.[1];
  if (json === undefined) return [];
  try {
    return secretTexts(JSON.parse(json), false);
  } catch {
    // A word of another kind, which Claude Code reads as it sees fit.
    return [];
  }
}

function secretTexts(value: unknown, isSecret: boolean): readonly string[] {
  if (typeof value === "string") return isSecret ? [value] : [];
  if (Array.isArray(value)) return value.flatMap((element) => secretTexts(element, isSecret));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => secretTexts(inner, isSecret || key === "env" || key === "headers"));
}
