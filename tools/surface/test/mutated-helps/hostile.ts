/** Texts that make a careless parser slow, each by the number of its repetitions. */
export const hostileTexts: Readonly<Record<string, (count: number) => string>> = {
  openings: (n) => `Usage: t ${"[".repeat(n)}`,
  "usage of openings": (n) => `Usage: t ${"<a ".repeat(n)}`,
  "usage of nested brackets": (n) => `Usage: t ${"<[".repeat(n)}X${"]>".repeat(n)}`,
  "usage of alternatives": (n) => `Usage: t ${"[--x|-y a|".repeat(n)}]`,
  "usage of flags": (n) => `usage: t ${"[-x <y>] ".repeat(n)}`,
  "usage lines": (n) => `usage: t [x]\n${"       t [y] <z>\n".repeat(n)}`,
  "usage of capitals": (n) => `USAGE\n  $ t ${"A [B] ".repeat(n)}`,
  "usage and sections": (n) => `Usage: t ${"word ".repeat(n)}\n\n${"A section:\n  -f  x\n\n".repeat(n)}`,
  "usage and placeholders": (n) => `Usage: t ${"<xxy> ".repeat(n)}\n\nWhat:\n${"  <xy>  z\n".repeat(n)}`,
  "spaces in the usage": (n) => `Usage: t ${" ".repeat(n)}|${" ".repeat(n)}x`,
  defaults: (n) => `Usage: t\n\nOptions:\n  --x  ${"[default: ".repeat(n)}]`,
  "notes that are closed": (n) => `Usage: t\n\nOptions:\n  --x  a ${"[env: A=1] ".repeat(n)}`,
  "notes that are open": (n) => `Usage: t\n\nOptions:\n  --x  a ${"[default: ".repeat(n)}[]`,
  "defaults in round brackets": (n) => `Usage: t\n\nOptions:\n  --x  a ${"(default: 1) ".repeat(n)}`,
  choices: (n) => `Usage: t\n\nOptions:\n  --x  ${'(choices: "'.repeat(n)})`,
  "open lists of options": (n) => `USAGE\n  $ t\n\nFLAGS\n  --x=<value>  a${"\n               <options: b".repeat(n)}>`,
  "notes of oclif": (n) => `USAGE\n  $ t\n\nFLAGS\n  --x=<value>  [default: ${"a, env: ".repeat(n)}`,
  rows: (n) => `Usage: t\n\nOptions:\n${"  --x  y\n".repeat(n)}`,
  "different rows": (n) => `Usage: t\n\nOptions:\n${Array.from({ length: n }, (_, index) => `  --x${String(index)} <v>  y\n`).join("")}`,
  "rows of commands": (n) => `Usage: t\n\nCommands:\n${Array.from({ length: n }, (_, index) => `  c${String(index)}, d  y\n`).join("")}`,
  "rows in capitals": (n) => `USAGE\n  $ t\n\nCOMMANDS\n${Array.from({ length: n }, (_, index) => `  c${String(index)}  y\n`).join("")}`,
  headings: (n) => `Usage: t\n\n${"Some commands:\n  a  b\n".repeat(n)}`,
  "blank lines": (n) => `Usage: t\n\nOptions:\n  --x  a${" \n".repeat(n)}b`,
  "a long row": (n) => `Usage: t\n\nOptions:\n  -${"-,".repeat(n)}`,
  "a long name": (n) => `Usage: t\n\nOptions:\n  --${"x-".repeat(n)}  y`,
  "a list of names": (n) => `Usage: t\n\nCommands:\n  ${"a, ".repeat(n)}`,
  "words below a row": (n) => `Usage: t\n\nOptions:\n  --x  a\n${"       b c d\n".repeat(n)}`,
  "spaces in descriptions": (n) =>
    "Usage: t\n\n" +
    ["Options:\n  --x  a", "Commands:\n  a  b", "FLAGS\n  --x=<value>  a", "COMMANDS\n  a  b", "Arguments:\n  <a>  b"]
      .map((start) => `${start}${" ".repeat(n)}c\n`)
      .join("\n"),
  "a heading of spaces": (n) => `Usage: t\n\nOptions${" ".repeat(n)}x:\n  --x  a\n`,
  "a heading of brackets": (n) => `Usage: t\n\n${"(".repeat(n)}:\n  --x  a\n`,
  "spaces before colons": (n) => `Usage: t\n\n${" ".repeat(n)}:\n${" ".repeat(n)}x\n`,
  "spaces between words": (n) => `Usage: t\n\nOptions:\n  --x${" ".repeat(n)}y${" ".repeat(n)}z`,
};
