import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import type { TestContext } from "node:test";
import { assertNoProcess, killAll } from "@lockstep/wrapper/testing";
import { type ClaudeCode, ClaudeCodeError, type ClaudeCodeOptions, openClaudeCode, type Timeouts } from "../src/index.ts";
import type { Answer } from "./fake-messages-answer.ts";
import { type FakeMessagesServer, type MessagesRequest, startFakeMessagesServer } from "./fake-messages-server.ts";
import { isolatedEnvironment } from "./isolated-environment.ts";

/** A real Claude Code with folders of its own and a fake Messages API on loopback: the set-up of the end-to-end tests. */
export interface Bench {
  readonly claude: ClaudeCode;
  readonly options: ClaudeCodeOptions;
  /** HOME of Claude Code; all other folders stand in it. */
  readonly home: string;
  readonly cwd: string;
  readonly server: FakeMessagesServer;
  /** Stands in the environment of Claude Code and of all that it starts. */
  readonly mark: string;
}

/** What a bench has in particular. */
export interface BenchOptions {
  readonly timeouts?: Timeouts;
  readonly env?: Readonly<Record<string, string>>;
}

const cache = resolve(import.meta.dirname, "../../../.cache");
let benches = 0;

/** @param answer plays the model; it sees the turns of all runs of the bench with their number, which counts from 1 */
export async function setUp(
  t: TestContext,
  binary: string,
  answer: (request: MessagesRequest, n: number) => Answer,
  { timeouts = { totalMs: 120_000 }, env: more = {} }: BenchOptions = {},
): Promise<Bench> {
  const server = await startFakeMessagesServer(answer);
  mkdirSync(cache, { recursive: true });
  const home = mkdtempSync(join(cache, "claude-e2e-"));
  const [cwd, configDir, temp] = [join(home, "work"), join(home, ".claude"), join(home, "tmp")] as const;
  for (const folder of [cwd, configDir, temp]) mkdirSync(folder);
  const mark = `claude-bench-${process.pid}-${++benches}-`;
  t.after(async () => {
    killAll(mark);
    await assertNoProcess(mark);
    await server.close();
    rmSync(home, { recursive: true, force: true, maxRetries: 10 });
  });
  const env = {
    ...isolatedEnvironment({ home, baseUrl: server.baseUrl }),
    CLAUDE_CODE_MAX_RETRIES: "0",
    BENCH_MARK: mark,
    ...more,
  };
  const options = { binary, cwd, configDir, env, timeouts };
  return { claude: await openClaudeCode(options), options, home, cwd, server, mark };
}

/** The error that a call rejects with. */
export async function failureOf(call: Promise<unknown>): Promise<ClaudeCodeError> {
  const error = await call.then(
    () => assert.fail("It did not fail"),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof ClaudeCodeError, String(error));
  return error;
}
