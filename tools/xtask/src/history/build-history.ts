import type { UpstreamSnapshotV1 } from "@lockstep/contracts";
import { BusyError, EnvironmentError, Interrupted, ToolError } from "@lockstep/kernel";
import { EarlierNames } from "@lockstep/parity/history";
import { compare, lt } from "semver";
import type { World } from "../world.ts";
import { dropVersion, fetchVersion, findKept, withBinary, type ProvidedVersion } from "./fetch-version.ts";
import type { HistoryEntry } from "./history-store.ts";
import { readCommitted, type HistoryPlace } from "./known-versions.ts";
import { askedText, takeVersion, type TakeRequest } from "./take-version.ts";
import type { BuildClocks } from "./timed-archive.ts";
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

/** A version that was not looked at, for a reason that is no failure. */
export interface SkippedVersion {
  readonly version: string;
  readonly reason: string;
  /** Whether it is part of the history all the same, as it was looked at before or its snapshot is committed. */
  readonly isKnown: boolean;
}

/** What became of each version, and how long it took. */
export interface BuiltHistory {
  readonly taken: readonly string[];
  /** Looked at before, with the same names. */
  readonly kept: readonly string[];
  readonly skipped: readonly SkippedVersion[];
  readonly failed: readonly { readonly version: string; readonly error: ToolError }[];
  readonly seconds: {
    readonly total: number;
    /** While an archive came in, one at a time, and not while it was held back here. */
    readonly downloads: number;
    /** While something was checked, probed or written, and while something was unpacked of which nothing came in; all the rest was waiting for the registry. */
    readonly work: number;
  };
}

/**
 * Looks at versions, the oldest first, so that each is asked about what all earlier ones had and what the help of the next committed
 * one shows, and keeps each at once: a build that
 * was stopped goes on where it was. A version that is kept is looked at again when an earlier one was added that had other names;
 * so the same versions give the same history, in whatever order they came. One binary is on the disk at a time, and removed when it
 * was probed, unless it was pinned and kept before; meanwhile the archive of the next version comes in and is unpacked in memory.
 *
 * What is wrong with one version alone is told at the end. Throws `BusyError` and `EnvironmentError` when the registry does not answer.
 */
export async function buildHistory(world: World, place: HistoryPlace, request: BuildRequest): Promise<BuiltHistory> {
  const clocks = { work: new WorkClock(() => performance.now()), downloads: new WorkClock(() => performance.now()) };
  const startedAt = clocks.work.nowMs();
  const { entries } = await place.store.read();
  const build = new HistoryBuild(world, place, request, clocks, entries);
  await build.run();
  return build.result(clocks.work.nowMs() - startedAt);
}

type FoundVersion = Pick<HistoryEntry, "asked" | "snapshot">;

class HistoryBuild {
  readonly #world: World;
  readonly #place: HistoryPlace;
  readonly #request: BuildRequest;
  readonly #taken: string[] = [];
  readonly #kept: string[] = [];
  readonly #skipped: SkippedVersion[] = [];
  readonly #failed: { readonly version: string; readonly error: ToolError }[] = [];
  readonly #clocks: BuildClocks;
  readonly #sources: VersionSources;
  readonly #entries: Map<string, FoundVersion>;
  /** All that may have to be looked at, ascending: one that was looked at before may be asked about names of one that comes in now. */
  readonly #queue: readonly string[];
  readonly #names: EarlierNames;
  #committed: ReadonlyMap<string, UpstreamSnapshotV1> = new Map();
  /** Aborted when nothing more is wanted. */
  readonly #stop = new AbortController();
  /** The version that is fetched while the one before it is probed. */
  #ahead: { readonly version: string; readonly provided: Promise<ProvidedVersion> } | undefined;

  constructor(world: World, place: HistoryPlace, request: BuildRequest, clocks: BuildClocks, entries: ReadonlyMap<string, FoundVersion>) {
    this.#world = world;
    this.#place = place;
    this.#request = request;
    this.#clocks = clocks;
    this.#entries = new Map(entries);
    this.#queue = [...new Set([...request.versions, ...entries.keys()])].toSorted(compare);
    this.#names = new EarlierNames(place.descriptor);
    this.#sources = new VersionSources(world, place, this.#queue, request.listed);
  }

  async run(): Promise<void> {
    const { where, target } = this.#place;
    const committed = new Map((await readCommitted(this.#world.files, where, target)).map(({ version, snapshot }) => [version, snapshot]));
    this.#committed = committed;
    const shown = this.#world.meter("history", this.#queue.length);
    try {
      for (const version of [...new Set([...this.#queue, ...committed.keys()])].toSorted(compare)) {
        if (this.#queue.includes(version)) {
          await this.#bring(version);
          shown.advance();
        }
        // What was found for the history counts more than what is committed, as it was asked about more.
        const known = this.#entries.get(version)?.snapshot ?? committed.get(version);
        if (known !== undefined) this.#names.add(known);
      }
    } finally {
      shown.end();
      this.#stop.abort(new DroppedError());
      await this.#dropAhead();
    }
  }

  /** Sees to it that a version's entry is there and was asked about the names so far; a failure leaves what there was. */
  async #bring(version: string): Promise<void> {
    if (!this.#isWanted(version)) {
      if (this.#request.versions.includes(version)) this.#kept.push(version);
      return;
    }
    const isAgain = this.#entries.has(version);
    const label = `history: ${this.#placeOf(version)}${this.#place.descriptor.id} ${version}`;
    // One that has an entry comes ahead when the names so far say that it is needed: what is not must not be on the disk.
    const next = this.#queue.find((other) => lt(version, other) && this.#isPublished(other));
    const ahead = next !== undefined && this.#isWanted(next) ? next : undefined;
    const taken = await this.#take(version, this.#namesFor(version), label, ahead, isAgain);
    if (taken !== undefined) this.#entries.set(version, taken);
  }

  /** Whether a version was not looked at yet, or was asked about other names than it would be now. */
  #isWanted(version: string): boolean {
    const entry = this.#entries.get(version);
    return entry === undefined || askedText(this.#namesFor(version), entry.snapshot) !== entry.asked;
  }

  /** What a version is asked about: the names of those before it so far, and what the help of the next committed one shows. */
  #namesFor(version: string): TakeRequest["names"] {
    const next = [...this.#committed.keys()].toSorted(compare).find((other) => lt(version, other));
    return this.#names.listWith(next === undefined ? undefined : this.#committed.get(next));
  }

  result(totalMs: number): BuiltHistory {
    return {
      taken: this.#taken,
      kept: this.#kept,
      skipped: this.#skipped,
      failed: this.#failed,
      seconds: { total: totalMs / 1000, downloads: this.#clocks.downloads.workMs / 1000, work: this.#clocks.work.workMs / 1000 },
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
      return await this.#clocks.work.during(() => this.#probe(version, names, label, provided));
    } catch (error) {
      if (!(error instanceof ToolError) || error instanceof Interrupted || stopsAll(error)) {
        // Before the next one may write.
        this.#stop.abort(new DroppedError());
        throw error;
      }
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
    const startedAt = this.#clocks.work.nowMs();
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
    const probing = shownSeconds(this.#clocks.work.nowMs() - startedAt);
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
    const isKnown = this.#entries.has(version) || this.#committed.has(version);
    this.#skipped.push({ version, reason, isKnown });
    this.#world.progress(`${label} ${isKnown ? "known, not looked at again" : "left out"}: ${reason}`);
  }

  async #provide(version: string, label: string, isAgain: boolean): Promise<ProvidedVersion> {
    if (this.#ahead?.version === version) {
      const { provided } = this.#ahead;
      this.#ahead = undefined;
      return provided;
    }
    // One archive comes in at a time.
    await this.#dropAhead();
    const kept = await this.#clocks.work.during(() => findKept(this.#world, this.#place, version));
    if (kept !== undefined) return kept;
    this.#world.progress(`${label}: downloading${isAgain ? " again, to ask about names of versions that came in before it" : ""}`);
    return this.#fetch(version, Promise.resolve());
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
    return fetchVersion(this.#world, this.#place, found, { clocks: this.#clocks, mayWrite, stop: this.#stop.signal });
  }

  /** Removes the version that was fetched ahead, if nobody came for it. */
  async #dropAhead(): Promise<void> {
    const [left] = await Promise.allSettled([this.#ahead?.provided]);
    this.#ahead = undefined;
    if (left.status === "fulfilled" && left.value !== undefined) await dropVersion(this.#world, left.value);
  }

  #isPublished(version: string): boolean {
    return this.#request.named.has(version) || this.#sources.isPublished(version);
  }
}

/** Whether a failure is the registry's, so that the next version would fail as well. */
export function stopsAll(error: ToolError): boolean {
  return error instanceof BusyError || (error instanceof EnvironmentError && ["PACKAGE_CLIENT", "PACKAGE_DEADLINE"].includes(error.code));
}

/** Nobody waits for the archive any more. */
class DroppedError extends Error {
  override readonly name = "DroppedError";
}

function shownSeconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
