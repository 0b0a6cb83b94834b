// Generated from schemas/ by `xtask codegen`. Do not edit.

/**
 * One definition per kind of artifact; a document is validated against the definition of its kind.
 */
export type ParityArtifacts = (UpstreamSnapshotV1 | UpstreamSnapshotUnionV2 | WrapperCoverageV1 | CoverageReportV1)
/**
 * An RFC 3339 time in UTC.
 */
export type Timestamp = string
export type TargetTriple = string
/**
 * The tokens of a command; the root command is [].
 */
export type CommandPath = readonly string[]
export type Stability = string
export type CoverageLevel = ("explicit" | "passthrough" | "unsupported" | "intentionally_unsupported" | "unknown")
/**
 * Since rules version 2, in hidden_* and at_risk: what upstream does with the unit, or with a command on its path. Of both, hidden.
 */
export type FadingState = ("hidden" | "deprecated")

/**
 * What one binary exposes.
 */
export interface UpstreamSnapshotV1 {
readonly snapshot_schema_version: 1
readonly tool: string
readonly collected_at: Timestamp
readonly binary: Binary
readonly commands: readonly SnapshotCommand[]
readonly features?: Features
readonly known_omissions?: readonly string[]
readonly generator?: Generator
readonly rejected?: readonly RejectedUnit[]
}
export interface Binary {
readonly sha256: string
readonly size_bytes: number
/**
 * Of the binary's target, not of the machine that probed it.
 */
readonly platform: {
readonly os: ("linux" | "macos" | "windows" | "unknown")
readonly arch: ("x86_64" | "aarch64" | "unknown")
}
readonly target_triple: TargetTriple
readonly version_output: string
readonly semantic_version?: string
readonly channel?: string
readonly commit?: string
}
export interface SnapshotCommand {
readonly path: CommandPath
readonly about?: string
readonly usage?: string
readonly stability?: Stability
readonly platforms?: readonly string[]
readonly args?: readonly SnapshotArg[]
readonly flags?: readonly SnapshotFlag[]
readonly aliases?: readonly string[]
readonly hidden?: boolean
readonly deprecated?: boolean
readonly description?: string
/**
 * Which evidence showed the unit.
 */
readonly sources?: readonly ("help" | "completion" | "probe" | "bundle" | "supplement")[]
readonly help_sha256?: string
}
export interface SnapshotArg {
readonly name: string
readonly required: boolean
readonly variadic: boolean
readonly note?: string
readonly description?: string
readonly default?: string
readonly possible_values?: readonly string[]
/**
 * Which evidence showed the unit.
 */
readonly sources?: readonly ("help" | "completion" | "probe" | "bundle" | "supplement")[]
}
export interface SnapshotFlag {
readonly long?: string
readonly short?: string
readonly takes_value: boolean
readonly value_name?: string
readonly repeatable?: boolean
readonly stability?: Stability
readonly platforms?: readonly string[]
readonly aliases?: readonly string[]
readonly description?: string
readonly default?: string
readonly possible_values?: readonly string[]
readonly env?: string
readonly hidden?: boolean
readonly deprecated?: boolean
readonly optional_value?: boolean
readonly value_names?: readonly string[]
/**
 * Given once, it takes several values: its own words up to the next flag.
 */
readonly variadic?: boolean
readonly negatable?: boolean
readonly global?: boolean
/**
 * Which evidence showed the unit.
 */
readonly sources?: readonly ("help" | "completion" | "probe" | "bundle" | "supplement")[]
}
export interface Features {
readonly commands_added_when_all_enabled?: readonly CommandPath[]
readonly enable_failures?: readonly FeatureFailure[]
readonly enabled_for_snapshot?: readonly string[]
readonly listed?: readonly FeatureRow[]
readonly mode: ("default_plus_all_enabled" | "default_only")
readonly probe_error?: string
readonly requested_enable?: readonly string[]
}
export interface FeatureFailure {
readonly exit_code?: number
readonly feature: string
readonly stage: string
readonly stderr?: string
}
export interface FeatureRow {
readonly effective: boolean
readonly name: string
readonly stage: string
}
/**
 * What wrote the snapshot.
 */
export interface Generator {
readonly name: string
readonly version: string
readonly parser_version: number
}
/**
 * A unit that some evidence suggested and the binary refused.
 */
export interface RejectedUnit {
readonly path: CommandPath
readonly key?: string
readonly name?: string
}
/**
 * All targets of one version merged.
 */
export interface UpstreamSnapshotUnionV2 {
readonly snapshot_schema_version: 2
readonly tool: string
readonly mode: "union"
readonly collected_at: Timestamp
readonly expected_targets: readonly TargetTriple[]
readonly complete: boolean
readonly missing_targets?: readonly TargetTriple[]
readonly inputs: readonly UnionInput[]
readonly commands: readonly UnionCommand[]
}
export interface UnionInput {
readonly target_triple: TargetTriple
readonly collected_at?: Timestamp
readonly binary: Binary
readonly features?: Features
readonly known_omissions?: readonly string[]
}
export interface UnionCommand {
readonly path: CommandPath
readonly available_on: readonly TargetTriple[]
readonly about?: string
readonly usage?: string
readonly args?: readonly UnionArg[]
readonly flags?: readonly UnionFlag[]
readonly conflicts?: readonly Conflict[]
readonly aliases?: readonly string[]
readonly hidden?: boolean
readonly deprecated?: boolean
readonly description?: string
/**
 * Which evidence showed the unit.
 */
readonly sources?: readonly ("help" | "completion" | "probe" | "bundle" | "supplement")[]
readonly help_sha256?: string
}
export interface UnionArg {
readonly name: string
readonly required?: boolean
readonly variadic?: boolean
readonly inferred_from_usage?: boolean
readonly note?: string
readonly available_on: readonly TargetTriple[]
readonly description?: string
readonly default?: string
readonly possible_values?: readonly string[]
/**
 * Which evidence showed the unit.
 */
readonly sources?: readonly ("help" | "completion" | "probe" | "bundle" | "supplement")[]
}
export interface UnionFlag {
readonly key: string
readonly long?: string
readonly short?: string
readonly takes_value: boolean
readonly value_name?: string
readonly repeatable?: boolean
readonly available_on: readonly TargetTriple[]
readonly aliases?: readonly string[]
readonly description?: string
readonly default?: string
readonly possible_values?: readonly string[]
readonly env?: string
readonly hidden?: boolean
readonly deprecated?: boolean
readonly optional_value?: boolean
readonly value_names?: readonly string[]
/**
 * Given once, it takes several values: its own words up to the next flag.
 */
readonly variadic?: boolean
readonly negatable?: boolean
readonly global?: boolean
/**
 * Which evidence showed the unit.
 */
readonly sources?: readonly ("help" | "completion" | "probe" | "bundle" | "supplement")[]
}
export interface Conflict {
readonly unit: ("command" | "flag" | "arg")
readonly path: CommandPath
readonly key?: string
readonly name?: string
readonly field: string
/**
 * The field's value on each target that has the unit; null when it is absent there.
 */
readonly values_by_target: {
readonly [k: string]: unknown
}
readonly help_context?: string
readonly evidence?: ConflictEvidence
/**
 * Since rules version 2, for a flag that the union lists at the root alone: the field's value of the root's flag on each target of the command's flag.
 */
readonly root_values_by_target?: {
readonly [k: string]: unknown
}
}
export interface ConflictEvidence {
readonly help_ref_by_target?: {
readonly [k: string]: string
}
readonly help_sha256_by_target?: {
readonly [k: string]: string
}
}
/**
 * What the wrapper supports.
 */
export interface WrapperCoverageV1 {
readonly schema_version: 1
readonly generated_at?: Timestamp
/**
 * The wrapper package's version, never the upstream's.
 */
readonly wrapper_version?: string
readonly coverage: readonly CommandCoverage[]
}
export interface CommandCoverage {
readonly path: CommandPath
readonly level: CoverageLevel
readonly note?: string
readonly scope?: CoverageScope
readonly flags?: readonly FlagCoverage[]
readonly args?: readonly ArgCoverage[]
}
export interface CoverageScope {
readonly platforms?: readonly string[]
readonly target_triples?: readonly string[]
}
export interface FlagCoverage {
readonly key: string
readonly level: CoverageLevel
readonly note?: string
readonly scope?: CoverageScope
}
export interface ArgCoverage {
readonly name: string
readonly level: CoverageLevel
readonly note?: string
readonly scope?: CoverageScope
}
/**
 * The deltas of one version: the work queue.
 */
export interface CoverageReportV1 {
readonly schema_version: 1
readonly generated_at?: Timestamp
readonly inputs: {
readonly upstream: {
readonly semantic_version: string
readonly mode: "union"
readonly targets: readonly TargetTriple[]
}
readonly wrapper: {
readonly schema_version: 1
readonly wrapper_version?: string
}
readonly rules: {
readonly rules_schema_version: number
}
}
readonly platform_filter: PlatformFilter
readonly deltas: Deltas
}
export interface PlatformFilter {
readonly mode: ("any" | "exact_target" | "all")
readonly target_triple?: TargetTriple
}
export interface Deltas {
readonly missing_commands: readonly CommandDelta[]
readonly missing_flags: readonly FlagDelta[]
readonly missing_args: readonly ArgDelta[]
readonly excluded_commands?: readonly CommandDelta[]
readonly excluded_flags?: readonly FlagDelta[]
readonly excluded_args?: readonly ArgDelta[]
readonly passthrough_candidates?: readonly CommandDelta[]
readonly unsupported?: readonly CommandDelta[]
readonly intentionally_unsupported?: readonly UnitDelta[]
readonly wrapper_only_commands?: readonly CommandDelta[]
readonly wrapper_only_flags?: readonly FlagDelta[]
readonly wrapper_only_args?: readonly ArgDelta[]
/**
 * Since rules version 2: upstream hides or deprecates it, and the wrapper lacks it.
 */
readonly hidden_commands?: readonly CommandDelta[]
/**
 * Since rules version 2: upstream hides or deprecates it, and the wrapper lacks it.
 */
readonly hidden_flags?: readonly FlagDelta[]
/**
 * Since rules version 2: upstream hides or deprecates it, and the wrapper lacks it.
 */
readonly hidden_args?: readonly ArgDelta[]
/**
 * Since rules version 2: upstream hides or deprecates it, and the wrapper uses it. Sorted by kind (command, flag, arg).
 */
readonly at_risk?: readonly UnitDelta[]
}
export interface CommandDelta {
readonly path: CommandPath
readonly upstream_available_on: readonly TargetTriple[]
/**
 * Since rules version 2, in missing_* of the views any and all: the relevant targets that have the unit and on which the wrapper lacks it.
 */
readonly missing_on?: readonly TargetTriple[]
readonly wrapper_level?: CoverageLevel
readonly note?: string
readonly state?: FadingState
}
export interface FlagDelta {
readonly path: CommandPath
readonly key: string
readonly upstream_available_on: readonly TargetTriple[]
/**
 * Since rules version 2, in missing_* of the views any and all: the relevant targets that have the unit and on which the wrapper lacks it.
 */
readonly missing_on?: readonly TargetTriple[]
readonly wrapper_level?: CoverageLevel
readonly note?: string
readonly state?: FadingState
}
export interface ArgDelta {
readonly path: CommandPath
readonly name: string
readonly upstream_available_on: readonly TargetTriple[]
/**
 * Since rules version 2, in missing_* of the views any and all: the relevant targets that have the unit and on which the wrapper lacks it.
 */
readonly missing_on?: readonly TargetTriple[]
readonly wrapper_level?: CoverageLevel
readonly note?: string
readonly state?: FadingState
}
export interface UnitDelta {
readonly path: CommandPath
readonly key?: string
readonly name?: string
readonly upstream_available_on: readonly TargetTriple[]
/**
 * Since rules version 2, in missing_* of the views any and all: the relevant targets that have the unit and on which the wrapper lacks it.
 */
readonly missing_on?: readonly TargetTriple[]
readonly wrapper_level?: CoverageLevel
readonly note?: string
readonly state?: FadingState
}

/**
 * What is known of one upstream version.
 */
export interface VersionMetadataV1 {
readonly schema_version: 1
readonly semantic_version: string
readonly status: ("snapshotted" | "reported" | "validated" | "supported")
/**
 * An RFC 3339 time in UTC.
 */
readonly updated_at: string
readonly notes?: string
readonly artifacts: {
readonly snapshots_dir: string
readonly reports_dir: string
readonly union_complete: boolean
}
readonly coverage?: {
readonly supported_targets: readonly string[]
readonly supported_required_target: boolean
}
readonly validation?: {
readonly passed_targets: readonly string[]
readonly failed_targets: readonly string[]
readonly skipped_targets: readonly string[]
}
readonly promotion: {
readonly eligible_for_latest_validated: boolean
}
}

/**
 * The semantic contract of a manifest root. Constants are checked, never interpreted; unknown fields are allowed.
 */
export interface ParityRules {
/**
 * Which decisions hold; docs/rules.md has them. Version 2 needs none of the constants: `sorting`, `file_naming`, `identity` and the like.
 */
readonly rules_schema_version: number
readonly identity?: {
readonly command?: "path"
readonly flag?: "prefer_long_else_short"
readonly arg?: "name"
readonly [k: string]: unknown
}
readonly versioning: {
readonly pointers: {
readonly stable_semver_pattern: string
readonly root_pointers_allow_none?: boolean
readonly [k: string]: unknown
}
readonly [k: string]: unknown
}
readonly globals: {
readonly root_path?: []
readonly effective_flags_model: {
readonly enabled: boolean
readonly union_normalization?: {
readonly dedupe_per_command_flags_against_root?: boolean
readonly dedupe_key?: "flag_key"
readonly [k: string]: unknown
}
readonly [k: string]: unknown
}
readonly positional_args_model?: {
readonly mode?: "root_only"
readonly [k: string]: unknown
}
readonly [k: string]: unknown
}
readonly parity_exclusions?: {
readonly schema_version: number
readonly units: {
readonly unit: string
readonly path: readonly string[]
readonly key?: string
readonly name?: string
readonly category?: string
readonly note?: string
readonly [k: string]: unknown
}[]
readonly [k: string]: unknown
}
readonly features?: {
readonly enable_policy?: {
readonly mode?: "best_effort_enable_all_except_excluded_stages"
readonly excluded_stages: readonly string[]
readonly on_enable_failure?: "record_and_continue"
readonly [k: string]: unknown
}
readonly [k: string]: unknown
}
readonly union: {
readonly mode?: "union"
readonly platform_granularity?: "target_triple"
readonly required_target: string
/**
 * @minItems 1
 */
readonly expected_targets: readonly string[]
readonly platform_mapping: {
readonly [k: string]: "linux" | "macos" | "windows"
}
readonly partial_union_policy?: {
readonly when_required_target_missing?: "fail"
readonly when_non_required_targets_missing?: "emit_union_complete_false"
readonly [k: string]: unknown
}
readonly conflict_handling?: {
readonly strategy?: "record_conflicts_and_preserve_availability"
readonly on_conflict?: "never_fail"
readonly [k: string]: unknown
}
readonly canonical_keys?: {
readonly flag_key?: "long_or_short"
readonly [k: string]: unknown
}
readonly determinism?: {
readonly target_order?: "as_listed_in_expected_targets"
readonly canonical_target_for_scalar_fields?: "required_target_else_first_available"
readonly [k: string]: unknown
}
readonly [k: string]: unknown
}
readonly comparison?: {
readonly surface_deltas?: {
readonly commands?: "presence_by_path"
readonly flags?: "presence_by_flag_key"
readonly args?: "presence_by_arg_name"
readonly [k: string]: unknown
}
readonly [k: string]: unknown
}
readonly wrapper_coverage: {
readonly scope_semantics: {
readonly defaults: {
readonly no_scope_means: string
readonly [k: string]: unknown
}
readonly platforms_expand_using: string
readonly scope_set_resolution: {
readonly mode: string
readonly [k: string]: unknown
}
readonly [k: string]: unknown
}
readonly [k: string]: unknown
}
readonly report?: {
readonly schema_version?: 1
readonly file_naming?: {
readonly any?: "coverage.any.json"
readonly all?: "coverage.all.json"
readonly per_target?: "coverage.<target_triple>.json"
readonly [k: string]: unknown
}
readonly [k: string]: unknown
}
readonly storage: {
readonly retention: {
readonly mode?: "sliding_window"
readonly keep_last_validated: number
readonly [k: string]: unknown
}
readonly [k: string]: unknown
}
readonly version_metadata: {
readonly supported_policy: {
readonly coverage_requirement: {
readonly applies_to?: "all_upstream_surfaces_on_all_targets_where_available"
readonly allowed_levels: readonly string[]
readonly disallowed_levels: readonly string[]
readonly treat_missing_as: string
readonly [k: string]: unknown
}
readonly intentionally_unsupported_requires_note?: boolean
readonly [k: string]: unknown
}
readonly [k: string]: unknown
}
readonly sorting?: {
readonly commands?: "lexicographic_path"
readonly flags?: "by_key_then_long_then_short"
readonly args?: "by_name"
readonly expected_targets?: "rules_expected_targets_order"
readonly inputs?: "rules_expected_targets_order"
readonly available_on?: "rules_expected_targets_order"
readonly conflicts?: "by_unit_then_path_then_key_or_name_then_field"
readonly report?: {
readonly missing_commands?: "by_path"
readonly missing_flags?: "by_path_then_key"
readonly missing_args?: "by_path_then_name"
readonly excluded_commands?: "by_path"
readonly excluded_flags?: "by_path_then_key"
readonly excluded_args?: "by_path_then_name"
readonly passthrough_candidates?: "by_path"
readonly unsupported?: "by_path"
readonly intentionally_unsupported?: "by_kind_then_path_then_key_or_name"
readonly wrapper_only_commands?: "by_path"
readonly wrapper_only_flags?: "by_path_then_key"
readonly wrapper_only_args?: "by_path_then_name"
readonly [k: string]: unknown
}
readonly [k: string]: unknown
}
readonly [k: string]: unknown
}

/**
 * Everything that is particular to one upstream CLI.
 */
export interface CliDescriptor {
readonly schema_version: 1
/**
 * Name of the folder below manifests/.
 */
readonly id: string
/**
 * The `tool` field of its snapshots.
 */
readonly tool: string
/**
 * The command's name, as its usage prints it.
 */
readonly binary: string
/**
 * @minItems 1
 */
readonly version_args: readonly string[]
/**
 * help_flag: `<binary> <path> --help`; help_command: `<binary> help <path>`.
 */
readonly help_style: ("help_flag" | "help_command")
/**
 * Which parser reads its help. generic: help of no framework that is known here; auto: each command's help is read by the parser that is surest of it.
 */
readonly framework: ("clap" | "commander" | "yargs" | "cobra" | "argparse" | "oclif" | "generic" | "auto")
/**
 * Commands whose help another parser reads; of two entries that apply the longer path counts.
 */
readonly framework_overrides?: {
/**
 * The command; what is below it is meant too.
 * 
 * @minItems 1
 */
readonly path: readonly string[]
readonly framework: ("clap" | "commander" | "yargs" | "cobra" | "argparse" | "oclif" | "generic" | "auto")
}[]
/**
 * Commands that pass every word on, --help too, and so would run what stands behind them. They are never called: their rows in the help above alone tell of them, and nothing below them is looked for.
 * 
 * @minItems 1
 */
readonly unasked_commands?: readonly string[][]
/**
 * The flags that print the root's help with what it hides, such as --help --show-hidden.
 * 
 * @minItems 1
 */
readonly hidden_help_args?: readonly string[]
/**
 * The words that print the flags which every command accepts, where no help shows them, such as options.
 * 
 * @minItems 1
 */
readonly global_help_args?: readonly string[]
/**
 * How it says what it completes.
 */
readonly completion?: ({
readonly shell: "zsh"
/**
 * @minItems 1
 */
readonly args: readonly string[]
} | {
readonly protocol: "cobra"
/**
 * @minItems 1
 */
readonly args: readonly string[]
} | {
readonly protocol: "argparse"
})
/**
 * How it lists and enables features.
 */
readonly features?: {
/**
 * @minItems 1
 */
readonly list_args: readonly string[]
readonly enable_flag: string
}
/**
 * Reviewed names that the CLI may accept though neither help nor completion shows them. An entry with flags asks its command about each; one without asks whether the path is a command. Leave out what a program acts on before it reads its command line.
 */
readonly probe_candidates?: {
/**
 * The command; [] is the root, and needs flags.
 */
readonly path: readonly string[]
/**
 * Each spelled as it can be emitted: --flag, -x, or --flag=value for one that takes a value.
 * 
 * @minItems 1
 */
readonly flags?: readonly string[]
}[]
/**
 * Where the shipped program declares its options.
 */
readonly declarations?: ({
/**
 * JavaScript files, or executables with JavaScript inside: `{binary}` is the binary itself, other names are relative to its folder; `*` stands for any part of the last name.
 * 
 * @minItems 1
 */
readonly files: readonly string[]
} | {
/**
 * The manifest, mostly `oclif.manifest.json`: relative to the binary's folder or to the folder of its package. The `oclif.topicSeparator` of the `package.json` there says whether the ids in it are one word each.
 */
readonly manifest: string
})
/**
 * Variables for probes. `{home}` and `{tmp}` stand for the throw-away folders.
 */
readonly env: {
readonly [k: string]: string
}
/**
 * What runs the binary where it is a script and the system does not start scripts by itself, as on Windows: node.
 * 
 * @minItems 1
 */
readonly interpreter?: readonly string[]
/**
 * How the line of JSON looks with which a program on standard input says what it wants to have; a recording of a wrapper lists its fields. Absent: as in JSON-RPC, {"method":"initialize","params":{…}}.
 */
readonly initialize_request?: {
/**
 * The member of the line whose members are the fields.
 */
readonly fields_in: string
/**
 * The one among them that is "initialize", and no field.
 */
readonly named_by: string
}
/**
 * @minItems 1
 */
readonly targets: {
readonly target_triple: string
readonly os: ("linux" | "macos" | "windows")
readonly arch: ("x86_64" | "aarch64")
/**
 * The label of a CI machine that runs it.
 */
readonly runner: string
}[]
readonly artifacts: readonly (NpmArtifact | ReleaseArtifact | FileArtifact)[]
/**
 * The wrapper that is compared with it. It prints its scenarios, or is measured by what it calls while a command of its own runs, such as its tests.
 */
readonly wrapper?: {
/**
 * A folder or file of the wrapper, from the repository's root. Absent: the repository is the folder that holds manifests/.
 */
readonly package?: string
/**
 * The command that prints its WrapperScenarios document, run in the repository's root.
 * 
 * @minItems 1
 */
readonly scenarios?: readonly string[]
/**
 * How it is recorded; counts before scenarios. The document is kept in wrapper_scenarios.json of the root.
 */
readonly record?: {
/**
 * The version of the wrapper's own package.
 */
readonly wrapper_version: string
/**
 * What runs the wrapper, in the repository's root; `{stand-in}` in a word becomes the stand-in's path.
 * 
 * @minItems 1
 */
readonly command: readonly string[]
/**
 * What the stand-in answers, from the repository's root: a program, or a file with captured output.
 */
readonly answers?: string
}
/**
 * The WrapperSurface document that is generated into the wrapper, from the repository's root.
 */
readonly surface?: string
}
/**
 * Where upstream publishes its releases, and which of them to follow.
 */
readonly release_watch?: ({
readonly source: "npm"
readonly package: string
/**
 * Which release to take in: the newest, or the one right before it.
 */
readonly policy: ("latest" | "minus-1")
} | {
readonly source: "github-releases"
/**
 * The address of the interface, without a slash at its end.
 */
readonly api: string
/**
 * `<owner>/<name>`.
 */
readonly repository: string
/**
 * How a tag spells a version, such as `v{version}`.
 */
readonly tag: string
/**
 * Which release to take in: the newest, or the one right before it.
 */
readonly policy: ("latest" | "minus-1")
})
}
/**
 * A package of the npm registry.
 */
export interface NpmArtifact {
readonly target_triple: string
readonly type: "npm"
readonly package: string
/**
 * The package version; `{version}` stands for the CLI's.
 */
readonly version: string
/**
 * Where the binary may be inside the package, first that exists.
 * 
 * @minItems 1
 */
readonly files: readonly string[]
/**
 * Keeps the whole package, of which the binary is one file: for scripts that load others. Without it the binary alone is kept.
 */
readonly unpack?: "package"
}
/**
 * A file of a release that a web server has.
 */
export interface ReleaseArtifact {
readonly target_triple: string
readonly type: "release"
/**
 * Where it is; `{version}` stands for the CLI's version.
 */
readonly url: string
/**
 * What it is; `none` is the binary itself. Without it the ending of its name says so: `.tar.gz` and `.tgz`, `.zip`, anything else.
 */
readonly archive?: ("tar.gz" | "zip" | "none")
/**
 * Where the binary may be inside the archive, first that exists; of a file that is no archive, the name to keep it under. `{version}` stands for the CLI's version.
 * 
 * @minItems 1
 */
readonly files: readonly string[]
/**
 * Keeps every file of the archive, of which the binary is one. Without it the binary alone is kept.
 */
readonly unpack?: "package"
}
/**
 * A file of this machine.
 */
export interface FileArtifact {
readonly target_triple: string
readonly type: "file"
/**
 * Where it is, from the manifest root or absolute; `{version}` stands for the CLI's version.
 */
readonly path: string
/**
 * What it is; `none` is the binary itself. Without it the ending of its name says so: `.tar.gz` and `.tgz`, `.zip`, anything else.
 */
readonly archive?: ("tar.gz" | "zip" | "none")
/**
 * Where the binary may be inside the archive, first that exists; of a file that is no archive, the name to keep it under. `{version}` stands for the CLI's version.
 * 
 * @minItems 1
 */
readonly files: readonly string[]
/**
 * Keeps every file of the archive, of which the binary is one. Without it the binary alone is kept.
 */
readonly unpack?: "package"
}

/**
 * The pinned upstream binaries of one CLI.
 */
export interface ArtifactsLock {
readonly schema_version: 1
/**
 * Ascending by version.
 */
readonly versions: readonly LockedVersion[]
}
export interface LockedVersion {
readonly version: string
/**
 * When upstream released it; the time that generated artifacts carry.
 */
readonly published_at: string
/**
 * @minItems 1
 */
readonly artifacts: readonly LockedArtifact[]
}
export interface LockedArtifact {
readonly target_triple: string
readonly source: (NpmSource | ReleaseSource | FileSource)
/**
 * Subresource integrity of the package archive, or of the file that the source names.
 */
readonly integrity: string
/**
 * Path of the binary inside the package or archive; of a file that is no archive, the name that it is kept under.
 */
readonly file: string
/**
 * Of the binary.
 */
readonly sha256: string
readonly size_bytes: number
/**
 * Present when the whole package is kept: of the list of its files, one line `<sha256>  <path>` for each, in code-point order of the paths.
 */
readonly tree_sha256?: string
}
/**
 * A package of the npm registry.
 */
export interface NpmSource {
readonly type: "npm"
readonly package: string
readonly version: string
}
/**
 * A file of a release that a web server has.
 */
export interface ReleaseSource {
readonly type: "release"
readonly url: string
/**
 * What the file is; `none` is the binary itself.
 */
readonly archive: ("tar.gz" | "zip" | "none")
}
/**
 * A file of a machine; an absolute path is of one machine only.
 */
export interface FileSource {
readonly type: "file"
/**
 * From the manifest root, or absolute.
 */
readonly path: string
/**
 * What the file is; `none` is the binary itself.
 */
readonly archive: ("tar.gz" | "zip" | "none")
}

/**
 * Reviewed additions for commands that help omits.
 */
export interface CommandSupplement {
readonly version: 1
readonly commands: {
/**
 * @minItems 1
 */
readonly path: readonly string[]
readonly platforms?: readonly ("linux" | "macos" | "windows")[]
readonly note: string
}[]
}

/**
 * What a wrapper does, shown by the command lines it emits. Printed by the command that cli.json names, or written by `wrapper-coverage --record`.
 */
export interface WrapperScenarios {
readonly schema_version: 1
readonly wrapper_version: string
/**
 * Calls that the wrapper makes.
 */
readonly scenarios: readonly WrapperScenario[]
/**
 * What no command line can show.
 */
readonly declared: readonly DeclaredUnit[]
readonly recording?: Recording
}
export interface WrapperScenario {
readonly name: string
/**
 * Without the binary.
 * 
 * @minItems 1
 */
readonly argv: readonly ArgvToken[]
/**
 * The upstream versions to which the wrapper makes this call; it refuses it for others. Absent: to every version.
 * 
 * @minItems 1
 */
readonly versions?: readonly string[]
/**
 * How often the recorded command made this call. Absent: the wrapper's builders made it.
 */
readonly calls?: number
}
export interface ArgvToken {
readonly token: string
/**
 * Whether a typed field of the wrapper made the token, or its caller did, word for word.
 */
readonly origin: ("typed" | "passthrough")
}
export interface DeclaredUnit {
readonly path: readonly string[]
readonly key?: string
readonly name?: string
readonly level: ("passthrough" | "intentionally_unsupported")
readonly note: string
readonly scope?: {
readonly platforms?: readonly string[]
readonly target_triples?: readonly string[]
}
}
/**
 * What a recording saw beside the command lines. Names alone: no value of a flag, variable or field is kept, but for those that the CLI lists as possible.
 */
export interface Recording {
/**
 * The upstream version whose surface the calls were compared with.
 */
readonly version: string
/**
 * How many calls were recorded.
 */
readonly calls: number
/**
 * The units that the calls use, sorted by kind, path, key or name.
 */
readonly units: readonly RecordedUnit[]
/**
 * What the calls use and no help of the version shows.
 */
readonly unshown: readonly UnshownUnit[]
/**
 * The environment variables that the wrapper adds, by name.
 */
readonly environment: {
readonly name: string
/**
 * In how many calls.
 */
readonly calls: number
}[]
/**
 * The fields of `initialize` requests on standard input, by name.
 */
readonly initialize: {
readonly key: string
/**
 * In how many calls.
 */
readonly calls: number
}[]
}
export interface RecordedUnit {
readonly path: readonly string[]
readonly key?: string
readonly name?: string
/**
 * The names of the scenarios that show it.
 * 
 * @minItems 1
 */
readonly scenarios: readonly string[]
/**
 * In how many calls.
 */
readonly calls: number
}
export interface UnshownUnit {
/**
 * The command in force where it stood.
 */
readonly path: readonly string[]
/**
 * A flag, as it was spelled. With neither key nor name: the command.
 */
readonly key?: string
/**
 * A word that no command takes there, masked unless it looks like the name of a sub-command, or an arg of a hidden command.
 */
readonly name?: string
/**
 * hidden: the CLI takes it and its help does not show it. removed: an earlier committed version has it. wrong: the CLI refuses it, or no version has it. unasked: no snapshot has it, and no binary was asked.
 */
readonly state: ("hidden" | "removed" | "wrong" | "unasked")
/**
 * The names of the scenarios that its calls have become, as far as anything was left of them.
 */
readonly scenarios: readonly string[]
/**
 * In how many calls.
 */
readonly calls: number
/**
 * What it rests on.
 */
readonly note: string
}

/**
 * One letter for each of `versions`: v visible, h hidden but accepted, r rejected, - not known to that version. Of targets that differ the most visible one counts.
 */
export type UnitStates = string

/**
 * In which committed versions each unit exists. Generated into the wrapper, which reads it at run time.
 */
export interface WrapperSurface {
readonly schema_version: 1
/**
 * The `tool` field of the snapshots.
 */
readonly tool: string
/**
 * Every committed version with a snapshot, ascending.
 * 
 * @minItems 1
 */
readonly versions: readonly string[]
/**
 * Token by token in code-point order; the root command is first.
 */
readonly commands: readonly WrapperSurfaceCommand[]
}
export interface WrapperSurfaceCommand {
/**
 * The tokens of the command; the root command is [].
 */
readonly path: readonly string[]
readonly states: UnitStates
/**
 * By key: the long name if the flag has one, else the short one. In code-point order.
 */
readonly flags?: {
readonly [k: string]: UnitStates
}
/**
 * By name, in code-point order.
 */
readonly args?: {
readonly [k: string]: UnitStates
}
}

/**
 * Findings of `xtask diff` that the owners of the wrapper have accepted.
 */
export interface Waivers {
readonly schema_version: 1
readonly waivers: readonly Waiver[]
}
export interface Waiver {
/**
 * The id of the finding, such as flag-removed.
 */
readonly finding: string
/**
 * The command; [] is the root.
 */
readonly path: readonly string[]
/**
 * The flag: its long name if it has one, else the short one.
 */
readonly key?: string
/**
 * The arg. With neither key nor name the command is meant.
 */
readonly name?: string
/**
 * The one change that is meant, in the words of `xtask diff`. Without it a waiver holds where the unit has one change of the finding alone.
 */
readonly message?: string
/**
 * Why the finding is accepted, on one line.
 */
readonly reason: string
/**
 * Who has accepted it.
 */
readonly owner: string
/**
 * The upstream version from which on it holds no longer: it is accepted only where the second version of a diff is lower.
 */
readonly expires_with: string
}

/**
 * What the source text of a program declares to the library that reads its command line. Nothing of it was run.
 */
export interface DeclaredSurface {
/**
 * In order of path, those of unknown paths last.
 */
readonly commands: readonly DeclaredCommand[]
}
export interface DeclaredCommand {
/**
 * The command; [] is the root. Absent when the text does not say which one it is: then what it declares may belong to any.
 */
readonly path?: readonly string[]
/**
 * The last words of a path that is absent, as far as the text says them.
 */
readonly tail?: readonly string[]
readonly aliases: readonly string[]
readonly about?: string
/**
 * Help leaves it out.
 */
readonly hidden?: boolean
readonly deprecated?: boolean
/**
 * Declared in a branch: the program may lack it.
 */
readonly conditional?: boolean
/**
 * It takes options that it does not declare.
 */
readonly takes_unknown_options?: boolean
readonly args: readonly DeclaredArg[]
readonly options: readonly DeclaredOption[]
}
export interface DeclaredArg {
readonly name: string
readonly required: boolean
readonly variadic: boolean
readonly note?: string
readonly description?: string
readonly default?: string
readonly possible_values?: readonly string[]
}
export interface DeclaredOption {
readonly long?: string
readonly short?: string
readonly takes_value: boolean
readonly value_name?: string
readonly repeatable?: boolean
readonly aliases?: readonly string[]
readonly description?: string
readonly default?: string
readonly possible_values?: readonly string[]
readonly env?: string
readonly deprecated?: boolean
readonly optional_value?: boolean
readonly value_names?: readonly string[]
readonly variadic?: boolean
readonly negatable?: boolean
readonly global?: boolean
/**
 * Help leaves it out.
 */
readonly hidden?: boolean
/**
 * The program decides at run time whether help leaves it out.
 */
readonly may_be_hidden?: boolean
/**
 * Declared in a branch: the program may lack it.
 */
readonly conditional?: boolean
/**
 * The commands below have it too.
 */
readonly persistent?: boolean
}

/**
 * One line of the journal of a transaction, .xtask/backups/<plan>-<ulid>/journal.jsonl.
 */
export type PlanJournalEvent = (JournalBegun | JournalBackedUp | JournalPrepared | JournalChanging | JournalChanged | JournalGivenUp | JournalCommitted | JournalRollingBack | JournalRolledBack)
export type JournaledState = (JournaledAbsence | JournaledFile | JournaledLink)

/**
 * The first line: everything that a process needs which takes over.
 */
export interface JournalBegun {
readonly type: "begun"
readonly schemaVersion: 1
readonly at: string
readonly transactionId: string
readonly kind: ("apply" | "undo")
readonly planId: string
/**
 * The transaction that an undo takes back.
 */
readonly undoes?: string
readonly changes: readonly JournaledChange[]
/**
 * The folders that are made for it, links resolved, outermost first.
 */
readonly folders: readonly string[]
/**
 * The folders that go with the last file in them, outermost first.
 */
readonly emptied: readonly JournaledFolder[]
}
export interface JournaledChange {
/**
 * From the workspace root.
 */
readonly path: string
readonly before: JournaledState
readonly after: JournaledState
/**
 * The real place of its folder, links resolved, from the workspace root, which is "".
 */
readonly folder: string
/**
 * Beside the file, from the workspace root.
 */
readonly temporary: string
/**
 * The verified copy of the file that stood there, from the folder of the transaction.
 */
readonly backup?: string
}
export interface JournaledAbsence {
readonly type: "absent"
}
export interface JournaledFile {
readonly type: "file"
/**
 * Of the bytes.
 */
readonly sha256: string
readonly sizeBytes: number
/**
 * The permission bits in octal.
 */
readonly mode: string
}
export interface JournaledLink {
readonly type: "link"
readonly target: string
}
export interface JournaledFolder {
readonly path: string
readonly mode: string
}
/**
 * Every backup is on disk, and read again.
 */
export interface JournalBackedUp {
readonly type: "backed-up"
}
/**
 * Every new file is on disk beside the one that it replaces.
 */
export interface JournalPrepared {
readonly type: "prepared"
}
export interface JournalChanging {
readonly type: "changing"
readonly path: string
}
export interface JournalChanged {
readonly type: "changed"
readonly path: string
}
/**
 * A partial transaction goes on without this path, which is as before.
 */
export interface JournalGivenUp {
readonly type: "given-up"
readonly path: string
readonly reason: string
}
export interface JournalCommitted {
readonly type: "committed"
readonly at: string
}
export interface JournalRollingBack {
readonly type: "rolling-back"
readonly reason: string
}
export interface JournalRolledBack {
readonly type: "rolled-back"
readonly at: string
/**
 * What somebody else had changed since.
 */
readonly left: readonly string[]
}

/**
 * A state with its bytes, when it is a file.
 */
export type StoredState = (StoredAbsence | StoredFile | StoredLink)

/**
 * A reviewed change of several files, as `.xtask/plans/<id>.json` holds it.
 */
export interface ChangePlan {
readonly schemaVersion: 1
/**
 * A ULID.
 */
readonly id: string
readonly goal: string
/**
 * `YYYY-MM-DDTHH:MM:SSZ`.
 */
readonly createdAt: string
/**
 * When something was staged or taken out last: `YYYY-MM-DDTHH:MM:SSZ`.
 */
readonly updatedAt: string
/**
 * Absolute, links resolved.
 */
readonly workspaceRoot: string
/**
 * The commit that was checked out when the plan was made; absent outside of a git repository.
 */
readonly baseCommit?: string
/**
 * The plan that this one was made from.
 */
readonly refinedFromPlanId?: string
/**
 * In code-point order of their paths, each path once.
 */
readonly files: readonly PlannedFile[]
}
/**
 * What a plan does to one path. `before` is what stood there when it was first staged: staging it again keeps this, so that no drift is hidden. `after` is nothing or a file: no plan makes a link.
 */
export interface PlannedFile {
/**
 * From the workspace root, parts separated by `/`.
 */
readonly path: string
readonly operation: ("create" | "modify" | "delete")
readonly before: StoredState
readonly after: StoredState
/**
 * `YYYY-MM-DDTHH:MM:SSZ`.
 */
readonly stagedAt: string
}
/**
 * Nothing stands there.
 */
export interface StoredAbsence {
readonly type: "absent"
}
/**
 * A file with its bytes.
 */
export interface StoredFile {
readonly type: "file"
/**
 * Of the bytes, in lower-case hex.
 */
readonly sha256: string
readonly sizeBytes: number
/**
 * The permission bits as four octal digits, such as `0644`.
 */
readonly mode: string
readonly content: StoredContent
}
/**
 * Bytes in a JSON document: as they are when they are UTF-8 without NUL, else in base64.
 */
export interface StoredContent {
readonly encoding: ("utf8" | "base64")
readonly data: string
}
/**
 * A link; it is not followed.
 */
export interface StoredLink {
readonly type: "link"
readonly target: string
}
