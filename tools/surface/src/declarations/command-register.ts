import type { CommandDraft } from "./command-draft.ts";
import type { Value } from "./values.ts";

/** A command of yargs as a value: an object with its name, and what it does or says. */
export type CommandModule = Value & { readonly type: "object" };

/** The commands that were read so far, where each was read, and which of them are roots. */
export class CommandRegister {
  readonly commands: CommandDraft[] = [];
  readonly #modules = new Map<string, CommandModule>();
  readonly #placed = new Set<string>();
  /** Commands below nothing that is known, each with the function that they were read in though nothing seemed to call it. */
  readonly #owners = new Map<CommandDraft, string>();
  readonly #parsed = new Set<CommandDraft>();
  readonly #made = new Set<CommandDraft>();

  /**
   * Adds a command below another one, or below nothing that is known.
   * @param owner the function that it was read in, if nothing seemed to call that
   */
  add(command: CommandDraft, owner: string | undefined): void {
    if (command.parent === undefined && owner !== undefined) this.#owners.set(command, owner);
    this.commands.push(command);
  }

  /** Remembers that `new` made a command. */
  markMade(command: CommandDraft): void {
    this.#made.add(command);
  }

  /** Remembers that a command reads the command line. */
  markParsed(command: CommandDraft): void {
    this.#parsed.add(command);
  }

  /** Remembers a command module, which may have no place yet. */
  noteModule(module: CommandModule): void {
    if (!this.#modules.has(module.at)) this.#modules.set(module.at, module);
  }

  /** Remembers that a command module has its place. */
  place(module: Value): void {
    if (module.type === "object") this.#placed.add(module.at);
  }

  /** The command modules that have no place, which have one from now on. */
  takeModules(): readonly CommandModule[] {
    const open = [...this.#modules.values()].filter(({ at }) => !this.#placed.has(at));
    for (const module of open) this.place(module);
    return open;
  }

  /**
   * Whether a command was read in a function that nothing seemed to call, and once more as something calls it.
   * @param isCalled whether something was seen to call a function
   */
  isStandIn(command: CommandDraft, isCalled: (at: string) => boolean): boolean {
    const seen = new Set<CommandDraft>();
    let top = command;
    while (top.parent !== undefined && !seen.has(top)) {
      seen.add(top);
      top = top.parent;
    }
    const owner = this.#owners.get(top);
    return owner !== undefined && isCalled(owner);
  }

  /** The functions that commands without a place were read in, which nothing was seen to call. */
  openOwners(isCalled: (at: string) => boolean): readonly string[] {
    const isPlaced = (command: CommandDraft): boolean => command.parent !== undefined || command.isRoot || this.#parsed.has(command);
    return [
      ...new Set(
        [...this.#owners].flatMap(([command, owner]) => (isPlaced(command) || this.#made.has(command) || isCalled(owner) ? [] : [owner])),
      ),
    ];
  }

  /** Makes roots of the commands that read the command line; where none does, of those that were made and belong to none. */
  findRoots(isCalled: (at: string) => boolean): void {
    const tops = [...this.#made].filter((command) => command.parent === undefined);
    const parsed = [...this.#parsed].filter((command) => command.parent === undefined && !this.isStandIn(command, isCalled));
    for (const command of parsed.length > 0 ? parsed : tops) command.isRoot = true;
  }
}
