import { BusyError, EnvironmentError, Interrupted, ToolError } from "@lockstep/kernel";
import { EarlierNames } from "@lockstep/parity/history";
import { compare, lt } from "semver";
import type { World } from "../world.ts";
import { dropVersion, fetchVersion, findKept, withBinary, type ProvidedVersion } from "./fetch-version.ts";
import type { HistoryEntry } from "./history-store.ts";
import { readCommitted, type HistoryPlace } from "./known-versions.ts";
import { askedText, takeVersion, type TakeRequest } from "./take-version.ts";
import { VersionSources } from "./version-sources.ts";
import { WorkClock } from "./work-clock.ts";

/** What to look at, and how. */
export interface BuildRequest {
  /** Ascending. */
  readonly versions: readonly string[];
  /** Those of them whose absence is a failure, not a note. */
  readonly named: ReadonlySet<string>;
  /** The names of the versions of the CLI's package, as the registry lists them; `undefined` when it could not be asked. */
  readonly listed: readonly string[] | undefined;
  readonly jobs: number | undefined;
  readonly via: readonly string[];
}

/** What became of each version, and how long it took. */
export interface BuiltHistory {
  readonly taken: readonly string[];
  /** Looked at before, with the same names. */
  readonly kept: readonly string[];
  readonly skipped: readonly { readonly version: string; readonly reason: string }[];
  readonly failed: readonly { readonly version: string; readonly error: ToolError }[];
  readonly seconds: {
    readonly total: number;
    /** While an archive came in; one at a time. */
    readonly downloads: number;
    /** While something was checked, unpacked, probed or written; all the rest was waiting for the registry. */
    readonly work: number;
  };
}

/**
 * Looks at versions, the oldest first, so that each is asked about what all earlier ones had, and keeps each at once: a build that
 * was stopped goes on where it was. A version that is kept is looked at again when an earlier one was added that had other names;
 * so the same versions give the same history, in whatever order they came. One binary is on the disk at a time, and removed when it
 * was probed, unless it was pinned and kept before; meanwhile the archive of the next version comes in and is unpacked in memory.
 *
 * What is wrong with one version alone is told at the end. Throws `BusyError` and `EnvironmentError` when the registry does not answer.
 */
export async function buildHistory(world: World, place: HistoryPlace, request: BuildRequest): Promise<BuiltHistory> {
  const clock = new WorkClock(() => performance.now());
  const startedAt = clock.nowMs();
  const build = new HistoryBuild(world, place, request, clock);
  await build.run();
  return build.result(clock.nowMs() - startedAt);
}

type FoundVersion = Pick<HistoryEntry, "asked" | "snapshot">;

class HistoryBuild {
  readonly #world: World;
  readonly #place: HistoryPlace;
  readonly #request: BuildRequest;
  readonly #taken: string[] = [];
  readonly #kept: string[] = [];
  readonly #skipped: { readonly version: string; readonly reason: string }[] = [];
  readonly #failed: { readonly version: string; readonly error: ToolError }[] = [];
  readonly #clock: WorkClock;
  readonly #sources: VersionSources;
  #downloadMs = 0;
  /** The version that is fetched while the one before it is probed. */
  #ahead: { readonly version: string; readonly provided: Promise<ProvidedVersion> } | undefined;
  #isOver = false;

  constructor(world: World, place: HistoryPlace, request: BuildRequest, clock: WorkClock) {
    this.#world = world;
    this.#place = place;
    this.#request = request;
    this.#clock = clock;
    this.#sources = new VersionSources(world, place, request.versions, request.listed);
  }

  async run(): Promise<void> {
    const { where, target, store } = this.#place;
    const committed = new Map((await readCommitted(this.#world.files, where, target)).map(({ version, snapshot }) => [version, snapshot]));
    const entries = new Map<string, FoundVersion>((await store.read()).entries);
    // A version that was looked at before may have to be asked about names of one that comes in now.
    const queue = [...new Set([...this.#request.versions, ...entries.keys()])].toSorted(compare);
    const names = new EarlierNames(this.#place.descriptor);
    try {
      for (const version of [...new Set([...queue, ...committed.keys()])].toSorted(compare)) {
        if (queue.includes(version)) await this.#bring(version, names.list(), entries, queue);
        // What was found for the history counts more than what is committed, as it was asked about more.
        const known = entries.get(version)?.snapshot ?? committed.get(version);
        if (known !== undefined) names.add(known);
      }
    } finally {
      await this.#dropAhead();
    }
  }

  /** Sees to it that a version's entry is there and was asked about these names; a failure leaves what there was. */
  async #bring(version: string, names: TakeRequest["names"], entries: Map<string, FoundVersion>, queue: readonly string[]): Promise<void> {
    const entry = entries.get(version);
    if (entry !== undefined && askedText(names, entry.snapshot) === entry.asked) {
      if (this.#request.versions.includes(version)) this.#kept.push(version);
      return;
    }
    const label = `history: ${this.#placeOf(version)}${this.#place.descriptor.id} ${version}`;
    // One that has an entry may not be needed, and what stands behind it must not be on the disk when it is.
    const next = queue.find((other) => lt(version, other) && this.#isPublished(other));
    const ahead = next === undefined || entries.has(next) ? undefined : next;
    const taken = await this.#take(version, names, label, ahead, entry !== undefined);
    if (taken !== undefined) entries.set(version, taken);
  }

  result(totalMs: number): BuiltHistory {
    return {
      taken: this.#taken,
      kept: this.#kept,
      skipped: this.#skipped,
      failed: this.#failed,
      seconds: { total: totalMs / 1000, downloads: this.#downloadMs / 1000, work: this.#clock.workMs / 1000 },
    };
  }

  /** Which one of those that were asked for a version is; nothing for one that was looked at before and has to be again. */
  #placeOf(version: string): string {
    const at = this.#request.versions.indexOf(version);
    return at === -1 ? "" : `${String(at + 1)} of ${String(this.#request.versions.length)}: `;
  }

  /** Looks at one version and keeps what it found; `undefined` when that was not possible, which is noted. */
  async #take(
    version: string,
    names: TakeRequest["names"],
    label: string,
    next: string | undefined,
    isAgain: boolean,
  ): Promise<FoundVersion | undefined> {
    if (!this.#isPublished(version)) {
      this.#note(version, label, `the registry has no package of it for ${this.#place.target}`);
      return undefined;
    }
    // What comes next is not written to the disk before this version is off it.
    const removal = Promise.withResolvers<void>();
    try {
      const provided = await this.#provide(version, label, isAgain);
      if (next !== undefined) this.#fetchAhead(next, removal.promise);
      return await this.#clock.during(() => this.#probe(version, names, label, provided));
    } catch (error) {
      if (!(error instanceof ToolError) || error instanceof Interrupted || stopsAll(error)) throw error;
      const reason = this.#request.named.has(version) ? undefined : await this.#absence(version, error);
      if (reason !== undefined) this.#note(version, label, reason);
      else {
        this.#failed.push({ version, error });
        this.#world.progress(`${label} failed: ${error.message.split("\n")[0] ?? ""}`);
      }
      return undefined;
    } finally {
      removal.resolve();
    }
  }

  async #probe(version: string, names: TakeRequest["names"], label: string, provided: ProvidedVersion): Promise<FoundVersion> {
    const startedAt = this.#clock.nowMs();
    const probe = (binary: string, sha256?: string): ReturnType<typeof takeVersion> =>
      takeVersion(this.#world, this.#place, {
        version,
        binary,
        sha256,
        names,
        publishedAt: provided.publishedAt,
        jobs: this.#request.jobs,
        via: this.#request.via,
        usesCache: provided.type === "kept",
      });
    const found = await (provided.type === "kept" ? probe(provided.binary) : withBinary(this.#world, this.#place, provided, probe));
    await this.#place.store.write(version, found);
    this.#taken.push(version);
    const from = provided.type === "kept" ? "kept before" : `download ${shownSeconds(provided.downloadMs)}`;
    const asked = found.asked === "" ? 0 : found.asked.trimEnd().split("\n").length;
    const probing = shownSeconds(this.#clock.nowMs() - startedAt);
    this.#world.progress(`${label} taken: ${from}, probing ${probing}; asked about ${String(asked)} earlier names`);
    return found;
  }

  /** Why a version is not there for the target, when that is what an error means; it is no failure then. */
  async #absence(version: string, error: ToolError): Promise<string | undefined> {
    const none = `the registry has no package of it for ${this.#place.target}`;
    if (error.code === "PACKAGE_UNKNOWN") return none;
    if (error.code !== "ARTIFACT_ENTRY_MISSING") return undefined;
    const { isShared, source } = await this.#sources.find(version);
    return isShared ? `${none}, and ${source.name} has no binary in it` : undefined;
  }

  #note(version: string, label: string, reason: string): void {
    this.#skipped.push({ version, reason });
    this.#world.progress(`${label} left out: ${reason}`);
  }

  async #provide(version: string, label: string, isAgain: boolean): Promise<ProvidedVersion> {
    if (this.#ahead?.version === version) {
      const { provided } = this.#ahead;
      this.#ahead = undefined;
      return this.#counted(await provided);
    }
    // One archive comes in at a time.
    await Promise.allSettled([this.#ahead?.provided]);
    const kept = await this.#clock.during(() => findKept(this.#world, this.#place, version));
    if (kept !== undefined) return kept;
    this.#world.progress(`${label}: downloading${isAgain ? " again, to ask about names of versions that came in before it" : ""}`);
    return this.#counted(await this.#fetch(version, Promise.resolve()));
  }

  #counted(provided: ProvidedVersion): ProvidedVersion {
    if (provided.type !== "kept") this.#downloadMs += provided.downloadMs;
    return provided;
  }

  #fetchAhead(version: string, mayWrite: Promise<void>): void {
    if (this.#ahead !== undefined) return;
    const provided = findKept(this.#world, this.#place, version).then(async (kept) => kept ?? this.#fetch(version, mayWrite));
    // Whoever awaits it throws it.
    provided.catch(() => {});
    this.#ahead = { version, provided };
  }

  async #fetch(version: string, mayWrite: Promise<void>): Promise<ProvidedVersion> {
    const found = await this.#sources.find(version);
    return fetchVersion(this.#world, this.#place, found, { clock: this.#clock, mayWrite, isDropped: () => this.#isOver });
  }

  /** Removes the version that was fetched ahead, if nobody came for it. */
  async #dropAhead(): Promise<void> {
    this.#isOver = true;
    const [left] = await Promise.allSettled([this.#ahead?.provided]);
    this.#ahead = undefined;
    if (left.status === "fulfilled" && left.value !== undefined) await dropVersion(this.#world, this.#counted(left.value));
  }

  #isPublished(version: string): boolean {
    return this.#request.named.has(version) || this.#sources.isPublished(version);
  }
}

/** Whether a failure is the registry's, so that the next version would fail as well. */
export function stopsAll(error: ToolError): boolean {
  return error instanceof BusyError || (error instanceof EnvironmentError && error.code === "PACKAGE_CLIENT");
}

function shownSeconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
