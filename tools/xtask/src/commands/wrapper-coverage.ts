import { UsageError, type OptionSpec } from "@lockstep/kernel";
import { compareArtifacts, writeArtifacts, type Artifact } from "../artifacts.ts";
import { checkOption, staleResult } from "../check-option.ts";
import { cliRoot, readRules, rootOptions, rootWords, versionOption, type CliRoot } from "../cli-root.ts";
import { recordWrapper } from "../recording/record-wrapper.ts";
import { planWrapperCoverage } from "../stages/wrapper-coverage.ts";
import { timeOption } from "../timestamps.ts";
import { defineCommand } from "../world.ts";

const DEFAULT_TIMEOUT_MS = 600_000;

/** What `--record` takes and deriving does not. */
const recordOptions = {
  "wrapper-version": { type: "string", describe: "With --record: the wrapper's own version; needed" },
  version: {
    type: "string",
    format: versionOption.format,
    describe: "With --record: the upstream version that the wrapper is meant for (default: the newest committed)",
  },
  binary: { type: "string", describe: "With --record: the binary of that version, asked about flags that no snapshot has" },
  answers: { type: "string", describe: "With --record: what the stand-in answers: a program, or a file with captured output" },
  project: { type: "string", describe: "With --record: copy this folder with its node_modules, and run the command in the copy" },
  replace: { type: "list", describe: "With --project: a file of it that the stand-in replaces (repeatable)" },
  "timeout-ms": { type: "number", describe: `With --record: time for the command (default: ${String(DEFAULT_TIMEOUT_MS)})` },
} satisfies Record<string, OptionSpec>;

/** Derives `wrapper_coverage.json` from the command lines that the wrapper's scenarios emit. */
export const wrapperCoverage = defineCommand({
  name: "wrapper-coverage",
  summary: "Derive what the wrapper supports from the command lines it emits",
  examples: [
    "xtask wrapper-coverage",
    "xtask wrapper-coverage --check",
    "xtask wrapper-coverage --cli codex --record --wrapper-version 1.4.0 --out recorded.json -- python3 -m unittest",
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
    command: { type: "command", placeholder: "<command>...", describe: "With --record: what runs the wrapper, such as its tests" },
  },
  exits: {
    0: "done; with `--check`: the file is current",
    2: "`--check` found the file stale; `--record` found something `removed`, `wrong` or `unasked`, and the document is written all the same",
    3: "the wrapper's command failed, a recording has no call, or its scenarios give no valid coverage; the committed file is untouched",
    64: "wrong command line",
  },
  documents: ["wrapper-coverage.record.v1", "wrapper-coverage.v1"],
  reads: (options) => [`${cliRoot(options).root}/snapshots/*/*.json`, `${cliRoot(options).root}/cli.json`, cliRoot(options).rulesPath],
  writes: (options) => [options.out ?? (options.record ? [] : [`${cliRoot(options).root}/wrapper_coverage.json`])].flat(),
  async run(options, world) {
    const where = cliRoot(options);
    checkTogether(options);
    if (options.record)
      return recordWrapper(world, where, {
        command: options.command,
        wrapperVersion: options["wrapper-version"] ?? "",
        version: options.version,
        binary: options.binary,
        answers: options.answers,
        project: options.project,
        replaced: options.replace,
        timeoutMs: options["timeout-ms"] ?? DEFAULT_TIMEOUT_MS,
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
  if (!isGiven("command"))
    throw new UsageError("OPTION_MISSING", '"--record" needs a command behind "--"', {
      hint: "For example: xtask wrapper-coverage --record --wrapper-version 1.4.0 -- npm test",
    });
  if (!isGiven("wrapper-version"))
    throw new UsageError("OPTION_MISSING", '"--record" needs the option "--wrapper-version"', {
      hint: "It is the version of the wrapper's own package, not that of the CLI",
    });
}

function fixOf({ from, out }: { readonly from: string | undefined; readonly out: string | undefined }, where: CliRoot): string {
  const given = Object.entries({ from, out }).flatMap(([name, value]) => (value === undefined ? [] : [` --${name} '${value}'`]));
  return `xtask wrapper-coverage ${rootWords(where)}${given.join("")}`;
}
