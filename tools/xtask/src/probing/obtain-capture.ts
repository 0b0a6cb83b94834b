import type { CliDescriptor, CommandSupplement } from "@lockstep/contracts";
import { EnvironmentError, InputError } from "@lockstep/kernel";
import { parseBinaryVersion, PARSER_VERSION, supplementPaths, type RawCapture } from "@lockstep/surface";
import { treeIdentity } from "../acquisition/package-tree.ts";
import { version as generatorVersion } from "../version.ts";
import type { World } from "../world.ts";
import { captureBinary } from "./capture-binary.ts";
import { captureDeclarations } from "./capture-declarations.ts";
import { findDeclarationFiles } from "./declaration-files.ts";
import type { Destination } from "./destination.ts";
import { ProbeCache, type CaptureKey } from "./probe-cache.ts";
import { findScript, isScript, scriptKeyOf, starterWords } from "./script.ts";

/** How to probe, as the command line says. */
export interface ObtainOptions {
  readonly binary: string;
  /** Its SHA-256, where somebody has hashed it just now; else it is hashed while it is probed. */
  readonly sha256?: string;
  readonly via: readonly string[];
  readonly jobs: number;
  readonly timeoutMs: number;
  readonly sources: readonly string[];
  readonly usesCache: boolean;
  readonly supplement: CommandSupplement | undefined;
  /** The commands that the supplement inserts are probed too. */
  readonly probesSupplement: boolean;
}

/** What a binary printed, and what it is. */
export interface ObtainedCapture {
  readonly capture: RawCapture;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly isCached: boolean;
  /** Whether every failure in it is the program's own; else another try may know more. */
  readonly isLasting: boolean;
}

/** The stages that are not enabled when the rules name none. */
const DEFAULT_EXCLUDED_STAGES: readonly string[] = ["removed"];

/**
 * The capture of a binary: from the cache when the same bytes were probed the same way before, else by probing while the file is
 * hashed. Of a script those bytes are its whole pinned package; any other script may start what it likes, and is probed each time.
 * Throws `InputError` when the binary is missing or has another version than `destination` demands.
 */
export async function obtainCapture(world: World, destination: Destination, options: ObtainOptions): Promise<ObtainedCapture> {
  const { files } = world;
  const { descriptor, rules } = destination;
  const found = await files.stat(options.binary);
  if (found === undefined)
    throw new InputError("BINARY_MISSING", `The binary "${options.binary}" does not exist`, {
      hint: `xtask acquire --cli ${descriptor.id} --version <version> fetches a pinned one and prints its path`,
    });
  if (found.type !== "file")
    throw new InputError("BINARY_UNUSABLE", `The binary "${options.binary}" is no file`, { hint: "Name the executable itself" });
  // A script may start any other program: its own bytes do not decide what it prints.
  const script = (await isScript(files.absolute(options.binary))) ? await findScript(world, destination, options.binary) : undefined;
  const hashes = new ProbeCache(files, options.usesCache);
  const scriptKey = script?.type === "package" ? await scriptKeyOf(files, hashes, script) : undefined;
  const cache = new ProbeCache(files, options.usesCache && (script === undefined || scriptKey !== undefined));
  const extraPaths = options.probesSupplement ? supplementPaths(options.supplement, destination.platform.os) : [];
  const excludedStages = rules?.features?.enable_policy?.excluded_stages ?? DEFAULT_EXCLUDED_STAGES;
  const declaring =
    descriptor.declarations !== undefined && options.sources.includes("bundle")
      ? await findDeclarationFiles(files, files.absolute(options.binary), { ...descriptor, declarations: descriptor.declarations })
      : undefined;
  const via = [...options.via, ...starterWords(descriptor, world.host, options.via)];
  const keyOf = (binarySha256: string): CaptureKey => ({
    binarySha256,
    ...(scriptKey === undefined ? {} : { script: scriptKey }),
    via,
    generator: generatorVersion,
    parserVersion: PARSER_VERSION,
    probing: probedFields(descriptor),
    excludedStages,
    extraPaths,
    sources: options.sources,
    declaring: declaring?.identity,
  });
  const known = options.sha256 ?? (await cache.readHash(options.binary, found.identity));
  const cached = known === undefined ? undefined : await cache.readCapture(keyOf(known));
  if (known !== undefined && cached !== undefined) {
    checkVersion(destination, options.binary, cached.versionOutput);
    world.detail(`took the probes of ${options.binary} from the cache: the same bytes were probed the same way before`);
    return { capture: cached, sha256: known, sizeBytes: found.sizeBytes, isCached: true, isLasting: true };
  }
  world.progress(`snapshot: probing ${options.binary} with ${String(options.jobs)} ${options.jobs === 1 ? "process" : "processes"}`);
  const declarations = declaring === undefined ? undefined : captureDeclarations(files, declaring);
  // Whoever awaits it throws it; a probe that fails first must not leave it unheard.
  declarations?.catch(() => {});
  const probing = captureBinary(world, {
    descriptor,
    binary: files.absolute(options.binary),
    via,
    timeoutMs: options.timeoutMs,
    jobs: options.jobs,
    usesCompletion: options.sources.includes("completion"),
    asksCandidates: options.sources.includes("probe"),
    declarations,
    excludedStages,
    triesNamespace: world.host.os === "linux",
    extraPaths,
    checkVersion: (output) => checkVersion(destination, options.binary, output),
  });
  // Hashing overlaps with waiting for the binary's processes.
  const [capture, sha256] = await Promise.all([probing, known ?? files.sha256(options.binary)]);
  const isSamePackage = script?.type !== "package" || (await treeIdentity(files, script.folder)) === script.identity;
  if (!isSamePackage || (await files.stat(options.binary))?.identity !== found.identity) {
    throw new EnvironmentError("BINARY_CHANGED", `The binary "${options.binary}" changed while it was probed`, {
      hint: "Run the command again",
    });
  }
  await cache.writeHash(options.binary, found.identity, sha256);
  const lasts = isLasting(capture);
  if (lasts) await cache.writeCapture(keyOf(sha256), capture);
  return { capture, sha256, sizeBytes: found.sizeBytes, isCached: false, isLasting: lasts };
}

/** The fields of a `cli.json` that decide what probes print; what else it says decides where binaries come from. */
export function probedFields({
  targets: _targets,
  artifacts: _artifacts,
  wrapper: _wrapper,
  release_watch: _watch,
  ...fields
}: CliDescriptor): Partial<CliDescriptor> {
  return fields;
}

function checkVersion({ version, path }: Destination, binary: string, output: string): void {
  if (version === undefined) return;
  const actual = parseBinaryVersion(output).semanticVersion;
  if (actual === version) return;
  const says = actual === undefined ? `prints "${output.slice(0, 100)}", which holds no version` : `is version ${actual}`;
  throw new InputError("VERSION_MISMATCH", `"${path}" wants version ${version}, but the binary "${binary}" ${says}`, {
    hint:
      actual === undefined
        ? "Check that --binary is the CLI itself"
        : `Write to snapshots/${actual}/, or give the binary of version ${version}`,
  });
}

/** Whether every failure is the program's own refusal, an exit with a code; any other may be bad luck, which the next run shall not repeat. */
function isLasting(capture: RawCapture): boolean {
  const probes = [...capture.helps, ...(capture.features?.withFeatures?.helps ?? [])].map(({ probe }) => probe);
  return (
    [
      ...probes,
      capture.hiddenHelp,
      capture.globalHelp,
      capture.completion,
      capture.features?.withFeatures?.completion,
      capture.features?.list,
    ].every((probe) => probe?.type !== "failed" || /\(exit \d+\)$/.test(probe.omission)) &&
    (capture.features?.failures ?? []).every(({ exit_code }) => exit_code !== undefined) &&
    [
      ...(capture.acceptance ?? []),
      ...(capture.completionAnswers ?? []),
      ...(capture.features?.withFeatures?.completionAnswers ?? []),
    ].every(({ exitCode }) => exitCode !== undefined)
  );
}
