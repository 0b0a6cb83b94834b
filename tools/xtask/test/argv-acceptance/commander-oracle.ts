import assert from "node:assert/strict";
import type { IsolatedBinary } from "./isolated-binary.ts";
import { refusal, type BeyondSnapshots, type Oracle } from "./verdict.ts";

const sentinel = "--zz-sentinel";

const beyondSnapshots: readonly BeyondSnapshots[] = [
  { kind: "for flags that exclude each other", words: /cannot be used with/ },
  { kind: "for a value of another type", words: /argument '[^]*' is invalid\. (?!Allowed choices are)/ },
];

/**
 * The oracle of a commander binary. A line ends in a flag that no CLI has: commander names the first one that it does not
 * know, and runs nothing while it does not know one. It stands there twice: a flag that were to take the first one for its
 * value, because the snapshot is wrong, leaves the other.
 */
export function commanderOracle({ run }: IsolatedBinary): Oracle {
  return async (argv) => {
    const { type, stdout, stderr } = await run([...argv, sentinel, sentinel]);
    assert.equal(type, "exited", `${argv.join(" ")}: ${stderr}`);
    const reason = /^error: .*$/m.exec(stderr)?.[0];
    assert.ok(reason !== undefined, `"${argv.join(" ")}" is not refused: ${stdout}${stderr}`);
    return reason.includes(`'${sentinel}'`) ? { type: "accepted", path: undefined } : refusal(reason, beyondSnapshots);
  };
}
