import type { CliDescriptor } from "@lockstep/contracts";
import type { Witness, WitnessAnswer, WitnessPlan } from "@lockstep/parity/diff";
import type { Change } from "@lockstep/surface/diff";
import { parserAt, readReplay, type AcceptanceAnswer, type AcceptanceCall } from "@lockstep/surface";
import { lockPathOf, lockedArtifact, readLock } from "../acquisition/artifacts-lock.ts";
import { keptPlace } from "../acquisition/kept-artifact.ts";
import { rootWords, type CliRoot } from "../cli-root.ts";
import { withProbeFolders } from "../probing/probe-folders.ts";
import { Prober, WARM_UP_FACTOR } from "../probing/prober.ts";
import { starterWords } from "../probing/script.ts";
import type { World } from "../world.ts";
import type { Side } from "./diff-sides.ts";

/** A binary to replay calls with, or why there is none. */
export type ReplayBinary =
  | { readonly type: "binary"; readonly version: string; readonly path: string }
  | { readonly type: "none"; readonly reason: string };

const TIMEOUT_MS = 20_000;

/**
 * The pinned binary of a side, where this machine can run it and it is on disk; `given` stands for it. Its size alone is compared with
 * the pin: `acquire` has checked its bytes.
 */
export async function findBinary(
  world: World,
  where: CliRoot,
  descriptor: CliDescriptor,
  { version, target }: Side,
  given: string | undefined,
): Promise<ReplayBinary> {
  const platform = descriptor.targets.find(({ target_triple }) => target_triple === target);
  if (platform === undefined || platform.os !== world.host.os || platform.arch !== world.host.arch)
    return { type: "none", reason: `this machine cannot run ${version} for ${target}` };
  if (given !== undefined) return { type: "binary", version, path: world.files.absolute(given) };
  const artifact = lockedArtifact(await readLock(world.files, where.root), version, target);
  if (artifact === undefined) return { type: "none", reason: `${lockPathOf(where.root)} pins no ${version} for ${target}` };
  const place = keptPlace(world.binaries, { cli: where.cli, version, artifact, lockPath: lockPathOf(where.root) });
  const found = await world.files.stat(place.binary);
  if (found?.type === "file" && found.sizeBytes === artifact.size_bytes) return { type: "binary", version, path: place.binary };
  return {
    type: "none",
    reason: `${version} is not on disk; fetch it with: xtask acquire ${rootWords(where)} --version ${version} --target ${target}`,
  };
}

/** A planned witness, and the binaries of its target. */
export interface ReplayTask {
  readonly change: Change;
  readonly plan: WitnessPlan;
  readonly before: ReplayBinary;
  readonly after: ReplayBinary;
}

/**
 * Replays witnesses with both binaries, each in throw-away folders and, where this machine can, without any network. A call that one
 * binary is missing for is made with the other all the same, and decides nothing.
 */
export async function replayWitnesses(
  world: World,
  descriptor: CliDescriptor,
  tasks: readonly ReplayTask[],
): Promise<ReadonlyMap<Change, Witness>> {
  const wanted = new Map<string, AcceptanceCall[]>();
  for (const { plan, before, after } of tasks) {
    if (plan.type === "none") continue;
    for (const binary of [before, after])
      if (binary.type === "binary") wanted.set(binary.path, [...(wanted.get(binary.path) ?? []), plan.call]);
  }
  const answers = new Map<string, AcceptanceAnswer>();
  for (const [path, calls] of wanted) {
    const unique = [...new Map(calls.map((call) => [callKey(path, call), call])).values()];
    world.progress(`diff: replaying ${String(unique.length)} ${unique.length === 1 ? "call" : "calls"} with ${path}`);
    for (const answer of await replay(world, descriptor, path, unique)) answers.set(callKey(path, answer), answer);
  }
  return new Map(tasks.map((task) => [task.change, witnessOf(descriptor, task, answers)] as const));
}

function witnessOf(
  descriptor: CliDescriptor,
  { plan, before, after }: ReplayTask,
  answers: ReadonlyMap<string, AcceptanceAnswer>,
): Witness {
  if (plan.type === "none") return { words: null, scenario: null, verdict: null, problem: plan.reason, before: null, after: null };
  const answerOf = (binary: ReplayBinary): { readonly answer: AcceptanceAnswer; readonly version: string } | undefined => {
    const answer = binary.type === "none" ? undefined : answers.get(callKey(binary.path, plan.call));
    return answer === undefined || binary.type === "none" ? undefined : { answer, version: binary.version };
  };
  const [first, second] = [answerOf(before), answerOf(after)];
  const reasons = new Set([before, after].flatMap((binary) => (binary.type === "none" ? [binary.reason] : [])));
  return {
    words: [...plan.call.path, ...plan.call.words],
    scenario: plan.scenario,
    verdict: first === undefined || second === undefined ? null : verdictOf(descriptor, plan, first.answer, second.answer),
    problem: reasons.size === 0 ? null : [...reasons].join("; "),
    before: first === undefined ? null : shownAnswer(descriptor, first.version, first.answer),
    after: second === undefined ? null : shownAnswer(descriptor, second.version, second.answer),
  };
}

/** Makes calls with a binary in throw-away folders and, where this machine can, without any network; the first one asks for its version. */
export async function replay(
  world: World,
  descriptor: CliDescriptor,
  binary: string,
  calls: readonly AcceptanceCall[],
): Promise<readonly AcceptanceAnswer[]> {
  return withProbeFolders(world.files, async (folders) => {
    const call = { descriptor, binary, via: starterWords(descriptor, world.host, []), timeoutMs: TIMEOUT_MS };
    const prober = new Prober(call, folders, world.processes, world.env);
    if (world.host.os === "linux") await prober.isolate();
    await prober.call(descriptor.version_args, TIMEOUT_MS * WARM_UP_FACTOR);
    return prober.askAll(calls);
  });
}

function verdictOf(
  descriptor: CliDescriptor,
  { subject, framework }: Extract<WitnessPlan, { readonly type: "call" }>,
  before: AcceptanceAnswer,
  after: AcceptanceAnswer,
): NonNullable<Witness["verdict"]> {
  if (readReplay(descriptor, framework, before, subject) !== "accepted") return "inconclusive";
  const second = readReplay(descriptor, framework, after, subject);
  return second === "refused" ? "confirmed" : second === "accepted" ? "contradicted" : "inconclusive";
}

/** An answer as a witness tells it. */
export function shownAnswer(
  descriptor: CliDescriptor,
  version: string,
  { path, exitCode, stdout, stderr }: AcceptanceAnswer,
): WitnessAnswer {
  const words = exitCode === 0 ? parserAt(descriptor, path).parseHelp(stdout).usageWords : [];
  return {
    version,
    exitCode: exitCode ?? null,
    firstLine: (stderr.split("\n").find((line) => line.trim() !== "") ?? "").trim(),
    helpOf: words.length === 0 ? null : words.join(" "),
  };
}

/** A call of a binary as a map key. */
export function callKey(binary: string, { path, words }: AcceptanceCall): string {
  return [binary, ...path, "", ...words].join("\0");
}
