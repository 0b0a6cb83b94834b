/** The names in the head of a command row, its own first: `name`, `name, alias`, `name|alias <ARG>`; `undefined` when the head is prose. */
export function commandNamesOf(head: string): readonly [string, ...string[]] | undefined {
  const spelled = /^([^\s,|]+(?:(?:,\s*|\|)[^\s,|<[]+)*)(?:\s+[<[].*)?$/.exec(head)?.[1];
  const [name, ...others] = spelled?.split(/,\s*|\|/) ?? [];
  return name !== undefined && [name, ...others].every(isCommandName) ? [name, ...others] : undefined;
}

/**
 * Whether a word can name a command. Such a word is also safe as an argument and as the name of a folder beside the files of a raw
 * capture, whose names no command can have, in capitals neither.
 */
export function isCommandName(word: string): boolean {
  return word.length <= MAX_LENGTH && /^[A-Za-z0-9_][\w.:+@-]*$/.test(word) && !/^(?:help|acceptance|completion)\.txt$/i.test(word);
}

/** In characters. Far longer than any command's name, and well below what file systems take for one folder. */
const MAX_LENGTH = 100;
