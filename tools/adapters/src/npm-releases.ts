import { EnvironmentError, type ReleaseSources } from "@lockstep/kernel";
import { isObject, parseAnswer } from "./npm-answer.ts";
import { runNpm, unlessUnknown, versionSpecs, viewArgs, type Environment } from "./run-npm.ts";

/**
 * The releases that the machine's `npm` lists, with the user's own registry, proxy and credentials. npm gets the whole list at once:
 * the registry's protocol has no pages. When `stop` is aborted, a running npm is ended and the reason thrown.
 */
export function npmReleases(env: Environment, stop?: AbortSignal): Pick<ReleaseSources, "ofPackage" | "deprecations"> {
  const noneOfThem = unlessUnknown<readonly Readonly<Record<string, unknown>>[]>([]);
  const view = async (spec: string, fields: readonly string[]): Promise<readonly Readonly<Record<string, unknown>>[]> => {
    const args = viewArgs(spec, fields);
    const output = await runNpm(env, stop, args);
    if (output.trim() === "") return [];
    const answer = parseAnswer(output);
    const list: readonly unknown[] = Array.isArray(answer) ? answer : [answer];
    if (list.every(isObject)) return list;
    throw new EnvironmentError("PACKAGE_CLIENT", `"npm ${args.join(" ")}" printed no JSON object`, {
      hint: "Run that command yourself: the registry may be answered by a proxy",
    });
  };
  /** What npm says of a package by any version of it: one whose tag `latest` names no version is not known to it by its name. */
  const viewAny = async (name: string, fields: readonly string[]): Promise<readonly Readonly<Record<string, unknown>>[]> => {
    const found = await view(`${name}@>=0.0.0`, ["name", "version"]).catch(noneOfThem);
    const version = found.at(-1)?.["version"];
    return typeof version === "string" ? view(`${name}@${version}`, fields) : [];
  };
  return {
    async ofPackage(name) {
      const fields = ["name", "versions", "dist-tags"];
      let failure: unknown;
      const viewed = await view(name, fields).catch((error: unknown) => noneOfThem((failure = error)));
      const [package_] = viewed.length > 0 ? viewed : await viewAny(name, fields);
      if (package_ === undefined && failure !== undefined) throw failure;
      // npm prints one version alone as a text.
      const listed = package_?.["versions"];
      const names = (Array.isArray(listed) ? (listed as readonly unknown[]) : [listed]).filter((version) => typeof version === "string");
      const tags = package_?.["dist-tags"];
      const latest = isObject(tags) ? tags["latest"] : undefined;
      return { names, latest: typeof latest === "string" ? latest : undefined };
    },
    async deprecations(name, versions) {
      const found = new Map<string, string>();
      for (const spec of versionSpecs(name, versions)) {
        for (const { version, deprecated } of await view(spec, ["name", "version", "deprecated"]).catch(noneOfThem)) {
          // Publishers take a deprecation back by giving it an empty text.
          if (typeof version === "string" && typeof deprecated === "string" && deprecated !== "") found.set(version, deprecated);
        }
      }
      return found;
    },
  };
}
