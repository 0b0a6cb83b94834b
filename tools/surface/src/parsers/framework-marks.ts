/** Something that a framework prints, and how much it says of a text in hundredths. */
export interface FrameworkMark {
  readonly pattern: RegExp;
  readonly weight: number;
}

/** What a usage alone is worth: its framework cannot be told, but a parser that `cli.json` names reads it all the same. */
const FLOOR = 30;

/** How surely a text with a usage is help of the framework whose marks these are, from 0.3 to 1. */
export function confidenceByMarks(text: string, marks: readonly FrameworkMark[]): number {
  const sum = marks.reduce((total, { pattern, weight }) => total + (pattern.test(text) ? weight : 0), FLOOR);
  return Math.min(100, sum) / 100;
}
