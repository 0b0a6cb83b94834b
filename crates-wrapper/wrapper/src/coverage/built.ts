import type { ArgvToken } from "../argv/argv-token.ts";

/** A call that the wrapper makes, as evidence of what it supports. */
export interface Scenario {
  readonly name: string;
  /** Runs the builder. */
  readonly argv: () => readonly ArgvToken[];
}

/** Requests by the name of their scenario; fields that every command has (`Common`) are shown once for all, elsewhere. */
export type Requests<Request, Common> = Readonly<
  Record<string, Omit<Request, keyof Common> & { readonly [Field in keyof Common]?: never }>
>;

type UnsetFields<Request, Common, Set extends Requests<Request, Common>> = Exclude<keyof Request, keyof Common | FieldsOf<Set[keyof Set]>>;
type FieldsOf<Request> = Request extends unknown ? keyof Request : never;

/** Makes a scenario of every request. A typed field that no request sets does not compile; the error names it. */
export type Built<Common> = <Request, const Set extends Requests<Request, Common>>(
  requests: [UnsetFields<Request, Common, Set>] extends [never]
    ? Set
    : { readonly [Field in UnsetFields<Request, Common, Set> & string as `no scenario sets ${Field}`]: Field },
  toArgv: (request: Request) => ArgvToken[],
) => Scenario[];

/** Makes the `built` of a wrapper whose commands all have the fields of `Common`. */
export function builtFor<Common>(): Built<Common> {
  return (requests, toArgv) =>
    Object.entries(requests).map(([name, request]) => ({ name, argv: () => toArgv(request as Parameters<typeof toArgv>[0]) }));
}
