/** What a help text of argparse holds beside prose. */
export interface Notes {
  readonly description?: string;
  readonly default?: string;
  /** Whether prose says that a flag may be given several times. */
  readonly saysRepeatable: boolean;
}

/**
 * Reads and removes the default at the end: `(default: x)`, which argparse can add, and what programs write themselves:
 * `(default x)`, `(default=x)`, `[default: x]`. `None` is no default.
 * @param text the description on one line
 */
export function readNotes(text: string): Notes {
  const end = text.replace(/\.$/, "");
  const open = end.endsWith(")") ? "(" : end.endsWith("]") ? "[" : undefined;
  const at = open === undefined ? -1 : Math.max(...["default: ", "default:", "default="].map((key) => end.lastIndexOf(open + key)));
  const value =
    at === -1
      ? undefined
      : end
          .slice(at)
          .replace(/^.default[:=] ?/, "")
          .slice(0, -1);
  const isNote = value !== undefined && isBalanced(value);
  const prose = isNote ? end.slice(0, at).trimEnd() : text;
  return {
    ...(prose === "" ? {} : { description: prose }),
    ...(isNote && value !== "None" ? { default: unquote(value) } : {}),
    saysRepeatable: /\b(?:multiple|several|many) times\b|\b(?:can|may) be repeated\b|\(repeatable\b|\bmore than once\b/i.test(prose),
  };
}

/** Whether no bracket in a value closes the note before its end. */
function isBalanced(value: string): boolean {
  let depth = 0;
  for (const char of value) {
    if (char === "(" || char === "[") depth += 1;
    else if (char === ")" || char === "]") depth -= 1;
    if (depth < 0) return false;
  }
  return depth === 0;
}

function unquote(value: string): string {
  return /^(["']).*\1$/s.test(value) && value.length > 1 ? value.slice(1, -1) : value;
}
