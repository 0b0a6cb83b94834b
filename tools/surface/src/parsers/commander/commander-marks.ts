import type { FrameworkMark } from "../framework-marks.ts";

/** What commander prints, by version 2 to 14; the first four are its own words. */
export const commanderMarks: readonly FrameworkMark[] = [
  { pattern: /^ +-h, --help +(?:display help for command|Display help for command|output usage information)$/m, weight: 50 },
  { pattern: /^ +help \[(?:command|cmd)\] +(?:display help for command|display help for \[cmd\])$/im, weight: 50 },
  { pattern: /^ +-[vV], --version +(?:output|Output) the (?:current )?version(?: number)?$/m, weight: 40 },
  { pattern: /\((?:choices: "|default: .*, env: |preset: )/, weight: 40 },
  { pattern: /\((?:default: |env: )/, weight: 10 },
  { pattern: /^Usage: \S.* \[options\] \[command\]/m, weight: 30 },
  { pattern: /^ *Usage: \S.* \[options\]/m, weight: 20 },
];
