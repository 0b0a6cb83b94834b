import assert from "node:assert/strict";
import { test } from "node:test";
import { cutFlagNames, isFlagName } from "./flag-names.ts";
import { parserFor } from "./parser-for.ts";

const spellings = ["-x", "-1", "-?", "-#", "-@", "--name", "--[no-]color", "--a.b", "--no-x", "-Xmx", "--größe", "--x_y", "--c++"];
const others = ["", "-", "--", "---", "---x", "--x y", "--helpShow he", "x", "--[", "--[=<", '--"x"', "-,", "--x.", "--{a,b}", "—x"];

test("isFlagName() accepts what programs have, and nothing with a blank, a bracket or a third dash", () => {
  assert.deepEqual(
    spellings.filter((word) => !isFlagName(word)),
    [],
  );
  assert.deepEqual(others.filter(isFlagName), []);
});

test("cutFlagNames() gives no names when one of them is no spelling of a flag", () => {
  assert.deepEqual(cutFlagNames("-c, --config <X>"), { names: ["-c", "--config"], value: " <X>" });
  assert.deepEqual(cutFlagNames("-c, --con{fig} <X>"), { names: [], value: "-c, --con{fig} <X>" });
});

test("parseHelp() takes a line of dashes for a flag in no framework", () => {
  for (const framework of ["clap", "commander", "yargs", "cobra", "argparse", "oclif", "generic", "auto"] as const)
    for (const row of ["  ---x  y", "  --  y", "  ---  y"]) {
      const page = parserFor(framework).parseHelp(`usage: t [-h]\n\noptions:\n  --real  [string]\n${row}\n`);
      assert.ok(!page.flags.some(({ long, short }) => /^-{3}|^--?$/.test(long ?? short ?? "")), `${framework}: ${row}`);
    }
});
