import { existsSync } from "node:fs";
import { join } from "node:path";
import { readJson, type CorpusEntry } from "../corpus.ts";
import { eachOf, type IsolatedCli } from "../isolated-cli.ts";
import { argparseCommands, argparseKnows, type DeclaredParser } from "./argparse-declarations.ts";
import { readBashCompletion } from "./clap-bash.ts";
import { readZshCompletion, zshKnows } from "./clap-zsh.ts";
import { askCobra } from "./cobra-complete.ts";
import { commanderCommands, commanderKnows, type DeclaredCommand } from "./commander-declarations.ts";
import { readOclifManifests } from "./oclif-manifest.ts";
import { mergeCommands, pathKey, type FlagField, type Truth, type TruthCommand } from "./truth.ts";
import { listedAliases, shownCommands, shownFlags } from "./visible.ts";
import { readRow, yargsCommand, yargsKnows, type DeclaredCall, type DeclaredRow } from "./yargs-declarations.ts";

const JOBS = 2;
/** The folder of what is loaded into programs: the hooks that note what they declare. */
export const hooks = join(import.meta.dirname, "../hooks");

/** What a program's help texts say, by the key of the command's path. */
export type Helps = ReadonlyMap<string, string>;

/** Asks a program for the truth about itself; a text says why there is none. */
export async function collectTruth(
  entry: CorpusEntry,
  cli: IsolatedCli,
  binary: string,
  version: string | undefined,
): Promise<Truth | string> {
  switch (entry.truth) {
    case "clap-completion":
      return fromCompletion(entry, cli);
    case "declarations":
      return fromDeclarations(entry, cli);
    case "cobra-complete":
      return askCobra(cli);
    case "oclif-manifest":
      return readOclifManifests(binary);
    case "labels":
      return fromLabels(entry, version);
  }
}

/** The help text of every command of a truth. */
export async function readHelps(cli: IsolatedCli, commands: readonly Pick<TruthCommand, "path">[]): Promise<Helps> {
  const texts = await eachOf(commands, JOBS, async ({ path }) => {
    const { stdout, stderr } = await cli.call([...path, "--help"]);
    return [pathKey(path), stdout.trim() === "" ? stderr : stdout] as const;
  });
  return new Map(texts);
}

/** The script for zsh; the one for bash tells which names are aliases, and the help texts which units are hidden. */
async function fromCompletion({ descriptor }: CorpusEntry, cli: IsolatedCli): Promise<Truth | string> {
  const { zsh, bash } = await completionScripts(descriptor.completion?.args ?? [], cli);
  const completion = readBashCompletion(bash);
  const aliasOf: typeof completion.aliasOf = (parent, name) => completion.aliasOf(parent, name);
  const unjoined = readZshCompletion(zsh, aliasOf, () => false);
  if (unjoined.length === 0) return `"${descriptor.binary} ${(descriptor.completion?.args ?? []).join(" ")}" prints no script of clap`;
  const helps = await readHelps(cli, unjoined);
  const commands = readZshCompletion(zsh, aliasOf, (path, name) => listedAliases(helps.get(pathKey(path)) ?? "").has(name));
  const marked = commands.map((command): TruthCommand => {
    const flags = shownFlags(helps.get(pathKey(command.path)) ?? "");
    const parent = shownCommands(helps.get(pathKey(command.path.slice(0, -1))) ?? "");
    const isHidden = command.path.length > 0 && !parent.has(command.path.at(-1) ?? "");
    return {
      ...command,
      hidden: isHidden,
      flags: command.flags.map((flag) => ({ ...flag, hidden: !flag.names.some((name) => flags.has(name)) })),
    };
  });
  return truthOf("zsh completion", marked, zshKnows);
}

/** The completion scripts of a program of clap for both shells. */
export async function completionScripts(
  args: readonly string[],
  cli: IsolatedCli,
): Promise<{ readonly zsh: string; readonly bash: string }> {
  const [zsh, bash] = await Promise.all(
    ["zsh", "bash"].map(async (shell) => (await cli.call(args.map((word) => (word === "zsh" ? shell : word)))).stdout),
  );
  return { zsh: zsh ?? "", bash: bash ?? "" };
}

async function fromDeclarations({ descriptor }: CorpusEntry, cli: IsolatedCli): Promise<Truth | string> {
  if (descriptor.framework === "yargs") return fromYargs(cli, descriptor.hidden_help_args);
  if (descriptor.framework === "commander") return fromCommander(cli);
  const documents = (await cli.callHooked(["--help"], hooks)) as readonly { readonly argparse?: readonly DeclaredParser[] }[];
  const [parsers] = documents.flatMap(({ argparse }) => (argparse === undefined ? [] : [argparse]));
  return parsers === undefined ? NOT_HOOKED : truthOf("hook on argparse", argparseCommands(parsers), argparseKnows);
}

/** Some programs show their commands to the hook only when the help of one of them is asked for. */
async function fromCommander(cli: IsolatedCli): Promise<Truth | string> {
  const { stdout } = await cli.call(["--help"]);
  for (const path of [[], ...[...shownCommands(stdout)].filter((name) => /^[a-z]/.test(name)).map((name) => [name])]) {
    const documents = (await cli.callHooked([...path, "--help"], hooks)) as readonly { readonly commander: readonly DeclaredCommand[] }[];
    const root = documents.flatMap(({ commander }) => commander).toSorted((a, b) => sizeOf(b) - sizeOf(a))[0];
    if (root !== undefined && root.commands.length > 1) return truthOf("hook on commander", commanderCommands(root), commanderKnows);
  }
  return NOT_HOOKED;
}

const NOT_HOOKED = "the program does not load the hook";

function sizeOf(root: DeclaredCommand): number {
  return commanderCommands(root).reduce((sum, { flags }) => sum + 1 + flags.length, 0);
}

/**
 * Level by level: what a call declares beyond the call of the command above are the commands below. A program may leave out what it
 * hides where nobody asks for it.
 */
async function fromYargs(cli: IsolatedCli, rootHelp: readonly string[] = ["--help"]): Promise<Truth | string> {
  const callOf = async (path: readonly string[]): Promise<DeclaredCall> => {
    const calls = (await cli.callHooked(path.length === 0 ? rootHelp : [...path, "--help"], hooks)) as readonly DeclaredCall[];
    return (
      calls.toSorted((a, b) => b.yargsParses.length - a.yargsParses.length)[0] ?? { yargsUsages: [], yargsCommands: [], yargsParses: [] }
    );
  };
  const root = await callOf([]);
  if (root.yargsParses.length === 0) return NOT_HOOKED;
  const commands: TruthCommand[] = [];
  const visit = async (
    path: readonly string[],
    call: DeclaredCall,
    own: Parameters<typeof yargsCommand>[2],
    known: number,
  ): Promise<void> => {
    const rows = call.yargsCommands.slice(known).map(readRow);
    const preset = rows.find(({ name }) => name === "");
    const children = rows.filter(({ name }) => name !== "");
    // `extensions <command>` stands for one of those below.
    const args = [...own.args, ...(preset?.args ?? [])].filter(({ name }) => name !== "command" || children.length === 0);
    commands.push(yargsCommand(path, call, { ...own, args }));
    const { rows: below, known: next } =
      call.yargsParses.length > 0 ? { rows: children, known: call.yargsCommands.length } : await declaredBelow(path, callOf, cli);
    await eachOf(below, path.length === 0 ? JOBS : 1, async (row) => {
      const words = [...path, row.name];
      await visit(words, await callOf(words), row, next);
    });
  };
  await visit([], root, { aliases: [], args: [] }, 0);
  return truthOf("hook on yargs", commands, yargsKnows);
}

/**
 * The commands below one whose help the program prints before it loads the library: its help names words, and a call with one of these
 * declares its siblings. `known` is how many rows such a call declares above what is below them.
 */
async function declaredBelow(
  path: readonly string[],
  callOf: (path: readonly string[]) => Promise<DeclaredCall>,
  cli: IsolatedCli,
): Promise<{ readonly rows: readonly DeclaredRow[]; readonly known: number }> {
  const { stdout } = await cli.call([...path, "--help"]);
  const listed = new Set([...shownCommands(stdout)].filter((name) => /^[a-z][\w-]*$/.test(name) && !path.includes(name)));
  for (const name of listed) {
    const declared = (await callOf([...path, name])).yargsCommands.map(readRow);
    const isBelow = declared.map((row) => listed.has(row.name));
    if (declared.some((row) => row.name === name))
      return { rows: declared.filter((_, index) => isBelow[index]), known: isBelow.lastIndexOf(true) + 1 };
  }
  return { rows: [], known: 0 };
}

function fromLabels({ folder }: CorpusEntry, version: string | undefined): Truth | string {
  const path = join(folder, "..", "..", "labels", `${folder.split("/").at(-1) ?? ""}-${version ?? ""}.json`);
  if (!existsSync(path)) return `nobody has labelled version ${version ?? ""}`;
  const { knows, commands } = readJson(path) as { readonly knows: readonly FlagField[]; readonly commands: readonly TruthCommand[] };
  return truthOf("labels", commands, new Set(knows));
}

function truthOf(source: string, commands: readonly TruthCommand[], knows: ReadonlySet<FlagField>): Truth {
  return { source, commands: mergeCommands(commands), knows, knowsArgs: true, unanswered: [] };
}
