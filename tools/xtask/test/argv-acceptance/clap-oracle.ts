import assert from "node:assert/strict";
import type { SnapshotCommand, SnapshotFlag } from "@lockstep/contracts";
import type { IsolatedBinary } from "./isolated-binary.ts";
import { refusal, type BeyondSnapshots, type Oracle } from "./verdict.ts";

const beyondSnapshots: readonly BeyondSnapshots[] = [
  { kind: "for flags that exclude each other", words: /cannot be used with/ },
  { kind: "for what is required and absent", words: /required arguments were not provided/ },
  // A value that is not possible has its list on the next line instead of a reason behind it; some types have words of their own.
  { kind: "for a value of another type", words: /^error: invalid (?:value '[^]*' for '[^]*': |(?!value ))/ },
];

/**
 * The oracle of a clap binary. A line ends in `--help`, twice: clap answers it at once when it has accepted all that stands
 * before, and if a flag takes the first one for its value, the second is left. The help tells which command was in force.
 */
export function clapOracle({ run }: IsolatedBinary, commands: readonly SnapshotCommand[]): Oracle {
  // A probe shows that a hidden name is accepted, and not which flag it is another name of.
  const probed = new Set(commands.flatMap(({ flags = [] }) => flags.filter(isProbedAlone).map(({ long, short }) => long ?? short ?? "")));
  const pathsByUsage = Map.groupBy(commands, ({ usage = "" }) => usage.split("\n", 1)[0] ?? "");
  return async (argv) => {
    const { type, exitCode, stdout, stderr } = await run([...argv, "--help", "--help"]);
    const line = argv.join(" ");
    assert.equal(type, "exited", `${line}: ${stderr}`);
    if (exitCode === 0) {
      const usage = /^Usage: (.*)$/m.exec(stdout)?.[1]?.trim() ?? "";
      const [command, ...others] = pathsByUsage.get(usage) ?? [];
      assert.ok(command !== undefined && others.length === 0, `"${line}" shows the help of no single command, but "${usage}"`);
      return { type: "accepted", path: command.path };
    }
    const reason = /^error: .*$/m.exec(stderr)?.[0];
    assert.ok(reason !== undefined, `"${line}" ended with ${String(exitCode)}: ${stderr}`);
    // Whether a value may be empty depends on its type too.
    if (reason.startsWith("error: a value is required for") && argv.some((word) => word === "" || word.endsWith("=")))
      return { type: "undecided", kind: "for a value that is empty" };
    if (reason.endsWith("cannot be used multiple times") && argv.some((word) => probed.has(word.split("=", 1)[0] ?? "")))
      return { type: "undecided", kind: "for a hidden alias beside its flag" };
    return refusal(reason, beyondSnapshots);
  };
}

function isProbedAlone({ sources }: SnapshotFlag): boolean {
  return sources?.every((source) => source === "probe") === true;
}
