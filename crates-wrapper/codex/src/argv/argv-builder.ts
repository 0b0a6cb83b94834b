import { CodexError } from "../codex-error.ts";
import type { KindsOf } from "../fields/assert-fields.ts";
import { type ArgvToken, passthroughTokens, typedTokens } from "./argv-token.ts";
import { assertRequest, type CommonOptions, commonTokens } from "./common-options.ts";
import { type FlagTable, type FlagValue, flagWords, kindsOf } from "./flag-table.ts";

/**
 * How a request becomes a command line. Every field of `Request` has one place: a flag of the command, a flag of its parent
 * (`Parent`), or a use of its own in `derived`, `args` or `rest` (`Other`); a field without one does not compile, and is refused when a caller sets it.
 */
export interface CommandForm<Request extends CommonOptions, Other extends keyof Request, Parent extends keyof Request> {
  /** The command that this one belongs to, when it has flags that stand between both names. */
  readonly parent?: { readonly path: readonly string[]; readonly flags: FlagTable<Pick<Request, Parent>> };
  /** The words of the command's name, below `parent`. */
  readonly path: readonly string[];
  readonly flags: FlagTable<Omit<Request, Other | Parent | keyof CommonOptions>>;
  /** The kinds of the fields that are no flags. */
  readonly other?: KindsOf<Pick<Request, Other>>;
  /** Flags whose values are made of a field that is no flag value itself. */
  readonly derivedFlags?: Readonly<Record<string, `--${string}`>>;
  /** The values of `derivedFlags`. */
  derived?(request: Request): Readonly<Record<string, FlagValue>>;
  /** Positional arguments. */
  args?(request: Request): readonly string[];
  /** The words behind `--`: another program's command line. */
  rest?(request: Request): readonly string[];
  /** Throws a `CodexError` for what codex refuses. */
  check?(request: Request): void;
}

/** Makes the pure function from a request to argv without the binary. It throws a `CodexError` for what codex refuses. */
export function argvBuilder<Request extends CommonOptions, Other extends keyof Request = never, Parent extends keyof Request = never>(
  form: CommandForm<Request, Other, Parent>,
): (request: Request) => ArgvToken[] {
  return (request) => {
    assertRequest(request, { ...kindsOf(form.parent?.flags ?? {}), ...kindsOf(form.flags), ...form.other });
    form.check?.(request);
    const values = request as unknown as Readonly<Record<string, FlagValue>>;
    const rest = form.rest?.(request) ?? [];
    return assertWords([
      ...commonTokens(request),
      ...typedTokens(...(form.parent?.path ?? []), ...flagWords(form.parent?.flags ?? {}, values)),
      ...typedTokens(...form.path, ...flagWords(form.flags, values)),
      ...typedTokens(...flagWords(form.derivedFlags ?? {}, form.derived?.(request) ?? {})),
      ...passthroughTokens(...(request.extraArgs ?? [])),
      ...typedTokens(...(form.args?.(request) ?? [])),
      ...typedTokens(...(rest.length === 0 ? [] : ["--", ...rest])),
    ]);
  };
}

function assertWords(argv: ArgvToken[]): ArgvToken[] {
  const odd = argv.find(({ token }) => token.includes("\0"));
  if (odd !== undefined)
    throw CodexError.forRequest(`Word ${JSON.stringify(odd.token)} has a NUL character, which no process can be given`);
  return argv;
}

/** Throws when two fields are set that codex refuses together. */
export function assertNoConflict<T extends object>(
  request: T,
  conflicts: readonly (readonly [keyof T & string, keyof T & string])[],
): void {
  for (const [a, b] of conflicts) {
    if (isSet(request[a]) && isSet(request[b])) throw CodexError.forRequest(`Options "${a}" and "${b}" exclude each other, drop one`);
  }
}

/** Throws when a field is set without the one that codex wants with it. */
export function assertNeeds<T extends object>(
  request: T,
  needs: readonly (readonly [field: keyof T & string, needed: keyof T & string])[],
): void {
  for (const [field, needed] of needs) {
    if (isSet(request[field]) && !isSet(request[needed])) throw CodexError.forRequest(`Option "${field}" needs "${needed}"`);
  }
}

/** Throws unless an absent or given number is a whole one between two. */
export function assertWhole<T extends object>(request: T, field: keyof T & string, least: number, most = Number.MAX_SAFE_INTEGER): void {
  const value = request[field];
  if (value === undefined || (Number.isInteger(value) && Number(value) >= least && Number(value) <= most)) return;
  const range = most === Number.MAX_SAFE_INTEGER ? `from ${least}` : `from ${least} to ${most}`;
  throw CodexError.forRequest(`Value ${String(value)} of "${field}" is out of range, wanted a whole number ${range}`);
}

/** Throws for a command line without a program. */
export function assertProgram(command: readonly string[]): void {
  if (command.length === 0 || command[0] === "") throw CodexError.forRequest(`"command" is empty, wanted a program and its arguments`);
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0);
}
