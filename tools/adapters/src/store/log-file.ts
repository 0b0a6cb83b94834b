import { closeSync, constants, fstatSync, ftruncateSync, openSync, readSync } from "node:fs";
import { syncFile, writeAt } from "./synced-file.ts";

/** A file to which lines are added, for one writer at a time. Its calls throw what the system throws. */
export interface LogFile {
  /**
   * Adds a line, which has to end in a line end. After a failure the file is as before.
   * @param isDurable whether it is on disk when this returns; else it outlives this process, but maybe not a power cut
   */
  append(line: string, isDurable: boolean): Promise<void>;
  close(): void;
}

/** Makes a log that must not exist yet. */
export function createLog(path: string): LogFile {
  return logOf(openSync(path, "wx", 0o600), 0);
}

/** Opens a log, and cuts off what a killed process wrote of a line, so that the next line is whole. */
export function openLog(path: string): LogFile {
  const file = openSync(path, constants.O_RDWR | constants.O_NOFOLLOW);
  try {
    const whole = wholeLinesLength(file);
    if (fstatSync(file).size > whole) ftruncateSync(file, whole);
    return logOf(file, whole);
  } catch (error) {
    closeSync(file);
    throw error;
  }
}

/** Bytes up to the last line end. */
function wholeLinesLength(file: number): number {
  const buffer = Buffer.alloc(65_536);
  for (let end = fstatSync(file).size; end > 0;) {
    const start = Math.max(end - buffer.length, 0);
    const at = buffer.subarray(0, readSync(file, buffer, 0, end - start, start)).lastIndexOf("\n");
    if (at !== -1) return start + at + 1;
    end = start;
  }
  return 0;
}

function logOf(file: number, length: number): LogFile {
  let whole = length;
  let isTorn = false;
  const cutOff = (): void => {
    if (isTorn) ftruncateSync(file, whole);
    isTorn = false;
  };
  return {
    async append(line, isDurable) {
      const bytes = Buffer.from(line);
      cutOff();
      try {
        writeAt(file, bytes, whole);
        if (isDurable) await syncFile(file);
      } catch (error) {
        isTorn = true;
        try {
          cutOff();
        } catch {
          // It is tried again before the next line, which may be shorter than what was written of this one.
        }
        throw error;
      }
      whole += bytes.length;
    },
    close: () => closeSync(file),
  };
}
