import type { ReleaseSources } from "@lockstep/kernel";
import { npmReleases } from "./npm-releases.ts";
import { repositoryReleases } from "./repository-releases.ts";

/** Every kind of source of releases, as this machine reaches it. When `stop` is aborted, a question ends and the reason is thrown. */
export function releaseSources(env: Readonly<Record<string, string | undefined>>, stop?: AbortSignal): ReleaseSources {
  return { ...npmReleases(env, stop), ofRepository: (repository) => repositoryReleases(repository, stop) };
}
