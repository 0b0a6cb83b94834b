import { EXIT, ToolError, type Command } from "@lockstep/kernel";
import { readCommandLine, type CommandLine } from "./command-line.ts";
import { firstWords, groupOf, loadCommand, type CommandGroup } from "./commands.ts";
import { findCommand } from "./find-command.ts";
import { silentMeter } from "./terminal/terminal-display.ts";
import { toldPorts } from "./told-ports.ts";
import { version } from "./version.ts";
import { takeVolume, volumeOf, type Volume } from "./volume.ts";
import type { Meter, Outside, World } from "./world.ts";

interface Runner {
  readonly world: Outside;
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** Width of the terminal, for `--help`; `undefined` when it is none. */
  readonly columns?: () => number | undefined;
  /** Called before a command runs, and not for help or a wrong command line. */
  readonly prepare?: () => Promise<void>;
  /** Told before the command runs how much the ports are to tell. */
  readonly setVolume?: (volume: Volume) => void;
}

/** Runs the command that `argv` names, prints its result, and returns the exit code. Never exits and never rejects. */
export async function main(argv: readonly string[], runner: Runner): Promise<number> {
  try {
    return await dispatch(argv, runner);
  } catch (error) {
    if (!(error instanceof ToolError)) {
      runner.stderr(
        `crash: this is a bug in xtask, please report it\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
      );
      return EXIT.crash;
    }
    return tellError(error, runner);
  }
}

function tellError({ line, hint, exitCode }: ToolError, { stderr }: Pick<Runner, "stderr">): number {
  stderr(`${line}\n`);
  if (hint !== undefined) stderr(`  hint: ${hint}\n`);
  return exitCode;
}

async function dispatch(argv: readonly string[], runner: Runner): Promise<number> {
  const { words, given } = takeVolume(argv);
  const [first, ...behind] = words;
  if (first === "help" && behind[0] !== undefined) {
    return dispatch([...behind.slice(0, groupOf(behind[0]) === undefined ? 1 : 2), "--help"], runner);
  }
  if (first === undefined || first === "--help" || first === "-h" || first === "help") {
    runner.stdout(await rootHelp());
    return EXIT.ok;
  }
  if (first === "--version") {
    runner.stdout(`${version}\n`);
    return EXIT.ok;
  }
  const asked = await readLine(words, runner.columns);
  if (asked.type === "help") {
    runner.stdout(`${asked.text}\n`);
    return EXIT.ok;
  }
  const { command, line, invokedAs } = asked;
  const volume = volumeOf([given, line.volume]);
  runner.setVolume?.(volume);
  await runner.prepare?.();
  const result = await command.run(line.options, worldOf(toldWorld(runner.world, volume), invokedAs));
  const text = line.json ? `${JSON.stringify(result.data)}\n` : result.text;
  if (text !== "") runner.stdout(text.endsWith("\n") ? text : `${text}\n`);
  if (result.diagnostics !== undefined && result.diagnostics !== "") runner.stderr(`${result.diagnostics}\n`);
  const [failed] = (result.failures ?? []).map((error) => tellError(error, runner));
  if (failed !== undefined) return failed;
  return result.status === "ok" ? EXIT.ok : EXIT.findings;
}

/** What a whole command line asks for: a text that explains something, or a command with its options. */
type AskedLine =
  | { readonly type: "help"; readonly text: string }
  | {
      readonly type: "command";
      readonly command: Command<World>;
      readonly invokedAs: string;
      readonly line: Extract<CommandLine, { readonly type: "options" }>;
    };

/** Finds the command that the first words name, and reads the words behind it. */
async function readLine(words: readonly string[], columns?: Runner["columns"]): Promise<AskedLine> {
  const found = await findCommand(words);
  if (found.type === "group") return { type: "help", text: await groupHelp(found.group) };
  const { command, invokedAs, rest, presetCli } = found;
  const line = await readCommandLine(command, invokedAs, rest, presetCli, columns);
  return line.type === "help" ? line : { type: "command", command, invokedAs, line };
}

type ToldWorld = Outside & Pick<World, "detail" | "meter">;

/** The ports, which tell as much as the volume has them tell. */
function toldWorld(outside: Outside, volume: Volume): ToldWorld {
  const told = {
    progress: (line: string): void => {
      if (volume !== "quiet") outside.progress(line);
    },
    detail: (line: string): void => {
      if (volume === "verbose") outside.detail?.(line);
    },
    meter: (label: string, total?: number): Meter => (volume === "quiet" ? undefined : outside.meter?.(label, total)) ?? silentMeter,
  };
  return { ...toldPorts(outside, { ...told, isVerbose: volume === "verbose" }), ...told };
}

function worldOf(outside: ToldWorld, invokedAs: string): World {
  return {
    ...outside,
    invokedAs,
    async runCommand(words) {
      const asked = await readLine(words);
      if (asked.type === "help") return { status: "ok", data: undefined, text: asked.text };
      return asked.command.run(asked.line.options, worldOf(outside, asked.invokedAs));
    },
  };
}

async function rootHelp(): Promise<string> {
  const rows = await Promise.all(
    firstWords.map(async (word) => [word, groupOf(word)?.summary ?? (await loadCommand(word))?.summary ?? ""] as const),
  );
  return [
    "Usage: xtask <command> [options]",
    "",
    "Keeps wrappers of command-line agents in lockstep with upstream releases.",
    "",
    "Commands:",
    ...columned(rows),
    "",
    "`xtask codex-<command>` and `xtask claude-<command>` stand for `--cli codex` and `--cli claude_code`, where a command has `--cli`.",
    "`xtask <command> --help` explains a command; `xtask --version` prints the version.",
    "`--quiet`, before or behind a command, leaves the result and errors; `--verbose` adds what is run and asked, and how long it takes.",
    "Exit codes: 0 done, 2 findings, 3 could not answer, 64 wrong command line, 75 busy, 130 interrupted, 1 crash.",
    "",
  ].join("\n");
}

async function groupHelp({ name, summary, verbs }: CommandGroup): Promise<string> {
  const rows = await Promise.all(verbs.map(async (verb) => [verb, (await loadCommand(`${name} ${verb}`))?.summary ?? ""] as const));
  return [
    `Usage: xtask ${name} <verb> [options]`,
    "",
    `${summary}.`,
    "",
    "Verbs:",
    ...columned(rows),
    "",
    `\`xtask ${name} <verb> --help\` explains a verb.`,
  ].join("\n");
}

/** Indented rows of a name and what it does. */
function columned(rows: readonly (readonly [name: string, summary: string])[]): readonly string[] {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, summary]) => `  ${name.padEnd(width)}  ${summary}`);
}
