import { ClaudeCodeError } from "../claude-code-error.ts";

/** The word that makes a run of a call: no terminal is needed, and the prompt is on stdin. */
export const printPath = ["--print"] as const;

/** Throws for a prompt that Claude Code would refuse: one of whitespace alone. */
export function assertPrompt(prompt: string): void {
  if (prompt.trim() === "") throw ClaudeCodeError.forRequest("The prompt is blank, wanted instructions for the agent");
}
