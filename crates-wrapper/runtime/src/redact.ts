/** What stands in place of a secret. */
export const redactionMark = "[redacted]";

/**
 * Replaces secrets in a text by `[redacted]`, in time linear in its length:
 * - the values of variables whose names look like a secret's and the passwords in addresses of any variable, also as JSON and URLs
 *   escape them, what `args` assign to such names, and what the caller says to be `known`, wherever they stand;
 * - what stands behind such a name: `api_key="…"`, `"access_token": "…"`, `X-Api-Key: …`, `Authorization: …`, `Cookie: …`;
 * - `user:password` in an address, and what has the shape of a secret: keys and tokens of the known services, JWTs, private keys.
 *
 * Values under four characters are hidden only behind their name, because replacing them elsewhere would garble the text and hide nothing.
 */
export function redact(
  text: string,
  env: Readonly<Record<string, string | undefined>>,
  args: readonly string[] = [],
  known: readonly string[] = [],
): string {
  const secrets = [
    ...known,
    ...Object.entries(env).flatMap(([name, value = ""]) => (secretName.test(name) ? [value] : addressPasswords(value))),
    ...args.flatMap((arg) => [...assignedSecrets(arg), ...addressPasswords(arg)]),
  ]
    .flatMap((value) => [value, JSON.stringify(value).slice(1, -1), encodeURIComponent(value.toWellFormed())])
    .filter((value) => value.length >= 4);
  let clean = text;
  // The longest first: one secret may be part of another.
  for (const secret of new Set(secrets.toSorted((a, b) => b.length - a.length))) clean = clean.replaceAll(secret, redactionMark);
  clean = clean
    .replaceAll(headers, `$<name>${redactionMark}`)
    .replaceAll(members, (_, outer?: string, inner?: string) =>
      outer === undefined ? `${inner ?? ""}\\"${redactionMark}\\"` : `${outer}"${redactionMark}"`,
    );
  clean = clean.replaceAll(assignments(String.raw`\S+`), `$<name>${redactionMark}`);
  clean = clean.replaceAll(userInfo, (whole, info: string) => (info.includes(":") ? `${redactionMark}@` : whole));
  return clean.replaceAll(shapes, redactionMark);
}

/** The passwords in the addresses of a text, as they stand there and decoded. */
function addressPasswords(text: string): string[] {
  return [...text.matchAll(userInfo)].flatMap(([, info = ""]) => {
    const password = info.slice(info.indexOf(":") + 1);
    if (!info.includes(":")) return [];
    try {
      return [password, decodeURIComponent(password)];
    } catch {
      return [password];
    }
  });
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

const secretName = /key|token|secret|passw(?:or)?d|passphrase|[_-]pass(?![a-z])|credential|authorization|cookie/i;

// None of these may scan the same stretch from many starts: each starts where no start of its own lies before, or ends there.

/** A header of HTTP to the end of its line or quotes. */
const headers =
  /(?<![\w-])(?<name>(?:(?:proxy-)?authorization|(?:x-)?(?:[a-z]+-)?api-?key|(?:x-)?(?:auth|access|private)-token|(?:set-)?cookie)["']?:[ \t]*["']?)[^\s"'][^\r\n"']*/gi;
const memberName = String.raw`[\w.-]{0,64}(?:key|token|secret|passw(?:or)?d|passphrase|credential|authorization)s?`;
/** A string member of a JSON object, also of one that stands inside of a JSON string. */
const members = new RegExp(
  [String.raw`("${memberName}"[ \t]*:[ \t]*)"(?:\\.|[^"\\])*"`, String.raw`(\\"${memberName}\\"[ \t]*:[ \t]*)\\"[^"\\]*\\"`].join("|"),
  "gi",
);
/** What stands before the host of an address; `@` may be part of a password that should have been encoded. */
const userInfo = /(?<=:\/\/)([^\s/?#"'<>]*)@/g;
const shapes = new RegExp(
  [
    String.raw`(?<=\b[Bb]earer )[\w.~+/-]{16,}=*`,
    String.raw`\bsk-[\w-]{8,}`,
    String.raw`\b[rs]k_(?:live|test)_\w{8,}`,
    String.raw`\bgh[a-z]_\w{16,}`,
    String.raw`\bgithub_pat_\w{16,}`,
    String.raw`\b(?:glpat|xai|xox[a-z]|xapp)-[\w-]{8,}`,
    String.raw`\b(?:gsk|hf|npm)_\w{16,}`,
    String.raw`\b(?:AKIA|ASIA)[A-Z\d]{16}\b`,
    String.raw`\bAIza[\w-]{35}`,
    String.raw`(?<![\w-])eyJ[\w-]{5,}\.[\w-]+\.[\w.-]*`,
    String.raw`-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\w+/=\s\\:,.]*(?:-----END [A-Z ]{0,40}PRIVATE KEY-----)?`,
  ].join("|"),
  "g",
);
