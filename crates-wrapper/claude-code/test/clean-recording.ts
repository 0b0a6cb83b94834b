import type { Line } from "@lockstep/runtime";
import type { Recorded } from "./run-session.ts";

/**
 * A session's lines without what is of this machine or of this moment: folders, ports, ids, times. Long texts and lists, such as the
 * descriptions of slash commands, are cut. What is the same within a session stays the same.
 */
export function cleanRecording({ runs, home, baseUrl }: Recorded): readonly (readonly string[])[] {
  const ids = new Map<string, string>();
  const stable = (id: string, makeId: (n: number) => string): string => {
    const known = ids.get(id) ?? makeId(ids.size + 1);
    ids.set(id, known);
    return known;
  };
  const taskIds = [...new Set(runs.flat().flatMap(({ text }) => [...text.matchAll(taskId)].map(([, id = ""]) => id)))];
  const cleanText = (text: string, limit: number): string => {
    const clean = taskIds
      .reduce(
        (before, id) =>
          before.replaceAll(
            id,
            stable(id, (n) => `task-${n}`),
          ),
        text,
      )
      .replaceAll(home, "/home/user")
      .replaceAll(home.replaceAll(/[^A-Za-z0-9]/g, "-"), "-home-user")
      .replaceAll(baseUrl.replace("http://", ""), "127.0.0.1:8080")
      .replaceAll(process.execPath, "/usr/bin/node")
      .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, (id) =>
        stable(id, (n) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`),
      )
      .replaceAll(/(cc-socks\/)\d+/g, "$11")
      .replaceAll(/(-blob-)\d+-[0-9a-z]+/g, "$11-x")
      .replaceAll(/claude-\d+\//g, "claude-0/")
      .replaceAll(/\b20\d\d-\d\d-\d\d(?:T\d\d:\d\d:\d\d(?:\.\d+)?Z)?/g, (date) =>
        date.includes("T") ? "2026-01-01T00:00:00.000Z" : "2026-01-01",
      );
    return clean.length <= limit ? clean : `${clean.slice(0, limit)}…`;
  };
  const clean = (key: string, value: unknown): unknown => {
    if (typeof value === "string") return cleanText(value, key === "description" ? 30 : 120);
    if (typeof value === "number") return /_ms$|Duration|Time$|^(?:pid|end_time)$/.test(key) ? 1 : value;
    if (Array.isArray(value)) return value.slice(0, lengthOf(key)).map((each: unknown) => clean(key, each));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, clean(name, field)]));
  };
  return runs.map((lines) => lines.map(({ text }: Line) => JSON.stringify(clean("", JSON.parse(text)))));
}

/** Tasks, and runs of tasks, have ids that nothing else tells from words. */
const taskId = /"(?:task_id|run_id|runId|agent_id|agentId|backgroundTaskId)":"([^"]+)"/g;
/** The parts of messages stay whole. */
function lengthOf(key: string): number {
  return key === "content" || key === "edits" ? Number.POSITIVE_INFINITY : 3;
}
