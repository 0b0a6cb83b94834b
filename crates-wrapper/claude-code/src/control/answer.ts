import { mistakesOf, type RawObject } from "@lockstep/wrapper";
import type * as answers from "../generated/control-answer.ts";
import * as guards from "../generated/control-answer.validators.js";
import type { ControlResponse } from "../generated/stream-message.ts";
import type { ControlSubtype } from "./request.ts";

export type { ControlResponse } from "../generated/stream-message.ts";

/** What is answered to a request, by its subtype. */
export interface ControlAnswers {
  readonly apply_flag_settings: answers.EmptyAnswer;
  readonly background_tasks: answers.EmptyAnswer;
  readonly cancel_async_message: answers.CancelMessageAnswer;
  readonly end_session: answers.EmptyAnswer;
  readonly file_suggestions: answers.FileSuggestionsAnswer;
  readonly get_binary_version: answers.BinaryVersionAnswer;
  readonly get_context_usage: answers.ContextUsageAnswer;
  readonly get_session_cost: answers.SessionCostAnswer;
  readonly get_settings: answers.SettingsAnswer;
  readonly get_task_output: answers.TaskOutputAnswer;
  readonly get_usage: answers.UsageAnswer;
  readonly initialize: answers.InitializeAnswer;
  readonly interrupt: answers.InterruptAnswer;
  readonly list_models: answers.ModelsAnswer;
  readonly list_permission_rules: answers.PermissionRulesAnswer;
  readonly mcp_call: answers.McpCallAnswer;
  readonly mcp_reconnect: answers.EmptyAnswer;
  readonly mcp_set_servers: answers.McpSetServersAnswer;
  readonly mcp_status: answers.McpStatusAnswer;
  readonly mcp_toggle: answers.EmptyAnswer;
  readonly read_file: answers.ReadFileAnswer;
  readonly reload_plugins: answers.ReloadPluginsAnswer;
  readonly reload_skills: answers.ReloadSkillsAnswer;
  readonly rename_session: answers.EmptyAnswer;
  readonly rewind_files: answers.RewindFilesAnswer;
  readonly set_max_thinking_tokens: answers.EmptyAnswer;
  readonly set_model: answers.SetModelAnswer;
  readonly set_permission_mode: answers.SetPermissionModeAnswer;
  readonly side_question: answers.SideQuestionAnswer;
  readonly stop_task: answers.EmptyAnswer;
}

/** How a request went. `code` is such as `unsupported_request`; 2.1.232 gives none. */
export type ControlOutcome<Answer> =
  | { readonly type: "answer"; readonly answer: Answer }
  | { readonly type: "refused"; readonly message: string; readonly code: string | undefined }
  | { readonly type: "unknown"; readonly raw: RawObject; readonly mistakes: readonly string[] };

/**
 * What the `response` of a `control_response` says to a request of this subtype; `unknown` for an answer of another shape.
 * Never throws.
 */
export function parseAnswer<Subtype extends ControlSubtype>(
  subtype: Subtype,
  response: ControlResponse,
): ControlOutcome<ControlAnswers[Subtype]> {
  if (response.subtype === "error") return { type: "refused", message: response.error, code: response.error_code };
  // A request that is only acknowledged has no answer.
  const raw: RawObject = response.response ?? {};
  const guard = guardOf(subtype);
  return guard(raw) ? { type: "answer", answer: raw } : { type: "unknown", raw, mistakes: mistakesOf(guard.errors, raw) };
}

function guardOf<Subtype extends ControlSubtype>(subtype: Subtype): guards.Guard<ControlAnswers[Subtype]> {
  return guardsBySubtype[subtype];
}

const guardsBySubtype: { readonly [Subtype in ControlSubtype]: guards.Guard<ControlAnswers[Subtype]> } = {
  apply_flag_settings: guards.EmptyAnswer,
  background_tasks: guards.EmptyAnswer,
  cancel_async_message: guards.CancelMessageAnswer,
  end_session: guards.EmptyAnswer,
  file_suggestions: guards.FileSuggestionsAnswer,
  get_binary_version: guards.BinaryVersionAnswer,
  get_context_usage: guards.ContextUsageAnswer,
  get_session_cost: guards.SessionCostAnswer,
  get_settings: guards.SettingsAnswer,
  get_task_output: guards.TaskOutputAnswer,
  get_usage: guards.UsageAnswer,
  initialize: guards.InitializeAnswer,
  interrupt: guards.InterruptAnswer,
  list_models: guards.ModelsAnswer,
  list_permission_rules: guards.PermissionRulesAnswer,
  mcp_call: guards.McpCallAnswer,
  mcp_reconnect: guards.EmptyAnswer,
  mcp_set_servers: guards.McpSetServersAnswer,
  mcp_status: guards.McpStatusAnswer,
  mcp_toggle: guards.EmptyAnswer,
  read_file: guards.ReadFileAnswer,
  reload_plugins: guards.ReloadPluginsAnswer,
  reload_skills: guards.ReloadSkillsAnswer,
  rename_session: guards.EmptyAnswer,
  rewind_files: guards.RewindFilesAnswer,
  set_max_thinking_tokens: guards.EmptyAnswer,
  set_model: guards.SetModelAnswer,
  set_permission_mode: guards.SetPermissionModeAnswer,
  side_question: guards.SideQuestionAnswer,
  stop_task: guards.EmptyAnswer,
};
