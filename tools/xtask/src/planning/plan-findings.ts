import type { InputError } from "@lockstep/kernel";
import type { ChangePlan, FileDecision, Preflight } from "@lockstep/plans";
import { wrapText } from "../text-columns.ts";
import { withStop } from "./file-row.ts";

/** What is wrong with a plan. */
export interface PlanFinding {
  /** Null where it is the plan itself. */
  readonly path: string | null;
  /** `document`: the stored plan is none, or a hash is not that of its content. `missing`: what is to be deleted is gone. */
  readonly kind: "document" | "workspace" | "unsafe" | "drift" | "missing";
  /** One sentence, with its full stop. */
  readonly message: string;
}

/** Everything that is wrong with a plan that could be read, in the order of its files. `root` is that of the workspace. */
export function planFindings(plan: Pick<ChangePlan, "workspaceRoot">, root: string, { decisions }: Preflight): readonly PlanFinding[] {
  const moved = `The plan was made for "${plan.workspaceRoot}", and the workspace is "${root}".`;
  return [
    ...(plan.workspaceRoot === root ? [] : [{ path: null, kind: "workspace", message: moved } as const]),
    ...decisions.flatMap(decisionFindings),
  ];
}

/** What is wrong with a stored plan that is none: one finding for each line of the error. */
export function documentFindings({ message }: InputError): readonly PlanFinding[] {
  const [first = "", ...mistakes] = message.split("\n").map((line) => line.trim());
  return (mistakes.length === 0 ? [first] : mistakes).map((line) => ({ path: null, kind: "document", message: withStop(line) }));
}

/** The findings for people. */
export function renderFindings(findings: readonly PlanFinding[]): readonly string[] {
  return findings.map(({ kind, message }) => wrapText(`  ${kind.padEnd(9)}  `, message));
}

function decisionFindings(decision: FileDecision): readonly PlanFinding[] {
  const { path } = decision;
  const told = (kind: PlanFinding["kind"], messages: readonly { readonly message: string }[]): readonly PlanFinding[] =>
    messages.map(({ message }) => ({ path, kind, message: withStop(message) }));
  switch (decision.type) {
    case "unsafe":
      return [...told("unsafe", decision.refusals), ...told("drift", decision.drift)];
    case "drifted":
    case "ready":
      return told("drift", decision.drift);
    case "skip-missing":
      return told("missing", decision.drift);
    case "unchanged":
      return [];
  }
}
