/**
 * The variables of a host that every child may have: search path, home, user, locale, terminal, folders, proxies, certificates.
 * `alsoNames` must match the whole name of further ones. Keys and tokens of the host never get in by themselves;
 * a proxy's address is passed on with its password.
 */
export function inheritedEnvironment(host: Readonly<Record<string, string | undefined>>, alsoNames?: RegExp): Record<string, string> {
  // Anchored, and without the state that the flags `g` and `y` keep between two names.
  const also = alsoNames && new RegExp(`^(?:${alsoNames.source})$`, alsoNames.flags.replaceAll(/[gy]/g, ""));
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(host)) {
    if (value !== undefined && (generic.test(name) || also?.test(name))) env[name] = value;
  }
  return env;
}

const generic =
  /^(?:PATH|HOME|USER|LOGNAME|SHELL|LANG|LC_\w+|TZ|TERM|TMPDIR|XDG_\w+|SSL_CERT_(?:FILE|DIR)|NODE_EXTRA_CA_CERTS|(?:https?|all|no)_proxy)$/i;
