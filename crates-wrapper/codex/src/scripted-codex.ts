import type { TestContext } from "node:test";
import * as testing from "@lockstep/wrapper/testing";
import { type Codex, type CodexOptions, openCodex } from "./client.ts";
import { CodexError, type CodexErrorCode } from "./codex-error.ts";
import type { CodexEvent } from "./events/event.ts";

/** Clients of scripts that play codex, and what became of their calls; for tests only. */

export { all, type Printed, printing, useTemporaryFolder } from "@lockstep/wrapper/testing";

/** A client, and the folder of its own in which its processes run. */
export type ScriptedCodex = Codex & { readonly cwd: string };

/**
 * A codex that is a Node script in a temporary folder. In the script, `fs` is there, `file` is the path for the last message,
 * `say(event)` prints one event, `stdin()` reads the prompt. The client believes it to be 0.169.0 unless `options` say otherwise.
 */
export async function scripted(t: TestContext, script: string, options: Partial<CodexOptions> = {}): Promise<ScriptedCodex> {
  const { binary, folder: cwd } = testing.scriptedProgram(t, "codex", `${preface}\n${script}`);
  return { ...(await openCodex({ binary, cwd, version: "0.169.0", timeouts: { totalMs: 30_000 }, ...options })), cwd };
}

const preface = `
const fs = require("node:fs");
const file = process.argv.find((arg) => arg.startsWith("--output-last-message="))?.slice(22);
const say = (event) => console.log(JSON.stringify(event));`;

/** A script that never ends by itself. */
export const hang = `say({ type: "thread.started", thread_id: "t1" }); setInterval(() => {}, 1000);`;

/** A new temporary folder for this test's temporary files; asserts at its end that no run has left one of its own. */
export function watchTemporaryFolder(t: TestContext): void {
  testing.watchTemporaryFolder(t, CodexError);
}

export async function typesOf(events: AsyncIterable<CodexEvent>): Promise<string[]> {
  return (await testing.all(events)).map(({ type }) => type);
}

export async function assertFails(call: Promise<unknown>, code: CodexErrorCode): Promise<CodexError> {
  return testing.assertFails(call, CodexError, code);
}
