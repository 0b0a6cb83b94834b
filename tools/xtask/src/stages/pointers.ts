import { parseContract, type ParityRules, type VersionMetadataV1 } from "@lockstep/contracts";
import { InputError, type Files } from "@lockstep/kernel";
import { planRetention, type RetentionPlan } from "@lockstep/parity";

/** A pointer file and the version in it; `undefined` is `none`. */
export interface Pointer {
  readonly path: string;
  readonly version: string | undefined;
}

/**
 * Reads every pointer file that exists: `min_supported.txt`, `latest_validated.txt` and `pointers/<kind>/<target>.txt`. Throws
 * `InputError` `POINTER_MALFORMED` for a file that is not one line with a stable version or `none`.
 */
export async function readPointers(files: Files, root: string, rules: Pick<ParityRules, "versioning">): Promise<readonly Pointer[]> {
  const paths = [`${root}/min_supported.txt`, `${root}/latest_validated.txt`];
  for (const folder of ["latest_supported", "latest_validated"]) {
    const entries = (await files.list(`${root}/pointers/${folder}`)) ?? [];
    paths.push(...entries.filter(({ name, type }) => type === "file" && name.endsWith(".txt")).map(({ name }) => `${root}/pointers/${folder}/${name}`));
  }
  const stable = new RegExp(rules.versioning.pointers.stable_semver_pattern);
  const pointers: Pointer[] = [];
  for (const path of paths) {
    const text = await files.readText(path);
    if (text === undefined) continue;
    const line = /^([^\r\n]+)\n$/.exec(text)?.[1];
    if (line === undefined || (line !== "none" && !stable.test(line))) {
      throw new InputError("POINTER_MALFORMED", `"${path}" must be one line with a version like 1.2.3 or "none", is ${JSON.stringify(text)}`, { hint: "Correct it, or run: xtask validate --mode fix" });
    }
    pointers.push({ path, version: line === "none" ? undefined : line });
  }
  return pointers;
}

/** Reads every `versions/<version>.json`. Throws `InputError` for a malformed file or a name that is not its version. */
export async function readVersions(files: Files, root: string): Promise<readonly VersionMetadataV1[]> {
  const entries = (await files.list(`${root}/versions`)) ?? [];
  return Promise.all(
    entries
      .filter(({ name, type }) => type === "file" && name.endsWith(".json"))
      .map(async ({ name }) => {
        const path = `${root}/versions/${name}`;
        const metadata = parseContract("VersionMetadataV1", path, (await files.readText(path)) ?? "", "Correct it; nothing is deleted while a version's status is unknown");
        if (`${metadata.semantic_version}.json` !== name) {
          throw new InputError("VERSION_NAME_MISMATCH", `"${path}" /semantic_version must be "${name.slice(0, -".json".length)}", is "${metadata.semantic_version}"`, { hint: "Rename the file or correct the field" });
        }
        return metadata;
      }),
  );
}

/** The versions that retention keeps and the version folders that it would delete. */
export async function planRetentionOf(files: Files, root: string, rules: ParityRules): Promise<RetentionPlan> {
  const pointers = await readPointers(files, root, rules);
  const versions = await readVersions(files, root);
  const folders = (await Promise.all(["snapshots", "reports"].map((folder) => files.list(`${root}/${folder}`)))).flatMap((entries) => entries ?? []);
  return planRetention({
    pointerVersions: pointers.flatMap(({ version }) => version ?? []),
    versions: versions.map(({ semantic_version, status }) => ({ version: semantic_version, status })),
    keepLastValidated: rules.storage.retention.keep_last_validated,
    folders: folders.filter(({ type }) => type === "folder").map(({ name }) => name),
  });
}
