/** Matches every text that `shown` abridges: `…` stands for a part of a line, and alone on a line for any number of lines. */
export function abridged(shown: string): RegExp {
  const pattern = shown.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
  return new RegExp(`^${pattern.replaceAll(/^ *…\n/gm, "(?:.*\\n)*?").replaceAll("…", ".*")}$`);
}
