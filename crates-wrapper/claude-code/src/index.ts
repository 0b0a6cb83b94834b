/**
 * A typed wrapper of the Claude Code command line tool: runs of the agent with their events and permission prompts, sessions in the
 * background, and every other command that works without a terminal.
 *
 * @packageDocumentation
 */
export type { Line, LineDefect, ProcessEnd, ProcessOutcome } from "@lockstep/runtime";
export type {
  ArgvToken,
  CallOptions,
  EndDetails,
  LineProcess,
  MalformedLine,
  ProgramCall,
  RawObject,
  Removal,
  RunOptions as CommonRunOptions,
  Timeouts,
  Unit,
  UnitState,
  UnknownEvent,
  UnsupportedUnit,
  WrapperError,
} from "@lockstep/wrapper";
export {
  type AgentAccess,
  type AgentEffort,
  type AgentEvent,
  type AgentFinished,
  type AgentInstructions,
  type AgentMcpServer,
  type AgentNotice,
  type AgentOutcome,
  type AgentPermissionAsked,
  type AgentPermissionCallback,
  type AgentPermissionDecided,
  type AgentPermissionDecision,
  type AgentPermissionQuestion,
  type AgentReasoning,
  AgentRefusal,
  type AgentRequest,
  type AgentResult,
  agentResult,
  type AgentSession,
  type AgentSessionStarted,
  type AgentText,
  type AgentTodo,
  type AgentToolFinished,
  type AgentToolKind,
  type AgentTools,
  type AgentToolStarted,
  type AgentUnknown,
  type AgentUsage,
  type AgentUsageReport,
  type RunAgent,
} from "@lockstep/wrapper";
export { claudeCodeAgent } from "./agent.ts";
export type { AuthLoginRequest, AuthStatusRequest } from "./argv/auth.ts";
export type { AutoModeCritiqueRequest, AutoModeDefaultsRequest, AutoModeResetRequest } from "./argv/auto-mode.ts";
export { backgroundArgv, type BackgroundRequest } from "./argv/background.ts";
export type { AgentsRequest, BackgroundSessionRequest, RespawnRequest, RmRequest } from "./argv/background-sessions.ts";
export { cloudArgv, type CloudRequest } from "./argv/cloud.ts";
export type { CommonOptions, JsonOption } from "./argv/common-options.ts";
export type { ContinuationOptions, ResumptionOptions } from "./argv/continuation-options.ts";
export type { CustomizationOptions } from "./argv/customization-options.ts";
export type { GatewayRequest } from "./argv/gateway.ts";
export type { HostOptions } from "./argv/host-options.ts";
export type { ImportConversationsRequest } from "./argv/import-conversations.ts";
export type { InstallRequest } from "./argv/installation.ts";
export type { InstructionOptions } from "./argv/instruction-options.ts";
export type {
  McpAddJsonRequest,
  McpAddRequest,
  McpLoginRequest,
  McpRemoveRequest,
  McpScope,
  McpServeRequest,
  McpServerConfig,
  McpServerRequest,
  RemoteMcpServerConfig,
  StdioMcpServerConfig,
} from "./argv/mcp.ts";
export type { ModelOptions } from "./argv/model-options.ts";
export type { PermissionOptions } from "./argv/permission-options.ts";
export type {
  CommandConsent,
  PluginConfigureRequest,
  PluginDisableRequest,
  PluginInstallRequest,
  PluginListRequest,
  PluginPruneRequest,
  PluginRequest,
  PluginRestoreSetAsideRequest,
  PluginScope,
  PluginUninstallRequest,
  PluginUpdateRequest,
  ScopedPluginRequest,
} from "./argv/plugin.ts";
export type { PluginInitRequest, PluginTagRequest, PluginTestRequest, PluginValidateRequest } from "./argv/plugin-author.ts";
export type { PluginEvalInitRequest, PluginEvalRequest } from "./argv/plugin-eval.ts";
export type { MarketplaceAddRequest, MarketplaceRemoveRequest, MarketplaceUpdateRequest } from "./argv/plugin-marketplace.ts";
export {
  initOnlyArgv,
  type InitOnlyRequest,
  printArgv,
  type PrintRequest,
  rewindFilesArgv,
  type RewindFilesRequest,
} from "./argv/print.ts";
export type { PurgeRequest } from "./argv/purge.ts";
export type { RunOptions } from "./argv/run-options.ts";
export type { SessionOptions } from "./argv/session-options.ts";
export type { StreamOptions } from "./argv/stream-options.ts";
export type { UltrareviewRequest } from "./argv/ultrareview.ts";
export type { AuthCalls } from "./calls/auth.ts";
export type { BackgroundCalls } from "./calls/background.ts";
export type { ClaudeCodeProcess } from "./calls/claude-code-process.ts";
export type { ClaudeCodeRun, ClientFields, JsonSchema, PrintOptions, Run, RunResult } from "./calls/claude-code-run.ts";
export type { AutoModeCalls, InstallationCalls } from "./calls/installation.ts";
export type { McpCalls } from "./calls/mcp.ts";
export type { PermissionCallback } from "./calls/permission-desk.ts";
export type { MarketplaceCalls, PluginAuthorCalls, PluginCalls } from "./calls/plugin.ts";
export type { RunFacts, RunFailureReason } from "./calls/run-facts.ts";
export { ClaudeCodeError, type ClaudeCodeErrorCode, type RunFailure } from "./claude-code-error.ts";
export { type ClaudeCode, type ClaudeCodeOptions, openClaudeCode } from "./client.ts";
export type { EventCounts } from "./events/counts.ts";
export {
  type AskedEvent,
  type AssistantEvent,
  type ClaudeBlock,
  type ClaudeEvent,
  isProgress,
  parseEvent,
  type PlainEvent,
  type ResultEvent,
  type StreamEvent,
  type UnknownPart,
  type UserEvent,
} from "./events/event.ts";
export { readRecording } from "./events/recording.ts";
export type { RunUsage } from "./events/usage.ts";
export { knownVersions, stateOf, versionsWith } from "./versions/support.ts";
export type { ControlAnswers } from "./control/answer.ts";
export type { AskedRequest, KnownRequest, UnknownRequest } from "./control/asked.ts";
export type { PermissionDecision, PermissionGrant, PermissionMode, PermissionRefusal } from "./control/permission.ts";
export type {
  ApplyFlagSettingsRequest,
  BackgroundTasksRequest,
  CancelMessageRequest,
  ControlRequest,
  FileSuggestionsRequest,
  HookMatcher,
  InitializeRequest,
  InterruptRequest,
  McpCallRequest,
  McpReconnectRequest,
  McpSetServersRequest,
  McpToggleRequest,
  PlainRequest,
  ReadFileRequest,
  RenameSessionRequest,
  RewindRequest,
  SetMaxThinkingTokensRequest,
  SetModelRequest,
  SetPermissionModeRequest,
  SideQuestionRequest,
  TaskRequest,
} from "./control/request.ts";
export type { FilePart, TextPart, UserPart, UserTurn } from "./control/user-message.ts";
export type { LoginStatus } from "./generated/auth-status.ts";
export type { AutoModeRules } from "./generated/auto-mode.ts";
export type { BackgroundSession } from "./generated/background-session.ts";
export type {
  AddDirectories,
  AddRules,
  CanUseToolRequest,
  ElicitationRequest,
  HookCallbackRequest,
  HookInput,
  McpMessageRequest,
  PermissionDestination,
  PermissionRule,
  PermissionUpdate,
  RemoveDirectories,
  RemoveRules,
  ReplaceRules,
  SetMode,
  UserDialogRequest,
} from "./generated/client-request.ts";
export type * from "./generated/control-answer.ts";
export type { AvailablePlugin, ListedPlugin, Marketplace, PluginCatalogue, PluginList } from "./generated/plugin.ts";
export type * from "./generated/stream-message.ts";
