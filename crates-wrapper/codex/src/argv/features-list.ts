import { type ArgvToken, type Passthrough, passthroughTokens, typedTokens } from "./argv-token.ts";

/** Lists the feature flags with their state: `codex features list`. */
export function featuresListArgv(request: Passthrough = {}): ArgvToken[] {
  return [...typedTokens("features", "list"), ...passthroughTokens(request)];
}
