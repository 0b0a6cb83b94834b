/**
 * Makes bytes of others by the delta of a git pack: copies from `base` and new bytes. `undefined` when it is not for these bytes or is
 * broken. Format: https://git-scm.com/docs/pack-format (deltified representation).
 */
export function applyDelta(base: Uint8Array, delta: Uint8Array): Uint8Array | undefined {
  let at = 0;
  const next = (): number => delta[at++] ?? Number.NaN;
  const readSize = (): number => {
    let size = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = next();
      size += (byte & 0x7f) * scale;
      if (Number.isNaN(byte) || (byte & 0x80) === 0) return size;
    }
  };
  const readField = (flags: number, bits: readonly number[]): number =>
    bits.reduce((sum, bit, place) => ((flags & bit) === 0 ? sum : sum + next() * 256 ** place), 0);

  if (readSize() !== base.length) return undefined;
  const result = new Uint8Array(readSize());
  let end = 0;
  while (at < delta.length) {
    const instruction = next();
    if (instruction === 0) return undefined;
    const isCopy = (instruction & 0x80) !== 0;
    const from = isCopy ? readField(instruction, [0x01, 0x02, 0x04, 0x08]) : at;
    const length = isCopy ? readField(instruction, [0x10, 0x20, 0x40]) || 0x10000 : instruction;
    const source = isCopy ? base : delta;
    if (!(from + length <= source.length) || end + length > result.length) return undefined;
    result.set(source.subarray(from, from + length), end);
    end += length;
    if (!isCopy) at += length;
  }
  return end === result.length ? result : undefined;
}
