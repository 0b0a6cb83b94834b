import type { FrameworkMark } from "../framework-marks.ts";

/** What commander prints, by version 2 to 14; the first four are its own words. */
export const commanderMarks: readonly FrameworkMark[] = [
  { pattern: /^ +-h, --help\s+(?:display\s+help\s+for\s+command|output\s+usage\s+information)$/im, weight: 50 },
  { pattern: /^ +help \[(?:command|cmd)\]\s+display\s+help\s+for\s+(?:command|\[cmd\])$/im, weight: 50 },
  { pattern: /^ +-[vV], --version\s+output\s+the\s+(?:current\s+)?version(?:\s+number)?$/im, weight: 40 },
  { pattern: /\((?:choices: "|default: [^()\n]{0,200}, env: |preset: )/, weight: 40 },
  { pattern: /\((?:default: |env: )/, weight: 10 },
  { pattern: /^Usage: \S.* \[options\] \[command\]/m, weight: 30 },
  { pattern: /^ *Usage: \S.* \[options\]/m, weight: 20 },
];
