import { parseContract, type ParityRules, type VersionMetadataV1 } from "@lockstep/contracts";
import { InputError, type Files } from "@lockstep/kernel";
import { planRetention, stableVersions, type RetentionPlan } from "@lockstep/parity";
import { valid } from "semver";

/** A pointer file and the version in it; `undefined` is `none`. */
export interface Pointer {
  readonly path: string;
  readonly version: string | undefined;
}

/**
 * Reads every pointer file that exists: `min_supported.txt`, `latest_validated.txt` and each `.txt` below `pointers/`. Throws
 * `InputError` `POINTER_MALFORMED` for a file that is not one line with a stable version or, where the rules allow it, `none`.
 */
export async function readPointers(files: Files, root: string, rules: Pick<ParityRules, "versioning">): Promise<readonly Pointer[]> {
  const rootPaths = [`${root}/min_supported.txt`, `${root}/latest_validated.txt`];
  const paths = [...rootPaths, ...(await listTexts(files, `${root}/pointers`))];
  const isStable = stableVersions(rules);
  const pointers: Pointer[] = [];
  for (const path of paths) {
    const text = await files.readText(path);
    if (text === undefined) continue;
    const line = /^([^\r\n]+)\n$/.exec(text)?.[1];
    const isNoneAllowed = !rootPaths.includes(path) || rules.versioning.pointers.root_pointers_allow_none === true;
    if (line === undefined || !(isStable(line) || (line === "none" && isNoneAllowed))) {
      throw new InputError(
        "POINTER_MALFORMED",
        `"${path}" must be one line with a version like 1.2.3${isNoneAllowed ? ' or "none"' : ""}, is ${JSON.stringify(text)}`,
        { hint: "Write the version that it should name, or none; xtask validate --mode fix mends line ends" },
      );
    }
    pointers.push({ path, version: line === "none" ? undefined : line });
  }
  return pointers;
}

async function listTexts(files: Files, folder: string): Promise<readonly string[]> {
  const entries = (await files.list(folder)) ?? [];
  const found = await Promise.all(
    entries.map(async ({ name, type }) => {
      if (type === "folder") return listTexts(files, `${folder}/${name}`);
      return name.endsWith(".txt") ? [`${folder}/${name}`] : [];
    }),
  );
  return found.flat();
}

/** Reads every `versions/<version>.json`. Throws `InputError` for a malformed file or a name that is not its version. */
export async function readVersions(files: Files, root: string): Promise<readonly VersionMetadataV1[]> {
  const entries = (await files.list(`${root}/versions`)) ?? [];
  return Promise.all(
    entries
      .filter(({ name, type }) => type === "file" && name.endsWith(".json"))
      .map(async ({ name }) => {
        const path = `${root}/versions/${name}`;
        const metadata = parseContract(
          "VersionMetadataV1",
          path,
          (await files.readText(path)) ?? "",
          "Correct it; nothing is deleted while a version's status is unknown",
        );
        if (`${metadata.semantic_version}.json` !== name) {
          throw new InputError(
            "VERSION_NAME_MISMATCH",
            `"${path}" /semantic_version must be "${name.slice(0, -".json".length)}", is "${metadata.semantic_version}"`,
            { hint: "Rename the file or correct the field" },
          );
        }
        if (valid(metadata.semantic_version) !== metadata.semantic_version) {
          throw new InputError(
            "VERSION_INVALID",
            `"${path}" /semantic_version must be a version like 1.2.3, is "${metadata.semantic_version}"`,
            { hint: "Rename the file and correct the field, or delete the file" },
          );
        }
        return metadata;
      }),
  );
}

/** What retention keeps and would delete, and what that was decided by. */
export interface RetentionState extends RetentionPlan {
  /** The version in `latest_validated.txt`; `undefined` when it says `none` or is absent. */
  readonly latestValidated: string | undefined;
  readonly pointers: readonly Pointer[];
  readonly versions: readonly VersionMetadataV1[];
}

/** Reads pointers, metadata and folders, and plans the retention. Throws `InputError` for a malformed pointer or metadata file. */
export async function readRetention(files: Files, root: string, rules: ParityRules): Promise<RetentionState> {
  const pointers = await readPointers(files, root, rules);
  const versions = await readVersions(files, root);
  const folders = (await Promise.all(["snapshots", "reports"].map((folder) => files.list(`${root}/${folder}`)))).flatMap(
    (entries) => entries ?? [],
  );
  const plan = planRetention({
    pointerVersions: pointers.flatMap(({ version }) => version ?? []),
    versions: versions.map(({ semantic_version, status }) => ({ version: semantic_version, status })),
    keepLastValidated: rules.storage.retention.keep_last_validated,
    folders: folders.filter(({ type }) => type === "folder").map(({ name }) => name),
  });
  return { ...plan, latestValidated: pointers.find(({ path }) => path === `${root}/latest_validated.txt`)?.version, pointers, versions };
}
