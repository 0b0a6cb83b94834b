import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, type TestContext, test } from "node:test";
import { type Line, streamLines } from "@lockstep/runtime";
import { countEvents, noEvents } from "../src/events/counts.ts";
import { parseEvent } from "../src/events/event.ts";
import { codexBinaries, versionOf } from "./events-binaries.ts";
import { startModel } from "./events-model.ts";
import { sessions } from "./events-sessions.ts";
import type { Session } from "./events-sessions/session.ts";

// Runs scripted sessions on each real codex, offline. UPDATE_GOLDEN=1 makes fixtures of what was printed.
const recording = process.env["UPDATE_GOLDEN"] === "1";
assert.ok(!recording || process.env["CI"] === undefined, "Fixtures are not recorded under CI");
const fixtures = resolve(import.meta.dirname, "../src/events/fixtures");
// Codex warns about a home in the temporary folder.
const cache = resolve(import.meta.dirname, "../../../.cache");

for (const binary of codexBinaries()) {
  describe(binary, { concurrency: 4 }, () => {
    for (const session of sessions) {
      test(`parseEvent() knows every line of the session "${session.name}"`, async (t) => {
        const runs = await record(t, binary, session);
        const lines = runs.flat();
        const events = lines.map((line) => parseEvent(line));
        const { unknownEvents, unknownItems, malformedLines } = events.reduce(countEvents, noEvents);
        assert.deepEqual({ unknownEvents, unknownItems, malformedLines }, { unknownEvents: 0, unknownItems: 0, malformedLines: 0 });
        assert.equal(events[0]?.type, "thread.started");
        if (recording) save(await versionOf(binary), session, runs);
      });
    }
  });
}

/** The lines of each run of a session. */
async function record(t: TestContext, binary: string, session: Session): Promise<readonly (readonly Line[])[]> {
  const model = await startModel(session);
  mkdirSync(cache, { recursive: true });
  const home = mkdtempSync(join(cache, "codex-events-"));
  const [cwd, codexHome, temp] = [join(home, "work"), join(home, ".codex"), join(home, "tmp")] as const;
  for (const folder of [cwd, codexHome, temp]) mkdirSync(folder);
  t.after(async () => {
    await model.close();
    rmSync(home, { recursive: true, force: true, maxRetries: 10 });
  });
  execFileSync("git", ["init", "-q", cwd]);
  session.prepare?.({ cwd, codexHome });
  const provider = { name: "Fake", base_url: model.baseUrl, wire_api: "responses", env_key: "FAKE_MODEL_KEY", request_max_retries: 0 };
  const config = [
    'model_provider="fake"',
    ...Object.entries({ ...provider, stream_max_retries: session.streamRetries ?? 0 }).map(
      ([key, value]) => `model_providers.fake.${key}=${JSON.stringify(value)}`,
    ),
    ...(session.config ?? []),
  ];
  const limits = session.sandbox === undefined ? ["--dangerously-bypass-approvals-and-sandbox"] : [`--sandbox=${session.sandbox}`];
  const runs: Line[][] = [];
  for (const words of session.runs ?? [[]]) {
    const options = ["--json", `--model=${session.model ?? "fake-model"}`, ...limits, ...config.map((each) => `--config=${each}`)];
    const stream = streamLines({
      file: binary,
      args: ["exec", ...options, ...words, "-"],
      cwd,
      env: { PATH: process.env["PATH"] ?? "", HOME: home, CODEX_HOME: codexHome, TMPDIR: temp, TZ: "UTC", FAKE_MODEL_KEY: "fake-key" },
      stdin: `Run ${runs.length + 1}`,
      totalMs: 60_000,
    });
    const lines: Line[] = [];
    for await (const line of stream) lines.push({ ...line, text: line.text.replaceAll(home, "/home/user") });
    const outcome = await stream.outcome;
    assert.equal(outcome.type, "exited", outcome.stderr);
    assert.ok(lines.length > 0, outcome.stderr);
    runs.push(lines);
  }
  return runs;
}

/** Writes one file per run, with ids that are the same each time. */
function save(version: string, { name }: Session, runs: readonly (readonly Line[])[]): void {
  const ids = new Map<string, string>();
  const stable = (text: string): string =>
    text.replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f-]{21}/g, (id) => {
      if (!ids.has(id)) ids.set(id, `00000000-0000-7000-8000-${String(ids.size + 1).padStart(12, "0")}`);
      return ids.get(id) ?? id;
    });
  mkdirSync(join(fixtures, version), { recursive: true });
  for (const [index, lines] of runs.entries()) {
    const file = join(fixtures, version, `${name}${runs.length === 1 ? "" : `.${index + 1}`}.jsonl`);
    writeFileSync(file, lines.map(({ text }) => `${stable(text)}\n`).join(""));
  }
}
