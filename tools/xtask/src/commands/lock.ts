import type { CliDescriptor } from "@lockstep/contracts";
import { InputError, UsageError, type CommandResult, type OptionsOf, type OptionSpec } from "@lockstep/kernel";
import { archiveByName, type ArtifactSource } from "../acquisition/artifact-source.ts";
import { lockedArtifact, lockPathOf, readLock } from "../acquisition/artifacts-lock.ts";
import { cacheLimitOption, pruneCache, readCacheLimit } from "../acquisition/cache-limit.ts";
import { checkLock } from "../acquisition/check-lock.ts";
import { DescribedPackages } from "../acquisition/described-packages.ts";
import { hostTarget } from "../acquisition/host-target.ts";
import { confirmPin, pinAll, type PinAllRequest, type WantedPin } from "../acquisition/pin-all.ts";
import { tidyLock } from "../acquisition/tidy-lock.ts";
import { cliRoot, readDescriptor, rootOptions, rootWords, versionOption, type CliRoot } from "../cli-root.ts";
import { renderLockCheck, renderPins } from "../lock-text.ts";
import { isTimestamp } from "../timestamps.ts";
import { defineCommand, type World } from "../world.ts";

const { required: _required, ...optionalVersion } = versionOption;

const actions = ["add", "update", "check"] as const;
type Action = (typeof actions)[number];

/** Downloads at a time: more do not come faster, and a registry may find them too many. */
const DEFAULT_JOBS = 3;

const lockOptions = {
  action: {
    type: "words",
    placeholder: "<add|update|check>",
    choices: actions,
    describe: "Pin a version, pin what pinned versions lack, or check the lock",
  },
  cli: rootOptions.cli,
  root: rootOptions.root,
  version: { ...optionalVersion, describe: "The upstream version; with update and check: only this one (default: every pinned one)" },
  target: { type: "list", describe: "With add and update: a target (repeatable; default: this machine's with add, all with update)" },
  "all-targets": { type: "boolean", describe: "With add: every target that cli.json names an artifact for" },
  "published-at": { type: "string", describe: "When upstream released it, as YYYY-MM-DDTHH:MM:SSZ (default: as the registry says)" },
  file: { type: "string", describe: "With add: take this file in place of what cli.json names, for one target" },
  offline: { type: "boolean", describe: "Take nothing from the network" },
  jobs: { type: "number", default: DEFAULT_JOBS, describe: "Downloads at a time" },
  "cache-limit": cacheLimitOption,
} as const satisfies Record<string, OptionSpec>;

type LockOptions = OptionsOf<typeof lockOptions>;

/** Which options belong to which action. */
const ownOptions: Readonly<Record<Action, readonly (keyof LockOptions)[]>> = {
  add: ["version", "target", "all-targets", "published-at", "file", "offline", "jobs", "cache-limit"],
  update: ["version", "target", "published-at", "offline", "jobs", "cache-limit"],
  check: ["version", "offline", "jobs"],
};

/** One CLI's lock: pins on first use, fills in what pinned versions lack, and checks what is pinned. */
export const lock = defineCommand({
  name: "lock",
  summary: "Pin upstream binaries in artifacts.lock.json, and check the pins",
  examples: [
    "xtask lock add --version 0.171.0 --all-targets",
    "xtask lock update --version 0.169.0",
    "xtask lock check",
    "xtask lock check --cli claude_code --offline",
  ],
  options: lockOptions,
  exits: {
    0: "done, or the lock is sound",
    2: "`check` found something",
    3: "something could not be pinned or asked, or `cli.json` or the lock is invalid",
    64: "wrong command line",
    75: "a source is rate-limited or overloaded, or another command held the lock for 15 seconds",
  },
  documents: ["lock.v1"],
  reads: ({ cli, root }) => [
    `${root ?? `manifests/${cli}`}/cli.json`,
    `${root ?? `manifests/${cli}`}/artifacts.lock.json`,
    `.cache/artifacts/${cli}/**`,
  ],
  writes: ({ action, cli, root }) =>
    action[0] === "check" ? [] : [`${root ?? `manifests/${cli}`}/artifacts.lock.json`, `.cache/artifacts/${cli}/**`],
  async run(options, world) {
    const action = readAction(options);
    const where = cliRoot({ cli: options.cli, root: options.root, rules: undefined });
    const descriptor = await readDescriptor(world.files, where);
    if (descriptor === undefined) {
      throw new InputError("FILE_MISSING", `"${where.root}/cli.json" does not exist`, {
        hint: "Name the CLI with --cli, a folder of manifests/, or the folder of its cli.json with --root",
      });
    }
    const place = { where, descriptor };
    switch (action) {
      case "add":
        return add(world, place, options);
      case "update":
        return update(world, place, options);
      case "check":
        return check(world, place, options);
    }
  },
});

interface Place {
  readonly where: CliRoot;
  readonly descriptor: CliDescriptor;
}

function readAction(options: LockOptions): Action {
  const [word, more] = options.action;
  const hint = "xtask lock --help";
  const action = actions.find((each) => each === word);
  if (action === undefined || more !== undefined) {
    const given = options.action.length === 0 ? "nothing" : `"${options.action.join(" ")}"`;
    throw new UsageError("ACTION_UNKNOWN", `"xtask lock" needs one of the words ${actions.join(", ")}, got ${given}`, { hint });
  }
  for (const [name, value] of Object.entries(options) as (readonly [keyof LockOptions, unknown])[]) {
    const isGiven = Array.isArray(value)
      ? value.length > 0
      : value !== undefined && value !== false && !(name === "jobs" && value === DEFAULT_JOBS);
    if (["action", "cli", "root", "json"].includes(name) || !isGiven || ownOptions[action].includes(name)) continue;
    throw new UsageError("OPTION_CONFLICT", `"xtask lock ${action}" takes no "--${name}"`, { hint });
  }
  const { "published-at": publishedAt } = options;
  if (publishedAt !== undefined && !isTimestamp(publishedAt)) {
    throw new UsageError("TIME_INVALID", `The option "--published-at" must be a time like 2026-01-31T12:00:00Z, is "${publishedAt}"`, {
      hint: "Leave it out to take the time that the registry says",
    });
  }
  const needsVersion = action === "add" || publishedAt !== undefined;
  if (needsVersion && options.version === undefined) {
    throw new UsageError(
      "OPTION_MISSING",
      `"xtask lock ${action}"${action === "add" ? "" : ' with "--published-at"'} needs the option "--version"`,
      { hint },
    );
  }
  return action;
}

async function add(world: World, { where, descriptor }: Place, options: LockOptions): Promise<CommandResult> {
  const { version = "", "published-at": publishedAt } = options;
  const limit = readCacheLimit(options["cache-limit"], world.env);
  const targets = addedTargets(world, descriptor, options);
  const source = options.file === undefined ? undefined : fileSource(world, where, options.file, targets);
  const request: PinAllRequest = { descriptor, root: where.root, jobs: options.jobs, isOffline: options.offline };
  const wanted = targets.map((target): WantedPin => ({ version, target, publishedAt, source }));
  const { rows, failures } = await pinAll(world, request, wanted, true);
  await pruneCache(world, limit);
  return {
    status: "ok",
    data: {
      schema: "lock.v1",
      action: "add",
      cli: descriptor.id,
      lock: lockPathOf(where.root),
      pins: rows.map(pinData),
      changes: [],
      findings: [],
    },
    text: renderPins(lockPathOf(where.root), rows, []),
    failures,
  };
}

function addedTargets(world: World, descriptor: CliDescriptor, { target, "all-targets": isAll }: LockOptions): readonly string[] {
  if (isAll && target.length > 0) {
    throw new UsageError("OPTION_CONFLICT", 'The option "--all-targets" excludes "--target"', { hint: "xtask lock --help" });
  }
  if (isAll) return descriptor.artifacts.map(({ target_triple }) => target_triple);
  return target.length > 0 ? [...new Set(target)] : [hostTarget(descriptor, world.host)];
}

/** A path from the working folder is written as one from the manifest root; an absolute one stays so, and is told. */
function fileSource(world: World, { root }: CliRoot, file: string, targets: readonly string[]): ArtifactSource {
  if (targets.length !== 1) {
    throw new UsageError("OPTION_CONFLICT", `The option "--file" is for one target, these are ${targets.join(", ")}`, {
      hint: "xtask lock --help",
    });
  }
  const given = file.replaceAll("\\", "/");
  const isAbsolute = given.startsWith("/") || /^[A-Za-z]:/.test(given);
  if (isAbsolute) world.progress(`The path "${given}" is absolute: on another machine the pin is good only where the file is there too`);
  const path = isAbsolute ? given : relativePath(world.files.absolute(root), world.files.absolute(given));
  return { type: "file", path, archive: archiveByName(given) };
}

function relativePath(from: string, to: string): string {
  const [up, down] = [from.split(/[/\\]/), to.split(/[/\\]/)];
  let common = 0;
  while (common < up.length && common < down.length && up[common] === down[common]) common += 1;
  return [...up.slice(common).map(() => ".."), ...down.slice(common)].join("/");
}

async function update(world: World, { where, descriptor }: Place, options: LockOptions): Promise<CommandResult> {
  const path = lockPathOf(where.root);
  const limit = readCacheLimit(options["cache-limit"], world.env);
  const current = await readLock(world.files, where.root);
  const versions = current.versions
    .map(({ version }) => version)
    .filter((version) => options.version === undefined || version === options.version);
  if (versions.length === 0) {
    throw new InputError(
      "ARTIFACT_UNPINNED",
      `"${path}" pins ${options.version === undefined ? "no version" : `no ${descriptor.id} ${options.version}`}`,
      {
        hint: `Pin one: xtask lock add ${rootWords(where)} --version ${options.version ?? "<version>"}`,
      },
    );
  }
  const named = descriptor.artifacts.map(({ target_triple }) => target_triple);
  const targets = options.target.length > 0 ? [...new Set(options.target)] : named;
  const request: PinAllRequest = { descriptor, root: where.root, jobs: options.jobs, isOffline: options.offline };
  const packages = new DescribedPackages(world.packages);
  const pinned = versions.flatMap((version) => targets.flatMap((target) => lockedArtifact(current, version, target)?.source ?? []));
  if (!options.offline) await packages.prepare(pinned.filter((source) => source.type === "npm"));
  const absent: WantedPin[] = [];
  const confirmed = [];
  for (const version of versions) {
    for (const target of targets) {
      const artifact = lockedArtifact(current, version, target);
      if (artifact === undefined) absent.push({ version, target });
      else confirmed.push(await confirmPin(packages, request, { version, target }, artifact));
    }
  }
  const added = await pinAll(world, request, absent, false);
  const release =
    options["published-at"] === undefined ? undefined : { version: options.version ?? "", publishedAt: options["published-at"] };
  const changes = await tidyLock(world, { descriptor, root: where.root }, release);
  await pruneCache(world, limit);
  const all = [...confirmed.map(({ row }) => row), ...added.rows];
  const place = (row: { readonly version: string; readonly target: string }): number =>
    versions.indexOf(row.version) * targets.length + targets.indexOf(row.target);
  const rows = all.toSorted((a, b) => place(a) - place(b));
  return {
    status: "ok",
    data: { schema: "lock.v1", action: "update", cli: descriptor.id, lock: path, pins: rows.map(pinData), changes, findings: [] },
    text: renderPins(path, rows, changes),
    failures: [...confirmed.flatMap(({ failure }) => failure ?? []), ...added.failures],
  };
}

function pinData({ artifact, ...row }: Awaited<ReturnType<typeof pinAll>>["rows"][number]): object {
  return {
    ...row,
    ...(artifact === null
      ? {}
      : {
          integrity: artifact.integrity,
          sha256: artifact.sha256,
          sizeBytes: artifact.size_bytes,
          ...(artifact.tree_sha256 === undefined ? {} : { treeSha256: artifact.tree_sha256 }),
        }),
  };
}

async function check(world: World, { where, descriptor }: Place, options: LockOptions): Promise<CommandResult> {
  const path = lockPathOf(where.root);
  const request = { descriptor, root: where.root, version: options.version, isOffline: options.offline, jobs: options.jobs };
  const { findings, failures, ...counts } = await checkLock(world, request);
  return {
    status: findings.length === 0 ? "ok" : "findings",
    data: { schema: "lock.v1", action: "check", cli: descriptor.id, lock: path, pins: [], changes: [], findings, counts },
    text: renderLockCheck(path, findings, counts, options.offline),
    failures,
  };
}
