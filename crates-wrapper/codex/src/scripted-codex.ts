import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { type Codex, type CodexOptions, openCodex } from "./client.ts";
import { CodexError, type CodexErrorCode } from "./codex-error.ts";
import type { CodexEvent } from "./events/event.ts";

/** Clients of scripts that play codex, and what became of their calls; for tests only. */

/** A client, and the folder of its own in which its processes run. */
export type ScriptedCodex = Codex & { readonly cwd: string };

/**
 * A codex that is a Node script in a temporary folder. In the script, `fs` is there, `file` is the path for the last message,
 * `say(event)` prints one event, `stdin()` reads the prompt. The client believes it to be 0.169.0 unless `options` say otherwise.
 */
export async function scripted(t: TestContext, script: string, options: Partial<CodexOptions> = {}): Promise<ScriptedCodex> {
  const cwd = realpathSync(mkdtempSync(join(tmpdir(), "scripted-codex-")));
  t.after(() => rmSync(cwd, { recursive: true, force: true }));
  const binary = join(cwd, "codex");
  writeFileSync(binary, `#!${process.execPath}\n${preface}\n${script}\n`, { mode: 0o755 });
  return { ...(await openCodex({ binary, cwd, version: "0.169.0", timeouts: { totalMs: 30_000 }, ...options })), cwd };
}

const preface = `
const fs = require("node:fs");
const file = process.argv.find((arg) => arg.startsWith("--output-last-message="))?.slice(22);
const say = (event) => console.log(JSON.stringify(event));
const stdin = () => fs.readFileSync(0, "utf8");`;

/** A script that never ends by itself. */
export const hang = `say({ type: "thread.started", thread_id: "t1" }); setInterval(() => {}, 1000);`;

/** Lets this process's temporary files go to a folder until the test ends. */
export function useTemporaryFolder(t: TestContext, folder: string): void {
  const before = process.env["TMPDIR"];
  process.env["TMPDIR"] = folder;
  t.after(() => {
    if (before === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = before;
  });
}

/** A new temporary folder for this test's temporary files; asserts at its end that no run has left one of its own. */
export function watchTemporaryFolder(t: TestContext): void {
  const folder = mkdtempSync(join(tmpdir(), "codex-runs-"));
  useTemporaryFolder(t, folder);
  t.after(() => {
    const left = readdirSync(folder).filter((name) => name.startsWith("lockstep-codex-"));
    rmSync(folder, { recursive: true, force: true });
    assert.deepEqual(left, []);
  });
}

export async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
}

export async function typesOf(events: AsyncIterable<CodexEvent>): Promise<string[]> {
  return (await all(events)).map(({ type }) => type);
}

export async function assertFails(call: Promise<unknown>, code: CodexErrorCode): Promise<CodexError> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof CodexError, `Wanted a CodexError, got ${String(error)}`);
  assert.equal(error.code, code, error.message);
  return error;
}
