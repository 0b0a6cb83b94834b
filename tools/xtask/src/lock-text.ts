import type { LockCheck, LockFinding } from "./acquisition/check-lock.ts";
import type { PinRow } from "./acquisition/pin-all.ts";

const states: Readonly<Record<PinRow["state"], string>> = {
  added: "added",
  present: "pinned already",
  unpublished: "not published",
  failed: "failed",
};

/** What became of each target, one line each, with the digest that the lock pins. */
export function renderPins(path: string, rows: readonly PinRow[], changes: readonly string[]): string {
  const width = (texts: readonly string[]): number => Math.max(0, ...texts.map((text) => text.length));
  const versionWidth = width(rows.map(({ version }) => version));
  const targetWidth = width(rows.map(({ target }) => target));
  const stateWidth = width(rows.map(({ state }) => states[state]));
  const lines = rows.map(({ version, target, state, from, artifact }) => {
    const words = [version.padEnd(versionWidth), target.padEnd(targetWidth), states[state].padEnd(stateWidth)];
    return `  ${[...words, artifact === null ? (from ?? "") : `sha256 ${artifact.sha256}`].join("  ").trimEnd()}`;
  });
  const added = rows.filter(({ state }) => state === "added").length;
  return [
    `${path}: ${count(added, "pin")} added, ${String(rows.length - added)} as before`,
    ...lines,
    ...changes.map((change) => `  ${change}`),
  ].join("\n");
}

/** What a check found, one line each, and what it looked at. */
export function renderLockCheck(
  path: string,
  findings: readonly LockFinding[],
  { pins, kept, asked }: Pick<LockCheck, "pins" | "kept" | "asked">,
  isOffline: boolean,
): string {
  const lines = findings.map(({ code, message }) => `${code}: ${message}`);
  const sources = isOffline ? "no source asked" : `${count(asked, "source")} asked`;
  return [
    ...lines,
    `${path}: ${count(findings.length, "finding")} in ${count(pins, "pin")} (${String(kept)} in the cache, ${sources})`,
    ...(kept < pins ? [`The SHA-256 of what is not in the cache is compared when it is fetched: xtask acquire`] : []),
  ].join("\n");
}

function count(number: number, noun: string): string {
  return `${number === 0 ? "no" : String(number)} ${noun}${number === 1 ? "" : "s"}`;
}
