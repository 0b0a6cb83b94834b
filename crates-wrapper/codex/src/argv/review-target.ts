import type { FlagValue } from "@lockstep/wrapper";
import { assertVariant } from "../codex-tools.ts";
import { assertPrompt, promptOnStdin } from "./turn-options.ts";

/** What is reviewed: uncommitted changes, the changes against a branch, one commit (its title is shown), or what the instructions say. */
export type ReviewTarget =
  | { readonly type: "uncommitted" }
  | { readonly type: "base"; readonly branch: string }
  | { readonly type: "commit"; readonly sha: string; readonly title?: string }
  | { readonly type: "instructions"; readonly prompt: string };

export const reviewFlags = {
  uncommitted: "--uncommitted",
  base: "--base",
  commit: "--commit",
  title: "--title",
} as const;

export function reviewValues(target: ReviewTarget): Readonly<Record<keyof typeof reviewFlags, FlagValue>> {
  return {
    uncommitted: target.type === "uncommitted",
    base: target.type === "base" ? target.branch : undefined,
    commit: target.type === "commit" ? target.sha : undefined,
    title: target.type === "commit" ? target.title : undefined,
  };
}

export function reviewArgs(target: ReviewTarget): string[] {
  if (target.type !== "instructions") return [];
  assertPrompt(target.prompt);
  return [promptOnStdin];
}

/** What goes to stdin. */
export function reviewPrompt(target: ReviewTarget): string {
  assertReviewTarget(target);
  return target.type === "instructions" ? target.prompt : "";
}

/** Throws for a target that is none, which only callers without TypeScript can have. */
export function assertReviewTarget(target: ReviewTarget): void {
  const variants = {
    uncommitted: {},
    base: { branch: "TEXT!" },
    commit: { sha: "TEXT!", title: "TEXT" },
    instructions: { prompt: "TEXT!" },
  } as const;
  assertVariant(target, variants, 'Field "target"');
}
