/** What a description holds beside prose: the notes in brackets at its end and a list of possible values. */
export interface AnnotatedText {
  readonly description?: string;
  readonly default?: string;
  /** The variable's name; help prints its live value too, which is dropped. */
  readonly env?: string;
  readonly possibleValues?: readonly string[];
  /** Further spellings: with dashes where help says so, else `--name` and `-n` for flags are up to the caller. */
  readonly aliases: readonly string[];
  readonly shortAliases: readonly string[];
}

/** Reads and removes clap's notes from a description: `[default: …]`, `[env: …]`, `[possible values: …]`, `[aliases: …]`. */
export function readAnnotations(text: string): AnnotatedText {
  const { rest, values } = takeValueList(text);
  const found = new Map<string, string>();
  let prose = rest.trimEnd();
  for (let note = lastNote(prose); note !== undefined; note = lastNote(prose)) {
    if (!found.has(note.key)) found.set(note.key, note.value);
    prose = prose.slice(0, note.start).trimEnd();
  }
  const envNote = found.get("env");
  const listed = values ?? splitValues(found.get("possible values"));
  return {
    ...(prose === "" ? {} : { description: prose }),
    ...(found.has("default") ? { default: found.get("default") ?? "" } : {}),
    ...(envNote === undefined ? {} : { env: envNote.split("=", 1)[0]?.trim() ?? "" }),
    ...(listed === undefined ? {} : { possibleValues: listed }),
    aliases: splitValues(found.get("aliases") ?? found.get("alias")) ?? [],
    shortAliases: splitValues(found.get("short aliases") ?? found.get("short alias")) ?? [],
  };
}

interface Note {
  readonly key: string;
  readonly value: string;
  readonly start: number;
}

/** The note that ends a text. A value may hold brackets and line feeds, so the brackets are balanced, last opening first. */
function lastNote(text: string): Note | undefined {
  if (!text.endsWith("]")) return undefined;
  const openings = lastOpenings(text);
  const found = openings.find(({ start }) => closesAtEnd(text, start)) ?? openings[0];
  return found === undefined ? undefined : { key: found.key, value: text.slice(found.from, -1).trim(), start: found.start };
}

/** More openings of notes inside of one note are prose, so that reading stays linear whatever the text is. */
const MAX_OPENINGS = 8;

/** Where the last notes of a text open, the last one first; `from` is where the value begins. */
function lastOpenings(text: string): readonly { readonly key: string; readonly start: number; readonly from: number }[] {
  const opening = /\[(default|env|possible values|aliases|alias|short aliases|short alias): ?/y;
  const openings: { key: string; start: number; from: number }[] = [];
  for (let start = text.lastIndexOf("["); start !== -1 && openings.length < MAX_OPENINGS; start = lastBefore(text, start)) {
    opening.lastIndex = start;
    const [shown = "", key] = start === 0 || /\s/.test(text[start - 1] ?? "") ? (opening.exec(text) ?? []) : [];
    if (key !== undefined) openings.push({ key, start, from: start + shown.length });
  }
  return openings;
}

function lastBefore(text: string, at: number): number {
  return at === 0 ? -1 : text.lastIndexOf("[", at - 1);
}

function closesAtEnd(text: string, start: number): boolean {
  let depth = 0;
  for (let index = start; index < text.length; index += 1) {
    if (text[index] === "[") depth += 1;
    else if (text[index] === "]") depth -= 1;
    if (depth === 0) return index === text.length - 1;
  }
  return false;
}

/** Takes out the long form of the values: a line `Possible values:` and `- name: meaning` lines below it. */
function takeValueList(text: string): { readonly rest: string; readonly values: readonly string[] | undefined } {
  const lines = text.split("\n");
  const start = lines.findIndex((line) => line.trim() === "Possible values:");
  if (start === -1) return { rest: text, values: undefined };
  const values: string[] = [];
  let end = start + 1;
  while (end < lines.length) {
    const line = lines[end] ?? "";
    const item = /^\s*- (\S.*?)(?::(?:\s.*)?)?$/.exec(line);
    if (item === null && !/^\s{2,}\S/.test(line)) break;
    if (item !== null) values.push(unquote((item[1] ?? "").replace(/:\s.*$/s, "")));
    end += 1;
  }
  if (values.length === 0) return { rest: text, values: undefined };
  return { rest: [...lines.slice(0, start), ...lines.slice(end)].join("\n"), values };
}

function splitValues(text: string | undefined): readonly string[] | undefined {
  if (text === undefined) return undefined;
  return text
    .split(/,\s+/)
    .map((value) => unquote(value.trim()))
    .filter((value) => value !== "");
}

/** clap quotes a value with spaces. */
function unquote(value: string): string {
  return /^".*"$/s.test(value) ? value.slice(1, -1) : value;
}
