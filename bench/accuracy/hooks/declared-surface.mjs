// The library's own names and the one place where every declaration passes.
/* oxlint-disable no-extend-native, no-underscore-dangle */
import { mkdirSync, writeFileSync } from "node:fs";

/**
 * Loaded into a program before its own code. It notes what the program declares to its own copy of commander or yargs, wherever
 * that is bundled, and writes it into the folder `ACCURACY_HOOK_OUT` when the program ends. Both libraries keep their declarations
 * in arrays and objects that are made by `push` and `Object.assign`.
 */
const folder = process.env["ACCURACY_HOOK_OUT"];
const commanderCommands = new Set();
const watched = new Set();
const yargsCommands = [];
const yargsUsages = [];
const yargsParses = [];
const yargsTables = [];
const { push } = Array.prototype;
const { assign } = Object;

if (folder !== undefined) {
  Array.prototype.push = function (...items) {
    for (const item of items) note(item);
    return Reflect.apply(push, this, items);
  };
  Object.assign = function (target, ...sources) {
    const made = assign(target, ...sources);
    if (isObject(made) && "configuration" in made && Object.hasOwn(made, "hiddenOptions") && "key" in made)
      yargsParses[yargsParses.length] = plain(made);
    return made;
  };
  // The options of a default command are never parsed when its help is asked for: the table that they go into is seen when it is made.
  Object.defineProperty(Object.prototype, "hiddenOptions", {
    configurable: true,
    get: () => undefined,
    set(value) {
      Object.defineProperty(this, "hiddenOptions", { value, writable: true, enumerable: true, configurable: true });
      yargsTables[yargsTables.length] = this;
    },
  });
  process.on("exit", () => {
    mkdirSync(folder, { recursive: true });
    const last = yargsTables.findLast((table) => Object.hasOwn(table, "key"));
    const parsed = yargsParses.at(-1);
    if (last !== undefined && Object.keys(last.key).length > Object.keys(parsed?.key ?? {}).length)
      yargsParses[yargsParses.length] = plain(last);
    const roots = new Set([...commanderCommands].map((command) => rootOf(command)));
    writeFileSync(
      `${folder}/${process.pid}.json`,
      JSON.stringify({ commander: [...roots].map((root) => commanderCommand(root)), yargsCommands, yargsUsages, yargsParses }),
    );
  });
}

function note(item) {
  if (!isObject(item)) return;
  if (Array.isArray(item)) {
    // [command, description, isDefault, aliases, deprecated] of yargs.
    if (item.length >= 4 && typeof item[0] === "string" && typeof item[2] === "boolean" && Array.isArray(item[3])) {
      yargsCommands[yargsCommands.length] = { command: item[0], isDefault: item[2], aliases: [...item[3]] };
    }
    // [usage, description] of yargs; `$0` is the name of the program.
    if (item.length === 2 && typeof item[0] === "string" && typeof item[1] === "string" && /\$0\s/.test(item[0]))
      yargsUsages[yargsUsages.length] = item[0];
  } else if (Array.isArray(item.options) && Array.isArray(item.commands) && ("_name" in item || "registeredArguments" in item)) {
    commanderCommands.add(item);
    watch(Object.getPrototypeOf(item));
  }
}

/** Some programs have a commander of their own that keeps its commands elsewhere: their methods are called on every one. */
function watch(prototype) {
  if (watched.has(prototype)) return;
  watched.add(prototype);
  for (const name of ["name", "aliases", "helpInformation"]) {
    const method = prototype[name];
    if (typeof method !== "function") continue;
    prototype[name] = function (...words) {
      commanderCommands.add(this);
      return Reflect.apply(method, this, words);
    };
  }
}

function rootOf(command) {
  let root = command;
  while (isObject(root.parent)) root = root.parent;
  return root;
}

function commanderCommand(command) {
  return {
    name: command._name ?? command.name(),
    aliases: command._aliases ?? (command._alias ? [command._alias] : typeof command.aliases === "function" ? command.aliases() : []),
    hidden: command._hidden === true || command._noHelp === true || command.hidden === true,
    options: command.options.map((option) => ({
      flags: option.flags,
      long: option.long,
      short: option.short,
      hidden: option.hidden === true,
      negate: option.negate === true || option.bool === false,
      takesValue: /[<[]/.test(option.flags.replace(/^.*--\[no-\]/, "")),
      // What collects values may be given several times.
      isParsed: typeof option.parseArg === "function" && option.argChoices === undefined,
      variadic: option.variadic === true,
      choices: option.argChoices,
      default: jsonOf(option.defaultValue),
      // commander prints the description of a default in its place.
      defaultDescription: option.defaultValueDescription,
    })),
    args: (command.registeredArguments ?? command._args ?? []).map((arg) => ({
      name: arg._name ?? arg.name,
      required: arg.required === true,
      variadic: arg.variadic === true,
    })),
    commands: command.commands.map((child) => commanderCommand(child)),
  };
}

function jsonOf(value) {
  return value === undefined || typeof value === "function" ? undefined : JSON.stringify(value);
}

function plain(options) {
  return JSON.parse(JSON.stringify(options, (_key, value) => (typeof value === "function" ? undefined : value)));
}

function isObject(value) {
  return typeof value === "object" && value !== null;
}
