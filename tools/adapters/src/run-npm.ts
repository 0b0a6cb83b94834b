import { BusyError, EnvironmentError, InputError } from "@lockstep/kernel";

/** The variables of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

const timeoutMinutes = 30;

/** So many that what npm says of them stays some megabytes. */
const VERSIONS_AT_ONCE = 50;

/** The words of `npm` that ask for fields of a package. What follows "--" is never an option, whatever it looks like. */
export function viewArgs(spec: string, fields: readonly string[]): readonly string[] {
  return ["view", "--json", "--loglevel", "error", "--", spec, ...fields];
}

/** Names versions of a package for `viewArgs`, many at once. */
export function versionSpecs(name: string, versions: readonly string[]): readonly string[] {
  return Array.from({ length: Math.ceil(versions.length / VERSIONS_AT_ONCE) }, (_, index) => {
    const some = versions.slice(index * VERSIONS_AT_ONCE, (index + 1) * VERSIONS_AT_ONCE);
    return `${name}@${some.join(" || ")}`;
  });
}

/** Takes a failure for `nothing` where the registry has none of what was asked about, for which npm fails; else throws it. */
export function unlessUnknown<Nothing>(nothing: Nothing): (error: unknown) => Nothing {
  return (error) => {
    if (error instanceof InputError && error.code === "PACKAGE_UNKNOWN") return nothing;
    throw error;
  };
}

/** Runs npm and returns its standard output. Throws what its failure means. */
export async function runNpm(env: Environment, stop: AbortSignal | undefined, args: readonly string[]): Promise<string> {
  // Only a download needs them, and they are slow to load.
  const [{ execa }, { redact }] = await Promise.all([import("execa"), import("@lockstep/runtime")]);
  const limits = { timeout: timeoutMinutes * 60_000, ...(stop === undefined ? {} : { cancelSignal: stop }) };
  const result = await execa("npm", args, { env, extendEnv: false, stdin: "ignore", reject: false, ...limits });
  stop?.throwIfAborted();
  if (!result.failed) return result.stdout;
  const command = `npm ${args.join(" ")}`;
  // The code of the failed start. npm has codes of its own with the same names, and writes them to standard error.
  if (result.code === "ENOENT") {
    throw new EnvironmentError("PACKAGE_CLIENT", `"${command}" could not start: npm is not on the PATH`, {
      hint: "Install Node.js with npm",
    });
  }
  const end =
    result.exitCode !== undefined
      ? `with exit code ${String(result.exitCode)}`
      : result.timedOut
        ? `after ${String(timeoutMinutes)} minutes without an end`
        : `without an exit code (${result.signal ?? result.code ?? "no signal"})`;
  throw npmError(`"${command}" failed in "${process.cwd()}" ${end}`, redact(result.stderr, presentOf(env)));
}

/** Says what an unsuccessful `npm` means, by the code in its error output. */
function npmError(failure: string, stderr: string): Error {
  const shown = tellingLines(stderr).slice(-8);
  const message = [`${failure}${shown.length === 0 ? "" : ":"}`, ...shown].join("\n  ");
  const [, code = ""] = /npm (?:error|ERR!) code (\S+)/.exec(stderr) ?? [];
  if (busyCodes.has(code) || /^npm (?:error|ERR!) network timeout at: /m.test(stderr)) {
    return new BusyError("REGISTRY_BUSY", `The registry does not answer at present: ${message}`, {
      hint: "Run the command again later; if that does not help, check the registry in your npm configuration",
    });
  }
  switch (code) {
    case "E404":
    case "ETARGET":
      return new InputError("PACKAGE_UNKNOWN", `The registry does not have it: ${message}`, {
        hint: "Check the package and its version in cli.json",
      });
    case "E429":
      return new BusyError("REGISTRY_BUSY", `The registry is rate-limited: ${message}`, {
        hint: "Run the command again later",
      });
    case "EINTEGRITY":
      return new InputError("ARTIFACT_INTEGRITY", `What the registry sends is not what it says it has: ${message}`, {
        hint: "Nothing was kept. Find out what changed the package (a mirror, a proxy, an attack) before you trust it",
      });
    case "E401":
    case "E403":
    case "ENEEDAUTH":
      return new EnvironmentError("PACKAGE_CLIENT", `The registry wants credentials: ${message}`, {
        hint: "Log in with: npm login --registry <url>, or set the token of the registry in your .npmrc",
      });
    default:
      return new EnvironmentError("PACKAGE_CLIENT", message, { hint: "Check the network and the registry in your npm configuration" });
  }
}

/** What npm calls answers and silences of a registry that may be over at the next call. */
const busyCodes: ReadonlySet<string> = new Set([
  "E502",
  "E503",
  "E504",
  "ETIMEDOUT",
  "ESOCKETTIMEDOUT",
  "ECONNECTIONTIMEOUT",
  "EIDLETIMEOUT",
  "ERESPONSETIMEOUT",
  "ETRANSFERTIMEOUT",
  "ERR_SOCKET_TIMEOUT",
]);

/** Advice that npm adds to every error of a kind. */
const chatter =
  /A complete log of this run|Note that you can also install from|tarball, folder, http url|In most cases you or one of your dep|a package version that doesn't exist/;

/** The lines of npm's error output that are particular to this error. */
function tellingLines(stderr: string): readonly string[] {
  const lines = stderr.split("\n").map((line) => line.trimEnd());
  // npm separates paragraphs with a line that has the prefix of the others and nothing else.
  return lines.filter((line) => line !== "" && !chatter.test(line) && !lines.some((other) => other.startsWith(`${line} `)));
}

export function presentOf(env: Environment): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
