/** The names in the head of a command row, its own first: `name`, `name, alias`, `name|alias <ARG>`; `undefined` when the head is prose. */
export function commandNamesOf(head: string): readonly [string, ...string[]] | undefined {
  const spelled = /^([^\s,|]+(?:(?:,\s*|\|)[^\s,|<[]+)*)(?:\s+[<[].*)?$/.exec(head)?.[1];
  const [name, ...others] = spelled?.split(/,\s*|\|/) ?? [];
  return name !== undefined && [name, ...others].every(isCommandName) ? [name, ...others] : undefined;
}

/** Whether a word can name a command. Such a word is also safe as an argument and as a folder's name. */
export function isCommandName(word: string): boolean {
  return /^[A-Za-z0-9_][\w.:+@-]*$/.test(word);
}
