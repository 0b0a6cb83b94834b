import { CodexError } from "../codex-error.ts";

/** The flag of every field of `T`; the type of the field's value decides the form (see `flagWords`), and one that has none does not compile. */
export type FlagTable<T> = { readonly [Field in keyof T]-?: T[Field] extends FlagValue ? `--${string}` : never };

/** A switch, a value, one value per element, or one `key=value` per entry. */
export type FlagValue = boolean | string | number | readonly string[] | Readonly<Record<string, string>> | undefined;

/**
 * The words for the fields of a table that `options` sets, in the table's order: `--flag` for true, `--flag=value` otherwise.
 * A value stands in the flag's own word, so that one which starts with a dash stays a value.
 */
export function flagWords(table: Readonly<Record<string, string>>, options: Readonly<Record<string, FlagValue>>): string[] {
  return Object.entries(table).flatMap(([field, flag]) => wordsOf(field, flag, options[field]));
}

function wordsOf(field: string, flag: string, value: FlagValue): string[] {
  if (value === undefined || value === false) return [];
  if (value === true) return [flag];
  if (typeof value === "string") return [`${flag}=${assertText(value, field)}`];
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw CodexError.forRequest(`Value ${value} of option "${field}" is no number, leave the option out`);
    return [`${flag}=${value}`];
  }
  if (isList(value)) return value.flatMap((element) => wordsOf(field, flag, element));
  return Object.entries(value).map(([key, text]) => `${flag}=${assertKey(key, field)}=${assertNoNul(text, field)}`);
}

function isList(value: readonly string[] | Readonly<Record<string, string>>): value is readonly string[] {
  return Array.isArray(value);
}

/** A text that can stand in argv as a value. */
function assertText(value: string, field: string): string {
  if (value === "") throw CodexError.forRequest(`Value "" of option "${field}" is no text, leave the option out`);
  return assertNoNul(value, field);
}

/** A text that codex takes for a positional argument, never for a flag; `wanted` says what it has to be. */
export function assertPositional(value: string, field: string, wanted: string): string {
  if (value === "" || value.startsWith("-"))
    throw CodexError.forRequest(
      `Value ${JSON.stringify(value)} of "${field}" ${value === "" ? "is empty" : "reads as a flag"}, wanted ${wanted}`,
    );
  return assertNoNul(value, field);
}

function assertKey(key: string, field: string): string {
  if (!/^[^=\0]+$/.test(key))
    throw CodexError.forRequest(`Key ${JSON.stringify(key)} of option "${field}" is no name, wanted text without "="`);
  return key;
}

function assertNoNul(value: string, field: string): string {
  if (value.includes("\0"))
    throw CodexError.forRequest(`Value ${JSON.stringify(value)} of option "${field}" has a NUL character, which no process can be given`);
  return value;
}
