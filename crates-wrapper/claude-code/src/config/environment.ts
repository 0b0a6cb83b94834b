import { inheritedEnvironment } from "@lockstep/runtime";

/**
 * The environment of a Claude Code process: the host's variables that are on the list, `CLAUDE_CONFIG_DIR`, then the explicit ones.
 * Keys and tokens of the host never get in by themselves: name them in `env`. Claude Code does not update itself unless `env` says so.
 */
export function claudeEnvironment(
  host: Readonly<Record<string, string | undefined>>,
  own: { readonly env?: Readonly<Record<string, string>>; readonly configDir?: string },
): Record<string, string> {
  return {
    ...inheritedEnvironment(host, /CLAUDE_CONFIG_DIR/),
    DISABLE_AUTOUPDATER: "1",
    ...(own.configDir === undefined ? {} : { CLAUDE_CONFIG_DIR: own.configDir }),
    ...own.env,
  };
}
