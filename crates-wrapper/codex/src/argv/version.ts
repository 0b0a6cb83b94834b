import { type ArgvToken, typedTokens } from "./argv-token.ts";

/** Asks for the version of the binary: `codex --version`. */
export function versionArgv(): ArgvToken[] {
  return typedTokens("--version");
}
