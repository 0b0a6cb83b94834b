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
