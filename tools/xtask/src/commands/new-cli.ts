import { InputError, UsageError, type PackageClient, type PackageManifest } from "@lockstep/kernel";
import { frameworkNames } from "@lockstep/surface";
import { cliRoot, rootOptions, rootWords } from "../cli-root.ts";
import { platformPackages } from "../scaffold/platform-packages.ts";
import { chooseBinary, planScaffold, programOf } from "../scaffold/plan-scaffold.ts";
import { defineCommand } from "../world.ts";

/** Writes the manifest root of a CLI that is not tracked yet, from what its npm package says of itself. */
export const newCli = defineCommand({
  name: "new-cli",
  summary: "Begin to track a CLI: its manifest root, from what its npm package says",
  examples: [
    "xtask new-cli --cli turbo --npm turbo --framework clap",
    "xtask new-cli --cli sentry --npm @sentry/cli --framework clap --dry-run",
  ],
  options: {
    cli: {
      type: "string",
      required: true,
      describe: "The name of the CLI, and of its folder in manifests/",
      format: rootOptions.cli.format,
    },
    root: rootOptions.root,
    npm: { type: "string", required: true, describe: "The npm package that users install" },
    binary: {
      type: "string",
      describe: "The command's name (default: the only program of the package)",
      format: { pattern: /^(?!\.{1,2}$)[^/\\]+$/, wanted: "the name of a program" },
    },
    framework: { type: "string", default: "auto", choices: frameworkNames, describe: "Which parser reads its help" },
    "dry-run": { type: "boolean", describe: "Say what would be written and write nothing" },
  },
  exits: {
    0: "written, or shown",
    3: "the folder is there already, the package is unknown or its program is no file in it, or npm failed",
    64: "wrong command line, or it is not certain which program is meant",
    75: "the registry is rate-limited",
  },
  documents: ["new-cli.v1"],
  reads: (options) => [`${cliRoot({ ...options, rules: undefined }).root}/**`],
  writes: (options) => (options["dry-run"] ? [] : [`${cliRoot({ ...options, rules: undefined }).root}/**`]),
  async run(options, world) {
    const { cli, npm, framework } = options;
    if (!/^(?:@[\w.~-]+\/)?[\w~-][\w.~-]*$/.test(npm)) {
      throw new UsageError("OPTION_VALUE", `The option "--npm" is "${npm}", expected the name of an npm package`, {
        hint: "Without version or URL, such as turbo or @sentry/cli",
      });
    }
    const where = cliRoot({ ...options, rules: undefined });
    const { root } = where;
    const present = (await world.files.list(root)) ?? [];
    if (present.length > 0 || (await world.files.stat(root))?.type === "file") {
      throw new InputError("CLI_EXISTS", `"${root}" is there already; a new CLI needs a folder of its own`, {
        hint: `Choose another name with --cli, or change what is there by hand: xtask validate ${rootWords(where)}`,
      });
    }
    const manifest = await world.packages.inspect(npm, "latest");
    const binary = chooseBinary(npm, manifest, options.binary);
    const platformBins = await inspectPlatforms(world.packages, manifest, binary);
    const scaffold = planScaffold({ id: cli, package: npm, manifest, platformBins, binary, framework });
    const files = new Map([...scaffold].map(([path, text]) => [`${root}/${path}`, text]));
    if (!options["dry-run"]) await world.files.writeAll(files);
    const words = rootWords(where);
    const next = [
      `Review ${root}/cli.json: the paths in "files", and in "env" what turns its updates and telemetry off`,
      `xtask acquire ${words} --version ${manifest.version} --pin`,
      `xtask parity ${words} --version ${manifest.version}`,
    ];
    const verb = options["dry-run"] ? "would write" : "wrote";
    return {
      status: "ok",
      data: { schema: "new-cli.v1", cli, root, version: manifest.version, isWritten: !options["dry-run"], files: [...files.keys()], next },
      text: [
        `${verb} ${String(files.size)} files of ${cli}, ${npm} ${manifest.version}:`,
        ...[...files.keys()].map((path) => `  ${path}`),
        ...(options["dry-run"] ? [`${root}/cli.json:`, ...indented(scaffold.get("cli.json") ?? "")] : []),
        "Next:",
        ...next.map((step) => `  ${step}`),
        "All steps: docs/adding-a-cli.md",
      ].join("\n"),
    };
  },
});

/** The program that each platform's package names, by target; one that names none, or that this registry lacks, is left to the defaults. */
async function inspectPlatforms(packages: PackageClient, manifest: PackageManifest, binary: string): Promise<ReadonlyMap<string, string>> {
  const bins = new Map<string, string>();
  for (const { target, package: name, version } of platformPackages(manifest)) {
    const bin = await binOf(packages, name, version.replaceAll("{version}", manifest.version));
    const named = programOf({ bin }, binary) ?? (Object.keys(bin).length === 1 ? Object.values(bin)[0] : undefined);
    if (named !== undefined) bins.set(target, named);
  }
  return bins;
}

async function binOf(packages: PackageClient, name: string, version: string): Promise<PackageManifest["bin"]> {
  try {
    return (await packages.inspect(name, version)).bin;
  } catch (error) {
    if (error instanceof InputError) return {};
    throw error;
  }
}

function indented(text: string): readonly string[] {
  return text
    .trimEnd()
    .split("\n")
    .map((line) => `  ${line}`);
}
