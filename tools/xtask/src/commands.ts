import type { Command } from "@lockstep/kernel";
import type { World } from "./world.ts";

/** Every command, in the order `--help` lists them, loaded when it is asked for. */
const loaders = {
  "new-cli": async () => (await import("./commands/new-cli.ts")).newCli,
  lock: async () => (await import("./commands/lock.ts")).lock,
  acquire: async () => (await import("./commands/acquire.ts")).acquire,
  snapshot: async () => (await import("./commands/snapshot.ts")).snapshot,
  union: async () => (await import("./commands/union.ts")).union,
  "wrapper-surface": async () => (await import("./commands/wrapper-surface.ts")).wrapperSurface,
  "wrapper-coverage": async () => (await import("./commands/wrapper-coverage.ts")).wrapperCoverage,
  report: async () => (await import("./commands/report.ts")).report,
  "version-metadata": async () => (await import("./commands/version-metadata.ts")).versionMetadata,
  verify: async () => (await import("./commands/verify.ts")).verify,
  status: async () => (await import("./commands/status.ts")).status,
  watch: async () => (await import("./commands/watch.ts")).watch,
  why: async () => (await import("./commands/why.ts")).why,
  diff: async () => (await import("./commands/diff.ts")).diff,
  history: async () => (await import("./commands/history.ts")).history,
  compat: async () => (await import("./commands/compat.ts")).compat,
  "support-matrix": async () => (await import("./commands/support-matrix.ts")).supportMatrix,
  promote: async () => (await import("./commands/promote.ts")).promote,
  parity: async () => (await import("./commands/parity.ts")).parity,
  "pull-request": async () => (await import("./commands/pull-request.ts")).pullRequest,
  ci: async () => (await import("./commands/ci.ts")).ci,
  retain: async () => (await import("./commands/retain.ts")).retain,
  validate: async () => (await import("./commands/validate.ts")).validate,
  codegen: async () => (await import("./commands/codegen.ts")).codegen,
  completion: async () => (await import("./commands/completion.ts")).completion,
  doctor: async () => (await import("./commands/doctor.ts")).doctor,
} satisfies Record<string, () => Promise<Command<World>>>;

/** The names of all commands. */
export const commandNames: readonly string[] = Object.keys(loaders);

/** The command of that name, or `undefined`. */
export async function loadCommand(name: string): Promise<Command<World> | undefined> {
  return Object.hasOwn(loaders, name) ? loaders[name as keyof typeof loaders]() : undefined;
}
