import type { InputError } from "./errors.ts";

/** A package registry, reached through the user's own client and configuration. */
export interface PackageClient {
  /**
   * Downloads the archive (`.tgz`) of a package into an existing empty folder and returns its path. Throws `InputError`
   * `PACKAGE_UNKNOWN` and `ARTIFACT_INTEGRITY`, `BusyError` `REGISTRY_BUSY`, and `EnvironmentError` `PACKAGE_CLIENT` and
   * `DOWNLOAD_BROKEN`.
   */
  fetchArchive(name: string, version: string, intoFolder: string, onProgress?: DownloadProgress): Promise<string>;
  /** What the registry says of a package version. Throws as `fetchArchive` does. */
  describe(name: string, version: string): Promise<PackageDescription>;
  /**
   * The same of several versions, in few questions; one that the registry does not have is absent. A client without it is asked
   * about each. Throws as `fetchArchive` does.
   */
  describeAll?(name: string, versions: readonly string[]): Promise<ReadonlyMap<string, PackageDescription>>;
  /**
   * Downloads the archive of a version that `describeAll` described, and reads it once, as it comes in: takes its integrity and copies
   * out one file, the first of `request.entries` that is in it, which can be started afterwards. The caller compares the integrity
   * before anything is run. `undefined` where `fetchArchive` alone gets at it, as behind a proxy or with credentials. Throws
   * `EnvironmentError` `PACKAGE_STREAM` when the connection breaks or is silent, `PACKAGE_DEADLINE` when the whole takes too long,
   * `ARCHIVE_PROCESS` when the process that reads it was ended, `FILE_ACCESS`, `InputError` `ARCHIVE_TOO_LARGE`, and the reason of
   * `request.stop`, and then leaves no file.
   */
  unpackArchive?(name: string, version: string, request: StreamRequest): Promise<StreamedArchive | undefined>;
  /** What a package says of itself, in the version or under the tag that is named. Throws as `fetchArchive` does. */
  inspect(name: string, versionOrTag: string): Promise<PackageManifest>;
  /** Every version of a package that the registry has, in its order and spelling. Throws as `fetchArchive` does. */
  versions(name: string): Promise<readonly string[]>;
}

/** What an `AbortSignal` has that a reader needs to stop. */
export interface StopSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  throwIfAborted(): void;
  addEventListener(type: "abort", listener: () => void): void;
  removeEventListener(type: "abort", listener: () => void): void;
}

/** Told now and then how much of a download has come in; the whole is `undefined` when its sender does not tell. */
export type DownloadProgress = (receivedBytes: number, wholeBytes: number | undefined) => void;

/** Files of releases that any web server has, reached with the proxy and the certificates that npm is configured with. */
export interface AssetClient {
  /**
   * Downloads a file, and goes on where a connection broke off when the server can do that; a part of it is left when it throws.
   * Throws `InputError` `ASSET_UNKNOWN`, `BusyError` `ASSET_BUSY`, and `EnvironmentError` `ASSET_REFUSED`, `DOWNLOAD_BROKEN`,
   * `DOWNLOAD_REDIRECTS` and `FILE_ACCESS`, which name the address without its query.
   * @param to the new file
   */
  fetch(url: string, to: string, onProgress?: DownloadProgress): Promise<void>;
}

/**
 * What is inside the file of a download: a package of npm, whose paths start in its outermost folder; an archive, whose paths are
 * taken as they are; or `none`, when it is the binary itself.
 */
export type ArchiveFormat = "npm" | "tar.gz" | "zip" | "none";

/** The part of a `package.json` that tells how its programs are started. */
export interface PackageManifest {
  readonly version: string;
  /** The file of each program, from the package's folder. */
  readonly bin: Readonly<Record<string, string>>;
  /** Specifiers by the name they are installed under: `1.2.0`, or `npm:<package>@<version>`. */
  readonly optionalDependencies: Readonly<Record<string, string>>;
}

export interface PackageDescription {
  /** Subresource integrity of the archive: `sha512-…`. */
  readonly integrity: string;
  /** `YYYY-MM-DDTHH:MM:SSZ`. */
  readonly publishedAt: string;
  /** The sum of its files, where the registry says it. Nobody has checked it. */
  readonly unpackedBytes?: number;
}

/**
 * The folder in which verified binaries are kept. Several processes may use it at once. Throws `EnvironmentError`
 * `FILE_ACCESS` naming the path, and `InputError` `ARCHIVE_UNREADABLE` for an archive that is none, and `ARCHIVE_UNSAFE` for one
 * with a path or link that leads out of it, a device, or more than the limits allow.
 */
export interface BinaryStore {
  /**
   * The absolute path of a kept binary, whether it is there or not. Throws `InputError` `ARTIFACT_PATH` when one of the words is
   * no name of a single file or folder, so that no path leaves the folder.
   */
  locate(cli: string, version: string, target: string, file: string): string;
  /** Makes an empty folder for one download, and removes those that killed processes left over an hour ago. */
  makeDownloadFolder(): Promise<string>;
  /** Subresource integrity of a file: `sha512-…`. */
  integrity(path: string): Promise<string>;
  /** The paths of all files inside an archive, all of which is looked at. The format is that of a package of npm by default. */
  entries(archive: string, format?: ArchiveFormat): Promise<readonly string[]>;
  /** Copies one file out of an archive, and no other; `undefined` when the archive has no such file. */
  unpack(archive: string, entry: string, to: string, format?: ArchiveFormat): Promise<UnpackedFile | undefined>;
  /**
   * Copies every file of an archive into a folder that does not exist yet, and nothing outside of it. Links are left
   * out, as npm does. Those of `executables` can be started afterwards, and what the archive marks so.
   */
  unpackAll(archive: string, to: string, executables: readonly string[], format?: ArchiveFormat): Promise<void>;
  /**
   * Makes a file executable and moves it, whole, to its place; a folder is moved as it is and takes the place of one that is
   * there. With a record, only after the record was brought up to date.
   */
  keep(fileOrFolder: string, path: string, record?: KeepRecord): Promise<void>;
  /**
   * Runs `action` while no other process does so with the same absolute path, where a file is meanwhile; that of a process that is
   * dead does not count. Does not wait: throws what `busy` makes of the holder, such as `process 7 on host`.
   */
  whileAlone<Result>(path: string, action: () => Promise<Result>, busy: (holder: string) => Error): Promise<Result>;
  /** Brings a record up to date and keeps nothing, as `keep` does it. */
  updateRecord?(record: KeepRecord): Promise<void>;
  /** Notes that what is kept at a path of `locate` is used now, so that it leaves last; nothing happens when nothing is there. */
  noteUse?(path: string): Promise<void>;
  /**
   * Removes what was kept and not used for the longest time, one target of a version at a time, until the rest is within the limit.
   * What was used within the last hour stays, and what runs now, where the system tells that.
   */
  prune?(limitBytes: number): Promise<readonly RemovedArtifact[]>;
}

/** A target of a version that was removed from a store. */
export interface RemovedArtifact {
  readonly cli: string;
  readonly version: string;
  readonly target: string;
  readonly sizeBytes: number;
}

/** A file that tells which binaries may be kept. */
export interface KeepRecord {
  /** Absolute. */
  readonly path: string;
  /**
   * Reads, checks and writes the file. No other process that keeps something with this record does so meanwhile; one that waits
   * too long for its turn gets `BusyError` `RECORD_LOCKED`. When it throws, nothing is kept.
   */
  update(): Promise<void>;
}

/** Which file of an archive to copy while it comes in, and where to. */
export interface StreamRequest {
  /** Paths in the package, the best first. */
  readonly entries: readonly string[];
  /** The new file for an entry; its folder is made. */
  pathOf(entry: string): string;
  /** Until then the file is held in memory, up to a limit at which the archive waits. What it rejects with is thrown. */
  readonly mayWrite: Promise<void>;
  /** The most that is taken, packed and unpacked. */
  readonly maxBytes: number;
  /** What the bytes are, for messages: `The archive of "tool@1.0.0"`. */
  readonly what: string;
  /** Once it is aborted nothing is written any more, and nothing waited for. */
  readonly stop?: StopSignal;
  /**
   * Told `true` when bytes may come in, from the opening of the connection, `false` when the connection is held back, as they do not go on fast enough here, and at
   * its end.
   */
  onFlow?(isFlowing: boolean): void;
}

/** An archive that was read to its end. */
export interface StreamedArchive {
  /** `sha512-…`. */
  readonly integrity: string;
  /** What was copied; `undefined` when the archive has none of the entries. */
  readonly file: (UnpackedFile & { readonly entry: string; readonly path: string }) | undefined;
  /** The paths of the files that were seen: all of them, when there is no `file` and no `unreadable`. */
  readonly entries: readonly string[];
  /** `ARCHIVE_UNREADABLE`, when the bytes are no archive; to be told when they have the integrity that they must have. */
  readonly unreadable: InputError | undefined;
}

export interface UnpackedFile {
  /** Lower-case hex. */
  readonly sha256: string;
  readonly sizeBytes: number;
}

/** The machine that this process runs on, in the words of target triples. */
export interface Host {
  readonly os: string;
  readonly arch: string;
}
