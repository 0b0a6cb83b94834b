import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { readJson } from "../corpus.ts";
import { argsInUsage } from "./declared-usage.ts";
import type { FlagField, Truth, TruthCommand, TruthFlag } from "./truth.ts";

interface Manifest {
  readonly commands: Readonly<Record<string, ManifestCommand>>;
}

interface ManifestCommand {
  readonly aliases?: readonly string[];
  readonly hidden?: boolean;
  readonly args?: Readonly<
    Record<string, { readonly name: string; readonly required?: boolean; readonly hidden?: boolean; readonly multiple?: boolean }>
  >;
  readonly flags?: Readonly<Record<string, ManifestFlag>>;
  readonly strict?: boolean;
  readonly usage?: string | readonly string[];
}

interface ManifestFlag {
  readonly name: string;
  readonly char?: string;
  readonly type: "option" | "boolean";
  readonly aliases?: readonly string[];
  readonly hidden?: boolean;
  readonly multiple?: boolean;
  readonly options?: readonly string[];
  readonly default?: unknown;
  readonly helpValue?: string | readonly string[];
}

const knows: ReadonlySet<FlagField> = new Set(["takes_value", "repeatable", "default", "possible_values"]);

/** Reads the manifests of a program of oclif: its own, and those of the plugins that its package lists. */
export function readOclifManifests(binary: string): Truth | string {
  const home = packageFolder(dirname(binary));
  if (home === undefined) return `no package.json above ${binary}`;
  const { oclif } = readJson(join(home, "package.json")) as {
    readonly oclif?: { readonly plugins?: readonly string[]; readonly topicSeparator?: string };
  };
  const folders = [home, ...(oclif?.plugins ?? []).flatMap((name) => pluginFolder(home, name))];
  const manifests = folders.map((folder) => join(folder, "oclif.manifest.json")).filter((path) => existsSync(path));
  if (manifests.length === 0) return "the package has no oclif.manifest.json";
  const commands = manifests.flatMap((path) =>
    Object.entries((readJson(path) as Manifest).commands).map(([id, command]) => commandOf(id, command, oclif?.topicSeparator ?? ":")),
  );
  const named = commands.filter(({ path }) => path.join(" ") !== "help");
  return { source: "oclif manifest", commands: [...named, ...topicsOf(named)], knows, knowsArgs: true, unanswered: [] };
}

/** The root and the topics: what stands before a `:` in the id of a command that is shown, and names no command itself. */
function topicsOf(commands: readonly TruthCommand[]): readonly TruthCommand[] {
  const known = new Set(commands.flatMap(({ path, aliases }) => [path.join(":"), ...aliases]));
  const visible = commands.filter(({ hidden }) => !hidden).map(({ path }) => ({ path, words: path.join(":").split(":") }));
  const topics = visible.flatMap(({ path, words }) =>
    words.slice(0, -1).map((_, index) => (path.length > 1 ? path.slice(0, index + 1) : [words.slice(0, index + 1).join(":")])),
  );
  const all = new Map(topics.filter((path) => !known.has(path.join(":"))).map((path) => [path.join(":"), path]));
  return [[], ...all.values()].map((path) => ({ path, aliases: [], hidden: false, args: [], flags: [] }));
}

/** oclif takes `a:b` as one word, or `a b` where the separator is a blank. */
function commandOf(
  id: string,
  { aliases = [], hidden = false, args = {}, flags = {}, strict, usage = [] }: ManifestCommand,
  separator: string,
): TruthCommand {
  const shown = Object.values(args).filter((arg) => arg.hidden !== true);
  const valued = new Set(Object.values(flags).flatMap((flag) => (flag.type === "option" ? flagOf(flag).names : [])));
  const [form = ""] = [usage].flat();
  // One that takes any words may name them in its usage alone.
  const named = strict === false && shown.length === 0 && form.startsWith(id) ? form.slice(id.length) : "";
  return {
    path: separator === " " ? id.split(":") : [id],
    aliases,
    hidden,
    args: [
      ...shown.map(({ name, required = false, multiple = false }, index) => ({
        name,
        required,
        variadic: multiple || (strict === false && index === shown.length - 1),
      })),
      ...argsInUsage(named, (flag) => valued.has(flag)),
    ],
    flags: Object.values(flags).map(flagOf),
  };
}

function flagOf(flag: ManifestFlag): TruthFlag {
  const isList = Array.isArray(flag.default);
  return {
    names: [
      `--${flag.name}`,
      ...(flag.char === undefined ? [] : [`-${flag.char}`]),
      ...(flag.aliases ?? []).map((name) => (name.length === 1 ? `-${name}` : `--${name}`)),
    ],
    hidden: flag.hidden === true,
    takesValue: flag.type === "option",
    repeatable: flag.multiple === true,
    ...(flag.type === "option" && (typeof flag.default === "string" || typeof flag.default === "number") && !isList
      ? { default: String(flag.default) }
      : {}),
    choices: flag.options ?? [],
  };
}

function packageFolder(from: string): string | undefined {
  for (let folder = from; folder !== dirname(folder); folder = dirname(folder)) if (existsSync(join(folder, "package.json"))) return folder;
  return undefined;
}

function pluginFolder(home: string, name: string): readonly string[] {
  const beside = join(home, "node_modules", name);
  const above = join(home, "..", name);
  return [beside, above, join(home, "..", "..", name)].filter((folder) => existsSync(folder)).slice(0, 1);
}
