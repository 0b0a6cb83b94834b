import type { PackageManifest } from "@lockstep/kernel";

/** A machine that a CLI runs on, in npm's words and in those of target triples. */
export interface Platform {
  /** npm's `<os>-<cpu>`, which names the target too. */
  readonly target: string;
  readonly os: "linux" | "macos" | "windows";
  readonly arch: "x86_64" | "aarch64";
  /** The label of a CI machine. */
  readonly runner: string;
}

/** A package that has the program of a CLI for one platform. */
export interface PlatformPackage extends Platform {
  readonly package: string;
  /** Its version; `{version}` stands for the CLI's. */
  readonly version: string;
}

/** The platforms that a scaffold knows, the usual first. */
export const platforms: readonly Platform[] = [
  { target: "linux-x64", os: "linux", arch: "x86_64", runner: "ubuntu-24.04" },
  { target: "linux-arm64", os: "linux", arch: "aarch64", runner: "ubuntu-24.04-arm" },
  { target: "darwin-arm64", os: "macos", arch: "aarch64", runner: "macos-15" },
  { target: "darwin-x64", os: "macos", arch: "x86_64", runner: "macos-15-intel" },
  { target: "win32-x64", os: "windows", arch: "x86_64", runner: "windows-2025" },
  { target: "win32-arm64", os: "windows", arch: "aarch64", runner: "windows-11-arm" },
];

const osWords: Readonly<Record<string, Platform["os"]>> = {
  linux: "linux",
  darwin: "macos",
  macos: "macos",
  win32: "windows",
  windows: "windows",
};
const archWords: Readonly<Record<string, Platform["arch"]>> = {
  x64: "x86_64",
  x86_64: "x86_64",
  amd64: "x86_64",
  "64": "x86_64",
  arm64: "aarch64",
  aarch64: "aarch64",
};

/**
 * The optional dependencies of a package that are its own programs for one platform each: named like `tool-linux-x64`, in the
 * package's own version. Of several for one platform the one with the plainest name counts, so that a variant for another C
 * library or an old processor is left out. Empty for a package that brings its program itself.
 */
export function platformPackages({ version, optionalDependencies }: PackageManifest): readonly PlatformPackage[] {
  const found = Object.entries(optionalDependencies)
    .flatMap(([name, specifier]) => {
      const source = sourceOf(name, specifier, version);
      const words = name.split(/[/@-]/).map((word) => word.toLowerCase());
      const os = firstKnown(words, osWords);
      if (source === undefined || os === undefined) return [];
      const arch = firstKnown(words, archWords);
      // A program for both kinds of Mac names none of them.
      const isUniversal = arch === undefined && Object.hasOwn(osWords, words.at(-1) ?? "");
      return platforms
        .filter((platform) => platform.os === os && (isUniversal || platform.arch === arch))
        .map((platform) => ({ ...platform, ...source, words: words.length }));
    })
    .toSorted((a, b) => a.words - b.words);
  return platforms.flatMap(({ target }) => {
    const first = found.find((each) => each.target === target);
    if (first === undefined) return [];
    const { words: _words, ...platform } = first;
    return [platform];
  });
}

function firstKnown<Value>(words: readonly string[], table: Readonly<Record<string, Value>>): Value | undefined {
  const word = words.find((each) => Object.hasOwn(table, each));
  return word === undefined ? undefined : table[word];
}

/** Where a dependency comes from, if it is released together with the package: `1.2.0`, or `npm:@tool/cli@1.2.0-linux-x64`. */
function sourceOf(name: string, specifier: string, version: string): Pick<PlatformPackage, "package" | "version"> | undefined {
  const alias = /^npm:(@?[^@]+)@(.+)$/.exec(specifier);
  const [source, wanted] = alias === null ? [name, specifier] : [alias[1] ?? "", alias[2] ?? ""];
  if (wanted !== version && !wanted.startsWith(`${version}-`)) return undefined;
  return { package: source, version: `{version}${wanted.slice(version.length)}` };
}
