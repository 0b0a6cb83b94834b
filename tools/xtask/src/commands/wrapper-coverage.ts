import { UsageError, type CommandResult, type OptionSpec } from "@lockstep/kernel";
import { compareArtifacts, writeArtifacts, type Artifact } from "../artifacts.ts";
import { checkOption, staleResult } from "../check-option.ts";
import { cliRoot, readDescriptor, readRules, rootOptions, rootWords, versionOption, type CliRoot } from "../cli-root.ts";
import { keptRecordingPath, planRecipe, recipeOf, type RecordingRecipe } from "../recording/kept-recording.ts";
import { RECORDING_TIMEOUT_MS, recordKept, recordWrapper } from "../recording/record-wrapper.ts";
import { planWrapperCoverage } from "../stages/wrapper-coverage.ts";
import { timeOption } from "../timestamps.ts";
import { defineCommand, type World } from "../world.ts";

/** What `--record` takes and deriving does not. */
const recordOptions = {
  save: {
    type: "boolean",
    describe: "With --record: keep the command in cli.json, so that parity and verify record by themselves",
  },
  "wrapper-version": { type: "string", describe: "With --record: the wrapper's own version" },
  version: {
    type: "string",
    format: versionOption.format,
    describe: "With --record: the upstream version that the wrapper is meant for (default: the newest committed)",
  },
  binary: { type: "string", describe: "With --record: the binary of that version, asked about flags that no snapshot has" },
  answers: { type: "string", describe: "With --record: what the stand-in answers: a program, or a file with captured output" },
  project: { type: "string", describe: "With --record: copy this folder with its node_modules, and run the command in the copy" },
  replace: { type: "list", describe: "With --project: a file of it that the stand-in replaces (repeatable)" },
  "timeout-ms": { type: "number", describe: `With --record: time for the command (default: ${String(RECORDING_TIMEOUT_MS)})` },
} satisfies Record<string, OptionSpec>;

/** Derives `wrapper_coverage.json` from the command lines that the wrapper's scenarios emit. */
export const wrapperCoverage = defineCommand({
  name: "wrapper-coverage",
  summary: "Derive what the wrapper supports from the command lines it emits",
  examples: [
    "xtask wrapper-coverage",
    "xtask wrapper-coverage --check",
    "xtask wrapper-coverage --cli codex --record --wrapper-version 1.4.0 --out recorded.json -- python3 -m unittest",
    "xtask wrapper-coverage --cli codex --record --save --wrapper-version 1.4.0 -- cargo test",
  ],
  options: {
    ...rootOptions,
    out: { type: "string", describe: "Write here (default: <root>/wrapper_coverage.json; with --record nowhere)" },
    from: {
      type: "string",
      format: { pattern: /\S/, wanted: "a command" },
      describe: "The command that prints a WrapperScenarios document (default: wrapper.scenarios of cli.json)",
    },
    "generated-at": timeOption("generated_at"),
    check: checkOption,
    record: {
      type: "boolean",
      describe: "Run the command behind -- against a stand-in of the CLI, and make a WrapperScenarios document of what it calls",
    },
    ...recordOptions,
    command: {
      type: "command",
      placeholder: "<command>...",
      describe: "With --record: what runs the wrapper, such as its tests (default: that of cli.json)",
    },
  },
  exits: {
    0: "done; with `--check`: the file is current",
    2: "`--check` found the file stale; `--record` found something `removed`, `wrong` or `unasked`, and the document is written all the same",
    3: "the wrapper's command failed, a recording has no call, or its scenarios give no valid coverage; the committed file is untouched",
    64: "wrong command line",
  },
  documents: ["wrapper-coverage.record.v1", "wrapper-coverage.v1"],
  reads: (options) => [`${cliRoot(options).root}/snapshots/*/*.json`, `${cliRoot(options).root}/cli.json`, cliRoot(options).rulesPath],
  writes: (options) => writtenPaths(options, cliRoot(options)),
  async run(options, world) {
    const where = cliRoot(options);
    checkTogether(options);
    const timeoutMs = options["timeout-ms"] ?? RECORDING_TIMEOUT_MS;
    if (options.record && options.save) return recordAndSave(world, where, options, timeoutMs);
    if (options.record && options.command.length === 0) return recordKept(world, where, await savedRecipe(world, where), timeoutMs);
    if (options.record)
      return recordWrapper(world, where, {
        command: options.command,
        wrapperVersion: options["wrapper-version"] ?? "",
        version: options.version,
        binary: options.binary,
        answers: options.answers,
        project: options.project,
        replaced: options.replace,
        timeoutMs,
        out: options.out,
      });
    const plan = await planWrapperCoverage(world, where, await readRules(world.files, where), options.from);
    const artifact: Artifact = { ...plan.artifact, path: options.out ?? plan.artifact.path };
    if (options.check) return staleResult("wrapper-coverage.v1", await compareArtifacts(world, [artifact]), fixOf(options, where));
    const newest = plan.versions.at(-1);
    const changes = await writeArtifacts(world, [artifact], {
      option: options["generated-at"],
      optionName: "generated-at",
      root: where.root,
      version: newest,
    });
    const written = changes.written.length > 0;
    return {
      status: "ok",
      data: {
        schema: "wrapper-coverage.v1",
        path: artifact.path,
        written,
        scenarios: plan.scenarios,
        versions: plan.versions,
        units: plan.units,
      },
      text: `${artifact.path} (${written ? "written" : "unchanged"}): ${String(plan.units)} entries from ${String(plan.scenarios)} scenarios, read with ${plan.versions.join(", ")}${written && artifact.path === plan.artifact.path ? `\nThe reports of these versions may be stale now: xtask verify ${rootWords(where)} --fix` : ""}`,
    };
  },
});

function writtenPaths(
  {
    out,
    record,
    save,
    command,
  }: { readonly out?: string | undefined; readonly record: boolean; readonly save: boolean; readonly command: readonly string[] },
  where: CliRoot,
): readonly string[] {
  if (out !== undefined) return [out];
  if (!record) return [`${where.root}/wrapper_coverage.json`];
  return [...(save ? [`${where.root}/cli.json`] : []), ...(save || command.length === 0 ? [keptRecordingPath(where)] : [])];
}

/** Throws `UsageError` for options that belong to the other way of working. */
function checkTogether(options: Readonly<Record<string, unknown>>): void {
  const isGiven = (name: string): boolean => {
    const value = options[name];
    return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== false;
  };
  const hint = "xtask wrapper-coverage --help";
  const isRecording = isGiven("record");
  for (const name of isRecording ? ["from", "check", "generated-at"] : Object.keys(recordOptions)) {
    if (!isGiven(name)) continue;
    const message = isRecording ? `The options "--record" and "--${name}" exclude each other` : `The option "--${name}" needs "--record"`;
    throw new UsageError(isRecording ? "OPTION_CONFLICT" : "OPTION_NEEDS", message, { hint });
  }
  if (!isRecording && isGiven("command")) throw new UsageError("OPTION_NEEDS", 'A command behind "--" needs "--record"', { hint });
  if (isGiven("replace") && !isGiven("project")) throw new UsageError("OPTION_NEEDS", 'The option "--replace" needs "--project"', { hint });
  if (!isRecording) return;
  // What is recorded again and again has to come out the same on every machine.
  const loose = ["out", "version", "binary", "project", "replace"].filter(isGiven);
  if (isGiven("save") && loose[0] !== undefined)
    throw new UsageError("OPTION_CONFLICT", `The options "--save" and "--${loose[0]}" exclude each other`, { hint });
  if (!isGiven("command")) {
    if (isGiven("save") || loose.length > 0 || isGiven("wrapper-version") || isGiven("answers"))
      throw new UsageError("OPTION_MISSING", '"--record" needs a command behind "--"', { hint: recordExample });
    return;
  }
  if (!isGiven("wrapper-version"))
    throw new UsageError("OPTION_MISSING", '"--record" needs the option "--wrapper-version"', {
      hint: "It is the version of the wrapper's own package, not that of the CLI",
    });
}

const recordExample = "For example: xtask wrapper-coverage --record --save --wrapper-version 1.4.0 -- npm test";

/** Records by what is given, and when that was possible keeps it in `cli.json`. */
async function recordAndSave(
  world: World,
  where: CliRoot,
  given: { readonly command: readonly string[]; readonly "wrapper-version": string | undefined; readonly answers: string | undefined },
  timeoutMs: number,
): Promise<CommandResult> {
  const { command, answers, "wrapper-version": version = "" } = given;
  const recipe = { wrapper_version: version, command, ...(answers === undefined ? {} : { answers }) };
  const { path, text } = await planRecipe(world, where, recipe);
  const result = await recordKept(world, where, recipe, timeoutMs);
  await world.files.writeText(path, text);
  return { ...result, text: `${result.text}\n${path} has the command: parity and verify record by themselves` };
}

/** The recipe of `cli.json`. Throws `UsageError` when there is none. */
async function savedRecipe(world: World, where: CliRoot): Promise<RecordingRecipe> {
  const recipe = recipeOf(await readDescriptor(world.files, where));
  if (recipe !== undefined) return recipe;
  throw new UsageError("OPTION_MISSING", `"--record" needs a command behind "--": "${where.root}/cli.json" has none in "wrapper.record"`, {
    hint: recordExample,
  });
}

function fixOf({ from, out }: { readonly from: string | undefined; readonly out: string | undefined }, where: CliRoot): string {
  const given = Object.entries({ from, out }).flatMap(([name, value]) => (value === undefined ? [] : [` --${name} '${value}'`]));
  return `xtask wrapper-coverage ${rootWords(where)}${given.join("")}`;
}
