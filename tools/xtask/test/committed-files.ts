import { readFileSync } from "node:fs";
import { join } from "node:path";
import { diskFiles } from "@lockstep/adapters";
import type { Processes } from "@lockstep/kernel";
import { runProcess } from "@lockstep/runtime";
import { globSync } from "glob";
import { childEnvironment } from "../src/child-environment.ts";
import type { Outside } from "../src/world.ts";
import { testWorld } from "./run.ts";

const root = join(import.meta.dirname, "../../..");

/** A world of the committed files: nothing can be written, nothing but a wrapper's scenarios can be started, and there is no clock. */
export function committedFiles(): Outside {
  const refuse = (): Promise<never> => Promise.reject(new Error("Nothing of the committed files must be written"));
  const files = {
    ...diskFiles(root),
    writeText: refuse,
    writeAll: (texts: ReadonlyMap<string, string>) => (texts.size === 0 ? Promise.resolve() : refuse()),
    remove: refuse,
  };
  return testWorld(files, { processes: scenarioProcesses });
}

/** Starts what a committed `cli.json` names for printing scenarios, and nothing else. */
export const scenarioProcesses: Processes = {
  async run(request) {
    const line = [request.file, ...request.args].join(" ");
    const known = globSync("manifests/*/cli.json", { cwd: root }).map((path) => {
      const { wrapper } = JSON.parse(readFileSync(join(root, path), "utf8")) as {
        readonly wrapper?: { readonly scenarios: readonly string[] };
      };
      return wrapper?.scenarios.join(" ");
    });
    if (!known.includes(line)) throw new Error(`Nothing but a wrapper's scenarios may be started, not: ${line}`);
    return runProcess({ ...request, env: childEnvironment(process.env) });
  },
};
