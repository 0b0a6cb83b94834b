/** Whether a text can declare options at all: it calls a method that declares one, by the name that minifiers keep. */
export function mayDeclare(text: string): boolean {
  return new RegExp(OPTION_SITE.source).test(text);
}

/**
 * Where a text may declare something: the indexes of the calls and properties that do, ascending. What only may name a command
 * counts near something that declares an option: elsewhere the same words mean anything.
 */
export function declarationSites(text: string): readonly number[] {
  const sure = [...text.matchAll(OPTION_SITE)].map(({ index }) => index);
  if (sure.length === 0) return [];
  const sites: number[] = [];
  let next = 0;
  for (const { index } of text.matchAll(SITE)) {
    while (next < sure.length - 1 && (sure[next] ?? 0) < index) next += 1;
    const distance = Math.min(Math.abs((sure[next] ?? 0) - index), Math.abs((sure[next - 1] ?? Number.NEGATIVE_INFINITY) - index));
    if (distance <= NEAR) sites.push(index);
  }
  return sites;
}

const OPTION_SITE = /\.(?:addOption|requiredOption|positional)\s*\((?!\))|\.option\s*\(\s*["'`]|\.options\s*\(\s*(?=[{\w$])/g;

const SITE =
  /\.(?:options?|requiredOption|addOption|positional|argument|addArgument|command|addCommand)\s*\((?!\))|\bcommand\s*:\s*(?=["'`[])/g;

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
