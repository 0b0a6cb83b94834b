import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { type Line, openLines } from "@lockstep/runtime";
import { type ClaudeEvent, parseEvent } from "../src/events/event.ts";
import type { Folders, Run, Session } from "./events-sessions/session.ts";
import { startFakeMessagesServer } from "./fake-messages-server.ts";
import { isolatedEnvironment } from "./isolated-environment.ts";

/** The lines that each run of a session printed, with the session's own folders in them. Fails when a run ends otherwise than it should. */
export async function runSession(t: TestContext, binary: string, session: Session): Promise<Recorded> {
  const home = realpathSync(mkdtempSync(join(tmpdir(), "claude-code-events-")));
  const folders: Folders = { home, cwd: join(home, "work") };
  for (const folder of [folders.cwd, join(home, ".claude"), join(home, "tmp")]) mkdirSync(folder);
  // A repository of its own: one around the temporary folder would be the project.
  execFileSync("git", ["init", "-q", folders.cwd]);
  const server = await startFakeMessagesServer((request, n) => session.answer(request, n, folders));
  t.after(async () => {
    await server.close();
    rmSync(home, { recursive: true, force: true, maxRetries: 10 });
  });
  session.prepare?.(folders);
  const env = withoutUndefined({ ...isolatedEnvironment({ home, baseUrl: server.baseUrl }), ...session.env });
  const runs: Line[][] = [];
  for (const run of session.runs ?? [{}]) runs.push(await runOnce(binary, run, folders, env, idIn(runs[0] ?? [])));
  assert.deepEqual(server.unknown, [], "Claude Code asked for what the fake server does not have");
  return { runs, home, baseUrl: server.baseUrl };
}

export interface Recorded {
  readonly runs: readonly (readonly Line[])[];
  readonly home: string;
  readonly baseUrl: string;
}

async function runOnce(
  binary: string,
  { args = [], talk, exitCode = 0 }: Run,
  { cwd }: Folders,
  env: Readonly<Record<string, string>>,
  firstId: string,
): Promise<Line[]> {
  const channel = openLines({
    file: binary,
    args: [
      "--print",
      "--output-format=stream-json",
      "--verbose",
      ...(talk === undefined ? [] : ["--input-format=stream-json"]),
      ...args.map((word) => word.replace("<first>", firstId)),
    ],
    cwd,
    env,
    ...(talk === undefined ? { stdin: "The prompt" } : {}),
    totalMs: 60_000,
  });
  if (talk === undefined) channel.end();
  // What Claude Code does not wait for, it may not read any more.
  const listener = talk?.({ line: (line) => void channel.write(line).catch(() => {}), end: () => channel.end() });
  const lines: Line[] = [];
  for await (const line of channel) {
    lines.push(line);
    listener?.(parseEvent(line));
  }
  const outcome = await channel.outcome;
  assert.deepEqual([outcome.type, outcome.exitCode], ["exited", exitCode], `${outcome.stderr}\n${lines.at(-1)?.text ?? ""}`);
  assert.ok(lines.length > 0, outcome.stderr);
  return lines;
}

function idIn(lines: readonly Line[]): string {
  const ids = lines.map((line): ClaudeEvent => parseEvent(line)).flatMap((event) => ("session_id" in event ? [event.session_id] : []));
  return ids[0] ?? "";
}

function withoutUndefined(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}
