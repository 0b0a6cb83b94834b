import { constants } from "node:fs";
import { access, chmod, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { compareCodePoints, EnvironmentError, InputError } from "@lockstep/kernel";
import type { RecordedCall } from "@lockstep/parity";
import type { World } from "../world.ts";
import { childEnvironment } from "../child-environment.ts";
import { describeEnd } from "../process-end.ts";
import { parseCall } from "./call-log.ts";
import { copyProject } from "./project-copy.ts";
import { renderStandIn, type Answer, type StandIn } from "./stand-in.ts";

/** A command to run against a stand-in of a CLI. */
export interface RecordOptions {
  readonly cli: Pick<StandIn, "binary" | "versionArgs" | "versionOutput" | "initializeRequest">;
  /** The words of the command; `{stand-in}` in them becomes the stand-in's path. */
  readonly command: readonly string[];
  readonly answer: Answer;
  /** Where the command runs, absolute, unless it runs in the copy of a project. */
  readonly folder: string;
  /** A project to copy, absolute; the command runs in the copy. */
  readonly project: string | undefined;
  /** Files of the project that stand-ins replace, from its root. */
  readonly replaced: readonly string[];
  readonly timeoutMs: number;
}

/** The calls in no particular order, without the names that every process below the command sees. */
export interface Recording {
  readonly calls: readonly RecordedCall[];
  /** How many stand-ins were killed while they wrote. */
  readonly torn: number;
}

/**
 * Runs a command with a stand-in of a CLI first on its PATH, at the path that `XTASK_STAND_IN` names, and in place of files of a
 * copied project, and reads the calls that were written down. All of it stands in a folder of its own that only this user can
 * read, and is removed at the end. Throws `EnvironmentError` `RECORDING_FAILED` when the command does not exit with 0.
 */
export async function recordCalls(world: World, options: RecordOptions): Promise<Recording> {
  const folder = await world.files.makeScratchFolder("recording");
  try {
    const { places, cwd } = await prepare(folder, options);
    const [standIn = ""] = places;
    const env = {
      ...childEnvironment(world.env),
      XTASK_STAND_IN: standIn,
      PATH: [join(folder, "bin"), world.env["PATH"] ?? ""].filter((part) => part !== "").join(delimiter),
    };
    const calls = join(folder, "calls");
    await runCommand(world, options, { cwd, env, standIn, countCalls: async () => (await readdir(calls)).filter(isCall).length });
    return await readCalls(calls, new Set(Object.keys(env)));
  } finally {
    await world.files.remove(folder);
  }
}

const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;

/** Puts the stand-in at its places, the one on PATH first. */
async function prepare(
  folder: string,
  { cli, answer, folder: given, project, replaced }: RecordOptions,
): Promise<{ readonly places: readonly string[]; readonly cwd: string }> {
  for (const name of ["bin", "calls"]) await mkdir(join(folder, name));
  const copy = join(folder, "project");
  const inCopy = project === undefined ? [] : await copyProject(project, replaced, copy);
  const places = [join(folder, "bin", cli.binary), ...inCopy];
  const script = renderStandIn({ ...cli, answer, folder, node: process.execPath });
  for (const place of places) {
    await writeFile(place, script, { flag: "wx" });
    await chmod(place, 0o755);
  }
  return { places, cwd: project === undefined ? given : copy };
}

async function runCommand(
  world: World,
  { cli, command, timeoutMs }: RecordOptions,
  {
    cwd,
    env,
    standIn,
    countCalls,
  }: { cwd: string; env: Readonly<Record<string, string>>; standIn: string; readonly countCalls: () => Promise<number> },
): Promise<void> {
  const [file = "", ...args] = command.map((word) => word.replaceAll("{stand-in}", standIn));
  const shown = command.join(" ");
  world.progress(`wrapper-coverage: recording "${shown}"`);
  const outcome = await world.processes.run({ file, args, cwd, env, totalMs: timeoutMs, maxOutputBytes: MAX_OUTPUT_BYTES });
  if (outcome.type === "exited" && outcome.exitCode === 0) return;
  const said = `${outcome.stdout}\n${outcome.stderr}`
    .trim()
    .split("\n")
    .slice(-20)
    .map((line) => line.slice(0, 500))
    .join("\n");
  const called = `the stand-in of "${cli.binary}" got ${String(await countCalls())} calls`;
  throw new EnvironmentError(
    "RECORDING_FAILED",
    `The command "${shown}" ${describeEnd(outcome)}; expected exit 0 (${called})${said === "" ? "" : `\n${said}`}`,
    {
      hint: "Make it pass with the stand-in: --answers names what the stand-in says, --timeout-ms how long it may take",
    },
  );
}

function isCall(name: string): boolean {
  return /^\d+\.\d+$/.test(name);
}

async function readCalls(folder: string, ambient: ReadonlySet<string>): Promise<Recording> {
  const names = (await readdir(folder)).filter(isCall).toSorted(compareCodePoints);
  const calls: RecordedCall[] = [];
  let torn = 0;
  for (const name of names) {
    const fields = await readFile(join(folder, `${name}.initialize`), "utf8").catch(() => "");
    const call = parseCall(await readFile(join(folder, name), "utf8"), fields, ambient);
    if (call === undefined) torn += 1;
    else calls.push(call);
  }
  return { calls, torn };
}

/** What a stand-in answers: a program when the file can be run, otherwise the bytes of the file. Throws `InputError` when there is none. */
export async function readAnswer(world: World, path: string | undefined): Promise<Answer> {
  if (path === undefined) return { type: "nothing" };
  const absolute = world.files.absolute(path);
  const found = await world.files.stat(absolute);
  if (found?.type !== "file")
    throw new InputError("ANSWERS_MISSING", `"${path}" of --answers is no file`, {
      hint: "Name a program that answers calls, or a file with captured output",
    });
  if (await isExecutable(absolute)) return { type: "program", path: absolute };
  if ((await readFile(absolute)).subarray(0, 2).toString("latin1") === "#!")
    throw new InputError("ANSWERS_NOT_EXECUTABLE", `"${path}" of --answers begins with "#!" and may not be executed`, {
      hint: `Make it a program: chmod +x ${path}`,
    });
  return { type: "captured", path: absolute };
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
