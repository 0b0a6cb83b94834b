import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { BusyError, EnvironmentError, InputError, type PackageClient } from "@lockstep/kernel";

type Environment = Readonly<Record<string, string | undefined>>;

const timeoutMs = 30 * 60_000;

/** The machine's `npm`, with the user's own registry, proxy and credentials: its environment and configuration files. */
export function npmPackageClient(env: Environment): PackageClient {
  return {
    async fetchArchive(name, version, intoFolder) {
      const args = ["pack", `${name}@${version}`, "--pack-destination", intoFolder, "--ignore-scripts", "--loglevel", "error"];
      await runNpm(env, args);
      const archives = (await readdir(intoFolder)).filter((file) => file.endsWith(".tgz"));
      const [archive] = archives;
      if (archive === undefined || archives.length > 1) {
        throw new EnvironmentError(
          "PACKAGE_CLIENT",
          `"npm ${args.join(" ")}" left ${String(archives.length)} archives in "${intoFolder}", expected one`,
        );
      }
      return join(intoFolder, archive);
    },
    async describe(name, version) {
      const args = ["view", `${name}@${version}`, "dist.integrity", "time", "--json", "--loglevel", "error"];
      const output = await runNpm(env, args);
      const { integrity, publishedAt } = readDescription(output, version);
      if (integrity === undefined || publishedAt === undefined) {
        throw new InputError("PACKAGE_UNKNOWN", `The registry has no package "${name}" in version "${version}"`, {
          hint: `npm view ${name} versions`,
        });
      }
      return { integrity, publishedAt };
    },
  };
}

/** Reads what `npm view <spec> dist.integrity time --json` prints; it prints nothing for an unknown version. */
function readDescription(
  output: string,
  version: string,
): { readonly integrity: string | undefined; readonly publishedAt: string | undefined } {
  const view: { readonly "dist.integrity"?: unknown; readonly time?: Readonly<Record<string, unknown>> } =
    output.trim() === "" ? {} : JSON.parse(output);
  const integrity = view["dist.integrity"];
  const time = view.time?.[version];
  const instant = typeof time === "string" ? new Date(time) : undefined;
  return {
    integrity: typeof integrity === "string" ? integrity : undefined,
    publishedAt: instant === undefined || Number.isNaN(instant.getTime()) ? undefined : instant.toISOString().replace(/\.\d+Z$/, "Z"),
  };
}

async function runNpm(env: Environment, args: readonly string[]): Promise<string> {
  // Only a download needs them, and they are slow to load.
  const [{ execa }, { redact }] = await Promise.all([import("execa"), import("@lockstep/runtime")]);
  const result = await execa("npm", args, { env, extendEnv: false, stdin: "ignore", reject: false, timeout: timeoutMs });
  if (!result.failed) return result.stdout;
  throw npmError(
    `npm ${args.join(" ")}`,
    process.cwd(),
    result.code === "ENOENT" ? "ENOENT" : redact(result.stderr, presentOf(env)),
    result.exitCode,
  );
}

/** Says what an unsuccessful `npm` means, by the code in its error output. */
function npmError(command: string, cwd: string, stderr: string, exitCode: number | undefined): Error {
  const lines = stderr.split("\n").filter((line) => line.trim() !== "" && !line.includes("A complete log of this run"));
  const details = lines
    .slice(-8)
    .map((line) => `\n  ${line}`)
    .join("");
  const message = `"${command}" failed in "${cwd}" with exit code ${exitCode === undefined ? "none" : String(exitCode)}:${details}`;
  const [, code = stderr] = /npm (?:error|ERR!) code (\S+)/.exec(stderr) ?? [];
  switch (code) {
    case "ENOENT":
      return new EnvironmentError("PACKAGE_CLIENT", `"${command}" could not start: npm is not on the PATH`, {
        hint: "Install Node.js with npm",
      });
    case "E404":
    case "ETARGET":
      return new InputError("PACKAGE_UNKNOWN", `The registry does not have it: ${message}`, {
        hint: "Check the package and its version in cli.json",
      });
    case "E429":
      return new BusyError("REGISTRY_BUSY", `The registry is rate-limited: ${message}`, { hint: "Run the command again later" });
    default:
      return new EnvironmentError("PACKAGE_CLIENT", message, { hint: "Check the network and the registry in your npm configuration" });
  }
}

function presentOf(env: Environment): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
