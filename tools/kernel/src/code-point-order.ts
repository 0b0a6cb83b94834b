/**
 * Orders strings by Unicode code point, which equals UTF-8 byte order. JavaScript's own `<` compares UTF-16 units
 * and puts a surrogate pair before U+E000..U+FFFF.
 */
export function compareCodePoints(a: string, b: string): number {
  const shared = Math.min(a.length, b.length);
  for (let index = 0; index < shared; index += 1) {
    const left = a.charCodeAt(index);
    const right = b.charCodeAt(index);
    if (left === right) continue;
    const leftIsSurrogate = left >= 0xd800 && left <= 0xdfff;
    const rightIsSurrogate = right >= 0xd800 && right <= 0xdfff;
    if (leftIsSurrogate !== rightIsSurrogate) return leftIsSurrogate ? 1 : -1;
    return left - right;
  }
  return a.length - b.length;
}

/** Orders two optional strings by code point; an absent one comes last. */
export function compareAbsentLast(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  return compareCodePoints(a, b);
}

/** Orders two optional strings by code point; an absent one comes first. */
export function compareAbsentFirst(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) return Number(b === undefined) - Number(a === undefined);
  return compareCodePoints(a, b);
}

/** Orders command paths token by token; a prefix comes before what continues it, so the root `[]` is first. */
export function comparePaths(a: readonly string[], b: readonly string[]): number {
  for (const [index, token] of a.entries()) {
    const other = b[index];
    if (other === undefined) return 1;
    const order = compareCodePoints(token, other);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** Whether two command paths are the same. */
export function isSamePath(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((token, at) => token === b[at]);
}

/** The first comparison that decides. */
export function firstOrder(...orders: readonly number[]): number {
  return orders.find((order) => order !== 0) ?? 0;
}
