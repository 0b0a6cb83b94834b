import type { Command } from "@lockstep/kernel";
import type { World } from "./world.ts";

/** Every command, in the order `--help` lists them, loaded when it is asked for. */
const loaders = {
  union: async () => (await import("./commands/union.ts")).union,
  report: async () => (await import("./commands/report.ts")).report,
  "version-metadata": async () => (await import("./commands/version-metadata.ts")).versionMetadata,
  retain: async () => (await import("./commands/retain.ts")).retain,
  codegen: async () => (await import("./commands/codegen.ts")).codegen,
} satisfies Record<string, () => Promise<Command<World>>>;

/** The names of all commands. */
export const commandNames: readonly string[] = Object.keys(loaders);

/** The command of that name, or `undefined`. */
export async function loadCommand(name: string): Promise<Command<World> | undefined> {
  return Object.hasOwn(loaders, name) ? loaders[name as keyof typeof loaders]() : undefined;
}
