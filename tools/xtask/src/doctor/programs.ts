import { childEnvironment } from "../child-environment.ts";
import type { World } from "../world.ts";
import type { Check, Examined, Place } from "./check.ts";

/** A program of the system that something in this repository starts. */
export interface SystemProgram {
  readonly program: string;
  readonly debianPackage: string;
  /** The words with which it answers, if not `--version`. */
  readonly answers?: readonly string[];
  readonly neededFor: string;
  /** Absent: for everybody. */
  readonly applies?: (place: Pick<Place, "os" | "arch">) => boolean;
}

const isLinux = ({ os }: Pick<Place, "os">): boolean => os === "linux";

/** What the repository's own commands start. */
const ownPrograms: readonly SystemProgram[] = [
  { program: "git", debianPackage: "git", neededFor: "make preflight and the tests, which list the files with it" },
  { program: "make", debianPackage: "make", neededFor: "make setup, make preflight and the other entrances" },
];

/** What the end-to-end tests start; `make e2e` installs it on Debian. */
export const testPrograms: readonly SystemProgram[] = [
  {
    program: "qemu-aarch64-static",
    debianPackage: "qemu-user-static",
    neededFor: "running Linux arm64 binaries on this machine, and make e2e",
    applies: ({ os, arch }) => os === "linux" && arch !== "aarch64",
  },
  { program: "bwrap", debianPackage: "bubblewrap", neededFor: "make e2e, in which CLIs make their sandboxes with it", applies: isLinux },
  { program: "strace", debianPackage: "strace", neededFor: "make e2e, which watches what probes do", applies: isLinux },
  {
    program: "restic",
    debianPackage: "restic",
    answers: ["version"],
    neededFor: "make e2e, which probes it as a program of cobra",
    applies: isLinux,
  },
  { program: "cargo", debianPackage: "cargo", neededFor: "make e2e, which builds the wrapper in examples/rust", applies: isLinux },
  { program: "zsh", debianPackage: "zsh", neededFor: "make e2e, which completes command lines in it", applies: isLinux },
  { program: "fish", debianPackage: "fish", neededFor: "make e2e, which completes command lines in it", applies: isLinux },
  { program: "chromium", debianPackage: "chromium", neededFor: "make e2e, which looks at the HTML pages with it", applies: isLinux },
];

/** What isolates probes from the network. */
const isolation: SystemProgram = {
  program: "unshare",
  debianPackage: "util-linux",
  answers: ["--map-current-user", "--net", "true"],
  neededFor: "cutting probed binaries off every network; without it they get a dead proxy alone",
  applies: isLinux,
};

/** The checks of all programs. */
export const programChecks: readonly Check[] = [
  ...ownPrograms.map((program): Check => ({
    ...programCheck(program, true),
    applies: ({ isRepository }) => isRepository,
  })),
  {
    ...programCheck(isolation, false),
    async examine(world) {
      const { type, exitCode, stderr } = await start(world, isolation.program, isolation.answers ?? []);
      if (type === "spawn-failed") return { isOk: false, found: "not on the PATH" };
      if (exitCode === 0) return { isOk: true, found: "this user may make namespaces" };
      const advice = "Allow user namespaces: sysctl kernel.unprivileged_userns_clone=1, or kernel.apparmor_restrict_unprivileged_userns=0";
      return { isOk: false, found: firstLine(stderr) || "it fails", advice };
    },
  },
  ...testPrograms.map((program): Check => {
    const { applies = () => true } = program;
    return { ...programCheck(program, false), applies: (place) => place.isRepository && applies(place) };
  }),
];

function programCheck({ program, debianPackage, answers = ["--version"], neededFor, applies }: SystemProgram, isNeeded: boolean): Check {
  return {
    name: program,
    isNeeded,
    neededFor,
    advice: `Debian package ${debianPackage}: apt-get install ${debianPackage}`,
    ...(applies === undefined ? {} : { applies }),
    examine: (world) => examineProgram(world, program, answers),
  };
}

/** Starts a program that prints its version; the first line of it is what was found. */
export async function examineProgram(world: World, program: string, answers: readonly string[]): Promise<Examined> {
  const { type, exitCode, stdout, stderr } = await start(world, program, answers);
  if (type === "spawn-failed") return { isOk: false, found: "not on the PATH" };
  if (type !== "exited" || exitCode !== 0) {
    const end = type === "exited" ? `exit ${String(exitCode)}` : type;
    return { isOk: false, found: `"${[program, ...answers].join(" ")}" ends with ${end}` };
  }
  return { isOk: true, found: /\d+(?:\.\d+)+/.exec(stdout)?.[0] ?? (firstLine(stdout) || firstLine(stderr) || "there") };
}

async function start({ processes, env }: World, file: string, args: readonly string[]): ReturnType<World["processes"]["run"]> {
  return processes.run({ file, args, env: childEnvironment(env), totalMs: 20_000, maxOutputBytes: 1_000_000 });
}

function firstLine(text: string): string {
  return text.trim().split("\n")[0] ?? "";
}
