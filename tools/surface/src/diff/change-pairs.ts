import type { ChangeCode } from "./change-codes.ts";
import type { DiffArg, DiffCommand, DiffFlag, ListedSurface } from "./surface-view.ts";

/** Two surfaces that differ in one way, and what is found of it. */
export interface ChangePair {
  readonly before: ListedSurface;
  readonly after: ListedSurface;
  /** The path and name of the unit. */
  readonly unit: string;
  /** What the message must have. */
  readonly says: RegExp;
  /** What else is found of the same change. */
  readonly also?: readonly ChangeCode[];
}

/** A surface of some commands, as a snapshot lists them. */
export function surface(...commands: readonly DiffCommand[]): ListedSurface {
  return { snapshot_schema_version: 1, commands: [{ path: [], usage: "tool" }, ...commands] };
}

const command = (more: Partial<DiffCommand> = {}): DiffCommand => ({ path: ["run"], usage: "tool run [OPTIONS]", ...more });
const both = (one: Partial<DiffCommand>, other: Partial<DiffCommand>): Pick<ChangePair, "before" | "after"> => ({
  before: surface(command(one)),
  after: surface(command(other)),
});
/** The flag `--x` of one command. */
const flags = (one: Partial<DiffFlag>, other: Partial<DiffFlag>): Pick<ChangePair, "before" | "after" | "unit"> => ({
  ...both({ flags: [{ long: "--x", takes_value: false, ...one }] }, { flags: [{ long: "--x", takes_value: false, ...other }] }),
  unit: "run --x",
});
const valued = (one: Partial<DiffFlag>, other: Partial<DiffFlag>): Pick<ChangePair, "before" | "after" | "unit"> =>
  flags({ takes_value: true, ...one }, { takes_value: true, ...other });
/** The flag `--x` in two usages. */
const usages = (one: string, other: string): Pick<ChangePair, "before" | "after" | "unit"> => {
  const flag = { long: "--x", takes_value: true };
  return { ...both({ usage: one, flags: [flag] }, { usage: other, flags: [flag] }), unit: "run --x" };
};
/** The arg `A` of one command. */
const args = (one: Partial<DiffArg>, other: Partial<DiffArg>): Pick<ChangePair, "before" | "after" | "unit"> => ({
  ...both(
    { args: [{ name: "A", required: false, variadic: false, ...one }] },
    { args: [{ name: "A", required: false, variadic: false, ...other }] },
  ),
  unit: "run A",
});

/** One pair for every kind of change; a kind without a pair does not compile. */
export const changePairs = {
  "command-added": { before: surface(), after: surface(command()), unit: "run", says: /^is new$/ },
  "command-removed": {
    before: surface(command({ flags: [{ long: "--x", takes_value: false }] })),
    after: { ...surface(), rejected: [{ path: ["run"] }] },
    unit: "run",
    says: /^is gone: the binary refuses it now, with 1 flag$/,
  },
  "command-renamed": {
    before: surface(command()),
    after: surface({ ...command(), path: ["start"], aliases: ["run"] }),
    unit: "run",
    says: /called "start" now/,
  },
  "command-hidden": { ...both({}, { hidden: true }), unit: "run", says: /is hidden now/ },
  "command-shown": { ...both({ hidden: true }, {}), unit: "run", says: /no longer hidden/ },
  "command-deprecated": { ...both({}, { deprecated: true }), unit: "run", says: /is deprecated now/ },
  "command-undeprecated": { ...both({ deprecated: true }, {}), unit: "run", says: /no longer deprecated/ },
  "command-alias-added": { ...both({}, { aliases: ["r"] }), unit: "run", says: /the new alias "r"/ },
  "command-alias-removed": { ...both({ aliases: ["r"] }, {}), unit: "run", says: /lost the alias "r"$/ },
  "command-subcommand-required": {
    before: surface(command({ usage: "tool run [OPTIONS] [COMMAND]" }), { path: ["run", "a"] }),
    after: surface(command({ usage: "tool run [OPTIONS] <COMMAND>" }), { path: ["run", "a"] }),
    unit: "run",
    says: /needs one of its commands now$/,
    also: ["command-usage-changed"],
  },
  "command-subcommand-optional": {
    before: surface(command({ usage: "tool run <command>" }), { path: ["run", "a"] }),
    after: surface(command({ usage: "tool run [command]" }), { path: ["run", "a"] }),
    unit: "run",
    says: /no longer needs one of its commands$/,
    also: ["command-usage-changed"],
  },
  "command-usage-changed": { ...both({}, { usage: "tool run [OPTIONS] <--a|--b>" }), unit: "run", says: /<--a\|--b>/ },
  "command-description-changed": { ...both({ about: "Run" }, { about: "Run it" }), unit: "run", says: /other words/ },
  "flag-added": { ...both({}, { flags: [{ long: "--x", takes_value: false }] }), unit: "run --x", says: /^is new$/ },
  "flag-removed": { ...both({ flags: [{ long: "--x", takes_value: false }] }, {}), unit: "run --x", says: /nothing shows it/ },
  "flag-renamed": { ...flags({}, { long: "--y", aliases: ["--x"] }), says: /called --y now/ },
  "flag-hidden": { ...flags({}, { hidden: true }), says: /is hidden now/ },
  "flag-shown": { ...flags({ hidden: true }, {}), says: /no longer hidden/ },
  "flag-deprecated": { ...flags({}, { deprecated: true }), says: /is deprecated now/ },
  "flag-undeprecated": { ...flags({ deprecated: true }, {}), says: /no longer deprecated/ },
  "flag-long-added": {
    ...both({ flags: [{ short: "-x", takes_value: false }] }, { flags: [{ long: "--x", short: "-x", takes_value: false }] }),
    unit: "run -x",
    says: /also spelled --x/,
  },
  "flag-long-removed": {
    ...both({ flags: [{ long: "--x", short: "-x", takes_value: false }] }, { flags: [{ short: "-x", takes_value: false }] }),
    unit: "run --x",
    says: /no longer spelled --x$/,
  },
  "flag-short-added": { ...flags({}, { short: "-x" }), says: /also spelled -x/ },
  "flag-short-removed": { ...flags({ short: "-x" }, {}), says: /no longer spelled -x$/ },
  "flag-alias-added": { ...flags({}, { aliases: ["--y"] }), says: /also spelled --y/ },
  "flag-alias-removed": { ...flags({ aliases: ["--y"] }, {}), says: /no longer spelled --y$/ },
  "flag-required": {
    ...usages("tool run [OPTIONS]", "tool run [OPTIONS] --x <FILE>"),
    says: /is required now/,
    also: ["command-usage-changed"],
  },
  "flag-optional": {
    ...usages("tool run [OPTIONS] --x <FILE>", "tool run [OPTIONS]"),
    says: /may be left out now$/,
    also: ["command-usage-changed"],
  },
  "flag-value-added": { ...flags({}, { takes_value: true }), says: /needs a value now/ },
  "flag-value-removed": { ...flags({ takes_value: true }, {}), says: /takes no value/ },
  "flag-value-optional": { ...valued({}, { optional_value: true }), says: /a value or none now: the next word may be no value/ },
  "flag-value-required": { ...valued({ optional_value: true }, {}), says: /without a value/ },
  "flag-value-name-changed": { ...valued({ value_name: "FILE" }, { value_name: "PATH" }), says: /PATH, was FILE/ },
  "flag-arity-changed": { ...valued({}, { value_names: ["A", "B"] }), says: /takes 2 values at once, took 1/ },
  "flag-variadic-added": { ...valued({}, { variadic: true }), says: /up to the next flag/ },
  "flag-variadic-removed": { ...valued({ variadic: true }, {}), says: /one value at a time/ },
  "flag-repeatable-added": { ...valued({}, { repeatable: true }), says: /may be repeated now/ },
  "flag-repeatable-removed": { ...valued({ repeatable: true }, {}), says: /no longer be repeated/ },
  "flag-possible-values-added": { ...valued({ possible_values: ["a"] }, { possible_values: ["b", "a"] }), says: /lists "b" too/ },
  "flag-possible-values-removed": { ...valued({ possible_values: ["a", "b"] }, { possible_values: ["b"] }), says: /lists "a" no longer/ },
  "flag-default-changed": { ...valued({ default: "1" }, { default: "2" }), says: /the default "2", had the default "1"/ },
  "flag-env-changed": { ...valued({ env: "X" }, {}), says: /no environment variable, had the environment variable "X"/ },
  "flag-global-added": { ...flags({}, { global: true }), says: /is global now/ },
  "flag-global-removed": { ...flags({ global: true }, {}), says: /no longer global/ },
  "flag-negation-added": { ...flags({}, { negatable: true }), says: /can be negated now/ },
  "flag-negation-removed": { ...flags({ negatable: true }, {}), says: /no longer be negated/ },
  "flag-description-changed": { ...flags({ description: "a" }, { description: "b" }), says: /other words/ },
  "arg-added": { ...both({}, { args: [{ name: "A", required: true, variadic: false }] }), unit: "run A", says: /^is new, and required$/ },
  "arg-removed": { ...both({ args: [{ name: "A", required: true, variadic: false }] }, {}), unit: "run A", says: /^is gone$/ },
  "arg-renamed": { ...args({}, { name: "B" }), says: /called B now/ },
  "arg-required": { ...args({}, { required: true }), says: /is required now/ },
  "arg-optional": { ...args({ required: true }, {}), says: /may be left out/ },
  "arg-variadic-added": { ...args({}, { variadic: true }), says: /several words/ },
  "arg-variadic-removed": { ...args({ variadic: true }, {}), says: /one word alone/ },
  "arg-dashes-required": {
    ...both({ usage: "tool run [A]", args: oneArg() }, { usage: "tool run [-- <A>]", args: oneArg() }),
    unit: "run A",
    says: /behind "--" alone now$/,
    also: ["command-usage-changed"],
  },
  "arg-dashes-optional": {
    ...both({ usage: "tool run [-- <A>]", args: oneArg() }, { usage: "tool run [A]", args: oneArg() }),
    unit: "run A",
    says: /need not stand behind "--"/,
    also: ["command-usage-changed"],
  },
  "arg-order-changed": {
    ...both({ usage: "tool run <A> <B>", args: pairOfArgs() }, { usage: "tool run <B> <A>", args: pairOfArgs() }),
    unit: "run A",
    says: /B A, was A B/,
    also: ["command-usage-changed"],
  },
  "arg-possible-values-added": { ...args({ possible_values: ["a"] }, { possible_values: ["a", "b"] }), says: /lists "b" too/ },
  "arg-possible-values-removed": { ...args({}, { possible_values: ["a"] }), says: /lists its possible values now: "a"/ },
  "arg-default-changed": { ...args({}, { default: "1" }), says: /the default "1", had no default/ },
  "arg-description-changed": { ...args({ description: "a" }, { description: "b" }), says: /other words/ },
} satisfies Readonly<Record<ChangeCode, ChangePair>>;

function oneArg(): readonly DiffArg[] {
  return [{ name: "A", required: false, variadic: false }];
}

function pairOfArgs(): readonly DiffArg[] {
  return [
    { name: "A", required: true, variadic: false },
    { name: "B", required: true, variadic: false },
  ];
}
