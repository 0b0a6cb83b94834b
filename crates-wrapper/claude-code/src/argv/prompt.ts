import { ClaudeCodeError } from "../claude-code-error.ts";

/** Throws for a prompt that Claude Code would refuse: one of whitespace alone. */
export function assertPrompt(prompt: string): void {
  if (prompt.trim() === "") throw ClaudeCodeError.forRequest("The prompt is blank, wanted instructions for the agent");
}
