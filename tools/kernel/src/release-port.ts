/** The releases that a source lists, as it spells them and in no order. */
export interface ListedReleases {
  readonly names: readonly string[];
  /** The version that the source itself calls the latest; `undefined` when it names none, or has no such word. */
  readonly latest: string | undefined;
}

/** A repository on a server that speaks GitHub's REST interface. */
export interface ReleaseRepository {
  /** The address of the interface, without a slash at its end. */
  readonly api: string;
  /** `<owner>/<name>`. */
  readonly repository: string;
  /** How a tag spells a version, such as `v{version}`. */
  readonly tag: string;
}

/** Where upstream releases are published. Each call throws `EnvironmentError` when there is no answer, and `BusyError` when a later call may have one. */
export interface ReleaseSources {
  /** The versions of a package of the npm registry, and its tag `latest`. Throws `InputError` `PACKAGE_UNKNOWN` too. */
  ofPackage(name: string): Promise<ListedReleases>;
  /**
   * The releases of a repository, by their versions: drafts, pre-releases and tags of another form are left out. Throws `InputError`
   * `RELEASES_UNKNOWN` too.
   */
  ofRepository(repository: ReleaseRepository): Promise<ListedReleases>;
  /** Those of a package's versions that its publisher has deprecated, with what the publisher says; others are absent. */
  deprecations(name: string, versions: readonly string[]): Promise<ReadonlyMap<string, string>>;
}
