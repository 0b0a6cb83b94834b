/** The first line of every generated file. */
export const BANNER = "// Generated from schemas/ by `xtask codegen`. Do not edit.";
