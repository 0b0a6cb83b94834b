import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { parseContract, type CliDescriptor, type UpstreamSnapshotV1 } from "@lockstep/contracts";
import { missingFrom, type SnapshotDifference } from "@lockstep/surface";
import { withDownload } from "../src/acquisition/download.ts";
import type { Outside } from "../src/world.ts";

/** What became of one check; without a problem it passed. */
export interface Outcome {
  readonly name: string;
  readonly problem: string | undefined;
}

type RunXtask = (argv: readonly string[]) => Promise<string | undefined>;

/**
 * Snapshots the binary of every independent snapshot in `folder`, fetched from the registry by its SHA-256, and asks that
 * ours has every unit of theirs with equal fields.
 */
export async function checkBinaries(folder: string, world: Outside, runXtask: RunXtask): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const file of existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith(".json"))
        .toSorted()
    : []) {
    const path = join(folder, file);
    const reference = parseContract("UpstreamSnapshotV1", path, readFileSync(path, "utf8"));
    const temporary = mkdtempSync(join(tmpdir(), "conformance-"));
    try {
      const problem = await checkBinary(reference, temporary, world, runXtask);
      const units = reference.commands.reduce((sum, { flags, args }) => sum + 1 + (flags?.length ?? 0) + (args?.length ?? 0), 0);
      outcomes.push({ name: `binaries/${file} (${String(units)} units)`, problem });
    } finally {
      rmSync(temporary, { recursive: true });
    }
  }
  return outcomes;
}

async function checkBinary(
  reference: UpstreamSnapshotV1,
  temporary: string,
  world: Outside,
  runXtask: RunXtask,
): Promise<string | undefined> {
  const { target_triple: target, semantic_version: version = "", sha256 } = reference.binary;
  const cli = findCli(reference.tool);
  if (cli === undefined) return `no manifests/*/cli.json has the tool "${reference.tool}"`;
  const binary = await fetchBinary(cli, version, target, sha256, world);
  for (const name of ["cli.json", "RULES.json"]) copyFileSync(join("manifests", cli.id, name), join(temporary, name));
  const outFile = join(temporary, "snapshots", version, `${target}.json`);
  mkdirSync(join(temporary, "snapshots", version), { recursive: true });
  const { arch = "" } = cli.targets.find(({ target_triple }) => target_triple === target) ?? {};
  const via = arch === world.host.arch ? [] : [`--via=qemu-${arch}-static`];
  const failure = await runXtask(["snapshot", "--cli", cli.id, "--root", temporary, "--binary", binary, "--out-file", outFile, ...via]);
  if (failure !== undefined) return failure;
  const ours = parseContract("UpstreamSnapshotV1", outFile, readFileSync(outFile, "utf8"));
  const differences = missingFrom(reference, ours);
  return differences.length === 0 ? undefined : differences.slice(0, 20).map(describe).join("\n");
}

function findCli(tool: string): CliDescriptor | undefined {
  const paths = readdirSync("manifests").map((name) => join("manifests", name, "cli.json"));
  return paths
    .filter((path) => existsSync(path))
    .map((path) => parseContract("CliDescriptor", path, readFileSync(path, "utf8")))
    .find((descriptor) => descriptor.tool === tool);
}

/** The binary with that SHA-256: from the cache, else from the platform's package, else from the CLI's main package. */
async function fetchBinary(cli: CliDescriptor, version: string, target: string, sha256: string, world: Outside): Promise<string> {
  const template = cli.artifacts.find(({ target_triple }) => target_triple === target);
  if (template?.type !== "npm") throw new Error(`manifests/${cli.id}/cli.json has no artifact for ${target}`);
  const kept = world.files.absolute(`.cache/conformance/${sha256}/${basename(template.files[0] ?? cli.binary)}`);
  if (existsSync(kept) && (await world.files.sha256(kept)) === sha256) return kept;
  const tried: string[] = [];
  for (const packageVersion of [template.version.replaceAll("{version}", version), version]) {
    const spec = `${template.package}@${packageVersion}`;
    try {
      const { integrity } = await world.packages.describe(template.package, packageVersion);
      const source = { type: "npm" as const, package: template.package, version: packageVersion };
      const artifact = { source, root: `manifests/${cli.id}`, integrity, integritySource: "the registry" };
      await withDownload(world, artifact, { entries: template.files, isWhole: false }, async (download) => {
        if (download.sha256 !== sha256) throw new Error(`has SHA-256 ${download.sha256}`);
        await world.binaries.keep(download.path, kept);
      });
      return kept;
    } catch (error) {
      tried.push(`${spec}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  throw new Error(`No package has the binary with SHA-256 ${sha256}:\n${tried.join("\n")}`);
}

function describe({ unit, path, key, name, field, expected, actual }: SnapshotDifference): string {
  const what = [path.length === 0 ? "(root)" : path.join(" "), key ?? name ?? ""].join(" ").trim();
  return `${unit} "${what}"${field === undefined ? "" : ` ${field}`}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(actual) ?? "nothing"}`;
}
