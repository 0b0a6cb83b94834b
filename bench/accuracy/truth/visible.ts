/** The spellings of flags that stand at the start of a row of a help text, or in its list of aliases: what a reader sees. */
export function shownFlags(help: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const line of linesOf(help)) {
    const row = line.trim();
    const start = row.startsWith("-") ? (row.split(/\s{2,}/)[0] ?? "") : "";
    // A value may be an alternative with dashes of its own.
    for (const [name] of start.replaceAll(/<[^>]*>|\[[^\]]*\]/g, " ").matchAll(/(?<![\w-])--?[\w?][\w.-]*/g)) names.add(name);
  }
  return new Set([...names, ...listedAliases(help)]);
}

/** The spellings in the lists `[aliases: --a, --b]` and `[short aliases: a]`, which may be written on several lines. */
export function listedAliases(help: string): ReadonlySet<string> {
  const lists = [...help.matchAll(/\[(short )?aliases: ([^\]]*)\]/g)];
  return new Set(
    lists.flatMap(([, short, listed = ""]) =>
      listed.split(/[,\s]+/).map((name) => (name.startsWith("-") ? name : short === undefined ? `--${name}` : `-${name}`)),
    ),
  );
}

/** The first words of the rows below headings that speak of commands, with the aliases that follow them. */
export function shownCommands(help: string): ReadonlySet<string> {
  const names = new Set<string>();
  let isInside = false;
  for (const line of linesOf(help)) {
    if (/^\S/.test(line)) isInside = /commands?\b.*:?$/i.test(line) && !/^usage/i.test(line);
    else if (isInside) {
      const [first = ""] = line.trim().split(/\s{2,}/);
      for (const name of first.split(/[,|\s]+/)) names.add(name);
      for (const [, listed = ""] of line.matchAll(/\[aliases: ([^\]]*)\]/g)) for (const name of listed.split(/[,\s]+/)) names.add(name);
    }
  }
  return names;
}

/** The rows of a help text that have a flag at their start, by its spellings: the text of the row alone. */
export function rowOf(help: string, names: readonly string[]): string {
  return linesOf(help).find((line) => names.some((name) => line.trim().startsWith("-") && shownFlags(line).has(name))) ?? "";
}

function linesOf(text: string): readonly string[] {
  return text.split(/\r?\n/);
}
