import type { CallReading } from "./recorded-call.ts";

/**
 * The words of a command line with every value masked, so that a recording holds names alone and does not depend on the machine:
 * sub-commands and flags stay, and so do the values that the CLI lists as possible, a lone dash and an empty word. Nothing in
 * the reading may have a problem.
 */
export function maskArgv({ argv, parts, known }: CallReading): readonly string[] {
  const listed = new Set(
    known.union.commands.flatMap(({ path, flags, args }) => [
      ...(flags ?? []).filter((flag) => flag.possible_values !== undefined).map(({ key }) => idOf(path, key)),
      ...(args ?? []).filter((arg) => arg.possible_values !== undefined).map(({ name }) => idOf(path, name)),
    ]),
  );
  const masked = (value: string, path: readonly string[], name: string | undefined): string =>
    value === "-" || value === "" || (name !== undefined && listed.has(idOf(path, name))) ? value : mask;
  const words = [...argv];
  for (const part of parts) {
    const word = argv[part.token] ?? "";
    if (part.type === "arg") words[part.token] = masked(word, part.path, part.name);
    if (part.type === "value") {
      const prefix = part.isAttached ? word.slice(0, word.length - part.value.length) : "";
      words[part.token] = prefix + masked(part.value, part.path, part.key);
    }
  }
  return words;
}

/** What stands for a word that may be anything: a prompt, a path, a secret. */
export const mask = "value";

function idOf(path: readonly string[], name: string): string {
  return [...path, name].join("\0");
}
