import type { FlagTable } from "@lockstep/wrapper";
import { ClaudeCodeError } from "../claude-code-error.ts";
import { assertNoConflict, assertWhole } from "../claude-tools.ts";

/** What only a run without a terminal has, beside its streams: limits, thinking, sub-agents, and who is asked. */
export interface RunOptions {
  /** Requests to the model after which the run ends. Help conceals it. */
  readonly maxTurns?: number;
  /** US dollars after which the run ends. */
  readonly maxBudgetUsd?: number;
  /** Tokens that the model is told to keep to. Help conceals it. */
  readonly taskBudget?: number;
  /** Help conceals it. */
  readonly thinking?: "enabled" | "adaptive" | "disabled";
  /** How thoughts stand in the events; `highlights` came after 2.1.232. Help conceals it. */
  readonly thinkingDisplay?: "summarized" | "omitted" | "highlights";
  /** @deprecated Claude Code hides it; `thinking` is its successor. */
  readonly maxThinkingTokens?: number;
  /** Behind the system prompt of every sub-agent; in argv. Help conceals it. */
  readonly appendSubagentSystemPrompt?: string;
  /** Path of a file with that text. Help conceals it. */
  readonly appendSubagentSystemPromptFile?: string;
  /** What is done in plan mode, in place of its own phases; in argv. Help conceals it. */
  readonly planModeInstructions?: string;
  /** `none` refuses what needs a permission; `host`, also when absent, asks the program that started the run. */
  readonly permissionPrompts?: "host" | "none";
  /** Runs the hooks of `Setup` for a new place first. Help conceals it. */
  readonly init?: boolean;
  /** Runs the hooks of `Setup` for upkeep first. Help conceals it. */
  readonly maintenance?: boolean;
  /** Files of the API to fetch first, as `<id>:<path>`; the token is in the variable `CLAUDE_CODE_SESSION_ACCESS_TOKEN`. */
  readonly file?: readonly string[];
}

export const runFlags: FlagTable<RunOptions> = {
  maxTurns: "--max-turns=NUMBER",
  maxBudgetUsd: "--max-budget-usd=NUMBER",
  taskBudget: "--task-budget=NUMBER",
  thinking: "--thinking=TEXT",
  thinkingDisplay: "--thinking-display=TEXT",
  maxThinkingTokens: "--max-thinking-tokens=NUMBER",
  appendSubagentSystemPrompt: "--append-subagent-system-prompt=TEXT",
  appendSubagentSystemPromptFile: "--append-subagent-system-prompt-file=TEXT",
  planModeInstructions: "--plan-mode-instructions=TEXT",
  permissionPrompts: "--permission-prompts=TEXT",
  init: "--init",
  maintenance: "--maintenance",
  file: "--file=TEXT...",
};

/** Throws for values and fields that Claude Code refuses. */
export function assertRun(request: RunOptions): void {
  assertWhole(request, "maxTurns", 1);
  assertWhole(request, "taskBudget", 1);
  assertWhole(request, "maxThinkingTokens", 0);
  assertNoConflict(request, [["appendSubagentSystemPrompt", "appendSubagentSystemPromptFile"]]);
  const { maxBudgetUsd } = request;
  if (maxBudgetUsd !== undefined && !(maxBudgetUsd > 0))
    throw ClaudeCodeError.forRequest(`Value ${String(maxBudgetUsd)} of "maxBudgetUsd" is out of range, wanted more than 0`);
}
