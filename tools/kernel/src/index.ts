export type {
  ArchiveFormat,
  AssetClient,
  BinaryStore,
  DownloadProgress,
  Host,
  PackageClient,
  PackageDescription,
  PackageManifest,
  RemovedArtifact,
  StopSignal,
  StreamedArchive,
  StreamRequest,
  UnpackedFile,
} from "./artifact-ports.ts";
export { compareAbsentFirst, compareAbsentLast, compareCodePoints, comparePaths, firstOrder, isSamePath } from "./code-point-order.ts";
export { commandDefiner, type Command, type CommandResult, type OptionSpec, type OptionsOf } from "./command.ts";
export { BusyError, EnvironmentError, EXIT, InputError, Interrupted, ToolError, unreachable, UsageError } from "./errors.ts";
export { fingerprintText, jsonMistake, omitAbsent, parseJson, pointerTo, renderJson, sortKeysDeep, type Json } from "./json.ts";
export type { Clock, Digest, DirectoryEntry, Files, Machine, Processes, ProcessOutcome, ProcessRequest } from "./ports.ts";
export type { ListedReleases, ReleaseRepository, ReleaseSources } from "./release-port.ts";
