// Sets every option of @anthropic-ai/claude-agent-sdk 0.3.332 that reaches the command line or the initialize request. Prints nothing.
import { query } from "@anthropic-ai/claude-agent-sdk";

// With the option it starts the program that we name, without it the one in its own package.
const where = process.env.CLAUDE_SDK_PATH_OPTION === "1" ? { pathToClaudeCodeExecutable: process.env.XTASK_STAND_IN } : {};
const sessionId = "5f0b6f6e-0000-4000-8000-000000000000";
const messageId = "5f0b6f6e-0000-4000-8000-000000000002";
const servers = { docs: { type: "stdio", command: "true" } };
const store = { append: async () => {}, load: async () => null, delete: async () => {}, listSessions: async () => [] };
const hook = async () => ({});

const calls = [
  {},
  {
    additionalDirectories: ["."],
    projectConfigRoot: ".",
    agent: "reviewer",
    agents: { reviewer: { description: "Reviews", prompt: "You review" } },
    allowedTools: ["Read"],
    disallowedTools: ["Bash"],
    tools: ["Read", "Edit"],
    toolAliases: { Look: "Read" },
    betas: ["context-1m-2025-08-07"],
    fallbackModel: "claude-other",
    model: "claude-test",
    hooks: { PreToolUse: [{ hooks: [hook] }] },
    includeHookEvents: true,
    includePartialMessages: true,
    forwardSubagentText: true,
    thinking: { type: "enabled", budgetTokens: 2000, display: "summarized" },
    effort: "high",
    maxTurns: 3,
    maxBudgetUsd: 1,
    taskBudget: { total: 1000 },
    mcpServers: servers,
    mcpServersDelivery: "argv",
    strictMcpConfig: true,
    outputFormat: { type: "json_schema", schema: { type: "object", properties: {} } },
    permissionMode: "bypassPermissions",
    allowDangerouslySkipPermissions: true,
    permissionPromptToolName: "mcp__docs__ask",
    permissionPrompts: "host",
    plugins: [{ type: "local", path: "." }],
    pluginDelivery: "argv",
    persistSession: false,
    sessionId,
    settings: { model: "claude-test" },
    managedSettings: { cleanupPeriodDays: 1 },
    settingSources: ["user", "project", "local"],
    skills: ["review"],
    systemPrompt: { type: "preset", preset: "claude_code", append: "Be brief" },
    debug: true,
    title: "A title",
  },
  {
    thinking: { type: "adaptive", display: "omitted" },
    tools: { type: "preset", preset: "claude_code" },
    canUseTool: async (_tool, input) => ({ behavior: "allow", updatedInput: input }),
    resume: sessionId,
    forkSession: true,
    resumeSessionAt: messageId,
    debugFile: "debug.log",
    plugins: [{ type: "local", path: ".", skipMcpDiscovery: true }],
    pluginDelivery: "argv",
    systemPrompt: "Be brief",
    promptSuggestions: true,
    agentProgressSummaries: true,
    planModeInstructions: "Plan first",
    onElicitation: async () => ({ action: "decline" }),
    onUserDialog: async () => ({ behavior: "cancelled" }),
    supportedDialogKinds: ["text"],
    perTaskStopAffordance: true,
    enableFileCheckpointing: true,
    verbatimPrompts: true,
    sandbox: { enabled: true },
  },
  { thinking: { type: "disabled" }, continue: true },
  { resume: sessionId, resumeDropsTurn: messageId },
  { sessionStore: store },
  {
    mcpServers: servers,
    mcpServersDelivery: "initialize",
    plugins: [{ type: "local", path: "." }],
    pluginDelivery: "initialize",
    // The package reads these three, but its types do not name them.
    disallowedToolsDelivery: "initialize",
    disallowedTools: ["Bash"],
    settingsDelivery: "initialize",
    settings: { model: "claude-test" },
    managedSettingsDelivery: "initialize",
    managedSettings: { cleanupPeriodDays: 1 },
  },
];

process.removeAllListeners("warning");
process.on("warning", () => {});
for (const options of calls) await Array.fromAsync(query({ prompt: "Say hello", options: { ...where, ...options } }));
