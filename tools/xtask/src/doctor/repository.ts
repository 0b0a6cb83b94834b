import { EXIT, ToolError } from "@lockstep/kernel";
import { childEnvironment } from "../child-environment.ts";
import { gte } from "semver";
import type { Check } from "./check.ts";
import { examineProgram } from "./programs.ts";

const OLDEST_NODE = "22.12.0";

/** What runs the runner and its sources. */
export const toolchainChecks: readonly Check[] = [
  {
    name: "node",
    isNeeded: true,
    neededFor: "everything",
    advice: "Install Node 22.12 or later; on Linux make setup fetches it into .tools",
    async examine({ machine }) {
      return { isOk: gte(machine.nodeVersion, OLDEST_NODE), found: machine.nodeVersion };
    },
  },
  {
    name: "npm",
    isNeeded: true,
    neededFor: "make setup and the downloads of acquire, parity and history",
    advice: "It comes with Node; Debian package npm: apt-get install npm",
    examine: (world) => examineProgram(world, "npm", ["--version"]),
  },
  {
    name: "pnpm",
    isNeeded: true,
    neededFor: "installing the dependencies, and pnpm xtask",
    advice: "make setup, then put .tools/node_modules/.bin first on PATH",
    applies: ({ isRepository }) => isRepository,
    async examine(world) {
      if ((await world.files.stat(".tools/node_modules/.bin/pnpm")) !== undefined) return { isOk: true, found: "in .tools" };
      return examineProgram(world, "pnpm", ["--version"]);
    },
  },
  {
    name: "dependencies",
    isNeeded: true,
    neededFor: "every command that runs the sources",
    advice: "make setup",
    applies: ({ isRepository }) => isRepository,
    async examine({ files }) {
      const isThere = (await files.stat("node_modules/.bin/tsx")) !== undefined;
      return { isOk: isThere, found: isThere ? "in node_modules" : "node_modules has no tsx" };
    },
  },
];

/** Whether what is generated in the repository is what its sources give. */
export const generatedCheck: Check = {
  name: "generated code",
  isNeeded: true,
  neededFor: "reading artifacts by the committed schemas",
  advice: "make codegen",
  applies: ({ isRepository }) => isRepository,
  async examine(world) {
    try {
      const { status } = await world.runCommand(["codegen", "--check"]);
      return status === "ok" ? { isOk: true, found: "current" } : { isOk: false, found: "differs from schemas/" };
    } catch (error) {
      if (!(error instanceof ToolError) || error.exitCode !== EXIT.noAnswer) throw error;
      // The bundle has no generators.
      if (error.code === "GENERATORS_ABSENT") return { isOk: true, found: "not looked at: the bundle has no generators" };
      return { isOk: false, found: error.message };
    }
  },
};

/** Whether the configured registry answers within seconds. The user's own configuration names it. */
export const registryCheck: Check = {
  name: "npm registry",
  isNeeded: false,
  neededFor: "make setup, acquire, parity of a new version, history build and new-cli",
  advice: "Check the network, the proxy and the registry: npm config get registry",
  async examine({ processes, env }) {
    const request = {
      file: "npm",
      args: ["view", "--json", "--loglevel", "error", "--fetch-retries", "0", "--", "pnpm", "version"],
      env: childEnvironment(env),
      totalMs: 20_000,
      maxOutputBytes: 1_000_000,
    };
    const { type, exitCode, stderr } = await processes.run(request);
    if (type === "exited" && exitCode === 0) return { isOk: true, found: "answers" };
    if (type === "spawn-failed") return { isOk: false, found: "npm is not on the PATH", advice: "Install npm first" };
    if (type !== "exited") return { isOk: false, found: "no answer within 20 s" };
    const code = /npm (?:error|ERR!) code (\S+)/.exec(stderr)?.[1];
    return { isOk: false, found: code === undefined ? `npm ends with exit ${String(exitCode)}` : `npm says ${code}` };
  },
};
