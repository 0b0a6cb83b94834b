import type { CliDescriptor } from "@lockstep/contracts";
import type { Files } from "@lockstep/kernel";

/** The absolute path of the repository that holds a wrapper: the nearest folder above the root that has its package; `undefined` when none has. */
export async function findRepository(
  files: Files,
  root: string,
  wrapper: Pick<NonNullable<CliDescriptor["wrapper"]>, "package">,
): Promise<string | undefined> {
  let folder = files.absolute(root);
  while ((await files.stat(`${folder}/${wrapper.package}`)) === undefined) {
    const above = files.absolute(`${folder}/..`);
    if (above === folder) return undefined;
    folder = above;
  }
  return folder;
}
