import type { Command } from "@lockstep/kernel";
import type { World } from "./world.ts";

/** Every command by its name, of one word or of a group and a verb, in the order `--help` lists them; loaded when it is asked for. */
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
  "plan create": async () => (await import("./commands/plan/create.ts")).create,
  "plan add": async () => (await import("./commands/plan/add.ts")).add,
  "plan remove": async () => (await import("./commands/plan/remove.ts")).remove,
  "plan list": async () => (await import("./commands/plan/list.ts")).list,
  "plan show": async () => (await import("./commands/plan/show.ts")).show,
  "plan diff": async () => (await import("./commands/plan/diff.ts")).diff,
  "plan validate": async () => (await import("./commands/plan/validate.ts")).validate,
  "plan apply": async () => (await import("./commands/plan/apply.ts")).apply,
  "plan undo": async () => (await import("./commands/plan/undo.ts")).undo,
  "plan history": async () => (await import("./commands/plan/history.ts")).history,
  doctor: async () => (await import("./commands/doctor.ts")).doctor,
} satisfies Record<string, () => Promise<Command<World>>>;

/** What the commands of a group are for, by its name, which is the first word of theirs. */
const groups: Readonly<Record<string, string>> = {
  plan: "Change several files by a reviewed plan: all or nothing, with backups, and taken back by undo",
};

/** The names of all commands. */
export const commandNames: readonly string[] = Object.keys(loaders);

/** The words that can stand first: commands of one word and groups, in the order of `--help`. */
export const firstWords: readonly string[] = [...new Set(commandNames.map((name) => name.split(" ", 1)[0] ?? ""))];

/** The command of that name, or `undefined`. */
export async function loadCommand(name: string): Promise<Command<World> | undefined> {
  return Object.hasOwn(loaders, name) ? loaders[name as keyof typeof loaders]() : undefined;
}

/** A group of commands. */
export interface CommandGroup {
  readonly name: string;
  /** Without a full stop. */
  readonly summary: string;
  /** The second words of its commands, in the order of its help. */
  readonly verbs: readonly string[];
}

/** The group of that name, or `undefined`. */
export function groupOf(name: string): CommandGroup | undefined {
  const summary = Object.hasOwn(groups, name) ? groups[name] : undefined;
  if (summary === undefined) return undefined;
  return {
    name,
    summary,
    verbs: commandNames.flatMap((command) => (command.startsWith(`${name} `) ? [command.slice(name.length + 1)] : [])),
  };
}
