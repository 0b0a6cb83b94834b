import type { CliDescriptor, ParityRules } from "@lockstep/contracts";
import { InputError, UsageError, type Files, type Host } from "@lockstep/kernel";
import { readDescriptor, readRules } from "../cli-root.ts";

/** Where a snapshot goes and what that place demands of it. */
export interface Destination {
  /** The file to write. */
  readonly path: string;
  readonly root: string;
  readonly target: string;
  readonly platform: { readonly os: Platform; readonly arch: Architecture };
  /** The version that the folder names; the binary must have it. Absent under `--out-dir`. */
  readonly version?: string;
  readonly descriptor: CliDescriptor;
  readonly rules?: ParityRules;
  /** Whether a raw capture lies in a folder of its target. */
  readonly rawHelpHasTarget: boolean;
}

type Platform = "linux" | "macos" | "windows" | "unknown";
type Architecture = "x86_64" | "aarch64" | "unknown";

/** The options that name the destination. */
export interface DestinationOptions {
  readonly cli: string;
  readonly root: string | undefined;
  readonly rules: string | undefined;
  readonly "out-file": string | undefined;
  readonly "out-dir": string | undefined;
  readonly "raw-help-target": string | undefined;
}

/**
 * Resolves the destination. `--out-file` must be `<root>/snapshots/<version>/<target>.json` with a target that the root's
 * rules expect; `--out-dir` takes any folder and no rules. Throws `UsageError` and `InputError` saying what is wanted.
 */
export async function resolveDestination(files: Files, host: Host, isForeign: boolean, options: DestinationOptions): Promise<Destination> {
  const { "out-file": outFile, "out-dir": outDir } = options;
  if (outFile !== undefined && outDir !== undefined)
    throw new UsageError("OUTPUT_AMBIGUOUS", 'Give either "--out-file" or "--out-dir", not both', { hint: "xtask snapshot --help" });
  if (outFile !== undefined) return inRoot(files, outFile, options);
  if (outDir !== undefined) return inFolder(files, host, isForeign, withoutEndSlash(outDir), options);
  throw new UsageError("OPTION_MISSING", '"xtask snapshot" needs the option "--out-file" or "--out-dir"', {
    hint: "For example: --out-file manifests/codex/snapshots/1.2.3/x86_64-unknown-linux-musl.json",
  });
}

async function inRoot(files: Files, outFile: string, options: DestinationOptions): Promise<Destination> {
  const match = /^(?:(.*)\/)?snapshots\/([^/]+)\/([^/]+)\.json$/.exec(outFile.replaceAll("\\", "/"));
  const [, folder, version, target] = match ?? [];
  if (version === undefined || target === undefined) {
    throw new UsageError("OUT_FILE_PLACE", `The option "--out-file" must end in "snapshots/<version>/<target>.json", is "${outFile}"`, {
      hint: "Use --out-dir to write anywhere else",
    });
  }
  const root = folder === undefined ? (outFile.startsWith("/") ? "" : ".") : folder;
  if (options.root !== undefined && files.absolute(options.root) !== files.absolute(root)) {
    throw new UsageError("ROOT_CONTRADICTED", `"--out-file" lies in the root "${root}", but "--root" names "${options.root}"`, {
      hint: "Leave out --root",
    });
  }
  if (options["raw-help-target"] !== undefined && options["raw-help-target"] !== target) {
    throw new UsageError(
      "TARGET_CONTRADICTED",
      `"--out-file" names the target "${target}", but "--raw-help-target" names "${options["raw-help-target"]}"`,
      { hint: "Leave out --raw-help-target" },
    );
  }
  const descriptor = await requireDescriptor(files, root, options.cli);
  const rulesPath = options.rules ?? `${root}/RULES.json`;
  const rules = await readRules(files, { rulesPath });
  const expected = rules.union.expected_targets;
  if (!expected.includes(target)) {
    throw new InputError(
      "TARGET_UNEXPECTED",
      `"${rulesPath}" (/union/expected_targets) does not expect the target "${target}" of "--out-file"`,
      { hint: `Expected: ${expected.join(", ")}` },
    );
  }
  return { path: outFile, root, target, platform: platformOf(descriptor, target), version, descriptor, rules, rawHelpHasTarget: true };
}

async function inFolder(files: Files, host: Host, isForeign: boolean, folder: string, options: DestinationOptions): Promise<Destination> {
  const named = options["raw-help-target"];
  const descriptor = await requireDescriptor(files, options.root ?? folder, options.cli);
  const rules = options.rules === undefined ? undefined : await readRules(files, { rulesPath: options.rules });
  const own = {
    os: descriptor.targets.find(({ os }) => os === host.os)?.os ?? "unknown",
    arch: descriptor.targets.find(({ arch }) => arch === host.arch)?.arch ?? "unknown",
  } as const;
  return {
    path: `${folder}/current.json`,
    root: folder,
    target: named ?? "unknown",
    // A binary that runs here without help is of this machine's kind.
    platform: named === undefined ? (isForeign ? { os: "unknown", arch: "unknown" } : own) : platformOf(descriptor, named),
    descriptor,
    ...(rules === undefined ? {} : { rules }),
    rawHelpHasTarget: named !== undefined,
  };
}

function platformOf(descriptor: CliDescriptor, target: string): Destination["platform"] {
  const found = descriptor.targets.find(({ target_triple }) => target_triple === target);
  if (found !== undefined) return { os: found.os, arch: found.arch };
  throw new InputError("TARGET_UNKNOWN", `The cli.json of "${descriptor.id}" (/targets) has no target "${target}"`, {
    hint: `It has: ${descriptor.targets.map(({ target_triple }) => target_triple).join(", ")}`,
  });
}

async function requireDescriptor(files: Files, root: string, cli: string): Promise<CliDescriptor> {
  const descriptor = await readDescriptor(files, { root, cli });
  if (descriptor !== undefined) return descriptor;
  throw new InputError("FILE_MISSING", `Neither "${root}/cli.json" nor "manifests/${cli}/cli.json" exists`, {
    hint: "Name the CLI with --cli, a folder of manifests/, and run it in the repository's root",
  });
}

function withoutEndSlash(path: string): string {
  return path.replace(/(?<=.)\/+$/, "");
}
