import type { FieldKinds, KindsOf } from "../fields/assert-fields.ts";
import type { WrapperErrorClass } from "../wrapper-error.ts";
import { type ArgvToken, passthroughTokens, typedTokens } from "./argv-token.ts";
import { type FlagSpelling, type FlagTable, type FlagTools, flagTools, type FlagValue, kindsOf } from "./flag-table.ts";

/** The one option that every command of every wrapper has. */
export interface ExtraArgs {
  /** Whole argv words behind the command's own flags, unchecked: for flags that the wrapper does not know. */
  readonly extraArgs?: readonly string[];
}

/**
 * How a request becomes a command line. Every field of `Request` has one place: a flag of the command, a flag of its parent
 * (`Parent`), or a use of its own in `derived`, `args` or `rest` (`Other`); a field without one does not compile, and is refused when a
 * caller sets it. The fields of `Common`, which every command has, have their places already.
 */
export interface CommandForm<
  Common extends ExtraArgs,
  Request extends Common,
  Other extends keyof Request,
  Parent extends keyof Request,
  Spelling extends FlagSpelling = "kebab",
> {
  /** The command that this one belongs to, when it has flags that stand between both names. */
  readonly parent?: { readonly path: readonly string[]; readonly flags: FlagTable<Pick<Request, Parent>, Spelling> };
  /** The words of the command's name, below `parent`. */
  readonly path: readonly string[];
  readonly flags: FlagTable<Omit<Request, Other | Parent | keyof Common>, Spelling>;
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
  /** Throws the wrapper's error for what the program refuses. */
  check?(request: Request): void;
}

/** Makes the pure function from a request to argv without the binary. It throws the wrapper's error for what the program refuses. */
export type ArgvBuilder<Common extends ExtraArgs, Spelling extends FlagSpelling = "kebab"> = <
  Request extends Common,
  Other extends keyof Request = never,
  Parent extends keyof Request = never,
>(
  form: CommandForm<Common, Request, Other, Parent, Spelling>,
) => (request: Request) => ArgvToken[];

/** What the builders of a wrapper are made of, with its errors. */
export interface ArgvTools extends FlagTools {
  /**
   * Makes the `argvBuilder` of a wrapper. `assertRequest` refuses a request whose fields are neither those of `kinds` nor those of
   * `Common`; `commonTokens` are the words in front of the command that the fields of `Common` become, `extraArgs` apart.
   */
  readonly argvBuilderFor: <Common extends ExtraArgs, Spelling extends FlagSpelling = "kebab">(
    assertRequest: (request: object, kinds: FieldKinds) => void,
    commonTokens?: (request: Common) => readonly ArgvToken[],
  ) => ArgvBuilder<Common, Spelling>;
  /** Throws when two fields are set that the program refuses together. */
  readonly assertNoConflict: <T extends object>(request: T, conflicts: readonly (readonly [keyof T & string, keyof T & string])[]) => void;
  /** Throws when a field is set without the one that the program wants with it. */
  readonly assertNeeds: <T extends object>(
    request: T,
    needs: readonly (readonly [field: keyof T & string, needed: keyof T & string])[],
  ) => void;
  /** Throws unless an absent or given number is a whole one between two. */
  readonly assertWhole: <T extends object>(request: T, field: keyof T & string, least: number, most?: number) => void;
  /** Throws for a command line without a program. */
  readonly assertProgram: (command: readonly string[]) => void;
}

/** Binds them to the error class of a wrapper. */
export function argvTools(errors: WrapperErrorClass): ArgvTools {
  const flags = flagTools(errors);
  const { flagWords } = flags;
  return {
    ...flags,
    argvBuilderFor: (assertRequest, commonTokens) => (form) => (request) => {
      assertRequest(request, { ...kindsOf(form.parent?.flags ?? {}), ...kindsOf(form.flags), ...form.other });
      form.check?.(request);
      const values = request as unknown as Readonly<Record<string, FlagValue>>;
      const rest = form.rest?.(request) ?? [];
      const operands = form.args?.(request) ?? [];
      // A flag that stands without its value would take the first of them for it.
      const own = flagWords(form.flags, values);
      const isOpen = operands.length > 0 && rest.length === 0 && bareFlags(form.flags).has(own.at(-1) ?? "");
      return assertWords([
        ...(commonTokens?.(request) ?? []),
        ...typedTokens(...(form.parent?.path ?? []), ...flagWords(form.parent?.flags ?? {}, values)),
        ...typedTokens(...form.path, ...own),
        ...typedTokens(...flagWords(form.derivedFlags ?? {}, form.derived?.(request) ?? {})),
        ...passthroughTokens(...(request.extraArgs ?? [])),
        ...typedTokens(...(isOpen ? ["--"] : []), ...operands),
        ...typedTokens(...(rest.length === 0 ? [] : ["--", ...rest])),
      ]);
    },
    assertNoConflict(request, conflicts) {
      for (const [a, b] of conflicts) {
        if (isSet(request[a]) && isSet(request[b])) throw errors.forRequest(`Options "${a}" and "${b}" exclude each other, drop one`);
      }
    },
    assertNeeds(request, needs) {
      for (const [field, needed] of needs) {
        if (isSet(request[field]) && !isSet(request[needed])) throw errors.forRequest(`Option "${field}" needs "${needed}"`);
      }
    },
    assertWhole(request, field, least, most = Number.MAX_SAFE_INTEGER) {
      const value = request[field];
      if (value === undefined || (Number.isInteger(value) && Number(value) >= least && Number(value) <= most)) return;
      const range = most === Number.MAX_SAFE_INTEGER ? `from ${least}` : `from ${least} to ${most}`;
      throw errors.forRequest(`Value ${String(value)} of "${field}" is out of range, wanted a whole number ${range}`);
    },
    assertProgram(command) {
      if (command.length === 0 || command[0] === "") throw errors.forRequest(`"command" is empty, wanted a program and its arguments`);
    },
  };

  function assertWords(argv: ArgvToken[]): ArgvToken[] {
    const odd = argv.find(({ token }) => token.includes("\0"));
    if (odd !== undefined) throw errors.forRequest(`Word ${JSON.stringify(odd.token)} has a NUL character, which no process can be given`);
    return argv;
  }
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0);
}

/** The flags of a table whose value may be left out. */
function bareFlags(table: Readonly<Record<string, string>>): ReadonlySet<string> {
  return new Set(Object.values(table).flatMap((row) => (/=\[TEXT\]!?$/.test(row) ? [row.replace(/=.*$/, "")] : [])));
}
