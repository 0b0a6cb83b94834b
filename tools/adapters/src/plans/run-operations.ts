import { isSameState, type FileFailure, type FileOperation, type JournaledChange, type JournalEvent } from "@lockstep/plans";
import { failureOf, FileFailed } from "./file-failed.ts";
import { performOperation, type Performance } from "./perform-operation.ts";
import { observeChange } from "./roll-back.ts";

/** Copies of files wait for the disk, which takes so many together in little more time than one. */
const AT_ONCE = 64;

/** What stopped a transaction. */
export interface Stop {
  /** The first one. */
  readonly failure: FileFailure;
  /** The paths that failed at once; none when it is about no path, such as the journal. */
  readonly paths: ReadonlyMap<string, FileFailure>;
}

/** How far the operations of a transaction came. */
export interface RunOperations {
  /** The lines of the journal. */
  readonly events: readonly JournalEvent[];
  /** The paths that it went on without. */
  readonly givenUp: ReadonlyMap<string, FileFailure>;
  /** Why it has to be rolled back; absent when all is done. */
  readonly stop?: Stop;
}

/**
 * Does the operations of a transaction in their order, copies of several files at once. Never throws: the first failure stops it.
 * @param foldersOfPartial of a transaction that goes on without the paths that fail, the folders that are made for it; they go where all of
 * their paths failed
 */
export async function runOperations(
  performance: Performance,
  operations: readonly FileOperation[],
  foldersOfPartial: readonly string[] | undefined,
): Promise<RunOperations> {
  const events: JournalEvent[] = [];
  const givenUp = new Map<string, FileFailure>();
  const unmade = new Map<string, FileFailure>();
  try {
    for (const batch of batches(operations)) {
      if (batch[0]?.type === "sync-folder" && givenUp.size > 0) {
        for (const path of foldersOfPartial?.toReversed() ?? []) await performOperation(performance, { type: "remove-folder", path });
      }
      const failed = await performBatch(batch, foldersOfPartial === undefined, async (operation) => {
        if (isOfGivenUp(operation, givenUp)) return;
        if (operation.type === "prepare") assertFolderMade(operation.change, unmade);
        await performOperation(performance, operation);
        if (operation.type === "journal") events.push(operation.event);
      });
      for (const { operation, failure } of failed) {
        if (operation.type === "make-folder" && foldersOfPartial !== undefined) {
          unmade.set(operation.path, failure);
          continue;
        }
        const change = "change" in operation ? operation.change : undefined;
        if (foldersOfPartial === undefined || change === undefined) return { events, givenUp, stop: { failure, paths: pathsOf(failed) } };
        givenUp.set(change.path, failure);
        await giveUp(performance, change, failure, events);
      }
    }
    return { events, givenUp };
  } catch (error) {
    return { events, givenUp, stop: { failure: failureOf("change", "the files", error), paths: new Map() } };
  }
}

interface Failed {
  readonly operation: FileOperation;
  readonly failure: FileFailure;
}

/** Brings one path back to what it was, and notes that the transaction goes on without it. */
async function giveUp(performance: Performance, change: JournaledChange, failure: FileFailure, events: JournalEvent[]): Promise<void> {
  await performOperation(performance, { type: "discard", change });
  if (events.some(({ type }) => type === "prepared")) {
    const now = observeChange(performance.root, change, []);
    if (now !== undefined && isSameState(now, change.after)) await performOperation(performance, { type: "restore", change });
  }
  const event: JournalEvent = { type: "given-up", path: change.path, reason: failure.message };
  await performOperation(performance, { type: "journal", event });
  events.push(event);
}

/**
 * Does the operations of a batch; none goes on when this returns.
 * @param isOver whether none is begun any more after the first that fails
 */
async function performBatch(
  batch: readonly FileOperation[],
  isOver: boolean,
  perform: (operation: FileOperation) => Promise<void>,
): Promise<readonly Failed[]> {
  const failed: Failed[] = [];
  for (let from = 0; from < batch.length; from += AT_ONCE) {
    if (isOver && failed.length > 0) break;
    const ends = await Promise.all(
      batch.slice(from, from + AT_ONCE).map(async (operation) => {
        try {
          await perform(operation);
          return [];
        } catch (error) {
          return [{ operation, failure: failureOf(verbOf(operation), pathOf(operation) ?? "the journal", error) }];
        }
      }),
    );
    failed.push(...ends.flat());
  }
  return failed;
}

/** Neighbours that may be done in any order; every other operation alone. */
function batches(operations: readonly FileOperation[]): readonly (readonly FileOperation[])[] {
  const found: FileOperation[][] = [];
  for (const operation of operations) {
    const last = found.at(-1);
    const isCopy = operation.type === "back-up" || operation.type === "prepare" || operation.type === "sync-folder";
    if (isCopy && last?.[0]?.type === operation.type) last.push(operation);
    else found.push([operation]);
  }
  return found;
}

function isOfGivenUp(operation: FileOperation, givenUp: ReadonlyMap<string, FileFailure>): boolean {
  if ("change" in operation) return givenUp.has(operation.change.path);
  return operation.type === "journal" && "path" in operation.event && givenUp.has(operation.event.path);
}

function assertFolderMade({ folder }: JournaledChange, unmade: ReadonlyMap<string, FileFailure>): void {
  for (const [path, failure] of unmade) if (folder === path || folder.startsWith(`${path}/`)) throw new FileFailed(failure);
}

function pathsOf(failed: readonly Failed[]): ReadonlyMap<string, FileFailure> {
  return new Map(failed.flatMap(({ operation, failure }) => ("change" in operation ? [[operation.change.path, failure] as const] : [])));
}

function pathOf(operation: FileOperation): string | undefined {
  if ("change" in operation) return operation.change.path;
  return "path" in operation ? operation.path : undefined;
}

function verbOf({ type }: FileOperation): string {
  return type === "back-up" ? "back up" : type === "remove" ? "delete" : "write";
}
