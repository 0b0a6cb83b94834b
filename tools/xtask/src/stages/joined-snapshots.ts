import { parseContract, type ArtifactsLock, type ParityRules, type UpstreamSnapshotV1 } from "@lockstep/contracts";
import { InputError, renderJson, type Files } from "@lockstep/kernel";
import { findPin } from "../acquisition/artifacts-lock.ts";
import { rootWords, type CliRoot } from "../cli-root.ts";

/** The snapshots of one version that other machines took. */
export interface JoinedSnapshots {
  /** The targets that have one, in expected order. */
  readonly targets: readonly string[];
  /** The expected targets that neither the folder nor the root has. */
  readonly missing: readonly string[];
  /** What is to be written, by path: snapshots that differ from the committed ones in more than their time, and raw captures. */
  readonly texts: ReadonlyMap<string, string>;
}

/** What is joined. */
export interface JoinRequest {
  readonly where: CliRoot;
  readonly rules: ParityRules;
  readonly lock: ArtifactsLock;
  readonly version: string;
  /** A folder with a folder for each artifact, or one artifact itself. */
  readonly folder: string;
}

interface Taken {
  /** The folder of the artifact, which is laid out like the manifest root. */
  readonly artifact: string;
  readonly path: string;
  readonly text: string;
  readonly snapshot: UpstreamSnapshotV1;
}

/**
 * Reads what the jobs of a matrix left: in each artifact `snapshots/<version>/<target>.json` and `raw_help/<version>/<target>/`. A
 * target that no artifact has is missing. Throws `InputError` when that is the required one and the root does not have it either, when
 * a snapshot is not of the version, the target and the pinned bytes that its place says, and when two artifacts tell of one target.
 */
export async function readJoinedSnapshots(files: Files, request: JoinRequest): Promise<JoinedSnapshots> {
  const { where, rules, version, folder } = request;
  const artifacts = await artifactFolders(files, folder, version);
  const { expected_targets: expected, required_target: required } = rules.union;
  const texts = new Map<string, string>();
  const [targets, missing]: [string[], string[]] = [[], []];
  for (const target of expected) {
    const taken = await takeTarget(files, request, artifacts, target);
    const committedPath = `${where.root}/snapshots/${version}/${target}.json`;
    const committed = await files.readText(committedPath);
    if (taken === undefined) {
      if (committed === undefined) missing.push(target);
      continue;
    }
    targets.push(target);
    if (committed === undefined || !differsInTimeAlone(committed, taken.snapshot)) texts.set(committedPath, taken.text);
    const raw = `raw_help/${version}/${target}`;
    for (const name of await filesBelow(files, `${taken.artifact}/${raw}`))
      texts.set(`${where.root}/${raw}/${name}`, (await files.readText(`${taken.artifact}/${raw}/${name}`)) ?? "");
  }
  if (targets.length > 0 && !missing.includes(required)) return { targets, missing, texts };
  const found = targets.length === 0 ? "no snapshot" : `snapshots of ${targets.join(", ")}`;
  throw new InputError(
    "REQUIRED_TARGET_MISSING",
    `"${folder}" has ${found} of ${where.cli} ${version}${targets.length === 0 ? "" : " alone"}; the required target ${required} must be there`,
    {
      hint: `Look at the job that should have taken it, or take it here: xtask parity ${rootWords(where)} --version ${version} --target ${required}`,
    },
  );
}

/** The folders that are laid out like a manifest root: one below `folder` for each artifact, or itself where there was one alone. */
async function artifactFolders(files: Files, folder: string, version: string): Promise<readonly string[]> {
  const entries = await files.list(folder);
  if (entries === undefined)
    throw new InputError("FILE_MISSING", `"${folder}" does not exist or is empty`, {
      hint: "Name the folder into which the artifacts of the snapshot jobs were downloaded",
    });
  if ((await files.stat(`${folder}/snapshots/${version}`)) !== undefined) return [folder];
  return entries.filter(({ type }) => type === "folder").map(({ name }) => `${folder}/${name}`);
}

async function takeTarget(
  files: Files,
  { where, lock, version }: JoinRequest,
  artifacts: readonly string[],
  target: string,
): Promise<Taken | undefined> {
  const found: Taken[] = [];
  for (const artifact of artifacts) {
    const path = `${artifact}/snapshots/${version}/${target}.json`;
    const text = await files.readText(path);
    if (text !== undefined) found.push({ artifact, path, text, snapshot: parseContract("UpstreamSnapshotV1", path, text) });
  }
  const [taken, second] = found;
  if (taken === undefined) return undefined;
  if (second !== undefined)
    throw new InputError("SNAPSHOT_TWICE", `"${taken.path}" and "${second.path}" are both snapshots of ${target}`, {
      hint: "Download the artifacts of one run into an empty folder",
    });
  const { semantic_version, target_triple, sha256 } = taken.snapshot.binary;
  const pinned = findPin(lock, where, version, target).artifact.sha256;
  for (const [what, actual, wanted] of [
    ["version", semantic_version, version],
    ["target", target_triple, target],
    ["SHA-256", sha256, pinned],
  ] as const) {
    if (actual === wanted) continue;
    throw new InputError("SNAPSHOT_FOREIGN", `"${taken.path}" is of the ${what} ${actual ?? "unknown"}, but must be of ${wanted}`, {
      hint:
        what === "SHA-256"
          ? `"${where.root}/artifacts.lock.json" pins other bytes: take the snapshot again with the pinned binary`
          : "The name of a snapshot says what it is of; do not rename it",
    });
  }
  return taken;
}

function differsInTimeAlone(committed: string, next: UpstreamSnapshotV1): boolean {
  const time = /^ {2}"collected_at": "([^"\\]+)",$/m.exec(committed)?.[1];
  return time !== undefined && renderJson({ ...next, collected_at: time }) === committed;
}

/** The names of all files below a folder, relative to it. */
async function filesBelow(files: Files, folder: string): Promise<readonly string[]> {
  const names: string[] = [];
  for (const { name, type } of (await files.list(folder)) ?? []) {
    if (type === "file") names.push(name);
    if (type === "folder") names.push(...(await filesBelow(files, `${folder}/${name}`)).map((below) => `${name}/${below}`));
  }
  return names;
}
