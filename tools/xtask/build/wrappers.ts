import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "@lockstep/kernel";

export const root = join(import.meta.dirname, "../../..");

/** A package of `crates-wrapper/` that can be published; one that says `private` is none. */
export interface WrapperPackage {
  /** Its folder's name, such as `codex`. */
  readonly id: string;
  readonly folder: string;
  /** The name that its users import, such as `@lockstep/codex`. */
  readonly name: string;
  readonly version: string;
}

/** All of them, by name. Throws when there is none. */
export function wrapperPackages(): readonly WrapperPackage[] {
  const parent = join(root, "crates-wrapper");
  const folders = readdirSync(parent).filter((id) => existsSync(join(parent, id, "package.json")));
  const packages = folders.toSorted().flatMap((id) => {
    const folder = join(parent, id);
    const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Omit<WrapperPackage, "id"> & {
      readonly private?: boolean;
    };
    return manifest.private === true ? [] : [{ id, folder, name: manifest.name, version: manifest.version }];
  });
  if (packages.length === 0) throw new Error(`"${parent}" has no package that can be published`);
  return packages;
}

/** The wrapper of a CLI, whose name may be written `claude_code` as in `manifests/` or `claude-code` as in `crates-wrapper/`. Throws `UsageError` when there is none. */
export function wrapperOf(cli: string): WrapperPackage {
  const packages = wrapperPackages();
  const found = packages.find(({ id }) => id === cli.replaceAll("_", "-"));
  if (found === undefined) {
    throw new UsageError("WRAPPER_UNKNOWN", `"crates-wrapper/" has no package "${cli}" that can be published`, {
      hint: `Name one of these: ${packages.map(({ id }) => id).join(", ")}`,
    });
  }
  return found;
}
