export { buildGrammar } from "./grammar.ts";
export { matchArgv, type ArgvMatch } from "./match-argv.ts";
