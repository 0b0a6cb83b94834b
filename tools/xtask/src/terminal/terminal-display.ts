import type { Meter } from "../world.ts";
import type { Volume } from "../volume.ts";
import { renderProgressLine, type Work } from "./progress-line.ts";

/** What a display draws on and is told of the time by. */
export interface Screen {
  /** Writes to standard error. */
  write(text: string): void;
  /** The width of the terminal that standard error is; `undefined` when it is none, or one that cannot take back a line. */
  columns(): number | undefined;
  readonly hasColours: boolean;
  /** Milliseconds of a clock that only goes on. */
  nowMs(): number;
  /** Calls `draw` again and again until the returned function is called; it keeps no process alive. */
  repeat(draw: () => void): () => void;
}

/** The one place where anything of progress is drawn. */
export interface Display {
  setVolume(volume: Volume): void;
  /** A whole line; the bar is taken away before it and stands below it afterwards. */
  progress(line: string): void;
  /** The same, with `--verbose` alone. */
  detail(line: string): void;
  meter(label: string, total?: number): Meter;
  /** Takes the bar away, so that something else can be printed; the next drawing brings it back. */
  clear(): void;
  /** Takes the bar away for good, at the end and when the process is to stop. */
  close(): void;
}

const takeBack = "\r\u001B[2K";

/** Shows lines, and on a terminal one bar below them. Off a terminal a meter shows nothing: its work prints lines of its own. */
export function terminalDisplay(screen: Screen): Display {
  const works: (Work & { done: number })[] = [];
  let volume: Volume = "normal";
  let drawn = "";
  let isClosed = false;
  let stopDrawing: (() => void) | undefined;

  const clear = (): void => {
    if (drawn !== "") screen.write(takeBack);
    drawn = "";
  };
  const draw = (): void => {
    const columns = screen.columns();
    // A line as wide as the terminal would wrap, and could not be taken back.
    const line = columns === undefined ? "" : renderProgressLine(works, screen.nowMs(), columns - 1, screen.hasColours);
    if (line === drawn) return;
    if (line === "") return clear();
    screen.write(`${takeBack}${line}`);
    drawn = line;
  };
  const settle = (): void => {
    if (works.length > 0 || stopDrawing === undefined) return;
    stopDrawing();
    stopDrawing = undefined;
    clear();
  };
  const tell = (line: string): void => {
    clear();
    screen.write(`${line}\n`);
  };
  return {
    setVolume: (wanted) => void (volume = wanted),
    progress(line) {
      if (volume !== "quiet") tell(line);
    },
    detail(line) {
      if (volume === "verbose") tell(line);
    },
    meter(label, total) {
      if (volume === "quiet" || isClosed || screen.columns() === undefined) return silentMeter;
      const work = { label, total, done: 0, startedMs: screen.nowMs() };
      works.push(work);
      stopDrawing ??= screen.repeat(draw);
      return {
        advance: (by = 1) => void (work.done += by),
        end() {
          const at = works.indexOf(work);
          if (at !== -1) works.splice(at, 1);
          settle();
        },
      };
    },
    clear,
    close() {
      isClosed = true;
      works.length = 0;
      settle();
    },
  };
}

/** Shows nothing. */
export const silentMeter: Meter = { advance: () => {}, end: () => {} };
