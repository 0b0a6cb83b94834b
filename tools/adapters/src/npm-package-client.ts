import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import {
  EnvironmentError,
  InputError,
  ToolError,
  type DownloadProgress,
  type PackageClient,
  type PackageDescription,
  type StopSignal,
} from "@lockstep/kernel";
import { unpackInChild } from "./archive-child.ts";
import { leadsTo, readRoute, type DirectRoute } from "./archive-download.ts";
import { unlessAbsent } from "./file-access.ts";
import { isObject, parseAnswer } from "./npm-answer.ts";
import { presentOf, runNpm, unlessUnknown, versionSpecs, viewArgs, type Environment } from "./run-npm.ts";
import { DOWNLOAD_LIMITS, downloadFile, type WebRoute } from "./web-download.ts";

/**
 * The machine's `npm`, with the user's own registry, proxy and credentials: its environment and configuration files. When
 * `stop` is aborted, a running npm is ended and the reason thrown.
 * @param limits of a download past npm
 */
export function npmPackageClient(env: Environment, stop?: AbortSignal, limits = DOWNLOAD_LIMITS): PackageClient {
  const archiveUrls = new Map<string, string>();
  let route: Promise<DirectRoute> | undefined;
  const readRouteOnce = async (): Promise<DirectRoute> => (route ??= readRoute(await readNpmConfig(env, stop), env));
  /** Downloads an archive past npm, which tells no progress and starts anew when it breaks; `undefined` where npm has to do it. */
  const fetchDirectly = async (
    name: string,
    version: string,
    folder: string,
    onProgress?: DownloadProgress,
  ): Promise<string | undefined> => {
    const key = `${name}@${version}`;
    if (!archiveUrls.has(key)) await client.describeAll?.(name, [version]);
    const url = archiveUrls.get(key);
    if (url === undefined) return undefined;
    const direct = await readRouteOnce();
    if (!leadsTo(direct, name, url)) return undefined;
    const to = join(folder, "archive.tgz");
    const webRoute: WebRoute = direct.ca === undefined ? {} : { ca: direct.ca };
    try {
      // Another host is for npm to decide about.
      await downloadFile({ url, to, route: webRoute, limits: { ...limits, redirects: 0 }, stop, onProgress });
      return to;
    } catch (error) {
      await rm(to, { force: true });
      // It may want credentials, which npm has.
      if (error instanceof ToolError && (error.code.startsWith("ASSET_") || error.code === "DOWNLOAD_REDIRECTS")) return undefined;
      throw error;
    }
  };
  const client: PackageClient = {
    async describeAll(name, versions) {
      const described = new Map<string, PackageDescription>();
      for (const spec of versionSpecs(name, versions)) {
        const args = viewArgs(spec, ["version", "dist.integrity", "dist.tarball", "dist.unpackedSize", "time"]);
        for (const { version, url, ...description } of readViews(await runNpm(env, stop, args).catch(unlessUnknown("")))) {
          described.set(version, description);
          archiveUrls.set(`${name}@${version}`, url);
        }
      }
      return described;
    },
    async unpackArchive(name, version, request) {
      const url = archiveUrls.get(`${name}@${version}`);
      if (url === undefined) return undefined;
      const direct = await readRouteOnce();
      if (!leadsTo(direct, name, url)) return undefined;
      return unpackInChild({ url, name, version, ca: direct.ca }, { ...request, stop: firstOf(stop, request.stop) });
    },
    async fetchArchive(name, version, intoFolder, onProgress) {
      const direct = await fetchDirectly(name, version, intoFolder, onProgress);
      if (direct !== undefined) return direct;
      // What follows "--" is never an option, whatever it looks like.
      const args = ["pack", "--pack-destination", intoFolder, "--ignore-scripts", "--loglevel", "error", "--", `${name}@${version}`];
      await runNpm(env, stop, args);
      const left = await unlessAbsent("list", intoFolder, readdir(intoFolder));
      const archives = left?.filter((file) => file.endsWith(".tgz")) ?? [];
      const [archive] = archives;
      if (archive !== undefined && archives.length === 1) return join(intoFolder, archive);
      const found = left === undefined ? `left no folder "${intoFolder}"` : `left ${String(archives.length)} archives in "${intoFolder}"`;
      throw oddAnswer(args, `${found}, expected one archive there`);
    },
    async describe(name, version) {
      const args = viewArgs(`${name}@${version}`, ["dist.integrity", "time"]);
      const output = await runNpm(env, stop, args);
      // npm prints nothing for an unknown version of a known package.
      if (output.trim() === "") throw unknownVersion(name, version);
      const { integrity, time } = readView(output, version);
      const publishedAt = toSecond(time);
      if (typeof integrity === "string" && integrity.startsWith("sha512-") && publishedAt !== undefined) return { integrity, publishedAt };
      throw oddAnswer(
        args,
        `printed ${await showAnswer(env, output, version)}, expected a JSON object with the "dist.integrity" "sha512-…" and the "time" of "${version}"`,
      );
    },
    async inspect(name, versionOrTag) {
      const args = viewArgs(`${name}@${versionOrTag}`, ["name", "version", "bin", "optionalDependencies"]);
      const output = await runNpm(env, stop, args);
      if (output.trim() === "") throw unknownVersion(name, versionOrTag);
      const view = parseAnswer(output);
      const version = isObject(view) ? view["version"] : undefined;
      if (!isObject(view) || typeof version !== "string")
        throw oddAnswer(args, `printed ${await show(env, output.trim())}, expected a JSON object with the "version"`);
      return { version, bin: textsOf(view["bin"]), optionalDependencies: textsOf(view["optionalDependencies"]) };
    },
    async versions(name) {
      const args = viewArgs(name, ["versions"]);
      const output = await runNpm(env, stop, args);
      const versions = parseTexts(output);
      if (versions !== undefined) return versions;
      throw oddAnswer(args, `printed ${await show(env, output.trim())}, expected a JSON list of versions`);
    },
  };
  return client;
}

/** What `npm config list --json` prints: the configuration of this user, without secrets. */
export function readNpmConfig(env: Environment, stop?: AbortSignal): Promise<string> {
  return runNpm(env, stop, ["config", "list", "--json"]);
}

/** A signal that is aborted with either of two, for its reason. */
function firstOf(one: AbortSignal | undefined, other: StopSignal | undefined): AbortSignal {
  const both = new AbortController();
  for (const each of [one, other]) {
    if (each?.aborted === true) both.abort(each.reason);
    else each?.addEventListener("abort", () => both.abort(each.reason));
  }
  return both.signal;
}

/** What `npm view <spec> version dist.integrity dist.tarball dist.unpackedSize time --json` prints: a list, or an object for one; what is no description is left out. */
function readViews(output: string): readonly (PackageDescription & { readonly version: string; readonly url: string })[] {
  return asList(parseAnswer(output))
    .filter(isObject)
    .flatMap((view) => {
      const { version, "dist.integrity": integrity, "dist.tarball": url, "dist.unpackedSize": size, time: times } = view;
      if (typeof version !== "string" || typeof integrity !== "string" || typeof url !== "string") return [];
      const publishedAt = toSecond(isObject(times) ? times[version] : undefined);
      if (!integrity.startsWith("sha512-") || publishedAt === undefined) return [];
      const unpackedBytes = typeof size === "number" && Number.isSafeInteger(size) && size > 0 ? { unpackedBytes: size } : {};
      return [{ version, integrity, publishedAt, url, ...unpackedBytes }];
    });
}

function unknownVersion(name: string, version: string): InputError {
  return new InputError("PACKAGE_UNKNOWN", `The registry has no package "${name}" in version "${version}"`, {
    hint: `npm view ${name} versions`,
  });
}

/** A list of texts, as npm prints it: one text alone stands for itself; `undefined` for anything else. */
function parseTexts(output: string): readonly string[] | undefined {
  const list = asList(parseAnswer(output));
  return list.length > 0 && list.every((item) => typeof item === "string") ? list : undefined;
}

/** npm prints one answer alone as it is, and several as a list. */
function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

/** The entries of an object whose values are texts. */
function textsOf(value: unknown): Readonly<Record<string, string>> {
  if (!isObject(value)) return {};
  return Object.fromEntries(Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}

/** Reads the JSON that `npm view <spec> dist.integrity time --json` prints; nothing of it is certain. */
function readView(output: string, version: string): { readonly isObject: boolean; readonly integrity?: unknown; readonly time?: unknown } {
  const view = parseAnswer(output);
  if (!isObject(view)) return { isObject: false };
  const times = view["time"];
  return { isObject: true, integrity: view["dist.integrity"], time: isObject(times) ? times[version] : undefined };
}

/** An instant as `YYYY-MM-DDTHH:MM:SSZ`; `undefined` for what is none. */
function toSecond(time: unknown): string | undefined {
  const instant = typeof time === "string" ? new Date(time) : undefined;
  return instant === undefined || Number.isNaN(instant.getTime()) ? undefined : instant.toISOString().replace(/\.\d+Z$/, "Z");
}

/** What npm printed instead of a description, in a few words and without secrets. */
async function showAnswer(env: Environment, output: string, version: string): Promise<string> {
  const view = readView(output, version);
  return view.isObject
    ? `an object with the "dist.integrity" ${await show(env, view.integrity)} and the "time" ${await show(env, view.time)}`
    : show(env, output.trim());
}

/** A value in at most 80 characters, without secrets. */
async function show(env: Environment, value: unknown): Promise<string> {
  const { redact } = await import("@lockstep/runtime");
  const text = redact(JSON.stringify(value) ?? "absent", presentOf(env));
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

/** npm says that it succeeded, but what it did is not what it does. */
function oddAnswer(args: readonly string[], finding: string): EnvironmentError {
  return new EnvironmentError("PACKAGE_CLIENT", `"npm ${args.join(" ")}" ${finding}`, {
    hint: 'Run that command yourself: another program than npm may be the "npm" of your PATH, or the registry may be answered by a proxy',
  });
}
