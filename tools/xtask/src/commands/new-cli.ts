import type { CliDescriptor } from "@lockstep/contracts";
import { InputError, UsageError, type PackageClient, type PackageManifest } from "@lockstep/kernel";
import { releasePackage } from "@lockstep/parity/history";
import { frameworkNames } from "@lockstep/surface";
import { bundledDescriptors } from "../bundled-descriptors.ts";
import { cliRoot, rootOptions, rootWords } from "../cli-root.ts";
import { platformPackages } from "../scaffold/platform-packages.ts";
import { chooseBinary, planRoot, planScaffold, programOf } from "../scaffold/plan-scaffold.ts";
import { defineCommand } from "../world.ts";

/** Writes the manifest root of a CLI that is not tracked yet, from what its npm package says of itself. */
export const newCli = defineCommand({
  name: "new-cli",
  summary: "Begin to track a CLI: its manifest root, from what its npm package says",
  examples: [
    "xtask new-cli --cli codex",
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
    npm: { type: "string", describe: "The npm package that users install (default: the descriptor that dist/xtask.mjs has of the CLI)" },
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
    const { cli, npm } = options;
    const bundled = npm === undefined ? bundledDescriptorOf(cli, options) : undefined;
    if (npm !== undefined && !/^(?:@[\w.~-]+\/)?[\w~-][\w.~-]*$/.test(npm)) {
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
    const { scaffold, source, version } =
      bundled === undefined ? await scaffoldOf(world.packages, { ...options, npm: npm ?? "" }) : await rootOf(world.packages, bundled);
    const files = new Map([...scaffold].map(([path, text]) => [`${root}/${path}`, text]));
    if (!options["dry-run"]) await world.files.writeAll(files);
    const words = rootWords(where);
    const next = [
      ...(bundled === undefined
        ? [`Review ${root}/cli.json: the paths in "files", and in "env" what turns its updates and telemetry off`]
        : []),
      `xtask lock add ${words} --version ${version}`,
      `xtask parity ${words} --version ${version}`,
    ];
    const verb = options["dry-run"] ? "would write" : "wrote";
    return {
      status: "ok",
      data: { schema: "new-cli.v1", cli, root, version, isWritten: !options["dry-run"], files: [...files.keys()], next },
      text: [
        `${verb} ${String(files.size)} files of ${cli}, ${source} ${version}:`,
        ...[...files.keys()].map((path) => `  ${path}`),
        ...(options["dry-run"] ? [`${root}/cli.json:`, ...indented(scaffold.get("cli.json") ?? "")] : []),
        "Next:",
        ...next.map((step) => `  ${step}`),
        bundled === undefined ? "All steps: docs/adding-a-cli.md of Lockstep" : "All steps: docs/adopting.md of Lockstep",
      ].join("\n"),
    };
  },
});

/** A new root, where its descriptor comes from, and the newest released version. */
interface PlannedRoot {
  readonly scaffold: ReadonlyMap<string, string>;
  readonly source: string;
  readonly version: string;
}

async function scaffoldOf(
  packages: PackageClient,
  {
    cli,
    npm,
    framework,
    binary: asked,
  }: { readonly cli: string; readonly npm: string; readonly framework: string; readonly binary: string | undefined },
): Promise<PlannedRoot> {
  const manifest = await packages.inspect(npm, "latest");
  const binary = chooseBinary(npm, manifest, asked);
  const platformBins = await inspectPlatforms(packages, manifest, binary);
  const scaffold = planScaffold({ id: cli, package: npm, manifest, platformBins, binary, framework });
  return { scaffold, source: npm, version: manifest.version };
}

async function rootOf(packages: PackageClient, descriptor: CliDescriptor): Promise<PlannedRoot> {
  const source = releasePackage(descriptor) ?? descriptor.id;
  return { scaffold: planRoot(descriptor), source, version: (await packages.inspect(source, "latest")).version };
}

/** The descriptor that this program has of a CLI. Throws `UsageError` when it has none, or an option would describe the CLI otherwise. */
function bundledDescriptorOf(
  cli: string,
  { binary, framework }: { readonly binary: string | undefined; readonly framework: string },
): CliDescriptor {
  const found = Object.hasOwn(bundledDescriptors, cli) ? bundledDescriptors[cli] : undefined;
  const known = Object.keys(bundledDescriptors);
  if (found === undefined) {
    const brings = known.length === 0 ? "no descriptors" : `descriptors of ${known.join(", ")} alone`;
    throw new UsageError("OPTION_MISSING", `The option "--npm" is missing; this xtask brings ${brings}`, {
      hint: `Name the package that users install: xtask new-cli --cli ${cli} --npm <package>`,
    });
  }
  if (binary === undefined && framework === "auto") return found;
  throw new UsageError("OPTION_NEEDS", `The options "--binary" and "--framework" need "--npm": the descriptor of "${cli}" says both`, {
    hint: `Leave them out: xtask new-cli --cli ${cli}`,
  });
}

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
