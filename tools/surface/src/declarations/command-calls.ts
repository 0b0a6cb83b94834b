import type { CommandDraft } from "./command-draft.ts";
import { addCommanderArgument, addCommanderCommand, addCommanderOption } from "./commander-calls.ts";
import type { Machine } from "./machine.ts";
import { constant, opaque, textOf, textsOf, truthOf, type OpaqueValue, type Value } from "./values.ts";
import { addYargsCommand, addYargsKeys, isCommandModule } from "./yargs-calls.ts";

/** The methods of commander's and yargs' commands and options whose arguments declare something. */
export const DECLARING_METHODS: ReadonlySet<string> = new Set(
  `option options requiredOption addOption createOption positional argument arguments addArgument
   command commands addCommand alias aliases name description summary version allowUnknownOption
   scriptName hide hideHelp array boolean count number string choices default describe demandOption
   deprecateOption global env parse parseAsync`.split(/\s+/),
);

/** Their methods that declare nothing and give what they are called on. */
export const SILENT_METHODS: ReadonlySet<string> = new Set(
  `action hook middleware check fail usage locale help helpOption helpCommand addHelpCommand
   configureHelp configureOutput exitOverride addHelpText helpGroup optionsGroup showHelpAfterError
   wrap allowExcessArguments enablePositionalOptions passThroughOptions strict strictCommands
   strictOptions demandCommand recommendCommands parserConfiguration exitProcess epilog epilogue
   example group completion showHelpOnFail argParser conflicts implies makeOptionMandatory
   preset argOptional argRequired coerce normalize nargs requiresArg skipValidation config detectLocale
   storeOptionsAsProperties`.split(/\s+/),
);

/** What a call of a method on a command gives. What it declares is added to the command. */
export function callOnCommand(command: CommandDraft, name: string, args: readonly Value[], machine: Machine): Value {
  const [first, second] = args;
  const self: Value = { type: "command", command };
  const text = textOf(first);
  switch (name) {
    case "option":
    case "requiredOption":
      if (text?.startsWith("-") === true) addCommanderOption(command, args, machine);
      else addYargsKeys(command, args, machine);
      return self;
    case "addOption":
      if (first?.type === "opaque") addCommanderOption(command, first.args, machine, first.calls);
      return self;
    case "createOption":
      return opaque(args, true);
    case "argument":
    case "addArgument":
    case "arguments":
      addCommanderArgument(command, first, args);
      return self;
    case "positional":
      addYargsKeys(command, args, machine, "positional");
      return self;
    case "command":
    case "commands":
      return addCommanderCommand(command, args, machine) ?? addYargsCommand(command, args, machine);
    case "addCommand":
      machine.adopt(command, first, second);
      return self;
    case "alias":
      if (args.length === 1 && text !== undefined) command.aliases.push(text);
      else addYargsKeys(command, args, machine, "alias");
      return self;
    case "aliases":
      command.aliases.push(...(textsOf(first) ?? []));
      return self;
    case "name":
      if (args.length === 0) return opaque();
      if (!command.isRoot) command.name ??= text;
      return self;
    case "description":
    case "summary":
      if (args.length === 0) return opaque();
      if (name === "description") command.about = text;
      return self;
    case "version":
      if (textOf(second)?.startsWith("-") === true) addCommanderOption(command, args.slice(1), machine);
      return self;
    case "allowUnknownOption":
      command.takesUnknownOptions = truthOf(first ?? constant(true)) !== false;
      return self;
    case "scriptName":
      command.isRoot = true;
      return self;
    case "options":
    case "array":
    case "boolean":
    case "count":
    case "number":
    case "string":
    case "choices":
    case "default":
    case "describe":
    case "demandOption":
    case "deprecateOption":
    case "global":
    case "hide":
      addYargsKeys(command, args, machine, name);
      return self;
    case "parse":
    case "parseAsync":
      machine.markParsed(command);
      return opaque();
    default:
      return DECLARING_METHODS.has(name) ? self : opaque();
  }
}

/** Whether a call shows that what it is called on is a command. */
export function isCallOfCommand(value: OpaqueValue, name: string, args: readonly Value[]): boolean {
  const [first, second] = args;
  const text = textOf(first);
  switch (name) {
    case "option":
      return text?.startsWith("-") === true || (text !== undefined && second?.type === "object");
    case "options":
      return first?.type === "object" && [...first.properties.values()].every(({ type }) => type === "object");
    case "requiredOption":
      return text?.startsWith("-") === true;
    case "addOption":
      return first?.type === "opaque" && textOf(first.args[0])?.startsWith("-") === true;
    case "positional":
      return text !== undefined && second?.type === "object";
    case "command":
      return (text !== undefined && /^[\w$@*][\w.:@-]*(?:\s+[<[].*)?$/s.test(text)) || isCommandModule(first);
    case "scriptName":
      return text !== undefined;
    case "argument":
      return value.isNew && text !== undefined && /^[<[]/.test(text);
    case "addCommand":
      return value.isNew;
    default:
      return false;
  }
}
