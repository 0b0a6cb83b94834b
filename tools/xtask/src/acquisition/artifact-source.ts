import type { CliDescriptor, LockedArtifact } from "@lockstep/contracts";
import { InputError, type ArchiveFormat } from "@lockstep/kernel";
import { parse } from "semver";

/** Where the bytes of an artifact come from, as the lock has it. */
export type ArtifactSource = LockedArtifact["source"];

/** Where those of a target come from, as `cli.json` has it for every version. */
export type ArtifactTemplate = CliDescriptor["artifacts"][number];

/** A source in one word, for a person: `name@version`, an address without its query, or a path. */
export function specOf(source: ArtifactSource): string {
  switch (source.type) {
    case "npm":
      return `${source.package}@${source.version}`;
    case "release":
      return source.url.replace(/\?.*$/, "");
    case "file":
      return source.path;
  }
}

/** Who has the bytes of a source, for a sentence. */
export function ownerOf(source: ArtifactSource): string {
  switch (source.type) {
    case "npm":
      return "the registry";
    case "release":
      return "the server";
    case "file":
      return "the file";
  }
}

/** What the bytes of a source are. */
export function formatOf(source: ArtifactSource): ArchiveFormat {
  return source.type === "npm" ? "npm" : source.archive;
}

/** The template of a target. Throws `InputError` `ARTIFACT_SOURCE_MISSING`. */
export function templateOf({ id, artifacts }: CliDescriptor, target: string): ArtifactTemplate {
  const template = artifacts.find(({ target_triple }) => target_triple === target);
  if (template !== undefined) return template;
  const known = artifacts.map(({ target_triple }) => target_triple).join(", ");
  throw new InputError(
    "ARTIFACT_SOURCE_MISSING",
    `cli.json of ${id} names no artifact for "${target}"; it names ${known === "" ? "none" : known}`,
    {
      hint: 'Choose one of these, or add the target to "artifacts" in cli.json',
    },
  );
}

/**
 * The source that a template makes of a version. Throws `InputError` `VERSION_INVALID` for a package version that the lock could
 * not hold, and `ARTIFACT_SOURCE_INVALID` for a template that says two things.
 */
export function sourceOf({ id }: Pick<CliDescriptor, "id">, template: ArtifactTemplate, version: string): ArtifactSource {
  switch (template.type) {
    case "npm": {
      const packageVersion = withVersion(template.version, version);
      assertVersion(
        packageVersion,
        `The version of the package "${template.package}" that cli.json of ${id} makes of "${template.version}"`,
      );
      return { type: "npm", package: template.package, version: packageVersion };
    }
    case "release": {
      const url = withVersion(template.url, version);
      return { type: "release", url, archive: archiveOf(id, template, url.replace(/\?.*$/, "")) };
    }
    case "file": {
      const path = withVersion(template.path, version);
      return { type: "file", path, archive: archiveOf(id, template, path) };
    }
  }
}

/** Where the binary may be in what a template names. */
export function entriesOf(template: ArtifactTemplate, version: string): readonly string[] {
  return template.type === "npm" ? template.files : template.files.map((file) => withVersion(file, version));
}

/** What a file is by the ending of its name; anything that is no archive is the binary itself. */
export function archiveByName(name: string): "tar.gz" | "zip" | "none" {
  if (/\.(?:tar\.gz|tgz)$/i.test(name)) return "tar.gz";
  return /\.zip$/i.test(name) ? "zip" : "none";
}

/** A lock with anything but semantic versions has no order. Throws `InputError` `VERSION_INVALID`. */
export function assertVersion(version: string, what: string): void {
  if (parse(version) !== null) return;
  throw new InputError("VERSION_INVALID", `${what} must be a semantic version like 1.2.3 or 1.2.3-linux-x64, is "${version}"`, {
    hint: 'Correct --version, or the "version" of this target in cli.json',
  });
}

function archiveOf(id: string, template: Exclude<ArtifactTemplate, { readonly type: "npm" }>, name: string): "tar.gz" | "zip" | "none" {
  const archive = template.archive ?? archiveByName(name);
  if (archive !== "none" || template.unpack === undefined) return archive;
  throw new InputError(
    "ARTIFACT_SOURCE_INVALID",
    `cli.json of ${id} wants the whole package of "${template.target_triple}" kept, but "${name}" is no archive`,
    { hint: 'Take "unpack" out of this target in cli.json, or name the "archive"' },
  );
}

function withVersion(template: string, version: string): string {
  return template.replaceAll("{version}", version);
}
