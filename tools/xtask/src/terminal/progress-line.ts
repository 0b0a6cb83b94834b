/** Work that a person waits for. */
export interface Work {
  readonly label: string;
  readonly done: number;
  /** `undefined` when nobody knows how much there is. */
  readonly total: number | undefined;
  readonly startedMs: number;
}

/** Characters. */
const BAR = 20;
const green = "\u001B[32m";
const plain = "\u001B[39m";

/**
 * One line on the works that are under way, in the order they began: `0:31 history ━━━━━━────── 12/40, processes 120`. The time is that
 * of the first. The line is at most `columns` wide, without its colours, and cut at the end; the bar goes before anything is cut.
 */
export function renderProgressLine(works: readonly Work[], nowMs: number, columns: number, hasColours: boolean): string {
  const [first] = works;
  if (first === undefined) return "";
  const lineWith = (barOf: (work: Work) => string): string =>
    `${clock(nowMs - first.startedMs)} ${works.map((work) => `${work.label}${barOf(work)}${count(work)}`).join(", ")}`;
  const none = (): string => "";
  const width = lineWith((work) => (hasEnd(work) ? ` ${bar(work, false)}` : "")).length;
  if (width <= columns) return lineWith((work) => (hasEnd(work) ? ` ${bar(work, hasColours)}` : ""));
  const line = lineWith(none);
  return line.length <= columns ? line : `${line.slice(0, Math.max(columns - 1, 0))}${columns > 0 ? "…" : ""}`;
}

function hasEnd({ total }: Work): boolean {
  return total !== undefined && total > 0;
}

function count({ done, total }: Work): string {
  if (total !== undefined) return ` ${String(done)}/${String(total)}`;
  return done === 0 ? "" : ` ${String(done)}`;
}

function bar({ done, total = 1 }: Work, hasColours: boolean): string {
  const full = Math.floor(Math.min(done / total, 1) * BAR);
  const filled = "━".repeat(full);
  return `${hasColours && full > 0 ? `${green}${filled}${plain}` : filled}${"─".repeat(BAR - full)}`;
}

function clock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return `${String(Math.floor(seconds / 60))}:${String(seconds % 60).padStart(2, "0")}`;
}
