import { EnvironmentError } from "@lockstep/kernel";
import { checks } from "../doctor/checks.ts";
import type { Check, Examined, Place } from "../doctor/check.ts";
import { wrapText } from "../text-columns.ts";
import { defineCommand } from "../world.ts";

/** Tells what this machine lacks, what for, and how to get it. Writes nothing. */
export const doctor = defineCommand({
  name: "doctor",
  summary: "Tell what this machine lacks, what it is needed for, and how to get it",
  examples: ["xtask doctor", "xtask doctor --json"],
  options: {},
  exits: {
    0: "nothing is missing that is needed",
    2: "something is",
    3: "no answer",
    64: "wrong command line",
  },
  documents: ["doctor.v1"],
  reads: () => ["manifests/*/artifacts.lock.json.lock", ".cache/artifacts/*", "schemas/**", "tools/contracts/src/generated/**"],
  writes: () => [],
  async run(_options, world) {
    const { machine } = world;
    if (machine === undefined)
      throw new EnvironmentError("MACHINE_UNKNOWN", "This runner was started without a view of the machine", {
        hint: "Start it as: xtask doctor",
      });
    const isRepository = (await world.files.stat("tools/xtask/package.json")) !== undefined;
    const place: Place = { ...world.host, isRepository };
    const applying = checks.filter((check) => check.applies?.(place) ?? true);
    const results = await Promise.all(applying.map(async (check) => ({ check, ...(await check.examine({ ...world, machine }, place)) })));
    const lacking = results.filter(({ check, isOk }) => check.isNeeded && !isOk);
    return {
      status: lacking.length === 0 ? "ok" : "findings",
      data: { schema: "doctor.v1", isRepository, checks: results.map(checkDocument) },
      text: render(results),
    };
  },
});

type Result = Examined & { readonly check: Check };

function stateOf({ check, isOk }: Result): "ok" | "missing" | "optional" {
  if (isOk) return "ok";
  return check.isNeeded ? "missing" : "optional";
}

function checkDocument(result: Result): object {
  const { name, neededFor, advice } = result.check;
  return { name, state: stateOf(result), found: result.found, neededFor, advice: result.isOk ? null : (result.advice ?? advice) };
}

function render(results: readonly Result[]): string {
  const width = Math.max(...results.map(({ check }) => check.name.length));
  const rows = results.flatMap((result) => {
    const { check, isOk, found, advice = check.advice } = result;
    const first = `${stateOf(result).padEnd(8)}  ${check.name.padEnd(width)}  `;
    const indent = " ".repeat(first.length);
    if (isOk) return [wrapText(first, found)];
    return [wrapText(first, found), wrapText(indent, `needed for ${check.neededFor}`), wrapText(`${indent}-> `, advice)];
  });
  const count = (state: string): number => results.filter((result) => stateOf(result) === state).length;
  const [missing, optional] = [count("missing"), count("optional")];
  const verdict =
    missing === 0
      ? `Everything is there that the commands need${optional === 0 ? "." : `; ${String(optional)} optional ${optional === 1 ? "thing is" : "things are"} not.`}`
      : `${String(missing)} of ${String(results.length)} ${missing === 1 ? "is" : "are"} missing and needed.`;
  return [...rows, "", verdict].join("\n");
}
