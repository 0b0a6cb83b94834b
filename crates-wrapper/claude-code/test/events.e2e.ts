import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, test } from "node:test";
import { countEvents, noEvents } from "../src/events/counts.ts";
import { type ClaudeEvent, parseEvent } from "../src/events/event.ts";
import { cleanRecording } from "./clean-recording.ts";
import { claudeBinaries, versionOf } from "./claude-binaries.ts";
import { sessions } from "./events-sessions.ts";
import type { Session } from "./events-sessions/session.ts";
import { runSession } from "./run-session.ts";

// Runs scripted sessions on each real Claude Code, offline. UPDATE_GOLDEN=1 makes fixtures of what was printed.
const recording = process.env["UPDATE_GOLDEN"] === "1";
assert.ok(!recording || process.env["CI"] === undefined, "Fixtures are not recorded under CI");
const fixtures = resolve(import.meta.dirname, "../src/events/fixtures");

for (const binary of claudeBinaries()) {
  const version = await versionOf(binary);
  describe(binary, { concurrency: 2 }, () => {
    for (const session of sessions) {
      test(`parseEvent() knows every line of the session "${session.name}"`, async (t) => {
        const recorded = await runSession(t, binary, session);
        const events = recorded.runs.flat().map((line) => parseEvent(line));
        assert.deepEqual(events.flatMap(unknownsOf), []);
        assert.ok(events.some(({ type }) => type === "result" || type === "control_response"));
        if (recording) save(version, session, cleanRecording(recorded));
      });
    }
  });
}

/** What is not known of an event, to be shown. */
function unknownsOf(event: ClaudeEvent): readonly unknown[] {
  const { unknownEvents, unknownParts, malformedLines } = countEvents(noEvents, event);
  return unknownEvents + unknownParts + malformedLines === 0 ? [] : [event];
}

/** Writes one file per run. */
function save(version: string, { name }: Session, runs: readonly (readonly string[])[]): void {
  mkdirSync(join(fixtures, version), { recursive: true });
  for (const [index, lines] of runs.entries()) {
    const file = join(fixtures, version, `${name}${runs.length === 1 ? "" : `.${index + 1}`}.jsonl`);
    writeFileSync(file, lines.map((line) => `${line}\n`).join(""));
  }
}
