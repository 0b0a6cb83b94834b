import type {
  Binary,
  CliDescriptor,
  CommandSupplement,
  Features,
  RejectedUnit,
  SnapshotCommand,
  UpstreamSnapshotV1,
} from "@lockstep/contracts";
import { compareCodePoints, comparePaths, omitAbsent } from "@lockstep/kernel";
import type { RawCapture } from "../capture.ts";
import { commandCandidates } from "../acceptance/flag-candidate.ts";
import { planSnapshotAcceptance, type SnapshotAcceptance } from "../acceptance/snapshot-acceptance.ts";
import { askedDeclaredPaths } from "../declarations/declared-candidates.ts";
import { describeFeatures, enableWords, plainOmission } from "../features.ts";
import { compareFlags, flagKey } from "../flag-identity.ts";
import { flagNames } from "../help-page.ts";
import { parserAt } from "../parsers/parser-for.ts";
import { applyAcceptance } from "./apply-acceptance.ts";
import { applyDeclarations } from "./apply-declarations.ts";
import { plainCommands, plainFeatures } from "./plain-view.ts";
import { applySupplement } from "./supplement.ts";
import { discoverAgain, surfaceCommands, type SurfaceContext } from "./surface-commands.ts";

/**
 * Changes whenever the same texts would give another surface. Part of each snapshot and of the key of cached probes.
 */
export const PARSER_VERSION = 5;

/** Everything that a snapshot is made of. */
export interface SnapshotInputs {
  readonly descriptor: CliDescriptor;
  readonly capture: RawCapture;
  readonly binary: Binary;
  readonly collectedAt: string;
  readonly supplement: CommandSupplement | undefined;
  /** Whether commands that only the supplement names were probed. */
  readonly probesSupplement: boolean;
  readonly generator: { readonly name: string; readonly version: string };
  /** `plain`: V1 fields, visible units and known feature stages only. */
  readonly view: "full" | "plain";
  readonly sha256: SurfaceContext["sha256"];
  /** What an earlier snapshot recorded and raw captures cannot show. */
  readonly carried?: { readonly features?: Features; readonly omissions: readonly string[] };
}

/** A snapshot and the help texts of its commands, hidden ones included: what raw captures keep. */
export interface BuiltSnapshot {
  readonly snapshot: UpstreamSnapshotV1;
  readonly helps: readonly { readonly path: readonly string[]; readonly text: string }[];
}

/** Builds a snapshot from captured texts. Pure: the same inputs give the same document, fields in the declared order. */
export function buildSnapshot(inputs: SnapshotInputs): BuiltSnapshot {
  const { descriptor, capture, supplement, view } = inputs;
  const context: SurfaceContext = {
    parserAt: (path) => parserAt(descriptor, path),
    sha256: inputs.sha256,
    extraPaths: inputs.probesSupplement ? supplementPaths(supplement, inputs.binary.platform.os) : [],
    candidatePaths: capture.acceptance === undefined ? [] : commandCandidates(descriptor),
    declaredPaths: askedDeclaredPaths(descriptor, capture.declarations),
    unaskedPaths: descriptor.unasked_commands,
    globalHelpWords: descriptor.global_help_args,
    describeCommand: (path) => helpCommand(descriptor, path).join(" "),
  };
  const words = enableWords(descriptor, capture.features?.enabled ?? []);
  const describeEnabled = (path: readonly string[]): string =>
    helpCommand(descriptor, path)
      .toSpliced(1, 0, ...words)
      .join(" ");
  const shown = surfaceCommands(capture, context);
  const asked =
    capture.acceptance === undefined
      ? { commands: shown.commands, rejected: [], omissions: [] }
      : applyAcceptance(shown.commands, shown.discovered, capture.acceptance, descriptor, capture.declarations);
  const declared =
    capture.declarations === undefined
      ? { commands: asked.commands, omissions: [] }
      : applyDeclarations(asked.commands, capture.declarations, descriptor, asked.rejected);
  const base = { commands: declared.commands, omissions: shown.omissions };
  const extended =
    capture.features?.withFeatures === undefined
      ? undefined
      : surfaceCommands(capture.features.withFeatures, {
          ...context,
          candidatePaths: [],
          declaredPaths: [],
          describeCommand: describeEnabled,
        });
  const all = extended === undefined ? base.commands : mergeSurfaces(base.commands, extended.commands);
  const basePaths = new Set(base.commands.map(({ path }) => path.join(" ")));
  const added = all.map(({ path }) => path).filter((path) => !basePaths.has(path.join(" ")));
  const features = capture.features === undefined ? inputs.carried?.features : describeFeatures(capture.features, added);
  const plain = view === "plain";
  const { commands, omissions } = applySupplement(plain ? plainCommands(all) : all, supplement, inputs.binary.platform.os, {
    withSources: !plain,
    walked: inputs.probesSupplement ? all : [],
  });
  const enabledOnly = (extended?.omissions ?? []).filter((omission) => !base.omissions.includes(plainOmission(omission, words)));
  const unasked = plain ? [] : [...asked.omissions, ...declared.omissions];
  const known = [...new Set([...base.omissions, ...enabledOnly, ...omissions, ...unasked, ...(inputs.carried?.omissions ?? [])])].toSorted(
    compareCodePoints,
  );
  const rejected = plain ? [] : asked.rejected.filter((unit) => !isShown(unit, all));
  const snapshot = omitAbsent({
    snapshot_schema_version: 1 as const,
    tool: descriptor.tool,
    collected_at: inputs.collectedAt,
    binary: inputs.binary,
    commands,
    features: features === undefined ? undefined : plain ? plainFeatures(features) : features,
    known_omissions: known.length > 0 ? known : undefined,
    generator: plain ? undefined : { ...inputs.generator, parser_version: PARSER_VERSION },
    rejected: rejected.length > 0 ? rejected : undefined,
  });
  return { snapshot, helps: keptHelps(capture, all, context.candidatePaths) };
}

/** What a capture asks about the candidates of a `cli.json`, decided by its help texts. */
export function snapshotAcceptance(
  descriptor: CliDescriptor,
  capture: RawCapture,
  extraPaths: readonly (readonly string[])[],
): SnapshotAcceptance {
  const context = {
    parserAt: (path: readonly string[]) => parserAt(descriptor, path),
    extraPaths,
    candidatePaths: commandCandidates(descriptor),
    declaredPaths: askedDeclaredPaths(descriptor, capture.declarations),
    unaskedPaths: descriptor.unasked_commands,
    describeCommand: (path: readonly string[]) => helpCommand(descriptor, path).join(" "),
  };
  return planSnapshotAcceptance(descriptor, discoverAgain(capture, context), capture.declarations);
}

/** Whether a surface has a unit, by any of its names. */
function isShown({ path, key }: RejectedUnit, commands: readonly SnapshotCommand[]): boolean {
  const command = commands.find((each) => each.path.join(" ") === path.join(" "));
  return command !== undefined && (key === undefined || command.flags?.some((flag) => flagNames(flag).includes(key)) === true);
}

/** The texts of the commands that were kept, and of the candidates; where features change one, the text without them. */
function keptHelps(
  capture: RawCapture,
  commands: readonly SnapshotCommand[],
  candidatePaths: readonly (readonly string[])[],
): BuiltSnapshot["helps"] {
  const probes = [...(capture.features?.withFeatures?.helps ?? []), ...capture.helps];
  const texts = new Map(probes.flatMap(({ path, probe }) => (probe.type === "text" ? [[path.join(" "), probe.text] as const] : [])));
  const known = new Set(commands.filter(({ help_sha256 }) => help_sha256 !== undefined).map(({ path }) => path.join(" ")));
  // The help of a candidate says what it is: an alias, or no command.
  const paths = [
    ...commands.map(({ path }) => path).filter((path) => known.has(path.join(" "))),
    ...candidatePaths.filter((path) => !known.has(path.join(" "))),
  ];
  return paths.flatMap((path) => {
    const text = texts.get(path.join(" "));
    return text === undefined ? [] : [{ path, text }];
  });
}

/** The words that print the help of a command, the program's name first. */
export function helpCommand(descriptor: Pick<CliDescriptor, "binary" | "help_style">, path: readonly string[]): readonly string[] {
  const spelled = descriptor.help_style === "help_flag" || path.length === 0 ? [...path, "--help"] : ["help", ...path];
  return [descriptor.binary, ...spelled];
}

/** The paths that a supplement names for a platform. */
export function supplementPaths(supplement: CommandSupplement | undefined, os: string): readonly (readonly string[])[] {
  return (supplement?.commands ?? [])
    .filter(({ platforms }) => platforms === undefined || platforms.some((platform) => platform === os))
    .map(({ path }) => path);
}

/** Adds the commands, flags and args that only `extended` has; what both have stays as it is in `base`. */
function mergeSurfaces(base: readonly SnapshotCommand[], extended: readonly SnapshotCommand[]): readonly SnapshotCommand[] {
  const known = new Map(base.map((command) => [command.path.join(" "), command]));
  const merged = extended.map((command) => {
    const earlier = known.get(command.path.join(" "));
    known.delete(command.path.join(" "));
    return earlier === undefined ? command : mergeCommand(earlier, command);
  });
  return [...merged, ...known.values()].toSorted((a, b) => comparePaths(a.path, b.path));
}

function mergeCommand(base: SnapshotCommand, extended: SnapshotCommand): SnapshotCommand {
  const keys = new Set((base.flags ?? []).map(flagKey));
  const names = new Set((base.args ?? []).map(({ name }) => name));
  const flags = [...(base.flags ?? []), ...(extended.flags ?? []).filter((flag) => !keys.has(flagKey(flag)))].toSorted(compareFlags);
  const args = [...(base.args ?? []), ...(extended.args ?? []).filter(({ name }) => !names.has(name))].toSorted((a, b) =>
    compareCodePoints(a.name, b.name),
  );
  const { path, about, usage, stability, platforms, args: _args, flags: _flags, ...additive } = base;
  return omitAbsent({
    path,
    about,
    usage,
    stability,
    platforms,
    args: args.length > 0 ? args : undefined,
    flags: flags.length > 0 ? flags : undefined,
    ...additive,
  });
}
