import type { CliDescriptor } from "@lockstep/contracts";
import { InputError, UsageError, type CommandResult } from "@lockstep/kernel";
import { readLock } from "../acquisition/artifacts-lock.ts";
import { hostTarget } from "../acquisition/host-target.ts";
import { cliRoot, readDescriptor, readRules, rootOptions, versionOption, type CliRoot } from "../cli-root.ts";
import { keptRecordingCommand, recipeOf } from "../recording/kept-recording.ts";
import { readJoinedSnapshots } from "../stages/joined-snapshots.ts";
import { readVersions } from "../stages/pointers.ts";
import { planReports } from "../stages/report.ts";
import { hasWrapper } from "../stages/wrapper-coverage.ts";
import { wrapperSurfacePath } from "../stages/wrapper-surface.ts";
import { summariseQueue } from "../work-queue.ts";
import { defineCommand, type World } from "../world.ts";

/** Runs the whole chain for one version; each step is a command that a person can run alone. */
export const parity = defineCommand({
  name: "parity",
  summary: "Run the whole chain for one version, from the pinned binary to validated reports",
  examples: [
    "xtask parity --version 0.169.0",
    "xtask parity --version 0.169.0 --target aarch64-unknown-linux-musl --via qemu-aarch64-static",
    "xtask parity --version 0.170.0 --snapshots downloaded",
  ],
  options: {
    ...rootOptions,
    version: versionOption,
    target: { type: "string", describe: "The target to snapshot (default: this machine's)" },
    via: { type: "string", describe: "The command that runs a foreign binary, for example qemu-aarch64-static" },
    snapshots: {
      type: "string",
      describe: "Take the snapshots of all targets from this folder, as the artifacts of a workflow lie in it, and probe nothing",
    },
  },
  exits: {
    0: "the chain ran through, whatever the queue holds",
    2: "a step had findings; the chain stops there and names the step. A wrapper that is recorded by `wrapper.record` of `cli.json`, and calls what this version refuses or is not known to take, stops nothing: all is written",
    3: "a step could not answer",
    64: "wrong command line",
    75: "the registry is rate-limited",
  },
  documents: ["parity.v1"],
  reads: (options) => [`${cliRoot(options).root}/**`, ...(options.snapshots === undefined ? [] : [`${options.snapshots}/**`])],
  writes: (options) => [`${cliRoot(options).root}/**`, "crates-wrapper/**", ".cache/artifacts/**"],
  async run(options, world) {
    const where = cliRoot(options);
    const { version } = options;
    const descriptor = await readDescriptor(world.files, where);
    if (descriptor === undefined)
      throw new InputError("FILE_MISSING", `"${where.root}/cli.json" does not exist`, {
        hint: "Name the CLI with --cli, a folder of manifests/; a new one begins with xtask new-cli",
      });
    // Nothing is fetched for a root that the later steps would refuse.
    await readRules(world.files, where);
    const rooted = ["--cli", where.cli, "--root", where.root, ...(options.rules === undefined ? [] : ["--rules", options.rules])];
    const { target, ...joined } =
      options.snapshots === undefined
        ? { target: await probeTarget(world, where, rooted, descriptor, options) }
        : await joinTargets(world, where, version, { snapshots: options.snapshots, target: options.target, via: options.via });
    const isWrapped = hasWrapper(descriptor);
    const isRecorded = recipeOf(descriptor) !== undefined;
    let isUnfit = false;
    const committed = (await readVersions(world.files, where.root)).find(({ semantic_version }) => semantic_version === version)?.status;
    const status = isWrapped ? (committed === undefined || committed === "snapshotted" ? "reported" : committed) : "snapshotted";
    const surface = await wrapperSurfacePath(world.files, where.root);
    const lines: readonly (readonly string[])[] = [
      ["union", ...rooted, "--version", version],
      ...(surface === undefined ? [] : [["wrapper-surface", "--cli", where.cli, "--root", where.root]]),
      ...(isWrapped
        ? [
            ...(isRecorded ? [["wrapper-coverage", ...rooted, "--record"]] : []),
            ["wrapper-coverage", ...rooted],
            ["report", ...rooted, "--version", version],
          ]
        : []),
      ["version-metadata", ...rooted, "--version", version, "--status", status],
      ["validate", ...rooted],
    ];
    for (const line of lines) {
      const result = await step(world, line);
      // A wrapper that this version does not take as it is has its place in the reports all the same.
      if (result.status === "findings" && line.includes("--record")) isUnfit = true;
      else if (result.status === "findings") {
        return {
          status: "findings",
          data: { schema: "parity.v1", version, target, ...joined, status, stoppedAt: line[0], result: result.data },
          text: `The chain stopped at: xtask ${line.join(" ")}\n${result.text}`,
          diagnostics: result.diagnostics ?? "",
        };
      }
    }
    const reports = isWrapped ? (await planReports(world.files, where, await readRules(world.files, where), version)).reports : [];
    const queue = summariseQueue(reports[0]);
    return {
      status: isUnfit ? "findings" : "ok",
      data: { schema: "parity.v1", version, target, ...joined, status, queue: queue.counts },
      text: isWrapped
        ? `${queue.text}\nRead it: xtask report --cli ${where.cli} --version ${version} --show${isUnfit ? `\nThe wrapper calls what this version is not known to take: ${keptRecordingCommand(where)}` : ""}`
        : `${version} is snapshotted; ${where.cli} has no wrapper to compare with`,
    };
  },
});

interface TargetOptions {
  readonly version: string;
  readonly target: string | undefined;
  readonly via: string | undefined;
}

/** Fetches the pinned binary of one target and takes its snapshot. Returns the target. */
async function probeTarget(
  world: World,
  where: CliRoot,
  rooted: readonly string[],
  descriptor: CliDescriptor,
  { version, target: given, via }: TargetOptions,
): Promise<string> {
  const target = given ?? hostTarget(descriptor, world.host);
  const acquired = await step(world, ["acquire", "--cli", where.cli, "--root", where.root, "--version", version, "--target", target]);
  const { path: binary } = acquired.data as { readonly path: string };
  const outFile = `${where.root}/snapshots/${version}/${target}.json`;
  await step(world, ["snapshot", ...rooted, "--binary", binary, "--out-file", outFile, ...(via === undefined ? [] : [`--via=${via}`])]);
  return target;
}

/** Takes over the snapshots of other machines. Returns the required target, and which targets are there and which are missing. */
async function joinTargets(
  world: World,
  where: CliRoot,
  version: string,
  { snapshots, target, via }: Omit<TargetOptions, "version"> & { readonly snapshots: string },
): Promise<{ readonly target: string; readonly joined: readonly string[]; readonly missing: readonly string[] }> {
  const other = target !== undefined ? "--target" : via !== undefined ? "--via" : undefined;
  if (other !== undefined)
    throw new UsageError(
      "OPTION_CONFLICT",
      `"--snapshots" takes every target that the folder has and probes none, but "${other}" is given`,
      {
        hint: "xtask parity --help",
      },
    );
  const rules = await readRules(world.files, where);
  world.progress("parity: join");
  const { targets, missing, texts } = await readJoinedSnapshots(world.files, {
    where,
    rules,
    lock: await readLock(world.files, where.root),
    version,
    folder: snapshots.replace(/(?<=.)\/+$/, ""),
  });
  await world.files.writeAll(texts);
  for (const one of targets) world.progress(`  ${where.root}/snapshots/${version}/${one}.json of ${snapshots}`);
  for (const one of missing) world.progress(`  no snapshot of ${one}`);
  return { target: rules.union.required_target, joined: targets, missing };
}

async function step(world: World, line: readonly string[]): Promise<CommandResult> {
  world.progress(`parity: ${line[0] ?? ""}`);
  const shownStep = world.meter(`parity: ${line[0] ?? ""}`);
  const result = await world.runCommand(line).finally(() => shownStep.end());
  // The summary of the queue stands at the end, once.
  const [shown = ""] = result.text.split("\nWork queue");
  const diagnostics = result.status === "ok" ? (result.diagnostics ?? "") : "";
  for (const text of [...shown.split("\n"), ...diagnostics.split("\n")]) if (text !== "") world.progress(`  ${text}`);
  return result;
}
