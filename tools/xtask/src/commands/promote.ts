import { parseContract, type ParityRules, type VersionMetadataV1 } from "@lockstep/contracts";
import type { CommandResult, Files } from "@lockstep/kernel";
import { planPromotion, statusGate, type KeptPointer, type PromotionGate, type PromotionMove, type ValidationSets } from "@lockstep/parity";
import { compareArtifacts, writeArtifacts, type Artifact } from "../artifacts.ts";
import { cliRoot, readRules, requireText, rootOptions, rootWords, versionOption, type CliRoot } from "../cli-root.ts";
import { readPointers } from "../stages/pointers.ts";
import { planReports } from "../stages/report.ts";
import { planUnion } from "../stages/union.ts";
import { planVersionMetadata } from "../stages/version-metadata.ts";
import { defineCommand, type World } from "../world.ts";

/** Makes a version the latest validated one: status, pointers and `current.json`, all or nothing. */
export const promote = defineCommand({
  name: "promote",
  summary: "Make a validated version the latest one: pointers and current.json, all or nothing",
  examples: ["xtask promote --version 0.125.0 --dry-run", "xtask promote --version 0.125.0 --passed-target x86_64-unknown-linux-musl"],
  options: {
    ...rootOptions,
    version: versionOption,
    "passed-target": {
      type: "list",
      describe: "A target that passed validation (repeatable); gives the version the status validated first",
    },
    "allow-older": { type: "boolean", describe: "Move pointers back, where they are at a newer version" },
    "dry-run": { type: "boolean", describe: "Say what would change and write nothing" },
  },
  exits: {
    0: "promoted, or promoted already; with `--dry-run`: it would be",
    2: "a gate is red; nothing is written",
    3: "the metadata or the union is missing",
    64: "wrong command line",
  },
  documents: ["promote.v1"],
  reads: (options) =>
    ["RULES.json", `versions/${options.version}.json`, `{snapshots,reports}/${options.version}/*.json`, "wrapper_coverage.json"]
      .concat(["latest_validated.txt", "min_supported.txt", "pointers/**", "current.json"])
      .map((path) => `${cliRoot(options).root}/${path}`),
  writes: (options) => [
    `${cliRoot(options).root}/versions/${options.version}.json`,
    `${cliRoot(options).root}/latest_validated.txt`,
    `${cliRoot(options).root}/pointers/**`,
    `${cliRoot(options).root}/current.json`,
  ],
  async run(options, world) {
    const where = cliRoot(options);
    const { files } = world;
    const { root } = where;
    const { version } = options;
    const versionWords = `${rootWords(where)} --version ${version}`;
    const rules = await readRules(files, where);
    const isOutcomeGiven = options["passed-target"].length > 0;
    const committed = await readMetadata(files, where, version, isOutcomeGiven);
    const gates = [...(await staleInputs(world, where, rules, version))];
    if (!isOutcomeGiven && committed?.status !== "validated") {
      const next = `xtask promote ${versionWords} --passed-target ${rules.union.required_target}`;
      gates.push(statusGate(committed?.status ?? "", next));
    }
    // The gates are computed anew, whatever the committed metadata says.
    const plan = await planVersionMetadata(files, where, rules, {
      version,
      status: "validated",
      validation: isOutcomeGiven ? outcomeWith(options["passed-target"], committed?.validation) : undefined,
    });
    const pointers = await readPointers(files, root, rules);
    const promotion = planPromotion({
      rules,
      metadata: plan.metadata,
      unionText: (await files.readText(`${root}/snapshots/${version}/union.json`)) ?? "",
      pointers: new Map(pointers.map(({ path, version: present }) => [path.slice(root.length + 1), present])),
      current: await currentVersion(files, `${root}/current.json`),
      allowsOlder: options["allow-older"],
      versionWords,
    });
    if (promotion.type === "refused") gates.push(...promotion.gates);
    if (promotion.type === "refused" || gates.length > 0) {
      const planned = promotion.type === "refused" ? promotion.movesWhenGreen : promotion.moves;
      const told = toldMoves(root, committed?.status, plan.artifact.path, planned).filter(({ from, to }) => from !== to);
      return refusal(version, gates, options["dry-run"] ? told : []);
    }
    const moves = toldMoves(root, committed?.status, plan.artifact.path, promotion.moves);
    const texts = promotion.moves.map(({ path, text }): Artifact => ({ path: `${root}/${path}`, content: { type: "text", text } }));
    const artifacts = [plan.artifact, ...texts];
    const changes = options["dry-run"]
      ? (await compareArtifacts(world, artifacts)).filter(({ state }) => state !== "current").map(({ path }) => path)
      : (await writeArtifacts(world, artifacts, { option: undefined, optionName: undefined, root, version })).written;
    const changed = moves.filter(({ path }) => changes.includes(path));
    const kept = promotion.kept.map((pointer) => ({ ...pointer, path: `${root}/${pointer.path}` }));
    return {
      status: "ok",
      data: {
        schema: "promote.v1",
        version,
        promoted: !options["dry-run"],
        redGates: [],
        gates: [],
        changes,
        moves: changed,
        kept,
        movesWhenGreen: [],
      },
      text: renderPromotion(version, changed, kept, options["dry-run"]),
    };
  },
});

/** A move without the text. */
type ToldMove = Omit<PromotionMove, "text">;

function refusal(version: string, gates: readonly PromotionGate[], movesWhenGreen: readonly ToldMove[]): CommandResult {
  // The status is looked at twice: as it is on record, and as it would be.
  const distinct = [...new Map(gates.map((gate) => [gate.message, gate])).values()];
  const redGates = distinct.map(({ message }) => message);
  return {
    status: "findings",
    data: { schema: "promote.v1", version, promoted: false, redGates, gates: distinct, changes: [], moves: [], kept: [], movesWhenGreen },
    text: [
      `${version} is not promoted:`,
      ...redGates.map((message) => `  ${message}`),
      ...[...new Set(gates.map(({ next }) => next))].map((next) => `  hint: ${next}`),
      ...(movesWhenGreen.length === 0
        ? []
        : ["Once nothing is in the way:", ...movesWhenGreen.map((move) => toldMove("would write", move))]),
    ].join("\n"),
  };
}

/** The moves by paths as the command line leads to them, that of the status first. */
function toldMoves(root: string, status: string | undefined, metadataPath: string, moves: readonly PromotionMove[]): readonly ToldMove[] {
  return [
    { path: metadataPath, from: status ?? null, to: "validated", isBackwards: false },
    ...moves.map(({ path, from, to, isBackwards }) => ({ path: `${root}/${path}`, from, to, isBackwards })),
  ];
}

function toldMove(verb: string, { path, from, to, isBackwards }: ToldMove): string {
  const move = from === to ? `${to}, other content` : `${from ?? "absent"} -> ${to}`;
  return `${verb} ${path}: ${move}${isBackwards ? " (back)" : ""}`;
}

function renderPromotion(version: string, moves: readonly ToldMove[], kept: readonly KeptPointer[], isDryRun: boolean): string {
  if (moves.length === 0) return `${version} is already promoted`;
  const verb = isDryRun ? "would write" : "wrote";
  return [
    ...moves.map((move) => toldMove(verb, move)),
    ...kept
      .filter(({ isNotable }) => isNotable)
      .map(({ path, at, reason }) => `${isDryRun ? "would keep" : "kept"} ${path} at ${at}: ${reason}`),
  ].join("\n");
}

/** Which version's union `current.json` is; `null` when it is absent. */
async function currentVersion(files: Files, path: string): Promise<string | null> {
  const text = await files.readText(path);
  if (text === undefined) return null;
  // Only to tell what is replaced: a broken file is replaced like any other.
  return /"semantic_version": "([^"]+)"/.exec(text)?.[1] ?? "unreadable";
}

async function readMetadata(files: Files, where: CliRoot, version: string, isOptional: boolean): Promise<VersionMetadataV1 | undefined> {
  const path = `${where.root}/versions/${version}.json`;
  const text = isOptional
    ? await files.readText(path)
    : await requireText(
        files,
        path,
        `Record its status first: xtask version-metadata ${rootWords(where)} --version ${version} --status validated`,
      );
  return text === undefined ? undefined : parseContract("VersionMetadataV1", path, text);
}

/** What passed now and before, with the failures and omissions on record for other targets. */
function outcomeWith(passed: readonly string[], recorded: ValidationSets | undefined): ValidationSets {
  const isOther = (target: string): boolean => !passed.includes(target);
  const before = recorded?.passed_targets ?? [];
  return {
    passed_targets: [...before, ...passed.filter((target) => !before.includes(target))],
    failed_targets: recorded?.failed_targets.filter(isOther) ?? [],
    skipped_targets: recorded?.skipped_targets.filter(isOther) ?? [],
  };
}

/** The files behind a promotion that are not what their inputs give. */
async function staleInputs(world: World, where: CliRoot, rules: ParityRules, version: string): Promise<readonly PromotionGate[]> {
  const union = await planUnion(world.files, where, rules, version, "check");
  if (union.type === "mixed-parsers") {
    const message = `the snapshots of ${version} were read by different parsers`;
    return [{ code: "inputs-of-different-parsers", message, next: `xtask parity ${rootWords(where)} --version ${version}` }];
  }
  const { artifacts } = await planReports(world.files, where, rules, version);
  const states = await compareArtifacts(world, [union.artifact, ...artifacts]);
  return states
    .filter(({ state }) => state !== "current")
    .map(({ path, state }) => ({ code: "input-stale", message: `"${path}" is ${state}`, next: `xtask verify ${rootWords(where)} --fix` }));
}
