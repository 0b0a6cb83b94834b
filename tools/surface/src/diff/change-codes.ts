/** What a change does to who uses the unit. */
export type Impact =
  /** A call that was taken is refused, or read another way. */
  | "breaks"
  /** The call is still taken, but maybe not for long, or it may do something else. */
  | "risk"
  /** More is taken than before. */
  | "widens"
  /** Nothing of how calls are read. */
  | "text";

/** The kind of unit that a change is about. */
export type ChangedUnit = "command" | "flag" | "arg";

interface CodeRow {
  readonly unit: ChangedUnit;
  /** Unless the change says another one. */
  readonly impact: Impact;
  /** When it is found, in one sentence. */
  readonly condition: string;
}

/** Every kind of change that `diff` tells apart, in the order of its documentation. A code keeps its meaning for ever. */
export const changeCodes = {
  "command-added": {
    unit: "command",
    impact: "widens",
    condition: "The second surface has a command that the first lacks. Its flags and args are counted, not listed.",
  },
  "command-removed": {
    unit: "command",
    impact: "breaks",
    condition: "The second surface lacks a command, and no other has its name as an alias. Its flags and args are counted, not listed.",
  },
  "command-renamed": { unit: "command", impact: "risk", condition: "A command has another name, and its old one is an alias of that." },
  "command-hidden": { unit: "command", impact: "risk", condition: "Help leaves a command out that it showed." },
  "command-shown": { unit: "command", impact: "widens", condition: "Help shows a command that was hidden." },
  "command-deprecated": { unit: "command", impact: "risk", condition: "A command is marked deprecated." },
  "command-undeprecated": { unit: "command", impact: "widens", condition: "A command is no longer marked deprecated." },
  "command-alias-added": { unit: "command", impact: "widens", condition: "A command has a further name." },
  "command-alias-removed": {
    unit: "command",
    impact: "breaks",
    condition:
      "A further name of a command is gone. Where a command of its own has the name now, calls are still taken; where it is another's alias, they are read another way.",
  },
  "command-subcommand-required": {
    unit: "command",
    impact: "breaks",
    condition:
      "The usage of a command asks for one of the commands below it, and did not (clap, yargs): the command can no longer be called by itself.",
  },
  "command-subcommand-optional": {
    unit: "command",
    impact: "widens",
    condition: "The usage of a command no longer asks for one of the commands below it.",
  },
  "command-usage-changed": {
    unit: "command",
    impact: "text",
    condition: "The usage of a command reads another way. Groups of flags stand there alone.",
  },
  "command-description-changed": { unit: "command", impact: "text", condition: "The text about a command differs." },
  "flag-added": {
    unit: "flag",
    impact: "widens",
    condition: "A command takes a flag that it lacked. One that is required breaks every call without it.",
  },
  "flag-removed": {
    unit: "flag",
    impact: "breaks",
    condition:
      "A command lacks a flag that it took, by any of its spellings, and no global one of a command above has its name. Where that negates another flag now, it is still taken.",
  },
  "flag-renamed": {
    unit: "flag",
    impact: "risk",
    condition: "The name that a flag is known by has changed, and the old one is still taken.",
  },
  "flag-hidden": { unit: "flag", impact: "risk", condition: "Help leaves a flag out that it showed." },
  "flag-shown": { unit: "flag", impact: "widens", condition: "Help shows a flag that was hidden." },
  "flag-deprecated": { unit: "flag", impact: "risk", condition: "A flag is marked deprecated." },
  "flag-undeprecated": { unit: "flag", impact: "widens", condition: "A flag is no longer marked deprecated." },
  "flag-long-added": { unit: "flag", impact: "widens", condition: "A flag has a long name that it lacked." },
  "flag-long-removed": {
    unit: "flag",
    impact: "breaks",
    condition: "A flag has lost a long name. Where another flag has it now, calls are read another way.",
  },
  "flag-short-added": { unit: "flag", impact: "widens", condition: "A flag has a short name that it lacked." },
  "flag-short-removed": {
    unit: "flag",
    impact: "breaks",
    condition: "A flag has lost a short name. Where another flag has it now, calls are read another way.",
  },
  "flag-alias-added": { unit: "flag", impact: "widens", condition: "A flag has a further name that it lacked." },
  "flag-alias-removed": {
    unit: "flag",
    impact: "breaks",
    condition: "A flag has lost a further name. Where another flag has it now, calls are read another way.",
  },
  "flag-required": {
    unit: "flag",
    impact: "breaks",
    condition: "The usage shows a flag outside of brackets that it showed in them: it can no longer be left out.",
  },
  "flag-optional": {
    unit: "flag",
    impact: "widens",
    condition: "The usage shows a flag in brackets, or beside an alternative, that it showed outside of them.",
  },
  "flag-value-added": { unit: "flag", impact: "breaks", condition: "A switch needs a value now." },
  "flag-value-removed": { unit: "flag", impact: "breaks", condition: "A flag that took a value takes none." },
  "flag-value-optional": {
    unit: "flag",
    impact: "widens",
    condition:
      "The value of a flag may be left out, or a switch may have one. Where the framework then reads the next word another way, calls with one break.",
  },
  "flag-value-required": { unit: "flag", impact: "breaks", condition: "The value of a flag can no longer be left out." },
  "flag-value-name-changed": { unit: "flag", impact: "text", condition: "Help has another name for the value of a flag." },
  "flag-arity-changed": { unit: "flag", impact: "breaks", condition: "A flag takes another number of values at once." },
  "flag-variadic-added": { unit: "flag", impact: "risk", condition: "Words behind the value of a flag are values of it too." },
  "flag-variadic-removed": { unit: "flag", impact: "breaks", condition: "Words behind the value of a flag are no longer values of it." },
  "flag-repeatable-added": { unit: "flag", impact: "widens", condition: "A flag may be given several times." },
  "flag-repeatable-removed": { unit: "flag", impact: "breaks", condition: "A flag may no longer be given several times." },
  "flag-possible-values-added": { unit: "flag", impact: "widens", condition: "A flag takes values that it refused." },
  "flag-possible-values-removed": {
    unit: "flag",
    impact: "breaks",
    condition: "A flag lists values no longer, or has a list where any value was taken.",
  },
  "flag-default-changed": { unit: "flag", impact: "risk", condition: "A flag that is left out has another value." },
  "flag-env-changed": { unit: "flag", impact: "risk", condition: "Another environment variable, or none, stands for a flag." },
  "flag-global-added": { unit: "flag", impact: "widens", condition: "A flag may stand behind any sub-command too." },
  "flag-global-removed": {
    unit: "flag",
    impact: "risk",
    condition: "A flag may no longer stand behind any sub-command. Where each command below lists it by itself, nothing is lost.",
  },
  "flag-negation-added": { unit: "flag", impact: "widens", condition: "A flag has a form that switches it off." },
  "flag-negation-removed": {
    unit: "flag",
    impact: "breaks",
    condition: "A flag has lost the form that switches it off, and no switch has that name now.",
  },
  "flag-description-changed": { unit: "flag", impact: "text", condition: "The text about a flag differs." },
  "arg-possible-values-added": { unit: "arg", impact: "widens", condition: "An arg takes values that it refused." },
  "arg-possible-values-removed": {
    unit: "arg",
    impact: "breaks",
    condition: "An arg lists values no longer, or has a list where any value was taken.",
  },
  "arg-default-changed": { unit: "arg", impact: "risk", condition: "An arg that is left out has another value." },
  "arg-description-changed": { unit: "arg", impact: "text", condition: "The text about an arg differs." },
  "arg-added": {
    unit: "arg",
    impact: "widens",
    condition:
      "A command takes an arg that it lacked. One that is required breaks every call without it, one that stands before another those that give that.",
  },
  "arg-removed": {
    unit: "arg",
    impact: "breaks",
    condition:
      "A command lacks an arg that it took, and no other stands in its place. Where a variadic one before it has its word now, calls are still taken.",
  },
  "arg-renamed": { unit: "arg", impact: "text", condition: "An arg at the same place has another name." },
  "arg-required": { unit: "arg", impact: "breaks", condition: "An arg can no longer be left out." },
  "arg-optional": { unit: "arg", impact: "widens", condition: "An arg may be left out." },
  "arg-variadic-added": { unit: "arg", impact: "widens", condition: "An arg takes several words." },
  "arg-variadic-removed": { unit: "arg", impact: "breaks", condition: "An arg takes one word alone." },
  "arg-dashes-required": {
    unit: "arg",
    impact: "breaks",
    condition: "The usage shows an arg behind `--` that it showed before it: calls without the dashes are refused.",
  },
  "arg-dashes-optional": { unit: "arg", impact: "widens", condition: "The usage no longer shows an arg behind `--`." },
  "arg-order-changed": { unit: "arg", impact: "breaks", condition: "Args that both usages have stand in another order." },
} as const satisfies Record<string, CodeRow>;

/** The stable id of a kind of change. */
export type ChangeCode = keyof typeof changeCodes;

/** The codes of one kind of unit. */
export type CodeOf<Unit extends ChangedUnit> = {
  [Code in ChangeCode]: (typeof changeCodes)[Code]["unit"] extends Unit ? Code : never;
}[ChangeCode];

/** The table's rows with their code, in order. */
export function listChangeCodes(): readonly (CodeRow & { readonly code: ChangeCode })[] {
  return Object.entries<CodeRow>(changeCodes).map(([code, row]) => ({ code: code as ChangeCode, ...row }));
}
