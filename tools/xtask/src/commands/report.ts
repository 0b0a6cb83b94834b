import { UsageError, type CommandResult, type OptionSpec, type OptionsOf } from "@lockstep/kernel";
import { deltaTable } from "@lockstep/parity";
import { compareArtifacts, writeArtifacts } from "../artifacts.ts";
import { checkOption, staleResult } from "../check-option.ts";
import { cliRoot, readRules, rootOptions, rootWords, versionOption } from "../cli-root.ts";
import { allRoots } from "../manifest-roots.ts";
import { defaultPagesFolder, reportFormats } from "../pages/report-formats.ts";
import { renderWorkQueue, selectQueue, summariseQueue } from "../work-queue.ts";
import { planReports } from "../stages/report.ts";
import { timeOption } from "../timestamps.ts";
import { defineCommand, type World } from "../world.ts";

const { required: _required, ...optionalVersion } = versionOption;
const hint = "xtask report --help";

const reportOptions = {
  ...rootOptions,
  version: { ...optionalVersion, describe: "The upstream version; html and md tell of the newest by default" },
  format: {
    type: "string",
    default: "json",
    format: { pattern: /^(?:json|html|md)(?:,(?:json|html|md))*$/, wanted: "json, html, md, or several of them with commas between" },
    describe: "json: the reports; html: pages of all versions; md: a summary, printed; or several, as in html,md",
  },
  "out-dir": { type: "string", describe: `With html: the folder of the pages (default: ${defaultPagesFolder})` },
  all: { type: "boolean", describe: "With html or md: every CLI of manifests/, and their index" },
  show: { type: "boolean", describe: "Print the work queue and write nothing" },
  command: { type: "string", describe: "With --show: only this command and those below it, for example 'mcp add'" },
  target: { type: "string", describe: "With --show: only what is missing on this target" },
  coverage: { type: "string", describe: "With --show: the coverage of another wrapper, such as a recorded one" },
  delta: {
    type: "list",
    choices: deltaTable.map(({ delta }) => delta),
    describe: "With --show: only these lists, for example missing_flags (repeatable)",
  },
  "generated-at": timeOption("generated_at"),
  check: checkOption,
} as const satisfies Record<string, OptionSpec>;

type ReportOptions = OptionsOf<typeof reportOptions>;
type OptionName = keyof typeof reportOptions;

/** Writes the coverage reports of one version, shows the work queue that they hold, or renders what is committed as pages. */
export const report = defineCommand({
  name: "report",
  summary: "Compare upstream with the wrapper: the deltas are the work queue",
  examples: [
    "xtask report --version 0.125.0",
    "xtask report --version 0.125.0 --show --command 'mcp add'",
    "xtask report --version 0.125.0 --show --target x86_64-unknown-linux-musl",
    "xtask report --format html --all",
    "xtask report --format md --cli claude_code",
  ],
  options: reportOptions,
  exits: {
    0: "done, whatever the queue holds, and `Nothing in these lists.` where `--delta`, `--command` or `--target` leaves nothing of it; with `--check`: the files are current",
    2: "`--check` found a file stale",
    3: "the union or the coverage is missing or cannot be judged; with `--all` the other CLIs have their pages all the same",
    64: "wrong command line",
  },
  documents: ["report.pages.v1", "report.show.v1", "report.v1"],
  reads: (options) => {
    const { root, rulesPath } = cliRoot(options);
    const { isPlain } = reportFormats(options.format);
    if (!isPlain) return [`${options.all ? "manifests/*" : root}/**`, rulesPath, "crates-wrapper/**", "docs/findings.md"];
    return [`${root}/snapshots/${options.version ?? "*"}/union.json`, options.coverage ?? `${root}/wrapper_coverage.json`, rulesPath];
  },
  writes: (options) => {
    const { json, html } = reportFormats(options.format);
    if (options.show) return [];
    return [
      ...(json ? [`${cliRoot(options).root}/reports/${options.version ?? "*"}/coverage.*.json`] : []),
      ...(html ? [`${options["out-dir"] ?? defaultPagesFolder}/*.html`] : []),
    ];
  },
  async run(options, world) {
    refuseMisfits(options);
    const { json, isPlain } = reportFormats(options.format);
    const reports = json ? await runReports(options, world) : undefined;
    if (isPlain && reports !== undefined) return reports;
    const { renderPages } = await import("../pages/render-pages.ts");
    return renderPages(world, {
      roots: options.all ? await allRoots(world.files) : [cliRoot(options)],
      folder: (options["out-dir"] ?? defaultPagesFolder).replace(/(?<=.)\/+$/, ""),
      hasIndex: options.all,
      version: options.version,
      formats: reportFormats(options.format),
      reports,
    });
  },
});

/** Writes the reports of a version, or checks them, or shows their queue. */
async function runReports(options: ReportOptions, world: World): Promise<CommandResult> {
  const { version } = options;
  if (version === undefined) {
    throw new UsageError("OPTION_MISSING", `"xtask ${world.invokedAs}" needs the option "--version"`, {
      hint: `xtask ${world.invokedAs} --help`,
    });
  }
  const where = cliRoot(options);
  const plan = await planReports(world.files, where, await readRules(world.files, where), version, options.coverage);
  const { artifacts, reports } = plan;
  if (options.check)
    return staleResult("report.v1", await compareArtifacts(world, artifacts), `xtask report ${rootWords(where)} --version ${version}`);
  if (options.show) {
    const choice = { command: options.command, target: options.target, deltas: options.delta };
    const queue = selectQueue(plan, choice);
    return {
      status: "ok",
      data: { schema: "report.show.v1", version, target: options.target ?? null, ...queue },
      text: renderWorkQueue(version, queue, choice),
    };
  }
  const changes = await writeArtifacts(world, artifacts, {
    option: options["generated-at"],
    optionName: "generated-at",
    root: where.root,
    version,
  });
  const lines = [
    ...changes.written.map((path) => `${path} (written)`),
    ...changes.removed.map((path) => `${path} (removed)`),
    ...changes.unchanged.map((path) => `${path} (unchanged)`),
  ];
  return {
    status: "ok",
    data: { schema: "report.v1", version, ...changes, counts: summariseQueue(reports[0]).counts },
    text: `${lines.join("\n")}\n${summariseQueue(reports[0]).text}`,
  };
}

/** Refuses options that mean nothing together. Throws `UsageError`. */
function refuseMisfits(options: ReportOptions): void {
  const { json, html, isPlain } = reportFormats(options.format);
  const isGiven = (name: OptionName): boolean => {
    const value = options[name];
    return value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0);
  };
  const needs = (name: OptionName, other: string): UsageError =>
    new UsageError("OPTION_NEEDS", `The option "--${name}" needs ${other}`, { hint });
  const excludes = (name: OptionName, other: string): UsageError =>
    new UsageError("OPTION_CONFLICT", `The options "--${name}" and "${other}" exclude each other`, { hint });
  for (const name of ["command", "target", "coverage", "delta"] as const) if (!options.show && isGiven(name)) throw needs(name, '"--show"');
  if (options.show && options.check) throw excludes("show", "--check");
  for (const name of ["show", "check"] as const) if (!isPlain && isGiven(name)) throw excludes(name, `--format ${options.format}`);
  if (!json && isGiven("generated-at")) throw needs("generated-at", 'the format "json"');
  if (!html && isGiven("out-dir")) throw needs("out-dir", 'the format "html"');
  if (!options.all) return;
  if (isPlain) throw needs("all", 'the format "html" or "md"');
  if (json) throw excludes("all", `--format ${options.format}`);
  for (const name of ["version", "root", "rules"] as const) if (isGiven(name)) throw excludes("all", `--${name}`);
}
