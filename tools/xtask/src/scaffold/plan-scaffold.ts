import { posix } from "node:path";
import { parseContract, type CliDescriptor, type ParityRules } from "@lockstep/contracts";
import { InputError, renderJson, UsageError, type PackageManifest } from "@lockstep/kernel";
import { platformPackages, platforms, type PlatformPackage } from "./platform-packages.ts";

/** What is known of a CLI that has no manifest root yet. */
export interface ScaffoldRequest {
  readonly id: string;
  /** The npm package that users install. */
  readonly package: string;
  readonly manifest: PackageManifest;
  /** The program of a platform's package by its target, where that package names one. */
  readonly platformBins: ReadonlyMap<string, string>;
  readonly binary: string;
  readonly framework: string;
}

/** The program to track: the one that is asked for, else the only one. Throws `UsageError` `BINARY_NEEDED` when that is not certain. */
export function chooseBinary(packageName: string, { bin }: PackageManifest, asked: string | undefined): string {
  const names = Object.keys(bin);
  const [only] = names;
  if (asked !== undefined && (names.length === 0 || names.includes(asked))) return asked;
  if (asked === undefined && only !== undefined && names.length === 1) return only;
  const has = names.length === 0 ? "no program" : `the programs ${names.join(", ")}`;
  throw new UsageError("BINARY_NEEDED", `The package "${packageName}" has ${has}${asked === undefined ? "" : `, and no "${asked}"`}`, {
    hint: "Name the one to track with --binary",
  });
}

/** The files of a new manifest root, by their path in it. Throws `InputError` `PACKAGE_BIN` when a package's `bin` names no file of it. */
export function planScaffold(request: ScaffoldRequest): ReadonlyMap<string, string> {
  return planRoot(planDescriptor(request));
}

/** The files of a new manifest root, by their path in it, for a descriptor that is there already. */
export function planRoot(descriptor: CliDescriptor): ReadonlyMap<string, string> {
  const targets = descriptor.targets.map(({ target_triple }) => target_triple);
  const text = renderJson(descriptor);
  parseContract("CliDescriptor", "cli.json", text);
  return new Map([
    ["cli.json", text],
    ["RULES.json", renderJson(planRules(descriptor.targets))],
    ["artifacts.lock.json", renderJson({ schema_version: 1, versions: [] })],
    ["min_supported.txt", "none\n"],
    ["latest_validated.txt", "none\n"],
    ...["latest_supported", "latest_validated"].flatMap((pointer) =>
      targets.map((target) => [`pointers/${pointer}/${target}.txt`, "none\n"] as const),
    ),
  ]);
}

function planDescriptor(request: ScaffoldRequest): CliDescriptor {
  const { id, package: name, binary, framework } = request;
  const native = platformPackages(request.manifest);
  const shown = native.length > 0 ? native : platforms.filter(({ target }) => usualTargets.has(target));
  const words = id.replaceAll("_", "-");
  return {
    schema_version: 1,
    id,
    tool: words.endsWith("-cli") ? words : `${words}-cli`,
    binary,
    version_args: ["--version"],
    help_style: "help_flag",
    // The command takes no other name; the contract is checked before anything is written.
    framework: framework as CliDescriptor["framework"],
    env: {},
    ...(native.length > 0 ? {} : { interpreter: ["node"] }),
    targets: shown.map(({ target, os, arch, runner }) => ({ target_triple: target, os, arch, runner })),
    artifacts:
      native.length > 0
        ? native.map((platform) => nativeArtifact(platform, request))
        : shown.map(({ target }) => ({
            target_triple: target,
            type: "npm",
            package: name,
            version: "{version}",
            files: [fileOf(name, programOf(request.manifest, binary) ?? binary)],
            unpack: "package",
          })),
    release_watch: { source: "npm", package: name, policy: "latest" },
  };
}

/** A package of scripts runs anywhere; these are worth a snapshot. */
const usualTargets: ReadonlySet<string> = new Set(["linux-x64", "linux-arm64", "darwin-arm64", "win32-x64"]);

function nativeArtifact(platform: PlatformPackage, { binary, platformBins }: ScaffoldRequest): CliDescriptor["artifacts"][number] {
  const { target, os, package: name, version } = platform;
  const ending = os === "windows" ? ".exe" : "";
  const named = platformBins.get(target);
  // Where most packages have it; `acquire` lists what the archive has when it is elsewhere.
  const files = [...(named === undefined ? [] : [fileOf(name, named)]), `bin/${binary}${ending}`, `${binary}${ending}`];
  return { target_triple: target, type: "npm", package: name, version, files: [...new Set(files)] as [string, ...string[]] };
}

/** The file that a package names as a program, `undefined` when it names none of this name. */
export function programOf({ bin }: Pick<PackageManifest, "bin">, name: string): string | undefined {
  return Object.hasOwn(bin, name) ? bin[name] : undefined;
}

/** `./bin/tool` as the lock writes it. */
function fileOf(packageName: string, path: string): string {
  const file = posix.normalize(path).replace(/^\/|\/$/g, "");
  if (!/^(?:\.{0,2}$|\.\.\/)/.test(file)) return file;
  const reason = file.startsWith("..") ? "leads out of the package" : "is no file";
  throw new InputError("PACKAGE_BIN", `"bin" of the package "${packageName}" names ${JSON.stringify(path)}, which ${reason}`, {
    hint: "Such a package cannot be tracked as it is: choose another one with --npm, or another of its programs with --binary",
  });
}

function planRules(targets: CliDescriptor["targets"]): ParityRules {
  const triples = targets.map(({ target_triple }) => target_triple);
  return {
    rules_schema_version: 2,
    versioning: { pointers: { stable_semver_pattern: String.raw`^\d+\.\d+\.\d+$`, root_pointers_allow_none: true } },
    globals: { effective_flags_model: { enabled: true, union_normalization: { dedupe_per_command_flags_against_root: true } } },
    parity_exclusions: { schema_version: 1, units: [] },
    union: {
      required_target: triples[0] ?? "",
      expected_targets: triples,
      platform_mapping: Object.fromEntries(targets.map(({ target_triple, os }) => [target_triple, os])),
    },
    wrapper_coverage: {
      scope_semantics: {
        defaults: { no_scope_means: "all_expected_targets" },
        platforms_expand_using: "union.platform_mapping",
        scope_set_resolution: { mode: "union" },
      },
    },
    storage: { retention: { keep_last_validated: 3 } },
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
