import { comparePaths, omitAbsent } from "@lockstep/kernel";
import type { DeclaredCommand as ManifestCommand } from "../help-page.ts";
import { readOclifManifest } from "../parsers/oclif/oclif-manifest.ts";
import type { DeclaredCommand, DeclaredSurface } from "./declared-surface.ts";

/**
 * Reads what an `oclif.manifest.json` declares; `undefined` when the text is none.
 * @param packageText the `package.json` beside it: its `oclif.topicSeparator`, a colon where there is none, says whether an id
 *   is one word of a command line or several
 */
export function readOclifDeclarations(text: string, packageText: string | undefined): DeclaredSurface | undefined {
  const manifest = readOclifManifest(text, topicSeparator(packageText));
  if (manifest === undefined) return undefined;
  return { commands: manifest.commands.map(commandOf).toSorted((a, b) => comparePaths(a.path ?? [], b.path ?? [])) };
}

function commandOf({ path, flags, about, aliases = [], args = [], hidden, deprecated }: ManifestCommand): DeclaredCommand {
  const above = path.slice(0, -1).join(" ");
  return omitAbsent({
    path,
    // A sibling by its last word, any other by all of them.
    aliases: aliases.map((alias) => (alias.slice(0, -1).join(" ") === above ? (alias.at(-1) ?? "") : alias.join(" "))),
    about,
    hidden: hidden === true ? true : undefined,
    deprecated: deprecated === true ? true : undefined,
    args: args.map(({ note: _note, ...arg }) => arg),
    options: flags,
  });
}

function topicSeparator(packageText: string | undefined): ":" | " " {
  if (packageText === undefined) return ":";
  try {
    const { oclif } = JSON.parse(packageText) as { readonly oclif?: { readonly topicSeparator?: unknown } };
    return oclif?.topicSeparator === " " ? " " : ":";
  } catch {
    return ":";
  }
}
