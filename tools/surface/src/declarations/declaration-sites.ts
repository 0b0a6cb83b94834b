/** What every call that declares an option begins with, by the names that minifiers keep: such a text may be looked for in bytes. */
export const DECLARING_WORDS: readonly string[] = [".option", ".addOption", ".requiredOption", ".positional"];

/** Whether a text begins with a call that declares an option. Its first 100 characters decide. */
export function startsWithDeclaration(text: string): boolean {
  return OPTION_SITE.test(text);
}

/**
 * Where a text may declare something: the indexes of the calls and properties that do, ascending. What only may name a command
 * counts near something that declares an option: elsewhere the same words mean anything.
 */
export function declarationSites(text: string): readonly number[] {
  const sites: number[] = [];
  for (const { start, end } of neighbourhoods(optionSites(text))) {
    const part = text.slice(start, end);
    for (const { index } of part.matchAll(SITE)) sites.push(start + index);
  }
  return sites;
}

function optionSites(text: string): readonly number[] {
  const sites: number[] = [];
  for (const word of DECLARING_WORDS) {
    for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + word.length))
      if (startsWithDeclaration(text.slice(at, at + SITE_LENGTH))) sites.push(at);
  }
  return sites.toSorted((a, b) => a - b);
}

/** The parts of a text around ascending indexes; those that overlap are one. */
function neighbourhoods(indexes: readonly number[]): readonly { readonly start: number; readonly end: number }[] {
  const parts: { readonly start: number; end: number }[] = [];
  for (const index of indexes) {
    const last = parts.at(-1);
    const start = Math.max(index - NEAR, 0);
    if (last !== undefined && start <= last.end) last.end = index + NEAR;
    else parts.push({ start, end: index + NEAR });
  }
  return parts;
}

const OPTION_SITE = /^(?:\.(?:addOption|requiredOption|positional)\s*\((?!\))|\.option\s*\(\s*["'`]|\.options\s*\(\s*[{\w$])/;

const SITE =
  /\.(?:options?|requiredOption|addOption|positional|argument|addArgument|command|addCommand)\s*\((?!\))|\bcommand\s*:\s*(?=["'`[])/g;

const SITE_LENGTH = 100;
const NEAR = 50_000;

/** Whether a range of a text holds one of the ascending indexes. */
export function holdsSite(sites: readonly number[], start: number, end: number): boolean {
  let low = 0;
  let high = sites.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sites[middle] ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  return (sites[low] ?? Number.POSITIVE_INFINITY) < end;
}
