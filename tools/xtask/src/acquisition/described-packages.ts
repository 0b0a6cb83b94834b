import type { PackageClient, PackageDescription } from "@lockstep/kernel";

/** A version of a package. */
interface PackageVersion {
  readonly package: string;
  readonly version: string;
}

/** What a registry says of package versions, asked for in one question for each package where the client can do that. */
export class DescribedPackages {
  readonly #packages: PackageClient;
  readonly #known = new Map<string, PackageDescription>();

  constructor(packages: PackageClient) {
    this.#packages = packages;
  }

  /** Asks about several versions at once; what the registry does not have, or does not answer, `get` asks about again. */
  async prepare(wanted: readonly PackageVersion[]): Promise<void> {
    for (const [name, versions] of Map.groupBy(wanted, (each) => each.package)) {
      const unique = [...new Set(versions.map(({ version }) => version))];
      const described = (await this.#packages.describeAll?.(name, unique).catch(() => undefined)) ?? [];
      for (const [version, description] of described) this.#known.set(`${name}@${version}`, description);
    }
  }

  /** Throws as `PackageClient.describe` does, which has the words for what is wrong. */
  async get(name: string, version: string): Promise<PackageDescription> {
    return this.#known.get(`${name}@${version}`) ?? this.#packages.describe(name, version);
  }
}
