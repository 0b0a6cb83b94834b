import assert from "node:assert/strict";
import { test } from "node:test";
import { cleanText } from "../../src/clean-text.ts";
import type { HelpParser } from "../../src/parsers/help-parser.ts";
import { findFault } from "./find-fault.ts";
import { hostileTexts } from "./hostile.ts";
import { mutatedHelp } from "./mutate.ts";
import { parsersOfAll } from "./parsers-of-all.ts";
import { randomFrom } from "./random.ts";
import { fixtureHelps, runMutations } from "./run-mutations.ts";

const TEXTS = 20_000;
const LINES = 8;

test("every parser reads mutated helps without a throw, a hang or an invented unit", () => {
  const { texts, characters, faults, spent } = runMutations(parsersOfAll, { count: TEXTS, seed: 20_261_127, lines: LINES });
  assert.deepEqual(faults, []);
  assert.ok(texts === TEXTS && characters > 200 * TEXTS);
  assert.deepEqual([...spent.keys()], Object.keys(parsersOfAll));
});

test("every parser reads hostile texts", () => {
  for (const [name, parser] of Object.entries(parsersOfAll))
    for (const [kind, make] of Object.entries(hostileTexts))
      assert.equal(findFault(parser, cleanText(make(40)), true), undefined, `${name}: ${kind}`);
});

test("parseHelp() takes more rows and names than a call takes arguments", () => {
  const rows = (row: string): string => Array.from({ length: 130_000 }, (_, index) => row.replace("#", String(index))).join("");
  const clap = ["Options:\n" + rows("  --x#\n"), "Commands:\n" + rows("  c#\n"), "Arguments:\n" + rows("  <a#>\n")];
  for (const section of clap) {
    const { flags, commands, args } = parsersOfAll["clap"]?.parseHelp(`Usage: t\n\n${section}`) ?? assert.fail("no parser");
    assert.equal(flags.length + commands.length + args.length, 130_000);
  }
  const { flags } = parsersOfAll["generic"]?.parseHelp(`Usage: t\n\nOptions:\n  ${rows("-a, ")}-b  B\n`) ?? assert.fail("no parser");
  assert.ok(flags.length <= 1);
});

test("the mutated texts are different ones, and a seed determines them", () => {
  const helps = fixtureHelps();
  const texts = (seed: number): readonly string[] => {
    const random = randomFrom(seed);
    return Array.from({ length: 500 }, () => mutatedHelp(helps, random, LINES));
  };
  assert.deepEqual(texts(1), texts(1));
  assert.notDeepEqual(texts(1), texts(2));
  assert.ok(new Set(texts(1)).size > 480);
});

test("findFault() sees a parser that throws, invents, wavers or names nothing", () => {
  const page = { confidence: 1, usageWords: [], commands: [], args: [], flags: [] };
  let calls = 0;
  const parsers: readonly (readonly [HelpParser["parseHelp"], RegExp])[] = [
    [() => assert.fail("no"), /^it throws/],
    [() => ({ ...page, confidence: Number.NaN }), /^its confidence is NaN$/],
    [() => ({ ...page, flags: [{ long: "--y", takes_value: false }] }), /^the flag "--y" is invented$/],
    [() => ({ ...page, flags: [{ takes_value: false }] }), /^a flag has the key ""$/],
    [() => ({ ...page, commands: [{ name: "a b", aliases: [] }] }), /^the command "a b" is none or invented$/],
    [() => ({ ...page, args: [{ name: "Q", required: true, variadic: false }] }), /^the arg "Q" is none or invented$/],
    [() => ({ ...page, usage: String((calls += 1)) }), /^it differs the second time$/],
  ];
  for (const [parseHelp, fault] of parsers)
    assert.match(findFault({ parseHelp, parseCompletion: () => undefined, isPseudoCommand: () => false }, "x a b", true) ?? "", fault);
});

// `auto` asks the others, which stand here.
for (const [name, parser] of Object.entries(parsersOfAll).filter(([each]) => each !== "auto")) {
  test(`parseHelp() of ${name} takes time in proportion to hostile texts`, () => {
    const slow = Object.entries(hostileTexts).flatMap(([kind, make]) => {
      // A busy machine makes one of them slow, and not each time.
      const ratios: number[] = [];
      while (ratios.length < ROUNDS && (ratios.length === 0 || Math.min(...ratios) > MAX_RATIO)) {
        const count = LEAST_COUNT * (ratios.length + 1);
        const [part = "", whole = ""] = [make(count), make(TIMES * count)].map(cleanText);
        ratios.push(timeOf(parser, whole) / Math.max(timeOf(parser, part), LEAST_MS));
      }
      return Math.min(...ratios) > MAX_RATIO ? [`${kind}: ${ratios.map((each) => each.toFixed(1)).join(", ")}`] : [];
    });
    assert.deepEqual(slow, []);
  });
}

const ROUNDS = 4;
const LEAST_COUNT = 500;
/** So much longer is the longer of two texts. */
const TIMES = 8;
/** Between 8 and the 64 of a quadratic parser: collecting garbage takes its share, at moments of its own. */
const MAX_RATIO = 24;
/** Below this a time says nothing. */
const LEAST_MS = 6;

/** The shorter of two readings, in milliseconds of this process's own time. */
function timeOf(parser: HelpParser, text: string): number {
  const times = [1, 2].map(() => {
    const start = process.cpuUsage();
    parser.parseHelp(text);
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  });
  return Math.min(...times);
}
