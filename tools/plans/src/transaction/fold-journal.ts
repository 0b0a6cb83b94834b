import { InputError, unreachable } from "@lockstep/kernel";
import type { BegunEvent, JournalEvent } from "../journal.ts";
import { isProtectedPlace } from "../paths/lexical.ts";
import { backupOf, folderOf, inFolder, nameOf, temporaryOf } from "./places.ts";
import type { ChangeProgress, TransactionState } from "./transaction-state.ts";

/**
 * How far the transaction of a journal is; `undefined` when it has no line yet, and so has done nothing. Throws `InputError`
 * `JOURNAL_CORRUPT` for events that no transaction writes: what a journal names is replaced and removed, so it takes no orders from others.
 */
export function foldJournal(events: readonly JournalEvent[]): TransactionState | undefined {
  const [begun, ...rest] = events;
  if (begun === undefined) return undefined;
  if (begun.type !== "begun") throw corrupt(`it starts with "${begun.type}", wanted "begun"`);
  assertOwn(begun);
  const steps = new Map(begun.changes.map((change): [string, ChangeProgress] => [change.path, { change, step: "waiting" }]));
  const state = rest.reduce<TransactionState>((former, event) => after(former, event, steps), {
    begun,
    end: "open",
    isBackedUp: false,
    isPrepared: false,
    progress: [],
    left: [],
  });
  return { ...state, progress: [...steps.values()] };
}

function after(state: TransactionState, event: JournalEvent, steps: Map<string, ChangeProgress>): TransactionState {
  if (state.end !== "open") throw corrupt(`"${event.type}" follows the end`);
  switch (event.type) {
    case "begun":
      throw corrupt("it begins twice");
    case "backed-up":
      return { ...state, isBackedUp: true };
    case "prepared":
      return { ...state, isPrepared: true };
    case "changing":
    case "changed":
    case "given-up": {
      const former = steps.get(event.path);
      if (former === undefined) throw corrupt(`"${event.type}" names "${event.path}", which is none of its paths`);
      const reason = event.type === "given-up" ? { reason: event.reason } : {};
      steps.set(event.path, { change: former.change, step: event.type, ...reason });
      return state;
    }
    case "rolling-back":
      return { ...state, reason: event.reason };
    case "committed":
      return { ...state, end: "committed", endedAt: event.at };
    case "rolled-back":
      return { ...state, end: "rolled-back", endedAt: event.at, left: event.left };
    default:
      return unreachable(event);
  }
}

/** Every place must be one that `beginTransaction` gives, and none that no plan may change. */
function assertOwn({ transactionId, changes, folders, emptied }: BegunEvent): void {
  for (const [index, { path, folder, temporary, backup, before }] of changes.entries()) {
    const isOwn =
      temporary === temporaryOf(transactionId, index, folder) && backup === (before.type === "file" ? backupOf(path) : undefined);
    if (!isOwn) throw corrupt(`it names other files for "${path}" than a transaction does`);
    if (isProtectedPlace(inFolder(folder, nameOf(path))) || isProtectedPlace(path)) throw corrupt(`no plan may change "${path}"`);
  }
  const odd = [...folders, ...emptied.map(({ path }) => path)].find((path) => isProtectedPlace(path));
  if (odd !== undefined) throw corrupt(`no plan may change "${odd}"`);
  if (new Set(changes.map((change) => inFolder(change.folder, nameOf(change.path)))).size < changes.length) {
    throw corrupt("it changes one file twice");
  }
  const made = folders.find((path) => !changes.some(({ folder }) => folder === path || folder.startsWith(`${path}/`)));
  if (made !== undefined) throw corrupt(`it makes "${made}" for none of its paths, in "${folderOf(made)}"`);
}

function corrupt(reason: string): InputError {
  return new InputError("JOURNAL_CORRUPT", `It is no journal of a transaction: ${reason}`, {
    hint: "Look at the files that it names, then move its folder away",
  });
}
