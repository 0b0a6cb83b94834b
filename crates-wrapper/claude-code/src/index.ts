/**
 * A typed wrapper of the Claude Code command line tool: the command lines of runs without a terminal, of sessions in the background and
 * of every other command that works without one, checked before anything starts.
 *
 * @packageDocumentation
 */
export type { ProcessEnd } from "@lockstep/runtime";
export type { ArgvToken, EndDetails, ProgramCall, Unit, UnitState, UnsupportedUnit, WrapperError } from "@lockstep/wrapper";
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
export { ClaudeCodeError, type ClaudeCodeErrorCode } from "./claude-code-error.ts";
export { knownVersions, stateOf, versionsWith } from "./versions/support.ts";
