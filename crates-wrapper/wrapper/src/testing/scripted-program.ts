import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import type { WrapperErrorClass } from "../wrapper-error.ts";

/**
 * A Node script that plays a program: an executable file named `name` in a temporary folder of its own, which goes when the test ends.
 * The paths of both are real ones. In the script, `stdin()` reads all of standard input.
 */
export function scriptedProgram(t: TestContext, name: string, script: string): { readonly binary: string; readonly folder: string } {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), `scripted-${name}-`)));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const binary = join(folder, name);
  writeFileSync(binary, `#!${process.execPath}\n${readStdin}\n${script}\n`, { mode: 0o755 });
  return { binary, folder };
}

/** Node's own way to read it at once fails (`EAGAIN`) where the writer is slower and does not block. */
const readStdin = `globalThis.stdin = () => {
  const { readSync } = require("node:fs");
  const parts = [];
  for (const part = Buffer.alloc(65536);;) {
    try {
      const size = readSync(0, part);
      if (size === 0) return Buffer.concat(parts).toString("utf8");
      parts.push(Buffer.from(part.subarray(0, size)));
    } catch (error) {
      if (error.code !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
};`;

/** Lets this process's temporary files go to a folder until the test ends. */
export function useTemporaryFolder(t: TestContext, folder: string): void {
  const before = process.env["TMPDIR"];
  process.env["TMPDIR"] = folder;
  t.after(() => {
    if (before === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = before;
  });
}

/** A new temporary folder for this test's temporary files; asserts at its end that no run of the wrapper has left one of its own. */
export function watchTemporaryFolder(t: TestContext, { program }: Pick<WrapperErrorClass, "program">): void {
  const folder = mkdtempSync(join(tmpdir(), `${program.command}-runs-`));
  useTemporaryFolder(t, folder);
  t.after(() => {
    const left = readdirSync(folder).filter((name) => name.startsWith(`lockstep-${program.command}-`));
    rmSync(folder, { recursive: true, force: true });
    assert.deepEqual(left, []);
  });
}

/** All that a loop gives. */
export async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
}

/** The error that a call rejects with; asserts that it is one of the class, and has the code. */
export async function assertFails<Failed extends Error & { readonly code: string }>(
  call: Promise<unknown>,
  errorClass: { readonly prototype: Failed },
  code: Failed["code"],
): Promise<Failed> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(isOf(error, errorClass), `Wanted an error of the wrapper, got ${String(error)}`);
  assert.equal(error.code, code, error.message);
  return error;
}

function isOf<Failed>(error: unknown, { prototype }: { readonly prototype: Failed }): error is Failed {
  return Object.prototype.isPrototypeOf.call(prototype as object, error as object);
}
