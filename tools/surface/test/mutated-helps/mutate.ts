import type { Random } from "./random.ts";

/** How long a line is at most, on average. */
const LINE_LENGTH = 60;

/**
 * A part of a help text of the corpus, changed in one to five places so that it may be anything that a broken program prints.
 * @param lines how many lines of each text are taken at most
 */
export function mutatedHelp(helps: readonly string[], random: Random, lines: number): string {
  const parts = helps.length === 0 ? [] : [random.pick(helps), random.pick(helps)].map((help) => windowOf(help, random, lines));
  const [first = "", second = ""] = parts;
  let text = first;
  for (let count = 1 + random.below(5); count > 0; count -= 1)
    text = random
      .pick(mutations)(text, random, second)
      .slice(0, lines * LINE_LENGTH);
  return text;
}

/** `other` is a part of another help. */
type Mutation = (text: string, random: Random, other: string) => string;

const mutations: readonly Mutation[] = [
  (text, random) => editLines(text, (lines) => lines.toSpliced(random.below(lines.length), 1 + random.below(3))),
  (text, random) => editLines(text, (lines) => duplicated(lines, random)),
  (text, random) => editLines(text, (lines) => swapped(lines, random.below(lines.length), random.below(lines.length))),
  (text, random) => text.slice(0, random.below(text.length)),
  (text, random) => text.slice(random.below(text.length)),
  (text, random) => insertAt(text, random, unicodeText(random)),
  (text, random) => insertAt(text, random, random.pick(sequences)),
  (text, random) => editLine(text, random, (line) => `${" ".repeat(random.below(13))}${line.trimStart()}`),
  (text, random) => editLines(text, (lines) => lines.map((line) => (line === "" ? "" : `${random.pick(["", " ", "    ", "\t"])}${line}`))),
  (text, random) => rewrapped(text, 20 + random.below(60)),
  (text, random) => editLine(text, random, (line) => `${line} ${"word ".repeat(random.below(120))}`),
  (text, random) => editLine(text, random, (line) => line.replace(/ {2,}/, " ".repeat(random.below(8)))),
  (text) => text.replaceAll(/\r?\n/g, "\r\n"),
  (text, random) => insertAt(text, random, random.pick(["x", "--x ", "-", "  ", "\n", "\t"]).repeat(random.below(300))),
  (text, random) => insertAt(text, random, random.pick(brackets).repeat(1 + random.below(60))),
  (text, random, other) => `${text}${random.pick(["", "\n", "\n\n"])}${other}`,
  (text, random, other) => insertAt(text, random, other),
];

const brackets = [
  "[",
  "]",
  "<",
  ">",
  "(",
  ")",
  "{",
  "[<",
  ">]",
  "[--x ",
  "<a|",
  "[default: ",
  "(default: ",
  "(choices: ",
  "[env: ",
  "|",
  "[=<",
  "...",
];

/** Terminal sequences, control characters and what looks like the start of one. */
const sequences = [
  "\u001B[1m",
  "\u001B[0m",
  "\u001B[38;5;1",
  "\u001B]8;;x\u0007",
  "\u001B",
  "\b",
  "x\b",
  "\u0000",
  "\r",
  "\u000B",
  "\uFEFF",
  "\u007F",
  "\u009B1m",
];

function unicodeText(random: Random): string {
  const chars = Array.from({ length: 1 + random.below(6) }, () => {
    const code = random.pick([0x80, 0x2000, 0x3000, 0xfe00, 0x1f300, 0xd800, 0x0300, 0xff00]) + random.below(256);
    return String.fromCodePoint(code);
  });
  return chars.join("");
}

function windowOf(text: string, random: Random, count: number): string {
  const lines = text.split("\n");
  const from = random.below(2) === 0 ? random.below(lines.length) : 0;
  return lines.slice(from, from + count).join("\n");
}

function editLines(text: string, edit: (lines: readonly string[]) => readonly string[]): string {
  return edit(text.split("\n")).join("\n");
}

function editLine(text: string, random: Random, edit: (line: string) => string): string {
  return editLines(text, (lines) => {
    const index = random.below(lines.length);
    return lines.with(index, edit(lines[index] ?? ""));
  });
}

function duplicated(lines: readonly string[], random: Random): readonly string[] {
  const from = random.below(lines.length);
  const part = lines.slice(from, from + 1 + random.below(4));
  return lines.toSpliced(random.below(lines.length), 0, ...part);
}

function swapped(lines: readonly string[], a: number, b: number): readonly string[] {
  return lines.with(a, lines[b] ?? "").with(b, lines[a] ?? "");
}

function insertAt(text: string, random: Random, inserted: string): string {
  const at = random.below(text.length + 1);
  return `${text.slice(0, at)}${inserted}${text.slice(at)}`;
}

/** Breaks lines at a width, at any character and without the indent. */
function rewrapped(text: string, width: number): string {
  return editLines(text, (lines) => lines.flatMap((line) => line.match(new RegExp(`.{1,${String(width)}}`, "gu")) ?? [""]));
}
