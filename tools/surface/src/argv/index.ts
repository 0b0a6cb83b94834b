/** @public */
export type { ArgvPart, ArgvReading } from "./argv-reading.ts";
/** @public */
export type { Grammar } from "./grammar.ts";
export { buildGrammar, type GrammarOptions } from "./grammar.ts";
export { matchArgv, type ArgvMatch } from "./match-argv.ts";
/** @public */
export { readArgv } from "./read-argv.ts";
