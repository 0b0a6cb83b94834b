const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~";
const LENGTHS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const DIGITS: ReadonlyMap<string, number> = new Map(ALPHABET.split("").map((digit, value) => [digit, value]));

/** The lines of a `GIT binary patch`: a letter for up to 52 bytes, then five digits of base 85 for each four of them. */
export function encodeBase85(bytes: Uint8Array): readonly string[] {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += LENGTHS.length) {
    const chunk = bytes.subarray(at, at + LENGTHS.length);
    let line = LENGTHS[chunk.length - 1] ?? "";
    for (let word = 0; word < chunk.length; word += 4) {
      let value = 0;
      for (let byte = 0; byte < 4; byte += 1) value = value * 256 + (chunk[word + byte] ?? 0);
      let digits = "";
      for (let digit = 0; digit < 5; digit += 1) {
        digits = (ALPHABET[value % 85] ?? "") + digits;
        value = Math.floor(value / 85);
      }
      line += digits;
    }
    lines.push(line);
  }
  return lines;
}

/** The bytes of one such line; `undefined` when it is none. */
export function decodeBase85(line: string): Uint8Array | undefined {
  const length = LENGTHS.indexOf(line.slice(0, 1)) + 1;
  if (line === "" || length === 0 || line.length !== 1 + Math.ceil(length / 4) * 5) return undefined;
  const bytes = new Uint8Array(Math.ceil(length / 4) * 4);
  for (let word = 0; word * 5 + 1 < line.length; word += 1) {
    let value = 0;
    for (const digit of line.slice(word * 5 + 1, word * 5 + 6)) {
      const digitValue = DIGITS.get(digit);
      if (digitValue === undefined) return undefined;
      value = value * 85 + digitValue;
    }
    if (value > 0xffffffff) return undefined;
    for (let byte = 3; byte >= 0; byte -= 1) {
      bytes[word * 4 + byte] = value % 256;
      value = Math.floor(value / 256);
    }
  }
  return bytes.subarray(0, length);
}
