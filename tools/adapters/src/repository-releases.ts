import { BusyError, EnvironmentError, InputError, type ListedReleases, type ReleaseRepository } from "@lockstep/kernel";
import { isObject, parseAnswer } from "./npm-answer.ts";

/** Milliseconds for one page. */
const PAGE_MS = 30_000;
/** Ten thousand releases; more is a server that goes round in circles. */
const MOST_PAGES = 100;
/** One of a repository that was renamed, and one of a server that moved its interface. */
const MOST_REDIRECTS = 5;

/**
 * Lists the releases of a repository over GitHub's REST interface, page after page as the `Link` headers and redirects lead, and follows none to
 * another server. No credentials are sent. All pages or none: a list that broke off would make an old release look like the newest.
 * Throws `InputError` `RELEASES_UNKNOWN`, `BusyError` `RELEASES_BUSY`, and `EnvironmentError` `RELEASES_HOST`.
 */
export async function repositoryReleases({ api, repository, tag }: ReleaseRepository, stop?: AbortSignal): Promise<ListedReleases> {
  const names: string[] = [];
  let url = `${api}/repos/${repository}/releases?per_page=100`;
  for (let page = 1; ; page += 1) {
    const { releases, next } = await readPage(url, stop);
    names.push(...releases.flatMap((release) => versionOf(release, tag)));
    if (next === undefined) return { names, latest: undefined };
    if (page === MOST_PAGES) throw hostError(`"${url}" is page ${String(page)} of the releases, and names another`);
    url = onSameServer(url, next);
  }
}

async function readPage(
  url: string,
  stop: AbortSignal | undefined,
): Promise<{ readonly releases: readonly unknown[]; readonly next: string | undefined }> {
  const limit = AbortSignal.timeout(PAGE_MS);
  try {
    const response = await ask(url, stop === undefined ? limit : AbortSignal.any([limit, stop]));
    const text = await response.text();
    assertAnswered(url, response);
    const releases = parseAnswer(text);
    if (!Array.isArray(releases)) throw hostError(`"${url}" answered with no JSON list`);
    return { releases: releases as readonly unknown[], next: nextPage(response.headers.get("link") ?? "") };
  } catch (error) {
    stop?.throwIfAborted();
    if (limit.aborted) throw busy(`"${url}" did not answer in ${String(PAGE_MS / 1000)} seconds`);
    // What `fetch` throws says nothing; its cause does.
    if (error instanceof TypeError) throw hostError(`Cannot reach "${url}": ${reasonOf(error)}`);
    throw error;
  }
}

/** The first answer that is no redirect. */
async function ask(url: string, signal: AbortSignal): Promise<Response> {
  let address = url;
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
    const headers = { accept: "application/vnd.github+json", "user-agent": "lockstep" };
    const response = await fetch(address, { headers, signal, redirect: "manual" });
    const location = response.headers.get("location");
    if (![301, 302, 307, 308].includes(response.status) || location === null) return response;
    await response.body?.cancel();
    address = onSameServer(address, location);
  }
  throw hostError(`"${url}" leads on more than ${String(MOST_REDIRECTS)} times, the last time to "${address}"`);
}

/** Where an address leads. Throws `EnvironmentError` `RELEASES_HOST` when that is another server. */
function onSameServer(url: string, to: string): string {
  const address = URL.parse(to, url);
  if (address?.origin === new URL(url).origin) return address.href;
  throw hostError(`"${url}" leads to another server, "${to}"`);
}

function assertAnswered(url: string, { ok, status, headers }: Response): void {
  if (ok) return;
  const answer = `"${url}" answered with status ${String(status)}`;
  const isLimited = status === 403 && (headers.get("x-ratelimit-remaining") === "0" || headers.has("retry-after"));
  if (isLimited || [429, 502, 503, 504].includes(status)) throw busy(answer);
  if (status === 404) throw new InputError("RELEASES_UNKNOWN", answer, { hint: "Check release_watch in cli.json" });
  throw hostError(answer);
}

function busy(message: string): BusyError {
  return new BusyError("RELEASES_BUSY", message, { hint: "Run the command again later" });
}

function hostError(message: string): EnvironmentError {
  return new EnvironmentError("RELEASES_HOST", message, { hint: "Check the network, and release_watch in cli.json" });
}

function reasonOf({ message, cause }: TypeError): string {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  return typeof code === "string" ? code : cause instanceof Error ? cause.message : message;
}

/** The version of a release that is out for everybody and whose tag has the form. */
function versionOf(release: unknown, tag: string): readonly string[] {
  if (!isObject(release) || release["draft"] === true || release["prerelease"] === true) return [];
  const name = release["tag_name"];
  const [before = "", after = ""] = tag.split("{version}", 2);
  if (typeof name !== "string" || name.length <= before.length + after.length || !name.startsWith(before) || !name.endsWith(after))
    return [];
  return [name.slice(before.length, name.length - after.length)];
}

/** The target of a `Link` header's relation `next`. */
function nextPage(header: string): string | undefined {
  for (const [, target, parameters = ""] of header.matchAll(/<([^>]*)>([^<]*)/g)) {
    if (/;\s*rel="?(?:[^";]*\s)?next(?:\s[^";]*)?"?\s*(?:;|,|$)/i.test(parameters)) return target;
  }
  return undefined;
}
