/** One argv token and where it came from: a typed field of a request, or free text that the wrapper forwards. */
export interface ArgvToken {
  readonly token: string;
  readonly origin: "typed" | "passthrough";
}

/** Words that fields of a request become. */
export function typedTokens(...tokens: readonly string[]): ArgvToken[] {
  return tokens.map((token) => ({ token, origin: "typed" }));
}

/** Words of a caller, which show nothing of what the wrapper supports. */
export function passthroughTokens(...tokens: readonly string[]): ArgvToken[] {
  return tokens.map((token) => ({ token, origin: "passthrough" }));
}
