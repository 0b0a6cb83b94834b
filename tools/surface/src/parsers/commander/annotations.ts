/** What a description holds beside prose: the note that commander puts at its end. */
export interface AnnotatedText {
  readonly description?: string;
  readonly default?: string;
  readonly env?: string;
  readonly possibleValues?: readonly string[];
}

/**
 * Reads and removes the notes at the end of a description, `(choices: "a", "b", default: "x", preset: "y", env: NAME)`, also
 * several or in square brackets. Values in quotes are JSON; any other stands as it is.
 */
export function readAnnotations(text: string): AnnotatedText {
  const found = new Map<string, string>();
  let prose = text.trimEnd();
  let count = 0;
  for (let note = lastNote(prose); note !== undefined && count < MAX_NOTES; note = lastNote(prose)) {
    count += 1;
    for (const [key, value] of fieldsOf(note.content)) if (!found.has(key)) found.set(key, value);
    prose = prose.slice(0, note.start).trimEnd();
  }
  const value = found.get("default");
  const env = found.get("env");
  const choices = found.get("choices");
  return {
    ...(prose === "" ? {} : { description: prose }),
    ...(value === undefined ? {} : { default: unquote(value) }),
    // Some programs print the live value too, which is dropped.
    ...(env === undefined ? {} : { env: env.split("=", 1)[0]?.trim() ?? "" }),
    ...(choices === undefined ? {} : { possibleValues: valuesOf(choices) }),
  };
}

interface Note {
  readonly content: string;
  readonly start: number;
}

/** More notes, or openings of one, are prose, so that reading stays linear whatever the text is. */
const MAX_NOTES = 8;
const MAX_OPENINGS = 8;

/** The note that ends a text: the last opening whose bracket closes there. Brackets in quotes do not count. */
function lastNote(text: string): Note | undefined {
  const close = text.endsWith(")") ? ")" : text.endsWith("]") ? "]" : undefined;
  if (close === undefined) return undefined;
  const open = close === ")" ? "(" : "[";
  const plain = maskQuotes(text);
  const starts = [...plain.matchAll(/(?<=^|\s)[([](?=(?:choices|default|preset|env):)/g)].slice(-MAX_OPENINGS).toReversed();
  const start = starts.find(({ index }) => plain[index] === open && closesAtEnd(plain.slice(index), open, close))?.index;
  return start === undefined ? undefined : { content: text.slice(start + 1, -1), start };
}

function closesAtEnd(text: string, open: string, close: string): boolean {
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    if (text[index] === open) depth += 1;
    else if (text[index] === close) depth -= 1;
    if (depth === 0) return index === text.length - 1;
  }
  return false;
}

function fieldsOf(content: string): readonly (readonly [key: string, value: string])[] {
  const keys = [...maskQuotes(content).matchAll(/(?:^|, )(choices|default|preset|env):/g)];
  return keys.map((match, index) => [match[1] ?? "", content.slice(match.index + match[0].length, keys[index + 1]?.index).trim()] as const);
}

const quoted = /"(?:[^"\\]|\\.)*"/gs;

/** The text with its quoted parts blanked, at the same length. */
function maskQuotes(text: string): string {
  return text.replaceAll(quoted, (value) => "_".repeat(value.length));
}

function valuesOf(choices: string): readonly string[] {
  const values = choices.match(quoted) ?? choices.split(/,\s+/);
  return values.map(unquote).filter((value) => value !== "");
}

function unquote(value: string): string {
  if (!/^"(?:[^"\\]|\\.)*"$/s.test(value)) return value;
  try {
    return String(JSON.parse(value));
  } catch {
    return value.slice(1, -1);
  }
}
