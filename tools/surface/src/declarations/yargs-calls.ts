import type { CommandDraft } from "./command-draft.ts";
import { argumentsOf } from "./commander-option.ts";
import type { Machine } from "./machine.ts";
import { choicesOf, constant, propertyOf, scalarText, textOf, textsOf, truthOf, type Value } from "./values.ts";

/** Whether a value is a command as yargs takes it: an object with its name, and what it does or says. */
export function isCommandModule(value: Value | undefined): value is Value & { readonly type: "object" } {
  if (value?.type !== "object" || textsOf(value.properties.get("command")) === undefined) return false;
  return ["builder", "handler", "describe", "description"].some((key) => value.properties.has(key));
}

/** Adds what yargs is told of keys: `.option(key, facts)`, `.options({ … })`, `.boolean([keys])`, `.alias(key, names)` and their like. */
export function addYargsKeys(command: CommandDraft, args: readonly Value[], machine: Machine, method = "option"): void {
  const [first, second] = args;
  if (first?.type === "object") {
    for (const [name, facts] of first.properties)
      addYargsKeys(command, [constant(name), facts], machine, method === "options" ? "option" : method);
    return;
  }
  const names = textsOf(first) ?? [];
  for (const name of names) {
    if (method === "positional") addPositional(command, name, second);
    else if (method === "option" || method === "options") {
      const facts = second?.type === "object" ? second.properties : [];
      command.addKey(name, facts, machine.isConditional);
    } else {
      const property = propertyOfMethod[method];
      // What is said of a key that nothing declares is no option yet.
      const declares = property === "type" || property === undefined;
      if (declares || command.keys.has(name))
        command.addKey(name, property === undefined ? [] : [[property, factOf(method, second)]], machine.isConditional);
    }
  }
}

/** The property that a method sets of a key. */
const propertyOfMethod: Readonly<Record<string, string>> = {
  ...Object.fromEntries(["array", "boolean", "count", "number", "string"].map((type) => [type, "type"])),
  ...Object.fromEntries(["alias", "choices", "default", "describe", "demandOption", "global"].map((name) => [name, name])),
  deprecateOption: "deprecated",
  hide: "hidden",
};

function factOf(method: string, given: Value | undefined): Value {
  if (propertyOfMethod[method] === "type") return constant(method);
  return given ?? constant(true);
}

function addPositional(command: CommandDraft, name: string, facts: Value | undefined): void {
  const known = command.args.get(name);
  const description = textOf(propertyOf(facts, "describe") ?? propertyOf(facts, "description") ?? propertyOf(facts, "desc"));
  const value = scalarText(propertyOf(facts, "default"));
  const choices = choicesOf(propertyOf(facts, "choices"));
  command.addArg({
    name,
    required: known?.required ?? truthOf(propertyOf(facts, "demandOption")) === true,
    variadic: known?.variadic ?? truthOf(propertyOf(facts, "array")) === true,
    ...(description === undefined ? {} : { description }),
    ...(value === undefined ? {} : { default: value }),
    ...(choices === undefined ? {} : { possible_values: choices }),
  });
}

/**
 * Adds the sub-command of yargs' `.command(name, description or false, builder, handler)` or `.command(module)`, with what its
 * builder declares, and gives the command above it. `$0` stands for that command itself.
 */
export function addYargsCommand(command: CommandDraft, args: readonly Value[], machine: Machine): Value {
  const [first, about, builder] = args;
  const modules = first?.type === "list" && textsOf(first) === undefined ? first.items : [first];
  for (const each of modules) {
    if (each === undefined) continue;
    if (isCommandModule(each)) {
      machine.consume(each);
      addModule(command, each, machine);
    } else addNamed(command, { names: each, about, builder, aliases: undefined, deprecated: args[5] }, machine);
  }
  return { type: "command", command };
}

/** Adds the command of a module below another one, or below nothing that is known. */
export function addModule(parent: CommandDraft | undefined, { properties }: Value & { readonly type: "object" }, machine: Machine): void {
  const about = properties.get("describe") ?? properties.get("description") ?? properties.get("desc") ?? constant(false);
  const [names, builder, aliases, deprecated] = ["command", "builder", "aliases", "deprecated"].map((key) => properties.get(key));
  addNamed(parent, { names, about, builder, aliases, deprecated }, machine);
}

interface NamedCommand {
  readonly names: Value | undefined;
  readonly about: Value | undefined;
  readonly builder: Value | undefined;
  readonly aliases: Value | undefined;
  readonly deprecated: Value | undefined;
}

function addNamed(parent: CommandDraft | undefined, { names, about, builder, aliases, deprecated }: NamedCommand, machine: Machine): void {
  const [spelled, ...others] = textsOf(names) ?? [];
  if (spelled === undefined) return;
  const [name = "", ...words] = spelled.trim().split(/\s+/);
  const further = [...others, ...(textsOf(aliases) ?? [])].map((other) => other.trim().split(/\s+/, 1)[0] ?? "");
  const isDefault = [name, ...further].includes("$0");
  const named = [name, ...further].filter((each) => each !== "$0");
  const [own, ...rest] = named;
  const made = own === undefined ? parent : machine.createCommand(own, parent);
  if (made === undefined) return;
  if (own !== undefined) {
    made.aliases.push(...rest);
    const text = textOf(about);
    if (text !== undefined) made.about = text;
    if (about?.type === "constant" && about.value === false) made.hidden = true;
    if (truthOf(deprecated) === true) made.deprecated = true;
  }
  for (const arg of argumentsOf(words)) made.addArg(arg);
  if (own === undefined) declareDefault(made, builder, machine);
  else declareWith(made, builder, machine);
  // The command that runs when none is named shows its units at the command above it.
  if (isDefault && own !== undefined && parent !== undefined) {
    for (const arg of argumentsOf(words)) parent.addArg(arg);
    declareDefault(parent, builder, machine);
  }
}

/** Declares what only the default command of another one has: what stands below that one has none of it. */
function declareDefault(command: CommandDraft, builder: Value | undefined, machine: Machine): void {
  const outer = command.isReadingDefault;
  command.isReadingDefault = true;
  declareWith(command, builder, machine);
  command.isReadingDefault = outer;
}

function declareWith(command: CommandDraft, builder: Value | undefined, machine: Machine): void {
  if (builder?.type === "object") addYargsKeys(command, [builder], machine, "options");
  else machine.callFunction(builder, [{ type: "command", command }]);
}
