import { EXIT, ToolError, type Command } from "@lockstep/kernel";
import { readCommandLine, type CommandLine } from "./command-line.ts";
import { commandNames, loadCommand } from "./commands.ts";
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
  const [invokedAs, ...rest] = words;
  if (invokedAs === "help" && rest[0] !== undefined) return dispatch([rest[0], "--help"], runner);
  if (invokedAs === undefined || invokedAs === "--help" || invokedAs === "-h" || invokedAs === "help") {
    runner.stdout(await rootHelp());
    return EXIT.ok;
  }
  if (invokedAs === "--version") {
    runner.stdout(`${version}\n`);
    return EXIT.ok;
  }
  const { command, line } = await readLine(invokedAs, rest, runner.columns);
  if (line.type === "help") {
    runner.stdout(`${line.text}\n`);
    return EXIT.ok;
  }
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

/** Finds the command that a word names, and reads the words after it. */
async function readLine(
  invokedAs: string,
  words: readonly string[],
  columns?: Runner["columns"],
): Promise<{ readonly command: Command<World>; readonly line: CommandLine }> {
  const { command, presetCli } = await findCommand(invokedAs);
  return { command, line: await readCommandLine(command, invokedAs, words, presetCli, columns) };
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
    async runCommand([name = "", ...words]) {
      const { command, line } = await readLine(name, words);
      return line.type === "help" ? { status: "ok", data: undefined, text: line.text } : command.run(line.options, worldOf(outside, name));
    },
  };
}

async function rootHelp(): Promise<string> {
  const commands = await Promise.all(commandNames.map(loadCommand));
  const width = Math.max(...commandNames.map((name) => name.length));
  const rows = commands.map((command) => `  ${(command?.name ?? "").padEnd(width)}  ${command?.summary ?? ""}`);
  return [
    "Usage: xtask <command> [options]",
    "",
    "Keeps wrappers of command-line agents in lockstep with upstream releases.",
    "",
    "Commands:",
    ...rows,
    "",
    "`xtask codex-<command>` and `xtask claude-<command>` stand for `--cli codex` and `--cli claude_code`, where a command has `--cli`.",
    "`xtask <command> --help` explains a command; `xtask --version` prints the version.",
    "`--quiet`, before or behind a command, leaves the result and errors; `--verbose` adds what is run and asked, and how long it takes.",
    "Exit codes: 0 done, 2 findings, 3 could not answer, 64 wrong command line, 75 busy, 130 interrupted, 1 crash.",
    "",
  ].join("\n");
}
