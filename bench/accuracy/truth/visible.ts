/** The spellings of flags that stand at the start of a row of a help text, or in its list of aliases: what a reader sees. */
export function shownFlags(help: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const line of linesOf(help)) {
    const row = line.trim();
    const start = row.startsWith("-") ? (row.split(/\s{2,}/)[0] ?? "") : "";
    // `--[no-]name` are two.
    for (const [, name = ""] of start.matchAll(/--\[no-\]([\w.-]+)/g)) for (const form of [`--${name}`, `--no-${name}`]) names.add(form);
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

/** The row of a flag in a help text with the lines that follow it up to the next flag; empty when there is none. */
export function blockOf(help: string, names: readonly string[]): string {
  const lines = linesOf(help);
  const isRow = (line: string): boolean => line.trim().startsWith("-");
  const from = lines.findIndex((line) => isRow(line) && names.some((name) => shownFlags(line).has(name)));
  if (from === -1) return "";
  const length = lines.slice(from + 1).findIndex((line) => isRow(line) || /^\S/.test(line));
  return lines.slice(from, length === -1 ? undefined : from + 1 + length).join("\n");
}

/** Whether a help text has positional arguments in its usage or a section of them. */
export function showsArgs(help: string): boolean {
  const usage = /^usage:?([^\n]*)/im.exec(help)?.[1] ?? "";
  const words = [...usage.matchAll(/[<[]([^>\]]*)[>\]]/g)].map(([, word = ""]) => word);
  return (
    /^(?:arguments|positionals|positional arguments)(?::|\s*$)/im.test(help) ||
    words.some((word) => !/^(?:options|flags|(?:sub)?command|args|-.*)$/i.test(word))
  );
}

function linesOf(text: string): readonly string[] {
  return text.split(/\r?\n/);
}
