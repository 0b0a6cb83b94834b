import type { FoundChange } from "./change.ts";
import type { CodeOf } from "./change-codes.ts";
import type { ArgPair, CommandPair, FlagPair } from "./pair-units.ts";
import type { CommandView, DiffArg, DiffCommand, DiffFlag } from "./surface-view.ts";

/** Finds one kind of change. Pure and total; it looks at one unit alone, or at the args of one command. */
export type ChangeRule = CommandRule | CommandFieldsRule | FlagRule | FlagFieldsRule | ArgRule | ArgFieldsRule | ArgsRule;

/** Finds that a command came or went. */
export interface CommandRule {
  readonly type: "command";
  readonly code: CodeOf<"command">;
  find(pair: CommandPair): readonly FoundChange[];
}

/** Finds what is new of a command that both surfaces have. */
export interface CommandFieldsRule extends FieldsRule {
  readonly type: "command fields";
  readonly code: CodeOf<"command">;
  find(both: Both<DiffCommand>, pair: CommandPair): readonly FoundChange[];
}

/** Finds that a flag came or went. */
export interface FlagRule {
  readonly type: "flag";
  readonly code: CodeOf<"flag">;
  find(pair: FlagPair): readonly FoundChange[];
}

/** Finds what is new of a flag that both surfaces have. */
export interface FlagFieldsRule extends FieldsRule {
  readonly type: "flag fields";
  readonly code: CodeOf<"flag">;
  find(both: Both<DiffFlag>, pair: FlagPair): readonly FoundChange[];
}

/** Finds that an arg came or went. */
export interface ArgRule {
  readonly type: "arg";
  readonly code: CodeOf<"arg">;
  find(pair: ArgPair): readonly FoundChange[];
}

/** Finds what is new of an arg that both surfaces have. */
export interface ArgFieldsRule extends FieldsRule {
  readonly type: "arg fields";
  readonly code: CodeOf<"arg">;
  find(both: Both<DiffArg>, pair: ArgPair): readonly FoundChange[];
}

/** Finds what is new of all args of a command together; `name` is the first that is concerned. */
export interface ArgsRule {
  readonly type: "args";
  readonly code: CodeOf<"arg">;
  find(both: Both<CommandView>): readonly (FoundChange & { readonly name: string })[];
}

interface Both<Unit> {
  readonly before: Unit;
  readonly after: Unit;
}

interface FieldsRule {
  /**
   * What both surfaces must show of a unit before the rule looks at it: `details` for evidence that tells everything about the unit,
   * `same evidence` for that and the same kinds of it. Absent: that it is there.
   */
  readonly needs?: "details" | "same evidence";
}
