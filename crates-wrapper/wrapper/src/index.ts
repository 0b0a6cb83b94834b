export { type ArgvToken, passthroughTokens, typedTokens } from "./argv/argv-token.ts";
export { type ArgvBuilder, type ArgvTools, argvTools, type CommandForm, type ExtraArgs } from "./argv/argv-builder.ts";
export type { FlagSpelling, FlagTable, FlagValue } from "./argv/flag-table.ts";
export { type Built, builtFor, type Requests, type Scenario } from "./coverage/built.ts";
export { type DeclaredUnit, leftOut, wholeCommand } from "./coverage/left-out.ts";
export { type Evidence, scenariosDocument, type WrapperScenarios } from "./coverage/scenarios-document.ts";
export {
  type FieldKind,
  type FieldKinds,
  type FieldTools,
  fieldTools,
  type KindOf,
  type KindsOf,
  type Mark,
  shown,
} from "./fields/assert-fields.ts";
export { type Guard, mistake, mistakesOf, type SchemaError } from "./mistakes.ts";
export type { Program } from "./program.ts";
export { isObject, type RawObject } from "./raw-object.ts";
export { type SecretPlaces, secretsOf, secretsOfStdin, withoutSecrets } from "./secrets.ts";
export {
  type SpecialWord,
  type Surface,
  type SurfaceCommand,
  type Unit,
  type UnitState,
  type VersionHabits,
  type VersionTools,
  versionTools,
} from "./versions/version-tools.ts";
export {
  cleaned,
  type EndDetails,
  type ErrorReason,
  type Failure,
  type ProgramCall,
  type UnsupportedUnit,
  WrapperError,
  type WrapperErrorClass,
} from "./wrapper-error.ts";
export { type LineProcess } from "./calls/line-process.ts";
export { type Answer, type AskOptions, defaultTotalMs, slow } from "./calls/questions.ts";
export type { Removal } from "./calls/removal.ts";
export type { GoodEnd, Run, RunChannel, RunForm, RunOptions, RunStart, RunTerms, Settled } from "./calls/run.ts";
export { RunFolder, saveFile, type Unsaved } from "./calls/run-folder.ts";
export { leftReason, SharedReader, type Source } from "./calls/shared-reader.ts";
export { isKeyOf, type MalformedLine, mistakesOfType, objectOn, type UnknownEvent } from "./events/raw-line.ts";
export { defaultMaxLineBytes, isBlank, recordedLines } from "./events/recorded-lines.ts";
export type { CallOptions, Invocation, Limits, Timeouts } from "./invocation.ts";
export { type InvocationTools, invocationTools } from "./invocation-tools.ts";
export type * from "./agent/agent-event.ts";
export type * from "./agent/agent-request.ts";
export { type AgentField, AgentRefusal, assertAgentRequest, refusingUnsupported } from "./agent/agent-refusal.ts";
export { agentEvents, agentResult, type AgentTranslation, outcomeOf, runOptionsOf } from "./agent/agent-run.ts";
