/**
 * Replaces secrets in a text by `[redacted]`: the values of variables whose names look like a secret's, `sk-…` keys,
 * and what stands behind such a name and `=`: in the text, as in `api_key="…"`, and in `args`, whose secrets are hidden wherever they stand.
 * Values under four characters are hidden only behind their name, because replacing them elsewhere would garble the text and hide nothing.
 */
export function redact(text: string, env: Readonly<Record<string, string>>, args: readonly string[] = []): string {
  const secrets = [
    ...Object.entries(env).flatMap(([name, value]) => (secretName.test(name) ? [value] : [])),
    ...args.flatMap((arg) => assignedSecrets(arg)),
  ]
    .filter((value) => value.length >= 4)
    // The longest first: one secret may be part of another.
    .toSorted((a, b) => b.length - a.length);
  let clean = text;
  for (const secret of secrets) clean = clean.replaceAll(secret, mask);
  return clean.replaceAll(assignments(String.raw`\S+`), `$<name>${mask}`).replaceAll(/\bsk-[\w-]{8,}/g, mask);
}

/** The values that an argument gives to secret names; one without quotes goes to the end of the argument. */
function assignedSecrets(arg: string): string[] {
  return [...arg.matchAll(assignments(".+"))].flatMap(({ groups }) => {
    const value = groups?.["value"] ?? "";
    const inner = /^("""|'''|"|')(.*)\1$/s.exec(value)?.[2];
    if (inner !== undefined) return [inner, inner.replaceAll(/\\(.)/gs, "$1")];
    // A number or a switch, such as a token limit, stands in too many other places.
    return /^(?:[\d._]+|true|false)$/.test(value) ? [] : [value];
  });
}

/** Matches `name = value` for secret names, the value in quotes of TOML or bare. Linear: a match starts where a name starts. */
function assignments(bare: string): RegExp {
  const nameChar = String.raw`[\w."'-]`;
  const isSecret = `(?=${nameChar}*(?:${secretName.source}))`;
  // `env_key = "NAME"` and its kind name the variable that holds a secret.
  const isNoVariable = String.raw`(?!${nameChar}*env(?:[_-](?:key|var))?["']?[ \t]*=)`;
  const quoted = String.raw`"""[^]*?"""|'''[^]*?'''|"(?:\\.|[^"\\])*"|'[^']*'`;
  return new RegExp(
    String.raw`(?<!${nameChar})${isSecret}${isNoVariable}(?<name>${nameChar}+[ \t]*=[ \t]*)(?<value>${quoted}|${bare})`,
    "gis",
  );
}

const secretName = /key|token|secret|passw(?:or)?d|credential|authorization/i;
const mask = "[redacted]";
