import type { PlannedFile } from "../change-plan.ts";
import { isSameState, withoutContent } from "../content/state.ts";
import type { FileAction, FileChange } from "../file-change.ts";
import type { WrittenState } from "../file-state.ts";
import { foldPath } from "../paths/fold-path.ts";
import { refusePath } from "../paths/lexical.ts";
import { realPlaces, refuseObserved } from "../paths/observed.ts";
import { quotePath, type Refusal, type RefusalType } from "../paths/refusal.ts";
import { refuseTogether } from "../paths/together.ts";
import type { Observation } from "../ports.ts";
import { findDrift, type Drift, type DriftSince } from "./drift.ts";

/** What may be done to one file of a plan. `drift` is listed whatever is decided. */
export type FileDecision = {
  readonly path: string;
  readonly operation: PlannedFile["operation"];
  readonly drift: readonly Drift[];
} & (
  | { readonly type: "ready"; readonly change: FileChange }
  /** It has the planned state already. */
  | { readonly type: "unchanged" }
  /** It is to be deleted and already gone. */
  | { readonly type: "skip-missing" }
  /** It is not what it was when it was staged, and nobody forces it. */
  | { readonly type: "drifted" }
  /** No option makes it possible. */
  | { readonly type: "unsafe"; readonly refusals: readonly Refusal[] }
);

/** How a plan is applied. */
export interface ApplyOptions {
  /** Overrides drift: of all files, or of these paths. Never what is unsafe. */
  readonly force?: "all" | readonly string[];
  /** Go on without the files that drifted or are unsafe. */
  readonly partial?: boolean;
  /** Decide, and touch nothing. */
  readonly dryRun?: boolean;
  /** What drift is told from: the staging of a plan, or the transaction that is undone. */
  readonly since?: DriftSince;
  /** What this plan itself left at its paths when it was applied (`appliedStates`): finding that there is no drift. */
  readonly own?: ReadonlyMap<string, WrittenState>;
}

/** A change of one path that is wanted: a plan's, or what takes back that of a transaction. */
export interface WantedChange extends FileChange {
  readonly operation: PlannedFile["operation"];
  /** The real place of what is taken back, from the workspace root: a folder link that leads elsewhere by now would hit another file. */
  readonly place?: string;
}

/** What may be done to all files of a plan. */
export interface Preflight {
  /** One for each file, in the order of the plan. */
  readonly decisions: readonly FileDecision[];
  /** Of the files that are ready. */
  readonly changes: readonly FileChange[];
  /** Whether a file that drifted or is unsafe stops the others. */
  readonly isBlocked: boolean;
  /** Whether a transaction with `changes` may begin: nothing blocks, it is no dry run, and there is something to change. */
  readonly mayBegin: boolean;
}

/**
 * Decides for every file of a plan before anything is touched. A file that is missing in `observations` is a mistake of the caller and
 * throws.
 */
export function preflight(
  plan: { readonly files: readonly WantedChange[] },
  observations: ReadonlyMap<string, Observation>,
  options: ApplyOptions = {},
): Preflight {
  const { force = [], partial = false, dryRun = false, since = "staged", own = NOTHING_OWN } = options;
  const together = Map.groupBy(
    [...refuseTogether(plan.files.map(({ path }) => path)), ...refuseSamePlace(plan.files, observations)],
    ({ path }) => path,
  );
  const decisions = plan.files.map((file) => {
    const observation = observations.get(file.path);
    if (observation === undefined) throw new Error(`No observation of ${quotePath(file.path)}`);
    const isForced = force === "all" || force.includes(file.path);
    return decide(file, observation, { together: together.get(file.path) ?? [], isForced, since, own: own.get(file.path) });
  });
  const changes = decisions.flatMap((decision) => (decision.type === "ready" ? [decision.change] : []));
  const isBlocked = !partial && decisions.some(({ type }) => type === "drifted" || type === "unsafe");
  return { decisions, changes, isBlocked, mayBegin: !isBlocked && !dryRun && changes.length > 0 };
}

/** The action of a file that is decided without a transaction; `undefined` when it depends on how the transaction ends. */
export function actionBefore(decision: FileDecision, dryRun: boolean): FileAction | undefined {
  switch (decision.type) {
    case "unchanged":
      return "unchanged";
    case "skip-missing":
      return "skip-missing";
    case "drifted":
      return "skipped-drift";
    case "unsafe":
      return "skipped-unsafe";
    case "ready":
      if (!dryRun) return undefined;
      return decision.operation === "delete" ? "dry-run-delete" : "dry-run";
  }
}

/** The action of a file whose change was committed. */
export function actionAfter({ before, after }: FileChange): Extract<FileAction, "applied" | "created" | "deleted"> {
  if (after.type === "absent") return "deleted";
  return before.type === "absent" ? "created" : "applied";
}

const NOTHING_OWN: ReadonlyMap<string, WrittenState> = new Map();

/** What is decided by besides the file and what stands there. */
interface DecisionFacts {
  readonly together: readonly Refusal[];
  readonly isForced: boolean;
  readonly since: DriftSince;
  readonly own: WrittenState | undefined;
}

function decide(file: WantedChange, observation: Observation, { together, isForced, since, own }: DecisionFacts): FileDecision {
  const { path, operation } = file;
  const { state } = observation;
  const before = withoutContent(file.before);
  const after = withoutContent(file.after);
  const lexical = refusePath(path);
  // Nobody looks at what is at such a path.
  if (lexical !== undefined) return { path, operation, drift: [], type: "unsafe", refusals: [lexical] };
  const isOwn = own !== undefined && isSameState(state, own);
  const decided = { path, operation, drift: isOwn ? [] : findDrift(path, before, state, since) };
  const refusals = [...together, ...refuseObserved(path, observation, operation, file.place)];
  const isDrifted = decided.drift.length > 0 && !isForced;
  // A link or folder that took the file's place since is drift in the first place; nobody can force it away all the same.
  if (isDrifted && refusals.length > 0 && refusals.every(({ type }) => stateRefusals.has(type))) return { ...decided, type: "drifted" };
  if (refusals.length > 0) return { ...decided, type: "unsafe", refusals };
  if (isSameState(state, after)) {
    const isGone = after.type === "absent" && before.type !== "absent" && !isOwn;
    return { ...decided, type: isGone ? "skip-missing" : "unchanged" };
  }
  if (isDrifted) return { ...decided, type: "drifted" };
  // Folders and special files were refused, so that what is there can be written again by an undo.
  return { ...decided, type: "ready", change: { path, before: state as WrittenState, after } };
}

const stateRefusals: ReadonlySet<RefusalType> = new Set(["link", "folder", "special"]);

/** Files of one plan that are one file on the disk, as a folder of one of them is a link to that of the other. */
function refuseSamePlace(files: readonly WantedChange[], observations: ReadonlyMap<string, Observation>): readonly Refusal[] {
  const owners = new Map<string, string>();
  return files.flatMap(({ path }) => {
    const observation = observations.get(path);
    const places = observation === undefined ? [] : realPlaces(path, observation).map(foldPath);
    const owner = places.map((place) => owners.get(place)).find((found) => found !== undefined);
    for (const place of places) owners.set(place, owners.get(place) ?? path);
    if (owner === undefined) return [];
    return [{ type: "same-place", path, message: `${quotePath(path)} is the same file as ${quotePath(owner)}, through a link` } as const];
  });
}
