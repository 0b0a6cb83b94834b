import { CodexError } from "../codex-error.ts";

/** One argv token and where it came from: a typed field of a request, or free text that the wrapper forwards. */
export interface ArgvToken {
  readonly token: string;
  readonly origin: "typed" | "passthrough";
}

/** What every operation forwards as it is, after its own flags. */
export interface Passthrough {
  /** `key=value` overrides of the configuration, the value in TOML. */
  readonly config?: readonly string[];
  /** Names of features to switch on for this call. */
  readonly enable?: readonly string[];
  readonly disable?: readonly string[];
  /** Whole tokens; for flags that this wrapper does not know. */
  readonly extraArgs?: readonly string[];
}

/** The flag of every field of `T`. The value's type decides the form: switch, `--flag=value`, or one of those per element. */
export type FlagTable<T> = { readonly [Field in keyof Required<T>]: `--${string}` };

/** Tokens for words that the wrapper writes itself: commands and positional arguments. */
export function typedTokens(...tokens: readonly string[]): ArgvToken[] {
  return tokens.map((token) => ({ token, origin: "typed" }));
}

/** Tokens for the fields of a table that `options` sets, in the table's order. */
export function flagTokens<T extends object>(table: FlagTable<T>, options: { readonly [Field in keyof T]?: FlagValue }): ArgvToken[] {
  const tokens: string[] = [];
  for (const field in table) tokens.push(...flagForms(field, table[field], options[field]));
  return typedTokens(...tokens);
}

export function passthroughTokens({ config = [], enable = [], disable = [], extraArgs = [] }: Passthrough): ArgvToken[] {
  for (const override of config) {
    if (!/^[^=]+=/.test(override)) throw CodexError.forRequest(`Config override "${override}" has no key, wanted "key=value"`);
  }
  const tokens = [
    ...flagForms("config", "--config", config),
    ...flagForms("enable", "--enable", enable),
    ...flagForms("disable", "--disable", disable),
    ...extraArgs,
  ];
  return tokens.map((token) => ({ token, origin: "passthrough" }));
}

/** Throws when two fields are set that the command line tool refuses together. */
export function assertNoConflict<T extends object>(
  request: T,
  conflicts: readonly (readonly [keyof T & string, keyof T & string])[],
): void {
  for (const [a, b] of conflicts) {
    if (isSet(request[a]) && isSet(request[b])) throw CodexError.forRequest(`Options "${a}" and "${b}" exclude each other, drop one`);
  }
}

type FlagValue = boolean | string | readonly string[] | undefined;

function flagForms(field: string, flag: string, value: FlagValue): string[] {
  if (value === undefined || value === false) return [];
  if (value === true) return [flag];
  if (typeof value !== "string") return value.flatMap((element) => flagForms(field, flag, element));
  if (value === "" || value.includes("\0"))
    throw CodexError.forRequest(`Value ${JSON.stringify(value)} of option "${field}" is no text, leave the option out`);
  // One token: a value that starts with "-" stays a value.
  return [`${flag}=${value}`];
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== false;
}
