import type { Files } from "@lockstep/kernel";

/**
 * The absolute path of the repository that holds a wrapper: the nearest folder above the root that has its package, or, where
 * that is not said, `manifests/`; `undefined` when none has.
 */
export async function findRepository(files: Files, root: string, wrapper: { readonly package?: string }): Promise<string | undefined> {
  const held = wrapper.package ?? "manifests";
  let folder = files.absolute(root);
  while ((await files.stat(`${folder}/${held}`)) === undefined) {
    const above = files.absolute(`${folder}/..`);
    if (above === folder) return undefined;
    folder = above;
  }
  return folder;
}
