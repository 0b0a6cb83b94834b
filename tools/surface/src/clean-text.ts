/**
 * A program's output as plain text: LF line ends, no terminal sequences, overstrikes or other control characters.
 * Idempotent.
 */
export function cleanText(text: string): string {
  return text
    .replaceAll(operatingSystemCommand, "")
    .replaceAll(controlSequence, "")
    .replaceAll(shortEscape, "")
    .replaceAll(overstrike, "")
    .replaceAll(/\r\n?/g, "\n")
    .replaceAll(otherControl, "")
    .replace(/^\uFEFF+/, "");
}

const ESCAPE = String.fromCharCode(0x1b);
const BELL = String.fromCharCode(0x07);
const BACKSPACE = String.fromCharCode(0x08);
const operatingSystemCommand = new RegExp(`${ESCAPE}\\][^${BELL}${ESCAPE}\\n]*(?:${BELL}|${ESCAPE}\\\\)`, "g");
const controlSequence = new RegExp(`${ESCAPE}\\[[0-?]*[ -/]*[@-~]`, "g");
const shortEscape = new RegExp(`${ESCAPE}[ -/]*[0-~]?`, "g");
const overstrike = new RegExp(`[^\\n]${BACKSPACE}`, "g");
const otherControl = new RegExp(
  `[${String.fromCharCode(0)}-${BACKSPACE}${String.fromCharCode(0x0b)}-${String.fromCharCode(0x1f)}${String.fromCharCode(0x7f)}]`,
  "g",
);
