import { EXIT, ToolError, type Command } from "@lockstep/kernel";
import { readCommandLine, type CommandLine } from "./command-line.ts";
import { commandNames, loadCommand } from "./commands.ts";
import { findCommand } from "./find-command.ts";
import { version } from "./version.ts";
import type { Outside, World } from "./world.ts";

interface Runner {
  readonly world: Outside;
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** Width of the terminal, for `--help`; `undefined` when it is none. */
  readonly columns?: () => number | undefined;
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
  const [invokedAs, ...rest] = argv;
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
  const result = await command.run(line.options, worldOf(runner.world, invokedAs));
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

function worldOf(outside: Outside, invokedAs: string): World {
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
    "Exit codes: 0 done, 2 findings, 3 could not answer, 64 wrong command line, 75 busy, 130 interrupted, 1 crash.",
    "",
  ].join("\n");
}
