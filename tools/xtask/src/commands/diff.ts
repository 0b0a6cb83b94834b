import type { CliDescriptor, ParityRules, UpstreamSnapshotV1 } from "@lockstep/contracts";
import { InputError, UsageError } from "@lockstep/kernel";
import { applyWaivers, isBreaking, judgeChanges, planWitness, type Finding, type Witness } from "@lockstep/parity/diff";
import { listChangeCodes, surfaceDiffs, type Change } from "@lockstep/surface/diff";
import { hostTarget } from "../acquisition/host-target.ts";
import { cliRoot, readDescriptor, readRules, rootOptions, type CliRoot } from "../cli-root.ts";
import { askFirst } from "../diffing/ask-first.ts";
import { binarySide } from "../diffing/binary-side.ts";
import { diffDocument, type DiffAnswer } from "../diffing/diff-document.ts";
import { renderCodesAsMarkdown, renderCodesAsText } from "../diffing/render-codes.ts";
import { renderDiff } from "../diffing/render-diff.ts";
import { renderDiffAsMarkdown } from "../diffing/render-diff-markdown.ts";
import {
  assertTarget,
  assertVersion,
  parseSideName,
  readComparisons,
  requireSnapshot,
  type Comparison,
  type Comparisons,
} from "../diffing/diff-sides.ts";
import { findBinary, replayWitnesses, type ReplayTask } from "../diffing/replay-witnesses.ts";
import { changesOf, usesAtSide, wrapperUseOf } from "../diffing/judge-comparisons.ts";
import { readWaivers, readWrapper } from "../diffing/wrapper-sources.ts";
import { defineCommand, type World } from "../world.ts";

const DEFAULT_TIMEOUT_MS = 20_000;

/** Tells what differs between two versions of a CLI, and what of it breaks the wrapper. Writes nothing. */
export const diff = defineCommand({
  name: "diff",
  summary: "Tell what differs between two versions, and what of it breaks the wrapper",
  examples: [
    "xtask diff 0.125.0 0.169.0",
    "xtask diff 0.125.0 --binary ./codex",
    "xtask diff 0.169.0@x86_64-unknown-linux-musl 0.169.0@aarch64-unknown-linux-musl",
    "xtask diff 0.146.0 0.169.0 --all --format md",
    "xtask diff --list",
  ],
  options: {
    versions: {
      type: "words",
      placeholder: "<version>[@<target>] [<version>[@<target>]]",
      describe: "The two versions; with --binary the first alone",
    },
    ...rootOptions,
    target: { type: "string", describe: "Only this target (default: every target that both versions have)" },
    binary: { type: "string", describe: "This binary stands for the second version" },
    "help-timeout-ms": { type: "number", default: DEFAULT_TIMEOUT_MS, describe: "Time for one call of --binary" },
    all: { type: "boolean", describe: "List what is only information too" },
    "no-replay": { type: "boolean", describe: "Start no binary to show what breaks" },
    format: { type: "string", choices: ["text", "md"], describe: "How to print (default: text)" },
    list: { type: "boolean", describe: "Print the id of every kind of finding and compare nothing" },
  },
  exits: {
    0: "nothing breaks, or all that does is waived",
    2: "something does",
    3: "no answer: a version, snapshot or binary is missing, a file is malformed, or the wrapper's scenarios cannot be run and there is no coverage",
    64: "wrong command line",
  },
  documents: ["diff-codes.v1", "diff.v1"],
  reads: (options) => (options.list ? [] : [`${cliRoot(options).root}/**`, ".cache/artifacts/**", "crates-wrapper/**"]),
  writes: () => [],
  async run(options, world) {
    if (options.list) {
      assertListsAlone(options);
      const text = options.format === "md" ? renderCodesAsMarkdown() : renderCodesAsText();
      return { status: "ok", data: { schema: "diff-codes.v1", codes: listChangeCodes() }, text };
    }
    const where = cliRoot(options);
    const rules = await readRules(world.files, where);
    const descriptor = await readDescriptor(world.files, where);
    if (descriptor === undefined)
      throw new InputError("FILE_MISSING", `Neither "${where.root}/cli.json" nor "manifests/${where.cli}/cli.json" exists`, {
        hint: "Name the CLI with --cli, a folder of manifests/, and run it in the repository's root",
      });
    const { compared, notCompared } = await compare(world, where, { rules, descriptor }, options);
    const { framework } = descriptor;
    const found = changesOf(compared, surfaceDiffs({ framework }));
    const wrapper = await readWrapper(world, where, rules, descriptor, found);
    const useOf = wrapperUseOf(compared, (side) => usesAtSide(wrapper, side, framework));
    const [{ before, after }] = compared;
    const waived = await readWaivers(world, where);
    const { changes, witnesses } = options["no-replay"]
      ? { changes: found, witnesses: new Map<Change, Witness>() }
      : await askFirst(world, where, descriptor, compared, found);
    const waivers = applyWaivers(
      waived,
      changes.map(({ change }) => change),
      after.version,
    );
    const judged = judgeChanges(changes, useOf, new Map(), waivers);
    const tasks = options["no-replay"]
      ? []
      : await planReplays(
          world,
          where,
          descriptor,
          options.all ? judged : judged.filter(({ severity }) => severity !== "information"),
          compared,
          options.binary,
        );
    const replayed = await replayWitnesses(world, descriptor, tasks);
    const findings = judgeChanges(changes, useOf, new Map([...witnesses, ...replayed]), waivers);
    const answer: DiffAnswer = {
      cli: where.cli,
      command: descriptor.binary,
      before: before.version,
      after: after.version,
      binary: options.binary ?? null,
      compared: compared.map(({ name }) => name),
      notCompared,
      hasWrapper: wrapper.hasWrapper,
      scenariosProblem: wrapper.problem,
      isReplayed: !options["no-replay"],
      findings,
      waivers,
    };
    return {
      status: findings.some(isBreaking) ? "findings" : "ok",
      data: diffDocument(answer),
      text: options.format === "md" ? renderDiffAsMarkdown(answer, options) : renderDiff(answer, options),
    };
  },
});

interface CompareOptions {
  readonly versions: readonly string[];
  readonly target: string | undefined;
  readonly binary: string | undefined;
  readonly "help-timeout-ms": number;
}

/** Throws `UsageError` for what names something to compare. */
function assertListsAlone({ versions: [word], target, binary }: CompareOptions): void {
  const given = word ?? (target === undefined ? binary && `--binary ${binary}` : `--target ${target}`);
  if (given === undefined) return;
  throw new UsageError("OPTION_CONFLICT", `"--list" compares nothing; it was given "${given}" too`, { hint: "xtask diff --help" });
}

/** Checks the words and options that name what is compared, and reads it. */
async function compare(
  world: World,
  where: CliRoot,
  { rules, descriptor }: { readonly rules: ParityRules; readonly descriptor: CliDescriptor },
  { versions, target, binary, "help-timeout-ms": timeoutMs }: CompareOptions,
): Promise<Comparisons> {
  const hint = "xtask diff --help";
  const wanted = binary === undefined ? 2 : 1;
  if (versions.length !== wanted)
    throw new UsageError(
      "VERSIONS_COUNT",
      `"xtask diff" compares two versions, or with "--binary" one version and the binary; it was given ${String(versions.length)}`,
      { hint },
    );
  if (target !== undefined) assertTarget(target, 'The option "--target"', rules);
  const [first, second] = versions.map((word) => {
    const name = parseSideName(word, rules);
    if (target !== undefined && name.target !== undefined && name.target !== target)
      throw new UsageError("OPTION_CONFLICT", `"${word}" and "--target ${target}" name different targets`, { hint });
    return { version: name.version, target: name.target ?? target };
  });
  if (first === undefined) throw new Error("The first word is there");
  if (binary === undefined) return readComparisons(world.files, where, rules, [first, second ?? first]);
  await assertVersion(world.files, where, first.version);
  const own = first.target ?? hostTarget(descriptor, world.host);
  const before = await requireSnapshot(world.files, where, rules, first.version, own);
  const ofBinary = targetOfBinary(own, descriptor, world.host);
  const after = await binarySide(world, where, { path: binary, descriptor, rules, target: ofBinary, before: before.surface, timeoutMs });
  return { compared: [{ name: own === ofBinary ? own : `${own} -> ${ofBinary}`, before, after }], notCompared: [] };
}

/** A binary that runs here is of this machine's kind: another target than was named, where that is of another. */
function targetOfBinary(named: string, { targets }: CliDescriptor, { os, arch }: World["host"]): string {
  const ofHost = targets.filter((target) => target.os === os && target.arch === arch).map(({ target_triple }) => target_triple);
  return ofHost.includes(named) ? named : (ofHost[0] ?? named);
}

/** A task for every finding that may break calls: on the first of its targets that this machine runs both binaries of, else on its first. */
async function planReplays(
  world: World,
  where: CliRoot,
  descriptor: CliDescriptor,
  judged: readonly Finding[],
  compared: readonly Comparison[],
  given: string | undefined,
): Promise<readonly ReplayTask[]> {
  const breaking = judged.filter(({ change }) => change.impact === "breaks");
  if (breaking.length === 0) return [];
  const places = await Promise.all(
    compared.map(async (comparison) => ({
      ...comparison,
      binaries: [
        await findBinary(world, where, descriptor, comparison.before, undefined),
        await findBinary(world, where, descriptor, comparison.after, given),
      ] as const,
    })),
  );
  return breaking.flatMap(({ change, targets, use }): ReplayTask[] => {
    const holding = places.filter(({ name }) => targets.includes(name));
    const place = holding.find(({ binaries }) => binaries.every(({ type }) => type === "binary")) ?? holding[0];
    if (place === undefined) return [];
    const surfaces = { before: place.before.surface as UpstreamSnapshotV1, after: place.after.surface as UpstreamSnapshotV1 };
    const [before, after] = place.binaries;
    return [{ change, plan: planWitness(change, use, surfaces, descriptor), before, after }];
  });
}
