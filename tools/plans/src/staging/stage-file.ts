import { compareCodePoints, type Digest } from "@lockstep/kernel";
import type { ChangePlan, PlannedFile, StoredState } from "../change-plan.ts";
import type { FileState, WrittenState } from "../file-state.ts";
import { readContent, storeContent } from "../content/stored-content.ts";
import { applyPatch, type PatchedState } from "../diff/apply-patch.ts";
import { refusePath } from "../paths/lexical.ts";
import { refuseObserved } from "../paths/observed.ts";
import { quotePath, type Refusal, type RefusalType } from "../paths/refusal.ts";
import { refuseBeside } from "../paths/together.ts";
import type { Observation } from "../ports.ts";
import type { StageRequest } from "./stage-request.ts";

/** What was found at the path of a request. */
export interface FoundFile {
  readonly observation: Observation;
  /** Its bytes when it is a file, read after it was observed. */
  readonly bytes?: Uint8Array;
}

/** Bytes that one state of a file may have: a plan keeps them in a JSON document, which has to stay one string. */
const MAX_FILE_BYTES = 100_000_000;
/** Bytes of all states of a plan. */
const MAX_PLAN_BYTES = 256_000_000;

/** What staging takes from outside. */
export interface StagingTools {
  /** `YYYY-MM-DDTHH:MM:SSZ`. */
  readonly now: string;
  readonly digest: Digest;
}

/** The plan with the request in it, or why it was refused; the plan that was given stays as it is. */
export type StageOutcome =
  | { readonly type: "staged"; readonly plan: ChangePlan; readonly file: PlannedFile }
  | { readonly type: "refused"; readonly refusals: readonly Refusal[] };

/**
 * Puts one request into a plan. A path that the plan holds already keeps its `before`, so that staging it again hides no drift, and
 * a request that does not give the whole file starts from what is planned for it. Content is kept byte for byte.
 */
export function stageFile(plan: ChangePlan, request: StageRequest, found: FoundFile, tools: StagingTools): StageOutcome {
  const { path } = request;
  const { observation } = found;
  const lexical = refusePath(path);
  if (lexical !== undefined) return { type: "refused", refusals: [lexical] };
  const others = plan.files.filter((file) => file.path !== path);
  const refusals = [
    ...refuseBeside(
      path,
      others.map((file) => file.path),
    ),
    ...refuseObserved(path, observation, isDeletion(request) ? "delete" : "modify"),
  ];
  if (refusals.length > 0) return { type: "refused", refusals };

  const planned = plan.files.find((file) => file.path === path);
  const before = planned === undefined ? keepFound(path, found, tools.digest) : planned.before;
  if (before.type === "refused") return before;
  const after = nextState(request, { before, planned: planned?.after }, tools.digest);
  if (after.type === "refused") return after;
  const total = [before, after, ...others.flatMap((other) => [other.before, other.after])].reduce((sum, state) => sum + sizeOf(state), 0);
  if (total > MAX_PLAN_BYTES) {
    const message = `does not fit into the plan, which would keep ${String(total)} bytes, and at most ${String(MAX_PLAN_BYTES)} are kept; plan it apart`;
    return refused("too-large", path, message);
  }
  const file: PlannedFile = { path, operation: operationOf(before, after), before, after, stagedAt: tools.now };
  const files = [...others, file].toSorted((a, b) => compareCodePoints(a.path, b.path));
  return { type: "staged", plan: { ...plan, updatedAt: tools.now, files }, file };
}

/** The plan without a path; `undefined` when it does not hold it. Staging the path anew takes the state that it has then. */
export function unstageFile(plan: ChangePlan, path: string, now: string): ChangePlan | undefined {
  const files = plan.files.filter((file) => file.path !== path);
  return files.length === plan.files.length ? undefined : { ...plan, updatedAt: now, files };
}

/** What a plan does to a path, by the states before and after. */
export function operationOf(before: WrittenState, after: WrittenState): PlannedFile["operation"] {
  if (after.type === "absent") return "delete";
  return before.type === "absent" ? "create" : "modify";
}

function isDeletion(request: StageRequest): boolean {
  return request.type === "delete" || (request.type === "patch" && request.patch.operation === "delete");
}

type Refused = Extract<StageOutcome, { readonly type: "refused" }>;

function refused(type: RefusalType, path: string, message: string): Refused {
  return { type: "refused", refusals: [{ type, path, message: `${quotePath(path)} ${message}` }] };
}

function refusedAsTooLarge(path: string, size: number): Refused {
  return refused("too-large", path, `has or gets ${String(size)} bytes, and a plan keeps at most ${String(MAX_FILE_BYTES)} of a file`);
}

function sizeOf(state: FileState): number {
  return state.type === "file" ? state.sizeBytes : 0;
}

/** What was found, with its bytes. Folders and special files were refused before. */
function keepFound(path: string, { observation: { state }, bytes }: FoundFile, digest: Digest): StoredState | Refused {
  if (state.type === "absent" || state.type === "link") return state;
  if (sizeOf(state) > MAX_FILE_BYTES) return refusedAsTooLarge(path, sizeOf(state));
  if (state.type !== "file") return refused("special", path, `is a ${state.type}, and a file or nothing is wanted`);
  if (bytes !== undefined && bytes.length === state.sizeBytes && digest("sha256", bytes) === state.sha256) {
    return { ...state, content: storeContent(bytes) };
  }
  return refused("changed-meanwhile", path, "was changed while it was read; stage it again");
}

/** What a request starts from. */
interface Bases {
  readonly before: StoredState;
  /** What the plan leaves there so far. */
  readonly planned: StoredState | undefined;
}

function nextState(request: StageRequest, { before, planned }: Bases, digest: Digest): StoredState | Refused {
  const { path } = request;
  const base = planned ?? before;
  if (request.type === "write" && request.content.length > MAX_FILE_BYTES) return refusedAsTooLarge(path, request.content.length);
  if ("mode" in request && request.mode !== undefined && !/^[0-7]{4}$/u.test(request.mode)) {
    return refused("mode", path, `cannot get the mode ${quotePath(request.mode)}; four octal digits such as 0644 are wanted`);
  }
  switch (request.type) {
    case "write": {
      const former = [base, before].find((state) => state.type === "file");
      return fileState(request.content, request.mode ?? former?.mode ?? NEW_FILE_MODE, digest);
    }
    case "mode":
      if (base.type === "file") return { ...base, mode: request.mode };
      return refused("nothing-there", path, `is ${nameOf(base)}, and a file whose mode can be changed is wanted`);
    case "delete":
      // What the plan creates or deletes can be deleted again: the path stays in it, with what was there before.
      if (planned === undefined && before.type === "absent") {
        return refused("nothing-there", path, "does not exist, so that it cannot be deleted");
      }
      return { type: "absent" };
    case "patch": {
      const outcome = applyPatch(patchedState(path, base), request.patch, digest);
      if (outcome.type === "failed") return refused("patch", path, `does not take the patch, which ${outcome.message}`);
      const { after } = outcome;
      if (after.type === "file" && after.bytes.length > MAX_FILE_BYTES) return refusedAsTooLarge(path, after.bytes.length);
      return after.type === "absent" ? after : fileState(after.bytes, after.mode, digest);
    }
  }
}

function patchedState(path: string, state: StoredState): PatchedState {
  if (state.type !== "file") return state;
  const bytes = readContent(state.content);
  if (bytes === undefined) throw new Error(`The content of ${quotePath(path)} is not what it says to be`);
  return { type: "file", bytes, mode: state.mode };
}

const NEW_FILE_MODE = "0644";

function fileState(bytes: Uint8Array, mode: string, digest: Digest): StoredState {
  return { type: "file", sha256: digest("sha256", bytes), sizeBytes: bytes.length, mode, content: storeContent(bytes) };
}

function nameOf(state: StoredState): string {
  return state.type === "absent" ? "absent" : `a ${state.type}`;
}
