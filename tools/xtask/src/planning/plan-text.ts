import type { FileState } from "@lockstep/plans";
import { wrapText } from "../text-columns.ts";
import { fileActionWords } from "./action-words.ts";
import type { FileRow } from "./file-row.ts";
import type { PlanState } from "./plan-document.ts";

/** The head of a plan: its id, its goal, its state. */
export function renderHead({ id, goal }: { readonly id: string; readonly goal?: string }, state: PlanState): string {
  return wrapText("", `Plan ${id} (${state}): ${goal === undefined ? "removed" : shownText(goal)}`);
}

/** A row for each file, with what is planned or what became of it, and below it why where that needs a reason. */
export function renderRows(rows: readonly FileRow[]): string {
  const labels = rows.map((row) => (row.action.startsWith("dry-run") ? row.operation : row.action));
  const width = Math.max(0, ...labels.map(({ length }) => length));
  return rows
    .map((row, index) => {
      const line = `  ${(labels[index] ?? "").padEnd(width)}  ${shownText(row.path)}  ${sizes(row)}`.trimEnd();
      return needsReason(row) ? `${line}\n${wrapText(" ".repeat(width + 4), row.reason)}` : line;
    })
    .join("\n");
}

/** How many files there are, how many have each action, and how many drifted. */
export function renderSummary(rows: readonly FileRow[]): string {
  const counts = Map.groupBy(rows, ({ action, operation }) => (action.startsWith("dry-run") ? `to ${operation}` : fileActionWords[action]));
  const drifted = rows.filter(({ drift }) => drift).length;
  const parts = [
    ...[...counts].map(([words, some]) => `${String(some.length)} ${words}`),
    ...(drifted === 0 ? [] : [`${String(drifted)} drifted`]),
  ];
  return `${counted(rows.length, "file")}${parts.length === 0 ? "" : `: ${parts.join(", ")}`}`;
}

/** A number with its noun. */
export function counted(count: number, noun: string): string {
  return `${String(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** A text on one line, as it is safe to print: with control characters it is quoted. */
export function shownText(text: string): string {
  return /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text) ? JSON.stringify(text).replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, escaped) : text;
}

function escaped(character: string): string {
  return String.raw`\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

function needsReason({ action, drift }: FileRow): boolean {
  return drift || action.startsWith("skip") || action === "delete-error" || action === "rolled-back";
}

function sizes({ before, after }: FileRow): string {
  if (before.type === "file" && after.type === "file") {
    const bytes = before.sizeBytes === after.sizeBytes ? bytesOf(after) : `${String(before.sizeBytes)} -> ${bytesOf(after)}`;
    return before.mode === after.mode ? bytes : `${bytes}, mode ${before.mode} -> ${after.mode}`;
  }
  if (after.type === "file") return `${bytesOf(after)}, mode ${after.mode}`;
  if (before.type === "file") return bytesOf(before);
  const link = [after, before].find((state): state is Extract<FileState, { readonly type: "link" }> => state.type === "link");
  return link === undefined ? "" : `a link to ${shownText(link.target)}`;
}

function bytesOf({ sizeBytes }: Extract<FileState, { readonly type: "file" }>): string {
  return counted(sizeBytes, "byte");
}
