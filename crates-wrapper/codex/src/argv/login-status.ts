import { type ArgvToken, type Passthrough, passthroughTokens, typedTokens } from "./argv-token.ts";

/** Asks for the stored authentication: `codex login status`. */
export function loginStatusArgv(request: Passthrough = {}): ArgvToken[] {
  return [...typedTokens("login", "status"), ...passthroughTokens(request)];
}
