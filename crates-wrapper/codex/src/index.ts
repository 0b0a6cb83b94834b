/**
 * A typed wrapper of the Codex command line tool: runs of the agent with events, and every other command that works without a terminal.
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
  RunOptions,
  Timeouts,
  UnknownEvent,
  Unit,
  UnitState,
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
export { codexAgent } from "./agent.ts";
export type {
  AppServerConnection,
  AppServerConnectOptions,
  AppServerConnectRequest,
  AppServerCounts,
  AppServerNotification,
  AppServerRequestOptions,
  MalformedMessage,
  RequestHandler,
} from "./app-server/app-server-connection.ts";
export type { AppServerRequest, GenerateJsonSchemaRequest, GenerateTsRequest, StartupConfigRequest } from "./argv/app-server.ts";
export type { CloudAttemptRequest, CloudExecRequest, CloudListRequest, CloudTaskRequest } from "./argv/cloud.ts";
export type { CommonOptions } from "./argv/common-options.ts";
export type { CompletionRequest, DebugModelsRequest, DebugPromptInputRequest, DoctorRequest } from "./argv/diagnosis.ts";
export { execArgv, type ExecRequest } from "./argv/exec.ts";
export { execForkArgv, type ExecForkRequest } from "./argv/exec-fork.ts";
export type { ExecOptions, FullAutoOption } from "./argv/exec-options.ts";
export { execResumeArgv, type ExecResumeRequest, type ResumedSession } from "./argv/exec-resume.ts";
export { execReviewArgv, type ExecReviewRequest } from "./argv/exec-review.ts";
export type { ExecServerForwardRequest, ExecServerRequest, RemoteEnvironment } from "./argv/exec-server.ts";
export type { ExecpolicyCheckRequest } from "./argv/execpolicy.ts";
export type { FeatureRequest } from "./argv/features.ts";
export type { McpAddRequest, McpLoginRequest, McpServerRequest, OAuthClientRegistration } from "./argv/mcp.ts";
export type { McpServerModeRequest } from "./argv/mcp-server.ts";
export type { MigrateRolloutsRequest } from "./argv/migrate-rollouts.ts";
export type {
  MarketplaceAddRequest,
  MarketplaceRequest,
  MarketplaceUpgradeRequest,
  PluginListRequest,
  PluginRequest,
} from "./argv/plugin.ts";
export type { RemoteControlRequest } from "./argv/remote-control.ts";
export type { ResponsesApiProxyRequest } from "./argv/responses-api-proxy.ts";
export { reviewArgv, type ReviewRequest } from "./argv/review.ts";
export type { ReviewTarget } from "./argv/review-target.ts";
export type { MacosSandboxRequest, PlatformSandboxRequest, SandboxRequest } from "./argv/sandbox.ts";
export type { DeleteRequest, QueueRequest, SavedSessionRequest, SessionStoreOptions } from "./argv/saved-session.ts";
export type { SessionOptions } from "./argv/session-options.ts";
export type { TurnOptions, TurnRequest } from "./argv/turn-options.ts";
export type { WebsocketAuth } from "./argv/websocket-auth.ts";
export type { CloudCalls } from "./calls/cloud.ts";
export type { CodexProcess } from "./calls/codex-process.ts";
export type { CodexRun, JsonSchema, Run, RunResult } from "./calls/codex-run.ts";
export type { DiagnosisCalls } from "./calls/diagnosis.ts";
export type { Feature, FeatureCalls } from "./calls/features.ts";
export type { LoginCalls, LoginStatus } from "./calls/login.ts";
export type { AddedMcpServer, McpCalls } from "./calls/mcp.ts";
export type { MarketplaceCalls, PluginCalls } from "./calls/plugin.ts";
export type { SandboxCalls } from "./calls/sandbox.ts";
export type { QueuedMessage, SavedSessionCalls } from "./calls/saved-session.ts";
export type { AppServerCalls, DaemonCalls, RemoteControlCalls, ServerCalls } from "./calls/server.ts";
export { type Codex, type CodexOptions, openCodex } from "./client.ts";
export { type CodexCommand, CodexError, type CodexErrorCode, type RpcError } from "./codex-error.ts";
export { type CodexHome, type CodexHomeOptions, makeCodexHome } from "./config/codex-home.ts";
export type { ConfigTable, ConfigValue, HttpMcpServer, McpServer, McpServerLimits, StdioMcpServer } from "./config/config-overrides.ts";
export type { EventCounts } from "./events/counts.ts";
export {
  type CodexEvent,
  type CodexItem,
  isProgress,
  type ItemEvent,
  parseEvent,
  type PlainEvent,
  type UnknownItem,
  type Usage,
} from "./events/event.ts";
export { readRecording } from "./events/recording.ts";
export { addUsage, usageSince } from "./events/usage.ts";
export type { DaemonRemoteControl, DaemonState } from "./generated/daemon.ts";
export type { DoctorCheck, DoctorIssue, DoctorReport } from "./generated/doctor-report.ts";
export type {
  AgentMessageItem,
  CollabAgentState,
  CollabAgentStatus,
  CollabTool,
  CollabToolCallItem,
  CollabToolCallStatus,
  CommandExecutionItem,
  CommandExecutionStatus,
  ErrorEvent,
  ErrorItem,
  ExecEvent,
  FileChangeItem,
  FileUpdateChange,
  ItemCompletedEvent,
  ItemId,
  ItemStartedEvent,
  ItemUpdatedEvent,
  McpToolCallItem,
  McpToolCallItemError,
  McpToolCallItemResult,
  McpToolCallStatus,
  PatchApplyStatus,
  PatchChangeKind,
  ReasoningItem,
  ThreadError,
  ThreadItem,
  ThreadStartedEvent,
  TodoItem,
  TodoListItem,
  TurnCompletedEvent,
  TurnFailedEvent,
  TurnStartedEvent,
  WebSearchAction,
  WebSearchActionFindInPage,
  WebSearchActionOpenPage,
  WebSearchActionOther,
  WebSearchActionSearch,
  WebSearchItem,
} from "./generated/exec-event.ts";
export type { HttpMcpTransport, ListedMcpServer, McpServerDetails, McpTransport, McpVariable, StdioMcpTransport } from "./generated/mcp.ts";
export type { CatalogueModel, ModelCatalogue } from "./generated/model-catalogue.ts";
export type {
  AddedMarketplace,
  AddedPlugin,
  Marketplace,
  MarketplaceList,
  MarketplaceSource,
  MarketplaceUpgrade,
  Plugin,
  PluginList,
  PluginSource,
  RemovedMarketplace,
  RemovedPlugin,
} from "./generated/plugin.ts";
export type { PolicyCheck, PolicyRuleMatch, PrefixRuleMatch } from "./generated/policy-check.ts";
export type { PromptInputItem } from "./generated/prompt-input.ts";
export type { RolloutMigration, RolloutOutcome } from "./generated/rollout-migration.ts";
export type { ConfigRequirements, StartupConfig } from "./generated/startup-config.ts";
export { knownVersions, stateOf, versionsWith } from "./versions/support.ts";
