import type { FlagTable } from "@lockstep/wrapper";
import { assertNoConflict } from "../claude-tools.ts";

/** What the model is told besides the prompt. Texts stand in argv, where other users of the machine can see them; those in files do not. */
export interface InstructionOptions {
  /** In place of the system prompt. */
  readonly systemPrompt?: string;
  /** Path of a file with that text. Help conceals it. */
  readonly systemPromptFile?: string;
  /** Behind the system prompt. */
  readonly appendSystemPrompt?: string;
  /** Path of a file with that text. Help conceals it. */
  readonly appendSystemPromptFile?: string;
  /** Moves what differs between machines from the system prompt to the first message, so that the prompt can be cached. */
  readonly excludeDynamicSystemPromptSections?: boolean;
  /** Whether a conversation keeps the system prompt of its first request. */
  readonly systemPromptSnapshot?: "on" | "off";
}

export const instructionFlags: FlagTable<InstructionOptions> = {
  systemPrompt: "--system-prompt=TEXT",
  systemPromptFile: "--system-prompt-file=TEXT",
  appendSystemPrompt: "--append-system-prompt=TEXT",
  appendSystemPromptFile: "--append-system-prompt-file=TEXT",
  excludeDynamicSystemPromptSections: "--exclude-dynamic-system-prompt-sections",
  systemPromptSnapshot: "--system-prompt-snapshot=TEXT",
};

/** Throws for a text that is given twice: 2.1.232 refuses that, and later versions join both. */
export function assertInstructions(request: InstructionOptions): void {
  assertNoConflict(request, [
    ["systemPrompt", "systemPromptFile"],
    ["appendSystemPrompt", "appendSystemPromptFile"],
  ]);
}
