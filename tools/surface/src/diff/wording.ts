/** A text in quotes, on one line. */
export function quoted(text: string): string {
  return `"${text.replaceAll(/\s*\n\s*/g, " | ")}"`;
}

/** Several texts in quotes. */
export function quotedList(texts: readonly string[]): string {
  return texts.map(quoted).join(", ");
}

/** `the default "x"`, or `no default`. */
export function quotedOrNo(what: string, text: string | undefined): string {
  return text === undefined ? `no ${what}` : `the ${what} ${quoted(text)}`;
}

/** What a command comes or goes with: `, with 3 flags and 1 arg`; empty for nothing. */
export function withUnits({ flags, args }: { readonly flags: number; readonly args: number }): string {
  const parts = [counted(flags, "flag"), counted(args, "arg")].filter((part) => part !== "");
  return parts.length === 0 ? "" : `, with ${parts.join(" and ")}`;
}

function counted(count: number, word: string): string {
  if (count === 0) return "";
  return `${String(count)} ${word}${count === 1 ? "" : "s"}`;
}
