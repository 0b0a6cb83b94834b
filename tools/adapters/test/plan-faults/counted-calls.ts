import disk from "node:fs";
import later from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { tmpdir } from "node:os";

type Call = (...words: unknown[]) => unknown;
type Calls = Record<string, Call>;

/** Calls that change the disk, of `node:fs`, of `node:fs/promises`, and of a file that the latter has opened. */
const CHANGING = {
  disk: ["chmodSync", "fchmodSync", "fsync", "ftruncateSync", "mkdirSync", "renameSync", "rmdirSync", "symlinkSync", "unlinkSync"],
  later: ["chmod", "mkdir", "rename", "rm", "rmdir", "symlink", "unlink", "utimes"],
  file: ["chmod", "sync", "truncate"],
} as const;

/**
 * Kills this process (-9) before its n-th step that changes the disk. A write counts twice: it may also be killed when half of it is
 * written. Returns what tells how many steps there were.
 */
export async function killBefore(step: number): Promise<() => number> {
  let count = 0;
  const killIfNext = (): boolean => {
    count += 1;
    if (count === step) process.kill(process.pid, "SIGKILL");
    return count === step - 1;
  };
  const wrap = (target: object, name: string, isStep: (words: readonly unknown[]) => boolean, writeHalf?: Call): void => {
    const calls = target as Calls;
    const real = calls[name];
    if (real === undefined) throw new Error(`There is no ${name}`);
    calls[name] = function counted(this: unknown, ...words: unknown[]): unknown {
      if (!isStep(words)) return Reflect.apply(real, this, words);
      const isHalf = killIfNext();
      if (writeHalf === undefined) return Reflect.apply(real, this, words);
      const half = isHalf ? Reflect.apply(writeHalf, this, words) : undefined;
      if (half instanceof Promise) return half.then(killIfNext);
      killIfNext();
      return Reflect.apply(real, this, words);
    };
  };
  const file = await later.open(tmpdir(), "r");
  const opened = Object.getPrototypeOf(file) as Calls;
  await file.close();
  const always = (): boolean => true;
  const { writeSync } = disk;
  const write = opened["write"];
  if (write === undefined) throw new Error("A file cannot be written");
  for (const name of CHANGING.disk) wrap(disk, name, always);
  for (const name of CHANGING.later) wrap(later, name, always);
  for (const name of CHANGING.file) wrap(opened, name, always);
  wrap(disk, "writeSync", always, (descriptor, bytes, offset, length, position) =>
    writeSync(Number(descriptor), bytes as Uint8Array, Number(offset), Math.floor(Number(length) / 2), Number(position)),
  );
  wrap(opened, "writeFile", always, function half(this: unknown, data) {
    const bytes = Buffer.from(data as string | Uint8Array);
    return Reflect.apply(write, this, [bytes, 0, Math.floor(bytes.length / 2), 0]);
  });
  for (const target of [disk, later]) wrap(target, target === disk ? "openSync" : "open", ([, flags = "r"]) => opensToWrite(flags));
  syncBuiltinESMExports();
  return () => count;
}

/** Whether a file is opened for writing: 1 and 2 among the flags say so. */
function opensToWrite(flags: unknown): boolean {
  return typeof flags === "number" ? (flags & 3) !== 0 : flags !== "r";
}
