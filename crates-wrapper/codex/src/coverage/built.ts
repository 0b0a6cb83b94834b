import type { ArgvToken } from "../argv/argv-token.ts";
import type { CommonOptions } from "../argv/common-options.ts";

/** A call that the wrapper makes, as evidence of what it supports. */
export interface Scenario {
  readonly name: string;
  /** Runs the builder. */
  readonly argv: () => readonly ArgvToken[];
}

/** Requests by the name of their scenario; fields that every command has are shown once for all, in `common-options`. */
export type Requests<Request> = Readonly<
  Record<string, Omit<Request, keyof CommonOptions> & { readonly [Field in keyof CommonOptions]?: never }>
>;

type UnsetFields<Request, Set extends Requests<Request>> = Exclude<keyof Request, keyof CommonOptions | FieldsOf<Set[keyof Set]>>;
type FieldsOf<Request> = Request extends unknown ? keyof Request : never;

/** A scenario for every request. A typed field that no request sets does not compile; the error names it. */
export function built<Request, const Set extends Requests<Request>>(
  requests: [UnsetFields<Request, Set>] extends [never]
    ? Set
    : { readonly [Field in UnsetFields<Request, Set> & string as `no scenario sets ${Field}`]: Field },
  toArgv: (request: Request) => ArgvToken[],
): Scenario[] {
  return Object.entries(requests as Set).map(([name, request]) => ({ name, argv: () => toArgv(request as unknown as Request) }));
}
