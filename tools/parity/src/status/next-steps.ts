import { compare } from "semver";
import type { NewestVersion } from "./newest-version.ts";
import type { QueueCounts } from "./queue-counts.ts";

/** What the next steps of one CLI are decided by. */
export interface StatusToAdvance {
  /** The words that lead a command to the root. */
  readonly rootWords: string;
  readonly requiredTarget: string;
  readonly hasWrapper: boolean;
  readonly latestValidated: string | null;
  readonly newest: NewestVersion | null;
  /** The view `any` of the newest reported version. */
  readonly queue: { readonly version: string; readonly any: QueueCounts | undefined } | null;
  /** Snapshots from which nothing may be derived; they are among the problems too. */
  readonly brokenInputs: readonly { readonly restore: string; readonly retake: string }[];
  readonly problems: readonly { readonly problem: string; readonly fix: string }[];
}

/** What to do, and the command that does it. */
export interface NextStep {
  readonly reason: string;
  readonly command: string;
}

/** The next steps, the first of which comes first; never empty. A broken input precedes what is derived, what is broken precedes what is behind, and that what is missing. */
export function nextSteps(status: StatusToAdvance): readonly NextStep[] {
  return mend(status) ?? bringIn(status) ?? workOff(status) ?? promote(status) ?? rest(status);
}

function mend(status: StatusToAdvance): readonly NextStep[] | undefined {
  const { rootWords, problems } = status;
  const [first] = problems;
  const [input] = status.brokenInputs;
  if (input !== undefined) {
    return [
      { reason: "bring the snapshot back before anything is derived from it. If the committed one is whole", command: input.restore },
      { reason: "or else take it again", command: input.retake },
    ];
  }
  if (first === undefined) return undefined;
  const mixed = problems.find(({ problem }) => problem.startsWith("has inputs of different parsers"));
  if (mixed !== undefined) return [{ reason: "take the older snapshots again before anything is derived from them", command: mixed.fix }];
  const work = problems.every(({ problem }) => problem.startsWith("has lost its status ")) ? workOff(status) : undefined;
  // What is missing is why a status is lost; to lower the status is the last resort.
  if (work !== undefined) return [...work, { reason: "or give the status up", command: first.fix }];
  const derivable = problems.filter(({ problem }) => /^is (?:stale|missing|unexpected)$/.test(problem));
  if (derivable.length > 1) {
    const others = derivable.length === problems.length ? "" : "; the others have their own fix above";
    return [{ reason: `write the ${String(derivable.length)} derivable files anew${others}`, command: `xtask verify ${rootWords} --fix` }];
  }
  return [{ reason: problems.length === 1 ? "mend it" : "mend the first of them", command: first.fix }];
}

function bringIn({ rootWords, newest, hasWrapper }: StatusToAdvance): readonly NextStep[] | undefined {
  if (newest === null)
    return [{ reason: "no version is known yet: pin one, then run xtask parity", command: `xtask lock add ${rootWords} --version <v>` }];
  const command = `xtask parity ${rootWords} --version ${newest.version}`;
  if (newest.standing === "pinned") return [{ reason: `${newest.version} is only pinned: take its snapshot`, command }];
  if (newest.standing === "snapshotted" && hasWrapper)
    return [{ reason: `${newest.version} is only snapshotted: compare it with the wrapper`, command }];
  return undefined;
}

function workOff({ rootWords, queue }: StatusToAdvance): readonly NextStep[] | undefined {
  const missing = Object.values(queue?.any?.missing ?? {}).reduce((sum, count) => sum + count, queue?.any?.unsupported ?? 0);
  if (queue === null || missing === 0) return undefined;
  return [{ reason: "read the work queue", command: `xtask report ${rootWords} --version ${queue.version} --show` }];
}

function promote({ rootWords, requiredTarget, latestValidated, newest }: StatusToAdvance): readonly NextStep[] | undefined {
  if (newest === null || newest.standing === "snapshotted") return undefined;
  const command = `xtask promote ${rootWords} --version ${newest.version}`;
  if (newest.standing === "reported") {
    return [
      {
        reason: `nothing is missing in ${newest.version}. When its end-to-end tests have passed on ${requiredTarget}, promote it`,
        command: `${command} --passed-target ${requiredTarget}`,
      },
    ];
  }
  const isBehind = latestValidated === null || compare(newest.version, latestValidated) > 0;
  return newest.standing === "validated" && isBehind ? [{ reason: `${newest.version} is validated: promote it`, command }] : undefined;
}

function rest({ rootWords, queue, hasWrapper }: StatusToAdvance): readonly NextStep[] {
  const atRisk = queue?.any?.atRisk ?? 0;
  const pin = { reason: "take in a newer release", command: `xtask lock add ${rootWords} --version <v>` };
  if (!hasWrapper) return [{ ...pin, reason: "nothing has to be done while there is no wrapper. Take in a newer release" }];
  if (queue === null || atRisk === 0) return [{ ...pin, reason: "nothing has to be done. Take in a newer release" }];
  const units = atRisk === 1 ? "1 unit that the wrapper uses is" : `${String(atRisk)} units that the wrapper uses are`;
  const command = `xtask report ${rootWords} --version ${queue.version} --show --delta at_risk`;
  return [{ reason: `nothing has to be done. ${units} hidden or deprecated upstream; read which`, command }, pin];
}
