/* oxlint-disable typescript/explicit-module-boundary-types -- this package is below the contracts, whose types these shapes have */
export const mac = "aarch64-apple-darwin";
export const linux = "x86_64-unknown-linux-musl";
export const windows = "x86_64-pc-windows-msvc";
/** The expected targets of the fixtures' rules. The required one, `linux`, is not the first: order and requirement are two things. */
export const targets = [mac, linux, windows] as const;
type Target = (typeof targets)[number];
export const time = "2026-01-02T03:04:05Z";

const platforms = {
  [mac]: { os: "macos", arch: "aarch64" },
  [linux]: { os: "linux", arch: "x86_64" },
  [windows]: { os: "windows", arch: "x86_64" },
} as const;
const mapping = { [mac]: "macos", [linux]: "linux", [windows]: "windows" } as const;

const descriptor = {
  schema_version: 1 as const,
  id: "tool",
  tool: "tool-cli",
  binary: "tool",
  version_args: ["--version"],
  help_style: "help_flag" as const,
  framework: "clap" as const,
  env: {},
  targets: [{ target_triple: linux, os: "linux" as const, arch: "x86_64", runner: "any" }],
  artifacts: [],
};

/** The `cli.json` of a CLI made with clap, for one target. `fields` are added, or stand in place of its own. */
export function descriptorWith<const Fields extends object>(fields: Fields): Omit<typeof descriptor, keyof Fields> & Fields {
  return { ...descriptor, ...fields };
}

type Exclusion = {
  readonly unit: string;
  readonly path: readonly string[];
  readonly key?: string;
  readonly name?: string;
  readonly note?: string;
};

/** Rules of version 1 with three expected targets; `exclusions` become `parity_exclusions`. */
export function rulesWith(exclusions: readonly Exclusion[] = []) {
  return {
    rules_schema_version: 1,
    versioning: { pointers: { stable_semver_pattern: "^\\d+\\.\\d+\\.\\d+$", root_pointers_allow_none: true } },
    globals: { effective_flags_model: { enabled: true, union_normalization: { dedupe_per_command_flags_against_root: true } } },
    parity_exclusions: { schema_version: 1, units: [...exclusions] },
    union: { required_target: linux, expected_targets: [...targets], platform_mapping: { ...mapping } },
    wrapper_coverage: {
      scope_semantics: {
        defaults: { no_scope_means: "all_expected_targets" },
        platforms_expand_using: "union.platform_mapping",
        scope_set_resolution: { mode: "union" },
      },
    },
    storage: { retention: { keep_last_validated: 2 } },
    version_metadata: {
      supported_policy: {
        coverage_requirement: {
          allowed_levels: ["explicit", "passthrough", "intentionally_unsupported"],
          disallowed_levels: ["unsupported", "unknown"],
          treat_missing_as: "unknown",
        },
        intentionally_unsupported_requires_note: true,
      },
    },
  };
}

/** The snapshot of a target's binary. */
export function snapshotOf<const Commands extends readonly object[]>(target: Target, commands: Commands, version = "1.2.0") {
  return {
    snapshot_schema_version: 1 as const,
    tool: "tool-cli",
    collected_at: time,
    binary: {
      sha256: "a".repeat(64),
      size_bytes: 7,
      platform: platforms[target],
      target_triple: target as string,
      version_output: `tool ${version}`,
      semantic_version: version,
    },
    commands,
  };
}

/** A union whose inputs are the targets that some command is available on, in expected order. */
export function unionOf<const Commands extends readonly { readonly available_on: readonly string[] }[]>(
  commands: Commands,
  version = "1.2.0",
) {
  const inputs = targets.filter((target) => commands.some(({ available_on }) => available_on.includes(target)));
  const missing = targets.filter((target) => !inputs.includes(target));
  return {
    snapshot_schema_version: 2 as const,
    tool: "tool-cli",
    mode: "union" as const,
    collected_at: time,
    expected_targets: [...targets],
    complete: missing.length === 0,
    ...(missing.length === 0 ? {} : { missing_targets: missing }),
    inputs: inputs.map((target) => ({ target_triple: target, collected_at: time, binary: snapshotOf(target, [], version).binary })),
    commands,
  };
}

/** A wrapper coverage with these entries. */
export function coverageOf<const Entries extends readonly object[]>(coverage: Entries) {
  return { schema_version: 1 as const, generated_at: time, wrapper_version: "0.1.0", coverage };
}
