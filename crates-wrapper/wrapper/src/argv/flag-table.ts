import type { FieldKinds, KindOf, Mark } from "../fields/assert-fields.ts";
import type { WrapperErrorClass } from "../wrapper-error.ts";

/** How a flag is made of its field's name: `addDir` is `--add-dir` in kebab and `--addDir` in camel. */
export type FlagSpelling = "kebab" | "camel";

/**
 * The flag of every field of `T` with the kind of its value, as help texts show it: `--oss`, `--model=TEXT`, `--port=NUMBER`,
 * `--image=TEXT...`, `--env=KEY=TEXT`, `--debug=[TEXT]` where the value may be left out, and `--tools=TEXT,...` for a list that is one
 * word, parted by commas, also when it is empty; behind a field that a request must have stands an exclamation mark. The flag is the field's own name in other letters, spelled as `Spelling` allows; a switch that can also be
 * switched off is `--[no-]color`. Any other row does not compile.
 */
export type FlagTable<T, Spelling extends FlagSpelling = "kebab"> = {
  readonly [Field in keyof T & string]-?: T[Field] extends FlagValue
    ? `--${FlagName<Field, Exclude<T[Field], undefined>, Spelling>}${ValueForm<KindOf<Exclude<T[Field], undefined>>>}${Mark<T, Field>}`
    : never;
};

type FlagName<Field extends string, Value, Spelling extends FlagSpelling> =
  | Spelled<Field, Spelling>
  | ([Value] extends [boolean] ? `[no-]${Spelled<Field, Spelling>}` : never);

type Spelled<Field extends string, Spelling extends FlagSpelling> = Spelling extends "kebab" ? Kebab<Field> : Field;

type ValueForm<Kind extends string> = Kind extends "" ? "" : `=${Kind}` | (Kind extends "TEXT..." ? "=TEXT,..." : never);

type Kebab<Name extends string, Made extends string = ""> = Name extends `${infer Letter}${infer Rest}`
  ? Kebab<Rest, `${Made}${Letter extends Lowercase<Letter> ? Letter : `-${Lowercase<Letter>}`}`>
  : Made;

/** A switch, a value, one value per element, or one `key=value` per entry. */
export type FlagValue = boolean | string | number | readonly string[] | Readonly<Record<string, string>> | undefined;

/** What makes words of fields, and refuses values that cannot be words, with the errors of a wrapper. */
export interface FlagTools {
  /**
   * The words for the fields of a table that `options` sets, in the table's order: `--flag` for true, nothing for false, `--flag=value`
   * otherwise; of `--[no-]flag`, `--no-flag` for false, and of `--flag=TEXT,...` one word for the whole list. A value stands in the flag's own word, so that one which starts with a dash
   * stays a value.
   */
  readonly flagWords: (table: Readonly<Record<string, string>>, options: Readonly<Record<string, FlagValue>>) => string[];
  /** A text that the program takes for a positional argument, never for a flag; `wanted` says what it has to be. */
  readonly assertPositional: (value: string, field: string, wanted: string) => string;
}

/** Binds them to the error class of a wrapper. */
export function flagTools(errors: WrapperErrorClass): FlagTools {
  return {
    flagWords: (table, options) =>
      Object.entries(table).flatMap(([field, row]) => {
        const [flag, value] = [row.replace(/[=!].*$/, ""), options[field]];
        return row.includes("=TEXT,...") && isList(value) ? [`${flag}=${joined(value, field)}`] : wordsOf(field, flag, value);
      }),
    assertPositional(value, field, wanted) {
      if (value === "" || value.startsWith("-"))
        throw errors.forRequest(
          `Value ${JSON.stringify(value)} of "${field}" ${value === "" ? "is empty" : "reads as a flag"}, wanted ${wanted}`,
        );
      return assertNoNul(value, field);
    },
  };

  function wordsOf(field: string, row: string, value: FlagValue): string[] {
    const flag = row.replace("[no-]", "");
    if (value === false && row !== flag) return [row.replace("[no-]", "no-")];
    if (value === undefined || value === false) return [];
    if (value === true) return [flag];
    if (typeof value === "string") return [`${flag}=${assertText(value, field)}`];
    if (typeof value === "number") {
      if (!Number.isFinite(value)) throw errors.forRequest(`Value ${value} of option "${field}" is no number, leave the option out`);
      return [`${flag}=${value}`];
    }
    if (isList(value)) return value.flatMap((element) => wordsOf(field, flag, element));
    return Object.entries(value).map(([key, text]) => `${flag}=${assertKey(key, field)}=${assertNoNul(text, field)}`);
  }

  function joined(list: readonly string[], field: string): string {
    const odd = list.find((element) => element === "" || element.includes(","));
    if (odd !== undefined)
      throw errors.forRequest(
        `Value ${JSON.stringify(odd)} of option "${field}" ${odd === "" ? "is no text, leave it out" : "has a comma, which parts the values"}`,
      );
    return assertNoNul(list.join(","), field);
  }

  /** A text that can stand in argv as a value. */
  function assertText(value: string, field: string): string {
    if (value === "") throw errors.forRequest(`Value "" of option "${field}" is no text, leave the option out`);
    return assertNoNul(value, field);
  }

  function assertKey(key: string, field: string): string {
    if (!/^[^=\0]+$/.test(key))
      throw errors.forRequest(`Key ${JSON.stringify(key)} of option "${field}" is no name, wanted text without "="`);
    return key;
  }

  function assertNoNul(value: string, field: string): string {
    if (value.includes("\0"))
      throw errors.forRequest(`Value ${JSON.stringify(value)} of option "${field}" has a NUL character, which no process can be given`);
    return value;
  }
}

/** The kinds of a table's fields. */
export function kindsOf(table: Readonly<Record<string, string>>): FieldKinds {
  return Object.fromEntries(
    Object.entries(table).map(([field, row]) => [field, row.replace(/^[^=!]*=?/, "").replace(",...", "...")]),
  ) as FieldKinds;
}

function isList(value: FlagValue): value is readonly string[] {
  return Array.isArray(value);
}
