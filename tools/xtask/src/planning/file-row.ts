import {
  actionBefore,
  type FileAction,
  type FileDecision,
  type FileOutcome,
  type FileState,
  type PlannedFile,
  quotePath,
  type Preflight,
  type WantedChange,
  withoutContent,
} from "@lockstep/plans";

/** One file of a plan in the documents of `xtask plan`. */
export interface FileRow {
  readonly path: string;
  readonly operation: PlannedFile["operation"];
  /** What became of it, or would if the plan were applied now. */
  readonly action: FileAction;
  readonly before: FileState;
  readonly after: FileState;
  readonly drift: boolean;
  readonly driftKinds: readonly string[];
  /** From the workspace root. */
  readonly backupPath: string | null;
  /** One sentence, with its full stop. */
  readonly reason: string;
}

/** How a plan is applied, as its rows have to know. */
export interface RowOptions {
  readonly isDryRun: boolean;
  /** What the transaction did to each path; `undefined` when there was none. */
  readonly outcomes?: ReadonlyMap<string, FileOutcome>;
}

/** The rows of a plan: what was decided of each file, and where a transaction ran what it did. In the order of the plan. */
export function fileRows(files: readonly WantedChange[], { decisions, isBlocked }: Preflight, options: RowOptions): readonly FileRow[] {
  const blocker = isBlocked ? decisions.find(({ type }) => type === "drifted" || type === "unsafe") : undefined;
  const byPath = new Map(decisions.map((decision) => [decision.path, decision]));
  return files.map((file) => {
    const decision = byPath.get(file.path);
    if (decision === undefined) throw new Error(`Nothing was decided of "${file.path}"`);
    const outcome = options.outcomes?.get(file.path);
    return {
      path: file.path,
      operation: file.operation,
      ...(outcome === undefined ? decided(decision, blocker, options.isDryRun) : done(outcome, decision)),
      before: withoutContent(file.before),
      after: withoutContent(file.after),
      drift: decision.drift.length > 0,
      driftKinds: decision.drift.map(({ type }) => type),
      backupPath: outcome?.backup ?? null,
    };
  });
}

type Told = Pick<FileRow, "action" | "reason">;

function decided(decision: FileDecision, blocker: FileDecision | undefined, isDryRun: boolean): Told {
  const action = actionBefore(decision, isDryRun);
  if (action === undefined) {
    // Of a plan that is applied all or nothing.
    const what = blocker?.type === "unsafe" ? "is unsafe" : "drifted";
    return {
      action: blocker?.type === "unsafe" ? "skipped-unsafe" : "skipped-drift",
      reason: `Left as it is, as ${JSON.stringify(blocker?.path)} ${what} and the plan is applied as a whole.`,
    };
  }
  return { action, reason: `${reasonOf(decision)}.` };
}

function reasonOf(decision: FileDecision): string {
  switch (decision.type) {
    case "unchanged":
      return "It is already what the plan makes of it";
    case "skip-missing":
      return `${quotePath(decision.path)}, which is to be deleted, is already gone`;
    case "drifted":
      return sentences(decision.drift);
    case "unsafe":
      return sentences(decision.refusals);
    case "ready": {
      const verb = { create: "created", modify: "replaced", delete: "deleted" }[decision.operation];
      return decision.drift.length === 0 ? `It would be ${verb}` : `It would be ${verb}, by force: ${sentences(decision.drift)}`;
    }
  }
}

function done({ action, failure }: FileOutcome, decision: FileDecision): Told {
  if (failure !== undefined) return { action, reason: withStop(failure.message) };
  const forced = decision.drift.length === 0 ? "" : `, by force: ${sentences(decision.drift)}`;
  return { action, reason: `${doneWords[action]}${forced}.` };
}

const doneWords: Readonly<Record<FileOutcome["action"], string>> = {
  applied: "It was replaced",
  created: "It was created",
  deleted: "It was deleted",
  unchanged: "It is already what the plan makes of it",
  "skipped-drift": "It was changed while the plan was applied",
  "skipped-unsafe": "It became unsafe while the plan was applied",
  "skipped-error": "It could not be written",
  "delete-error": "It could not be deleted",
  "rolled-back": "It is as before, as another file failed",
};

function sentences(items: readonly { readonly message: string }[]): string {
  return items.map(({ message }) => message).join(". ");
}

/** A sentence with its full stop. */
export function withStop(text: string): string {
  return text.endsWith(".") ? text : `${text}.`;
}
