/**
 * The environment of a codex process: the host's variables that are on the list, `CODEX_HOME`, then the explicit ones.
 * Keys and tokens of the host never get in by themselves: name them in `env`.
 */
export function codexEnvironment(
  host: Readonly<Record<string, string | undefined>>,
  own: { readonly env?: Readonly<Record<string, string>>; readonly codexHome?: string },
): Record<string, string> {
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(host)) {
    if (value !== undefined && inherited.test(name)) env[name] = value;
  }
  return { ...env, ...(own.codexHome === undefined ? {} : { CODEX_HOME: own.codexHome }), ...own.env };
}

const inherited =
  /^(?:PATH|HOME|USER|LOGNAME|SHELL|LANG|LC_\w+|TZ|TERM|TMPDIR|CODEX_HOME|XDG_\w+|SSL_CERT_(?:FILE|DIR)|(?:https?|all|no)_proxy)$/i;
