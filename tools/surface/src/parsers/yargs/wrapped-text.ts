/** A piece of a text that yargs broke into lines. */
export interface TextLine {
  readonly text: string;
  /** Whether it reaches the right edge of its column. */
  readonly isFull: boolean;
  /** The width of its column. */
  readonly room: number;
}

/**
 * Joins the lines of a wrapped text. At the edge of the column a word may be broken: always where the page breaks anywhere, else
 * only a word that is longer than the column.
 */
export function joinLines(lines: readonly TextLine[], anywhere: boolean): string {
  const shown = lines.filter(({ text }) => text !== "");
  const lengths = wordLengths(shown);
  const parts = shown.map((line, index) => {
    const before = shown[index - 1];
    if (before === undefined) return line.text;
    const isBroken = before.isFull && !SPACE_FOLLOWS.test(before.text) && (anywhere || breaksLongWord(before, lengths[index] ?? 0));
    return isBroken ? line.text : ` ${line.text}`;
  });
  return parts.join("").trim();
}

/** In notes, what a space follows. */
const SPACE_FOLLOWS = /(?:\[(?:default|choices|deprecated|aliases):|",)$/;

/** How long the first word of each line is, where it is broken at the edge with what it goes on with. */
function wordLengths(lines: readonly TextLine[]): readonly number[] {
  const lengths: number[] = [];
  for (const [index, { text, isFull }] of [...lines.entries()].toReversed()) {
    const end = text.indexOf(" ");
    const goesOn = end === -1 && isFull ? (lengths[index + 1] ?? 0) : 0;
    lengths[index] = (end === -1 ? text.length : end) + goesOn;
  }
  return lengths;
}

/**
 * Whether a full line ends inside a word that goes on for so many columns: a word longer than the column begins where the line
 * is, unless that would break it once more than on a line of its own.
 */
function breaksLongWord({ text, room }: TextLine, rest: number): boolean {
  const begun = text.length - 1 - text.lastIndexOf(" ");
  if (room <= 0 || begun + rest <= room) return false;
  return Math.floor((begun + rest - 1) / room) >= 1 + Math.floor((rest - 1) / room);
}

/** A line that goes on in another. */
export interface WrappedLine {
  /** How many columns it leaves empty at the edge. */
  readonly gap: number;
  readonly next: TextLine;
}

/**
 * Whether a page breaks lines anywhere, as yargs does when its program is an ES module, rather than between words: nearly every
 * line that goes on is then full, or its last column held a space.
 */
export function breaksAnywhere(wrapped: readonly WrappedLine[]): boolean {
  let score = 0;
  for (const { gap, next } of wrapped) {
    if (next.text.startsWith(" ")) score += 3;
    else if (gap === 0) score += 1;
    else if (gap > 1) score -= 4;
  }
  return score > 2;
}
