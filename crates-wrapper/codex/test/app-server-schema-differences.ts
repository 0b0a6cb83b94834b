import type { Pair } from "./app-server-schema.ts";

/** The definitions that exec and the app-server share: ours in schemas/exec-event.schema.json, and the app-server's. */
export const sharedTypes: readonly Pair[] = [
  ["ThreadItem", "ThreadItem"],
  ["TodoItem", "TurnPlanStep"],
  ["Usage", "TokenUsageBreakdown"],
  ["ThreadError", "TurnError"],
];

/** Names that differ by more than their case. */
export const renamed: Readonly<Record<string, string>> = { collab_agent_tool_call: "collab_tool_call" };

/**
 * Every difference between the two, with what shows that exec prints it so. Fixtures are those of src/events/fixtures.
 * `since` and `until` are bounds among the pinned versions. A new line of the check stands here once its evidence is found;
 * a value or field that exec does print belongs into the schema instead.
 */
export const knownDifferences: readonly {
  readonly evidence: string;
  readonly since?: string;
  readonly until?: string;
  readonly differences: readonly string[];
}[] = [
  {
    evidence: "Fixtures: none prints the prompt, and review, images and compacted, which do these things, print no item of them.",
    differences: [
      'ThreadItem "user_message": only in the app-server',
      'ThreadItem "image_view": only in the app-server',
      'ThreadItem "image_generation": only in the app-server',
      'ThreadItem "entered_review_mode": only in the app-server',
      'ThreadItem "exited_review_mode": only in the app-server',
      'ThreadItem "context_compaction": only in the app-server',
    ],
  },
  {
    evidence: "Not among the item types that the binaries of 0.125.0 and 0.146.0 name for exec; no fixture has them.",
    differences: [
      'ThreadItem "hook_prompt": only in the app-server',
      'ThreadItem "plan": only in the app-server',
      'ThreadItem "dynamic_tool_call": only in the app-server',
    ],
  },
  {
    evidence: "Fixture sub-agents-v2 starts and steers a sub-agent of the second generation, and none of it is printed.",
    since: "0.146.0",
    differences: ['ThreadItem "sub_agent_activity": only in the app-server'],
  },
  {
    evidence: "Not among the item types of exec in the binary of 0.146.0, nor in the SDK's types up to 0.163.0.",
    since: "0.146.0",
    differences: ['ThreadItem "sleep": only in the app-server'],
  },
  {
    evidence: "Not in the SDK's types up to 0.163.0; the fixtures call tools of every kind and print no such item.",
    since: "0.169.0",
    differences: ['ThreadItem "function_call_output": only in the app-server'],
  },
  {
    evidence: "Fixtures plan and warnings: exec makes items of the app-server's notifications of plans, warnings and deprecations.",
    differences: ['ThreadItem "todo_list": only in exec', 'ThreadItem "error": only in exec'],
  },
  {
    evidence: "Fixture plan: a step is its text and whether it is completed.",
    differences: [
      "TodoItem.text: only in exec",
      "TodoItem.completed: only in exec",
      "TodoItem.step: only in the app-server",
      "TodoItem.status: only in the app-server",
    ],
  },
  {
    evidence: "Fixture reasoning: the parts of the summary in one text; the reasoning itself is not printed even when asked for.",
    differences: [
      'ThreadItem "reasoning".text: only in exec',
      'ThreadItem "reasoning".summary: only in the app-server',
      'ThreadItem "reasoning".content: only in the app-server',
    ],
  },
  {
    evidence: "Fixtures: exec prints a few fields of each item and none of these.",
    differences: [
      'ThreadItem "agent_message".memory_citation: only in the app-server',
      'ThreadItem "agent_message".phase: only in the app-server',
      'ThreadItem "command_execution".command_actions: only in the app-server',
      'ThreadItem "command_execution".cwd: only in the app-server',
      'ThreadItem "command_execution".duration_ms: only in the app-server',
      'ThreadItem "command_execution".process_id: only in the app-server',
      'ThreadItem "command_execution".source: only in the app-server',
      'ThreadItem "file_change".changes[].diff: only in the app-server',
      'ThreadItem "mcp_tool_call".duration_ms: only in the app-server',
      'ThreadItem "mcp_tool_call".mcp_app_resource_uri: only in the app-server',
      'ThreadItem "collab_tool_call".model: only in the app-server',
      'ThreadItem "collab_tool_call".reasoning_effort: only in the app-server',
      "Usage.total_tokens: only in the app-server",
      "ThreadError.additional_details: only in the app-server",
      "ThreadError.codex_error_info: only in the app-server",
    ],
  },
  {
    evidence: "Fixtures: exec prints a few fields of each item and none of these.",
    since: "0.146.0",
    differences: [
      'ThreadItem "command_execution".plugin_id: only in the app-server',
      'ThreadItem "command_execution".script_path: only in the app-server',
      'ThreadItem "mcp_tool_call".app_context: only in the app-server',
      'ThreadItem "mcp_tool_call".plugin_id: only in the app-server',
      'ThreadItem "web_search".results: only in the app-server',
    ],
  },
  {
    evidence: "Fixtures: exec prints a few fields of each item and none of these.",
    since: "0.169.0",
    differences: [
      "ThreadItem.completed_at_ms: only in the app-server",
      "ThreadItem.started_at_ms: only in the app-server",
      'ThreadItem "agent_message".delivery: only in the app-server',
      'ThreadItem "agent_message".moderation: only in the app-server',
      'ThreadItem "agent_message".questions: only in the app-server',
      'ThreadItem "mcp_tool_call".mcp_app_ui: only in the app-server',
      'ThreadItem "mcp_tool_call".read_only_hint: only in the app-server',
      "ThreadError.misalignment: only in the app-server",
    ],
  },
  {
    evidence: "Fixture patches: the kind is a bare word, and a move does not tell where to.",
    differences: [
      'ThreadItem "file_change".changes[].kind: enum in exec, variants in the app-server',
      'ThreadItem "file_change".changes[].kind "update".move_path: only in the app-server',
    ],
  },
  {
    evidence: "Fixture declined: a declined patch is printed as failed.",
    differences: ['ThreadItem "file_change".status "declined": only in the app-server'],
  },
  {
    evidence:
      "Fixtures commands, mcp-calls, sub-agents and web-searches: exec always prints these, as null or empty when there is nothing.",
    differences: [
      'ThreadItem "command_execution".aggregated_output: required only in exec',
      'ThreadItem "command_execution".aggregated_output: null only in the app-server',
      'ThreadItem "command_execution".exit_code: required only in exec',
      'ThreadItem "mcp_tool_call".result: required only in exec',
      'ThreadItem "mcp_tool_call".result.structured_content: required only in exec',
      'ThreadItem "mcp_tool_call".error: required only in exec',
      'ThreadItem "collab_tool_call".prompt: required only in exec',
      'ThreadItem "collab_tool_call".agents_states[].message: required only in exec',
      'ThreadItem "web_search".action: required only in exec',
      'ThreadItem "web_search".action: null only in the app-server',
    ],
  },
  {
    evidence: "Fixture web-searches: what an action lacks is left out, not null.",
    differences: [
      'ThreadItem "web_search".action "search".query: null only in the app-server',
      'ThreadItem "web_search".action "search".queries: null only in the app-server',
      'ThreadItem "web_search".action "open_page".url: null only in the app-server',
      'ThreadItem "web_search".action "find_in_page".url: null only in the app-server',
      'ThreadItem "web_search".action "find_in_page".pattern: null only in the app-server',
    ],
  },
  {
    evidence: "Fixture sub-agents calls resume_agent, and nothing of it is printed.",
    differences: ['ThreadItem "collab_tool_call".tool "resume_agent": only in the app-server'],
  },
  {
    evidence: "Fixture sub-agents-v2 calls all four, and only its wait is printed.",
    since: "0.169.0",
    differences: [
      'ThreadItem "collab_tool_call".tool "send_message": only in the app-server',
      'ThreadItem "collab_tool_call".tool "followup_task": only in the app-server',
      'ThreadItem "collab_tool_call".tool "interrupt_agent": only in the app-server',
      'ThreadItem "collab_tool_call".tool "list_agents": only in the app-server',
    ],
  },
  {
    evidence: "A SIGINT during a wait ends exec, which then prints nothing more: the item stays in progress.",
    since: "0.169.0",
    differences: ['ThreadItem "collab_tool_call".status "interrupted": only in the app-server'],
  },
  {
    evidence: "Neither the app-server nor exec of 0.125.0 has it; our schema makes it optional.",
    until: "0.125.0",
    differences: ["Usage.cache_write_input_tokens: only in exec"],
  },
];
