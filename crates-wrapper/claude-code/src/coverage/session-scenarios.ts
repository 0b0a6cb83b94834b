import type { Scenario } from "@lockstep/wrapper";
import { type BackgroundRequest, backgroundArgv } from "../argv/background.ts";
import { agentsArgv, logsArgv, respawnArgv, rmArgv, stopArgv } from "../argv/background-sessions.ts";
import { type CloudRequest, cloudArgv } from "../argv/cloud.ts";
import { initOnlyArgv, type PrintRequest, printArgv, rewindFilesArgv } from "../argv/print.ts";
import { built, type Requests } from "./built.ts";

const sessionId = "0199a213-81c0-4800-8aa1-bbab2a035a53";
const messageId = "0199a213-81c0-4800-8aa1-bbab2a035a54";
/** As a call of `rm` reports them. */
const commit = "c0ffee0123456789c0ffee0123456789c0ffee01";
const worktreeId = "0123456789abcdef0123456789abcdef";
const events = { inputFormat: "stream-json", outputFormat: "stream-json", verbose: true } as const;

/** Options of a session that old and new versions show, none excluding another. */
const session = {
  model: "opus",
  fallbackModel: "sonnet,haiku",
  effort: "high",
  betas: ["context-1m-2025-08-07"],
  autocompact: "200k",
  permissionMode: "acceptEdits",
  allowedTools: ["Bash(git *)", "Edit"],
  disallowedTools: ["WebFetch"],
  allowDangerouslySkipPermissions: true,
  systemPrompt: "You answer in one word",
  appendSystemPrompt: "Be brief",
  excludeDynamicSystemPromptSections: true,
  settings: "settings.json",
  settingSources: ["user", "project"],
  mcpConfig: ["mcp.json", '{"mcpServers":{}}'],
  strictMcpConfig: true,
  tools: ["Bash", "Read"],
  agent: "reviewer",
  agents: '{"reviewer":{"description":"Reviews code","prompt":"You review code"}}',
  pluginDir: ["plugin-a", "plugin-b"],
  pluginUrl: ["https://plugins.example/a.zip"],
  addDir: ["more", "even-more"],
  disableSlashCommands: true,
  chrome: false,
  brief: true,
  name: "Nightly",
  worktree: "nightly",
  debug: "api",
  debugFile: "debug.log",
} as const;

/** Options of a session that help conceals, or that came after 2.1.232. */
const hiddenSession = {
  advisor: "opus",
  systemPromptFile: "system.md",
  appendSystemPromptFile: "more.md",
  pluginDirNoMcp: ["plugin-c"],
  channels: ["server:docs", "plugin:review@team"],
} as const;
const newHiddenSession = { fastMode: "on", includeUnsupportedModels: true } as const;
const newSession = { restricted: true, systemPromptSnapshot: "off" } as const;

const print = {
  "print with every lasting option": {
    ...session,
    ...events,
    prompt: "Do it",
    sessionId,
    noSessionPersistence: true,
    includePartialMessages: true,
    includeHookEvents: true,
    forwardSubagentText: true,
    replayUserMessages: true,
    promptSuggestions: true,
    jsonSchema: '{"type":"object"}',
    maxBudgetUsd: 1.5,
    file: ["file_1:notes.txt", "file_2:image.png"],
  },
  "print with every lasting option that help conceals": {
    ...hiddenSession,
    ...events,
    prompt: "Do it",
    resume: sessionId,
    resumeSessionAt: messageId,
    resumeDropsTurn: messageId,
    enableAuthStatus: true,
    sessionMirror: true,
    maxTurns: 3,
    taskBudget: 100_000,
    thinking: "adaptive",
    thinkingDisplay: "summarized",
    maxThinkingTokens: 4000,
    appendSubagentSystemPrompt: "Be brief",
    planModeInstructions: "Make a list",
    init: true,
    maintenance: true,
    managedSettings: "{}",
    permissionPromptTool: "stdio",
  },
  "print with every newer option": { ...newSession, prompt: "Do it", permissionPrompts: "none" },
  "print with every newer option that help conceals": {
    ...newHiddenSession,
    ...events,
    awaitInitialize: true,
    initializeFields: ["settings", "disallowedTools"],
    managedSettingsInInitialize: true,
    projectConfigRoot: "/work",
    appendSubagentSystemPromptFile: "sub-agents.md",
  },
  "print that goes on with the newest conversation, as another one": { prompt: "Go on", continue: true, forkSession: true },
  "print that goes on with a conversation of the cloud": { prompt: "Go on", teleport: "session_1" },
  "print for a sandbox, as bare as possible": {
    prompt: "Do it",
    dangerouslySkipPermissions: true,
    bare: true,
    safeMode: true,
    chrome: true,
    worktree: true,
    debug: true,
    settingSources: [],
    tools: [],
  },
} as const satisfies Requests<PrintRequest>;

const background = {
  "a background session with every lasting option": { ...session, prompt: "Do it", resume: sessionId, forkSession: true },
  "a background session with every option that help conceals": { ...hiddenSession, prompt: "Go on", continue: true },
  "a background session with every newer option": { ...newSession, prompt: "Go on", continue: true },
  "a background session with every newer option that help conceals": { ...newHiddenSession, prompt: "Go on", continue: true },
  "a background session for a sandbox": {
    prompt: "Go on",
    continue: true,
    dangerouslySkipPermissions: true,
    bare: true,
    safeMode: true,
  },
} as const satisfies Requests<BackgroundRequest>;

const cloud = {
  "a message to a session in the cloud": { prompt: "Go on", cloud: "session_1", outputFormat: "json" },
  "a new session in the cloud": { prompt: "Do it", cloud: true, ref: "main", name: "Nightly", outputFormat: "json" },
  "a new session on an environment": {
    prompt: "Do it",
    environment: "ccpool_1",
    onBranch: "fix",
    correlationId: "job-1",
    outputFormat: "text",
  },
  "a new session on an environment with every newer option": {
    prompt: "Do it",
    environment: "ccpool_1",
    metadata: { size: "large", team: "web" },
    forwardHomeSettings: "false",
    outputFormat: "text",
  },
} as const satisfies Requests<CloudRequest>;

/** Runs of the agent, and sessions elsewhere. */
export const sessionScenarios: readonly Scenario[] = [
  ...built(print, printArgv),
  ...built({ "rewind files": { resume: sessionId, rewindFiles: messageId } }, rewindFilesArgv),
  ...built(
    { "hooks alone": { initOnly: true, settings: "settings.json", settingSources: ["user"], pluginDir: ["plugin-a"] } },
    initOnlyArgv,
  ),
  ...built(background, backgroundArgv),
  ...built({ agents: { all: true, cwd: "work", json: true } }, agentsArgv),
  ...built({ logs: { id: "2b0b1bdc" } }, logsArgv),
  ...built({ stop: { id: "2b0b1bdc" } }, stopArgv),
  ...built({ respawn: { id: "2b0b1bdc" }, "respawn of all": { all: true } }, respawnArgv),
  ...built({ rm: { id: "2b0b1bdc", discardUnpushed: `${commit}@${worktreeId}`, forceRemoveWorktree: worktreeId } }, rmArgv),
  ...built(cloud, cloudArgv),
];
