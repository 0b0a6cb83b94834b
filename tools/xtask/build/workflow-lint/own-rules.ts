import { isMap, isScalar, isSeq, LineCounter, parseDocument, type YAMLMap } from "yaml";

/** A problem in a text; lines count from 1. */
interface Found {
  readonly line: number;
  readonly message: string;
  readonly kind: string;
}

/**
 * What actionlint does not ask for: an action is pinned by its commit, no expression stands in a text that a shell runs (actionlint
 * knows only some that are dangerous), every job says what its token may do and how long it may take, every workflow has a concurrency
 * group, and no checkout leaves a credential behind.
 */
export function ownRules(text: string): readonly Found[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  if (document.errors.length > 0 || !isMap(document.contents)) return [];
  const found: Found[] = [];
  const add = (node: unknown, kind: string, message: string): void => {
    const offset = (node as { readonly range?: readonly [number, number, number] | null } | null)?.range?.[0] ?? 0;
    found.push({ line: lines.linePos(offset).line, message, kind });
  };
  const workflow = document.contents;
  if (!workflow.has("permissions")) add(workflow, "permissions", "the workflow does not say what its token may do");
  if (!workflow.has("concurrency")) add(workflow, "concurrency", "the workflow has no concurrency group");
  for (const { name, body } of mapsIn(workflow.get("jobs"))) {
    if (!body.has("permissions")) add(body, "permissions", `the job "${name}" does not say what its token may do`);
    if (!body.has("uses") && !body.has("timeout-minutes")) add(body, "timeout", `the job "${name}" has no timeout-minutes`);
    const steps = body.get("steps");
    for (const step of isSeq(steps) ? steps.items : []) if (isMap(step)) checkStep(step, add);
  }
  return found;
}

function checkStep(step: YAMLMap, add: (node: unknown, kind: string, message: string) => void): void {
  const run = step.get("run", true);
  if (isScalar(run) && String(run.value).includes("${{"))
    add(run, "expression-in-run", "a text that a shell runs must hold no expression; give it in env and quote the variable");
  const uses = step.get("uses", true);
  if (!isScalar(uses)) return;
  const [action = "", commit = ""] = String(uses.value).split("@");
  if (!/^[0-9a-f]{40}$/.test(commit)) add(uses, "pinned-action", `"${String(uses.value)}" must be pinned by a commit of 40 hex digits`);
  else if (!/^ v\d/.test(uses.comment ?? "")) add(uses, "pinned-action", `"${action}" must have the tag of its commit as a comment`);
  if (action === "actions/checkout" && step.getIn(["with", "persist-credentials"]) !== false)
    add(uses, "persist-credentials", "the checkout leaves a credential in the repository; say persist-credentials: false");
}

function mapsIn(node: unknown): readonly { readonly name: string; readonly body: YAMLMap }[] {
  if (!isMap(node)) return [];
  return node.items.flatMap(({ key, value }) => (isScalar(key) && isMap(value) ? [{ name: String(key.value), body: value }] : []));
}
