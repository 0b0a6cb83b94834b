/**
 * Replaces secrets in a text by `[redacted]`: the values of variables whose names look like a secret's, and `sk-…` keys.
 * Values under four characters stay, because replacing them would garble the text and hide nothing.
 */
export function redact(text: string, env: Readonly<Record<string, string>>): string {
  const secrets = Object.entries(env)
    .filter(([name, value]) => secretName.test(name) && value.length >= 4)
    .map(([, value]) => value)
    // The longest first: one secret may be part of another.
    .toSorted((a, b) => b.length - a.length);
  let clean = text;
  for (const secret of secrets) clean = clean.replaceAll(secret, mask);
  return clean.replaceAll(/\bsk-[\w-]{8,}/g, mask);
}

const secretName = /key|token|secret|passw(?:or)?d|credential/i;
const mask = "[redacted]";
