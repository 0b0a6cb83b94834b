import { inheritedEnvironment } from "@lockstep/runtime";

/**
 * The environment of a codex process: the host's variables that are on the list, `CODEX_HOME`, then the explicit ones.
 * Keys and tokens of the host never get in by themselves: name them in `env`.
 */
export function codexEnvironment(
  host: Readonly<Record<string, string | undefined>>,
  own: { readonly env?: Readonly<Record<string, string>>; readonly codexHome?: string },
): Record<string, string> {
  return {
    ...inheritedEnvironment(host, /CODEX_HOME/),
    ...(own.codexHome === undefined ? {} : { CODEX_HOME: own.codexHome }),
    ...own.env,
  };
}
