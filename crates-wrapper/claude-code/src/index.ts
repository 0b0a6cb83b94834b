/**
 * A typed wrapper of the Claude Code command line tool.
 *
 * @packageDocumentation
 */
export { printArgv } from "./argv/print.ts";
