import { parseContract, type SchemaMistake } from "@lockstep/contracts";
import { compareCodePoints, InputError, pointerTo, renderJson, type Digest } from "@lockstep/kernel";
import type { ChangePlan, PlannedFile, StoredState } from "./change-plan.ts";
import { readContent } from "./content/stored-content.ts";
import { quotePath } from "./paths/refusal.ts";
import { operationOf } from "./staging/stage-file.ts";

const HINT = "Put the file back as it was, or make the plan anew with `xtask plan create` and `xtask plan add`";

/** The text of `.xtask/plans/<id>.json`. */
export function renderChangePlan(plan: ChangePlan): string {
  return renderJson(plan);
}

/**
 * Parses the text of a plan. Throws `InputError` `JSON_INVALID`, `SCHEMA_VIOLATION`, or `PLAN_INVALID` for what no schema can say; each
 * names the file, and for every mistake the pointer, the actual and the wanted value. Whether its paths are safe is for `preflight`.
 */
export function parseChangePlan(path: string, text: string, digest: Digest): ChangePlan {
  const plan = parseContract("ChangePlan", path, text, HINT);
  const mistakes = findPlanMistakes(plan, digest);
  if (mistakes.length === 0) return plan;
  const shown = mistakes.slice(0, 10).map(({ pointer, message }) => `\n  ${pointer}: ${message}`);
  const more = mistakes.length > 10 ? `\n  and ${String(mistakes.length - 10)} more` : "";
  throw new InputError("PLAN_INVALID", `"${path}" is no valid ChangePlan:${shown.join("")}${more}`, { hint: HINT });
}

/** What a plan that keeps its schema says of itself and is not so: hashes, sizes, operations, and the order of its paths. */
function findPlanMistakes({ files }: ChangePlan, digest: Digest): readonly SchemaMistake[] {
  return files.flatMap((file, at) => {
    const pointer = pointerTo("/files", at);
    return [
      ...orderMistakes(pointer, files[at - 1], file),
      ...contentMistakes(`${pointer}/before`, file.before, digest),
      ...contentMistakes(`${pointer}/after`, file.after, digest),
      ...changeMistakes(pointer, file),
    ];
  });
}

function orderMistakes(pointer: string, former: PlannedFile | undefined, { path }: PlannedFile): readonly SchemaMistake[] {
  const order = former === undefined ? -1 : compareCodePoints(former.path, path);
  if (order < 0) return [];
  const wanted =
    order === 0
      ? "must be there once, is repeated"
      : `must be after ${quotePath(former?.path ?? "")} in code-point order, is ${quotePath(path)}`;
  return [{ pointer: `${pointer}/path`, message: wanted }];
}

function changeMistakes(pointer: string, { operation, before, after }: PlannedFile): readonly SchemaMistake[] {
  if (after.type === "link") return [{ pointer: `${pointer}/after/type`, message: 'must be "absent" or "file", is "link"' }];
  const wanted = operationOf(before, after);
  if (operation === wanted) return [];
  return [{ pointer: `${pointer}/operation`, message: `must be "${wanted}" by the states before and after, is "${operation}"` }];
}

function contentMistakes(pointer: string, state: StoredState, digest: Digest): readonly SchemaMistake[] {
  if (state.type !== "file") return [];
  const bytes = readContent(state.content);
  if (bytes === undefined) {
    const wanted = state.content.encoding === "base64" ? "base64 with its padding" : "Unicode text without NUL";
    return [{ pointer: `${pointer}/content/data`, message: `must be ${wanted}, is not` }];
  }
  const sha256 = digest("sha256", bytes);
  return [
    ...(state.sizeBytes === bytes.length
      ? []
      : [
          { pointer: `${pointer}/sizeBytes`, message: `must be ${String(bytes.length)} as the content has, is ${String(state.sizeBytes)}` },
        ]),
    ...(state.sha256 === sha256
      ? []
      : [{ pointer: `${pointer}/sha256`, message: `must be "${sha256}" as the content has, is "${state.sha256}"` }]),
  ];
}
