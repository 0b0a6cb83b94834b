import { dirname } from "node:path";
import type { Files } from "@lockstep/kernel";
import { compareBuild, valid } from "semver";
import { cliRoot, rootOptions } from "../cli-root.ts";
import { planIdsBelow } from "../planning/plan-ids.ts";

/** What the values of options name, by the option's name; an option that is absent here takes any text, or a file. */
const kinds: Readonly<Record<string, ValueKind>> = {
  cli: "clis",
  version: "versions",
  against: "versions",
  target: "targets",
  "raw-help-target": "targets",
  "passed-target": "targets",
  "failed-target": "targets",
  "skipped-target": "targets",
  root: "folders",
  "out-dir": "folders",
  "from-raw": "folders",
  project: "folders",
  snapshots: "folders",
  "cache-limit": "text",
  "collected-at": "text",
  "generated-at": "text",
  "published-at": "text",
  "updated-at": "text",
  "wrapper-version": "text",
  command: "text",
  format: "text",
  npm: "text",
  sources: "text",
  versions: "text",
  goal: "text",
  mode: "text",
  flag: "text",
  arg: "text",
  argv: "text",
};

/** A kind of values: names that the committed files know, paths of this machine, or text that cannot be guessed. */
export type ValueKind = "clis" | "versions" | "targets" | "files" | "folders" | "text";

/** The names of the options whose values are known by their name alone. */
export const optionsWithKind: readonly string[] = Object.keys(kinds);

/** What the value of an option names. */
export function valueKind(option: string): ValueKind {
  return kinds[option] ?? "files";
}

/** The ids of the plans of the workspace that the current folder is in, the newest first. */
export async function planIds(files: Files): Promise<readonly string[]> {
  for (let folder = files.absolute("."); ; folder = dirname(folder)) {
    const ids = await planIdsBelow(files, folder);
    if (ids !== undefined) return ids.toReversed();
    if (dirname(folder) === folder) return [];
  }
}

/** The names of a kind in the manifest root that the options lead to, the newest version first; none where a file is absent or broken. */
export async function valueNames(
  kind: "clis" | "versions" | "targets",
  files: Files,
  given: { readonly cli: string | undefined; readonly root: string | undefined; readonly rules: string | undefined },
): Promise<readonly string[]> {
  if (kind === "clis") return folders(files, "manifests");
  const { root, rulesPath } = cliRoot({ ...given, cli: given.cli ?? rootOptions.cli.default });
  if (kind === "targets") return textsAt(await parsed(files, rulesPath), "union", "expected_targets");
  const lock = await parsed(files, `${root}/artifacts.lock.json`);
  const pinned = listAt(lock, "versions").flatMap((entry) => textAt(entry, "version") ?? []);
  const described = ((await files.list(`${root}/versions`)) ?? []).map(({ name }) => name.replace(/\.json$/, ""));
  const all = new Set([...pinned, ...described, ...(await folders(files, `${root}/snapshots`))]);
  return [...all].filter((version) => valid(version) !== null).toSorted((a, b) => compareBuild(b, a));
}

async function folders(files: Files, path: string): Promise<readonly string[]> {
  return ((await files.list(path)) ?? []).filter(({ type }) => type === "folder").map(({ name }) => name);
}

/** A JSON file, unchecked: for completion, loading the validators of the contracts takes too long. */
async function parsed(files: Files, path: string): Promise<unknown> {
  try {
    return JSON.parse((await files.readText(path)) ?? "null");
  } catch {
    return undefined;
  }
}

function at(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}

function listAt(value: unknown, name: string): readonly unknown[] {
  const list = at(value, name);
  return Array.isArray(list) ? list : [];
}

function textAt(value: unknown, name: string): string | undefined {
  const text = at(value, name);
  return typeof text === "string" ? text : undefined;
}

function textsAt(value: unknown, outer: string, name: string): readonly string[] {
  return listAt(at(value, outer), name).filter((item) => typeof item === "string");
}
