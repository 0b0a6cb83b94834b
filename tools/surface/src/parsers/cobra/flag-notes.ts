/** What the description of a flag holds beside prose. */
export interface FlagNotes {
  readonly description?: string;
  readonly default?: string;
  readonly possibleValues?: readonly string[];
  readonly isDeprecated: boolean;
  /** Whether prose says that the flag may be given several times. */
  readonly saysRepeatable: boolean;
}

/**
 * Reads and removes the notes that pflag puts at the end, `(default x)` and `(DEPRECATED: …)`, and reads the values that a
 * description names: `{a|b}` at its end, as gh prints them, or `one of (a|b)`.
 * @param text the description on one line
 */
export function readFlagNotes(text: string): FlagNotes {
  const deprecatedAt = text.endsWith(")") ? text.lastIndexOf("(DEPRECATED: ") : -1;
  const undeprecated = deprecatedAt === -1 ? text : text.slice(0, deprecatedAt).trimEnd();
  const note = defaultNote(undeprecated);
  const prose = note === undefined ? undeprecated : undeprecated.slice(0, note.start).trimEnd();
  const values = /(?:^|[\s:])\{([^\s{}|]+(?:\|[^\s{}|]+)+)\}$/.exec(prose) ?? /\bone of:? \(([^\s()|]+(?:\|[^\s()|]+)+)\)/i.exec(prose);
  return {
    ...(prose === "" ? {} : { description: prose }),
    ...(note === undefined ? {} : { default: unquote(note.value) }),
    ...(values === null ? {} : { possibleValues: (values[1] ?? "").split("|") }),
    isDeprecated: deprecatedAt !== -1 || /^\W{0,2}deprecated\b|\(deprecated\b/i.test(prose),
    saysRepeatable:
      /\b(?:multiple|several|many) times\b|\b(?:can|may) be repeated\b|\brepeatable\b|\bmultiple flags\b|\bmore than once\b/i.test(prose),
  };
}

interface Note {
  readonly value: string;
  readonly start: number;
}

/** The `(default x)` that ends a text. A value may hold brackets. */
function defaultNote(text: string): Note | undefined {
  if (!text.endsWith(")")) return undefined;
  // A value that begins another note is rare; the first opening that closes at the end counts, among the last few.
  const starts = [...text.matchAll(/(?:^| )\(default (?=\S)/g)].slice(-MAX_OPENINGS);
  const start = starts.find(({ index, 0: opening }) => closesAtEnd(text, index + opening.indexOf("(")));
  const value = start === undefined ? "" : text.slice(start.index + start[0].length, -1);
  // Several words without quotes or brackets are prose: `(default is from memory)`.
  return start === undefined || /^[^"[]\S*\s/.test(value) ? undefined : { value, start: start.index };
}

const MAX_OPENINGS = 4;

function closesAtEnd(text: string, from: number): boolean {
  let depth = 0;
  let isQuoted = false;
  for (let index = from; index < text.length; index += 1) {
    const char = text[index];
    if (isQuoted && char === "\\") index += 1;
    else if (char === '"') isQuoted = !isQuoted;
    else if (!isQuoted && char === "(") depth += 1;
    else if (!isQuoted && char === ")") depth -= 1;
    if (depth === 0) return index === text.length - 1;
  }
  return false;
}

/** Takes the quotes off that Go puts around a text. */
function unquote(value: string): string {
  if (!/^"(?:[^"\\]|\\.)*"$/s.test(value)) return value;
  try {
    return String(JSON.parse(value));
  } catch {
    return value.slice(1, -1);
  }
}
