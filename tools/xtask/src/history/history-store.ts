import { findMistakes, type CliDescriptor, type ParityRules, type UpstreamSnapshotV1 } from "@lockstep/contracts";
import { fingerprintText, type Files } from "@lockstep/kernel";
import { releasedVersions } from "@lockstep/parity/history";
import { PARSER_VERSION } from "@lockstep/surface";
import { valid } from "semver";
import { probedFields } from "../probing/obtain-capture.ts";
import { sha256Text } from "../probing/probe-cache.ts";
import { version as generatorVersion } from "../version.ts";

/** What is kept of one version that a history looked at. */
export interface HistoryEntry {
  /** A digest of everything but the binary and the names that decides the snapshot: `probingDigest`. */
  readonly probing: string;
  /** The names of earlier versions that its snapshot does not show, as `renderCandidates` writes them: it was asked about these. */
  readonly asked: string;
  readonly snapshot: UpstreamSnapshotV1;
}

/** Everything that a history is made of on this machine, below `.cache/history/<cli>/`. */
export interface StoredHistory {
  /** By version, ascending. */
  readonly entries: ReadonlyMap<string, HistoryEntry>;
  /** The versions that were looked at by another parser or `cli.json`, and do not count until they are looked at again. */
  readonly outdated: readonly string[];
}

/**
 * Snapshots of released versions by target, and which versions there are. Each file begins with the digest of its text, so that a
 * damaged one counts as absent, as does one of another version or target.
 */
export class HistoryStore {
  readonly #files: Files;
  readonly #folder: string;
  readonly #target: string;
  readonly #probing: string;

  constructor(files: Files, cli: string, target: string, probing: string) {
    this.#files = files;
    this.#folder = historyFolder(cli);
    this.#target = target;
    this.#probing = probing;
  }

  /** Everything that is kept for the target; what is damaged is passed over. */
  async read(): Promise<StoredHistory> {
    const names = (await this.#files.list(`${this.#folder}/${this.#target}`)) ?? [];
    const versions = names.flatMap(({ name, type }) => {
      const version = name.replace(/\.json$/, "");
      return type === "file" && version !== name && valid(version) === version ? [version] : [];
    });
    const found = await Promise.all(versions.map(async (version) => ({ version, entry: await this.#readEntry(version) })));
    const isCurrent = ({ entry }: { readonly entry: HistoryEntry | undefined }): boolean => entry?.probing === this.#probing;
    return {
      entries: new Map(found.filter(isCurrent).flatMap(({ version, entry }) => (entry === undefined ? [] : [[version, entry] as const]))),
      outdated: found.filter((each) => each.entry !== undefined && !isCurrent(each)).map(({ version }) => version),
    };
  }

  /** Keeps what was found out about a version; whoever reads meanwhile sees the old entry or the new one. */
  async write(version: string, { asked, snapshot }: Pick<HistoryEntry, "asked" | "snapshot">): Promise<void> {
    const entry: HistoryEntry = { probing: this.#probing, asked, snapshot };
    await this.#files.writeText(this.#pathOf(version), sealed(entry));
  }

  async #readEntry(version: string): Promise<HistoryEntry | undefined> {
    const value = opened(await this.#files.readText(this.#pathOf(version)));
    if (!isEntry(value) || findMistakes("UpstreamSnapshotV1", value.snapshot).length > 0) return undefined;
    const { semantic_version: own, target_triple: target } = value.snapshot.binary;
    return own === version && target === this.#target ? value : undefined;
  }

  #pathOf(version: string): string {
    return `${this.#folder}/${this.#target}/${version}.json`;
  }
}

/** The folder of everything that is kept of a CLI's history. */
export function historyFolder(cli: string): string {
  return `.cache/history/${cli}`;
}

/** The targets of which a history is kept. */
export async function storedTargets(files: Files, cli: string): Promise<readonly string[]> {
  return ((await files.list(historyFolder(cli))) ?? []).flatMap(({ name, type }) => (type === "folder" ? [name] : []));
}

/** The versions of the CLI, by the registry's last list, ascending; `undefined` when it was never asked. */
export async function readReleases(files: Files, descriptor: CliDescriptor): Promise<readonly string[] | undefined> {
  const names = await readReleaseNames(files, descriptor);
  return names === undefined ? undefined : releasedVersions(names, descriptor);
}

/** The versions of the CLI's package, as the registry listed them last; `undefined` when it was never asked. */
export async function readReleaseNames(files: Files, descriptor: CliDescriptor): Promise<readonly string[] | undefined> {
  const value = opened(await files.readText(releasesPath(descriptor)));
  return Array.isArray(value) && value.every((name) => typeof name === "string") ? value : undefined;
}

/** Keeps the registry's list. */
export async function writeReleaseNames(files: Files, descriptor: CliDescriptor, names: readonly string[]): Promise<void> {
  await files.writeText(releasesPath(descriptor), sealed(names));
}

function releasesPath({ id }: CliDescriptor): string {
  return `${historyFolder(id)}/releases.json`;
}

/** A digest of the program, the parser, and what of `cli.json` and the rules decides a snapshot. */
export function probingDigest(descriptor: CliDescriptor, rules: ParityRules | undefined, supplement: unknown): string {
  return sha256Text(
    fingerprintText({
      generator: generatorVersion,
      parserVersion: PARSER_VERSION,
      probing: probedFields(descriptor),
      features: rules?.features ?? null,
      rulesVersion: rules?.rules_schema_version ?? null,
      supplement: supplement ?? null,
    }),
  );
}

function sealed(value: unknown): string {
  const body = JSON.stringify(value);
  return `${sha256Text(body)}\n${body}\n`;
}

function opened(text: string | undefined): unknown {
  const end = text?.indexOf("\n") ?? -1;
  if (text === undefined || end === -1) return undefined;
  const body = text.slice(end + 1, -1);
  return text.endsWith("\n") && sha256Text(body) === text.slice(0, end) ? JSON.parse(body) : undefined;
}

function isEntry(value: unknown): value is HistoryEntry {
  return typeof value === "object" && value !== null && "probing" in value && "asked" in value && "snapshot" in value;
}
