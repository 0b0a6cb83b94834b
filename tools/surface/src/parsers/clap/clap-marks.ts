import type { FrameworkMark } from "../framework-marks.ts";

/** What clap prints, by version 2 to 4; the first four are its own words. */
export const clapMarks: readonly FrameworkMark[] = [
  { pattern: /^ +-h, --help\s+Prints?\s+help\b/m, weight: 50 },
  { pattern: /Prints?\s+this\s+message\s+or\s+the\s+help\s+of\s+the\s+given\s+subcommand/, weight: 50 },
  { pattern: /\[possible values: |^ +Possible values:$/m, weight: 40 },
  { pattern: /\[(?:env: \w+=|aliases: |alias: |short aliases: |short alias: )/, weight: 40 },
  { pattern: /^ +(?:-\w, )?--[\w-]+(?:\[=| )<[A-Z][A-Z0-9_]*>/m, weight: 20 },
  { pattern: /\[default: /, weight: 10 },
  // The usage with its placeholders in capitals.
  { pattern: /^(?:Usage: |USAGE:\n +)\S.*\[(?:OPTIONS|FLAGS)\]/m, weight: 20 },
  { pattern: /^(?:Usage: |USAGE:\n +)\S.*(?:<(?:SUB)?COMMAND>|\[(?:SUB)?COMMAND\])/m, weight: 20 },
];
