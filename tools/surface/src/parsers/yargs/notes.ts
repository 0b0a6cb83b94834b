/** The notes that yargs prints behind a description, in square brackets. */
export interface NotedText {
  /** What stands before the notes. */
  readonly prose: string;
  readonly type?: "boolean" | "string" | "number" | "array" | "count";
  readonly required: boolean;
  readonly default?: string;
  readonly possibleValues?: readonly string[];
  readonly deprecated: boolean;
  /** Further names of a command. */
  readonly aliases: readonly string[];
  /** Whether a command is the one that runs where none is named. */
  readonly isDefault: boolean;
}

/**
 * Reads and removes the notes at the end of a row's text, in the order in which yargs prints them: those of an option,
 * `[deprecated: …] [string] [required] [choices: "a", "b"] [default: "a"]`, or of a command, `[default] [aliases: a, b]
 * [deprecated: …]`. Texts in brackets elsewhere are prose. A default is printed as it is, a choice as JSON.
 */
export function readNotes(text: string, of: "option" | "command"): NotedText {
  const cutter = new NoteCutter(text);
  if (of === "command") {
    const deprecated = cutter.cutDeprecated();
    const aliases = cutter.cutFrom("[aliases: ", isList);
    const isDefault = cutter.cut("[default]");
    return {
      prose: cutter.rest,
      required: false,
      deprecated,
      isDefault,
      aliases: (aliases ?? "").split(/,\s*/).filter((alias) => alias !== ""),
    };
  }
  const value = cutter.cutFrom("[default: ", isValue);
  const choices = cutter.cutFrom("[choices: ", (content) => choicesOf(content) !== undefined);
  const required = cutter.cut("[required]");
  const type = types.find((each) => cutter.cut(`[${each}]`));
  const deprecated = cutter.cutDeprecated();
  const possibleValues = choices === undefined ? undefined : choicesOf(choices);
  return {
    prose: cutter.rest,
    ...(type === undefined ? {} : { type }),
    required,
    ...(value === undefined ? {} : { default: /^".*"$/s.test(value) && value.length > 1 ? value.slice(1, -1) : value }),
    ...(possibleValues === undefined ? {} : { possibleValues }),
    deprecated,
    aliases: [],
    isDefault: false,
  };
}

const types = ["boolean", "string", "number", "array", "count"] as const;

/** More openings of a note are prose, so that reading stays linear whatever the text is. */
const MAX_OPENINGS = 8;

class NoteCutter {
  rest: string;

  constructor(text: string) {
    this.rest = text.trimEnd();
  }

  cut(note: string): boolean {
    if (!this.rest.endsWith(note)) return false;
    this.rest = this.rest.slice(0, -note.length).trimEnd();
    return true;
  }

  /** Cuts the note that ends the text: the last opening whose content is whole. */
  cutFrom(opening: string, isWhole: (content: string) => boolean): string | undefined {
    if (!this.rest.endsWith("]")) return undefined;
    let from = this.rest.length;
    for (let count = 0; count < MAX_OPENINGS && from > 0; count += 1) {
      from = this.rest.lastIndexOf(opening, from - 1);
      if (from === -1) return undefined;
      const content = this.rest.slice(from + opening.length, -1);
      if (!isWhole(content)) continue;
      this.rest = this.rest.slice(0, from).trimEnd();
      return content;
    }
    return undefined;
  }

  cutDeprecated(): boolean {
    return this.cut("[deprecated]") || this.cutFrom("[deprecated: ", hasEvenBrackets) !== undefined;
  }
}

/** Whether a default is a text in quotes, or anything whose brackets match. */
function isValue(content: string): boolean {
  return content.startsWith('"') ? content.length > 1 && content.endsWith('"') : hasEvenBrackets(content);
}

function isList(content: string): boolean {
  return !/[[\]]/.test(content);
}

function hasEvenBrackets(content: string): boolean {
  let depth = 0;
  for (const char of content) {
    if (char === "[") depth += 1;
    else if (char === "]") depth -= 1;
    if (depth < 0) return false;
  }
  return depth === 0;
}

/** The values of a list of JSON; `undefined` when it is none. */
function choicesOf(content: string): readonly string[] | undefined {
  const value = /(?:"((?:[^"\\]|\\.)*)"|([^",[\]]+))(?:, ?|$)/sy;
  const values: string[] = [];
  while (value.lastIndex < content.length) {
    const match = value.exec(content);
    if (match === null) return undefined;
    values.push(match[1] === undefined ? (match[2] ?? "") : unescape(match[1]));
  }
  return values.length > 0 ? values : undefined;
}

function unescape(content: string): string {
  try {
    return String(JSON.parse(`"${content}"`));
  } catch {
    return content;
  }
}
