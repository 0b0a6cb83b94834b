import { availableParallelism } from "node:os";
import type { CliDescriptor } from "@lockstep/contracts";
import { InputError } from "@lockstep/kernel";
import { unknownFlags, type AcceptedFlag, type KnownVersion, type RecordedCall, type Refusal, type UnknownFlag } from "@lockstep/parity";
import { askFlags } from "../probing/capture-acceptance.ts";
import { starterWords } from "../probing/script.ts";
import type { World } from "../world.ts";

/** What a wrapper used, and the binary that may know more of it than the snapshots do. */
export interface AcceptanceInputs {
  readonly descriptor: CliDescriptor;
  /** Absent: nobody is asked. */
  readonly binary: string | undefined;
  readonly calls: readonly RecordedCall[];
  /** The version of the binary. */
  readonly target: KnownVersion;
}

const TIMEOUT_MS = 20_000;

/** What a binary said of the flags that it was asked about. */
export interface AcceptanceAnswers {
  readonly accepted: readonly AcceptedFlag[];
  /** `unknown` where it was no answer, or where there is no harmless way to ask; `undefined` where nobody was asked. */
  readonly refusalOf: (flag: UnknownFlag) => Refusal | undefined;
}

/** Asks the binary about the flags that calls use and no snapshot of its version has, by harmless probes alone. */
export async function askAcceptance(world: World, { descriptor, binary, calls, target }: AcceptanceInputs): Promise<AcceptanceAnswers> {
  const flags = unknownFlags(calls, target);
  if (binary === undefined || flags.length === 0) return { accepted: [], refusalOf: () => undefined };
  const { results } = await askFlags(
    world,
    {
      descriptor,
      binary: world.files.absolute(binary),
      via: starterWords(descriptor, world.host, []),
      timeoutMs: TIMEOUT_MS,
      jobs: availableParallelism(),
      triesNamespace: world.host.os === "linux",
      isReviewed: false,
    },
    target.union.commands,
    // The value itself is nobody's business; another one shows as well that the flag takes one.
    flags.map(({ path, spelling, hasValue }) => ({ path, flag: hasValue ? `${spelling}=1` : spelling })),
  );
  const verdicts = new Map(results.map((result) => [idOf(result.path, result.name), result.verdict]));
  return {
    accepted: results.flatMap(({ path, name, verdict }) =>
      verdict.type === "accepted" ? [{ path, spelling: name, takesValue: verdict.takesValue }] : [],
    ),
    refusalOf: ({ path, spelling }) => (verdicts.get(idOf(path, spelling))?.type === "rejected" ? "rejected" : "unknown"),
  };
}

/** Throws `InputError` unless the binary is the one that the snapshots of the version were taken of: another would answer for another surface. */
export async function assertBinary(
  world: Pick<World, "files">,
  { id }: CliDescriptor,
  binary: string,
  { version, union }: KnownVersion,
): Promise<void> {
  const hint = `xtask acquire --cli ${id} --version ${version} fetches the pinned one and prints its path`;
  if ((await world.files.stat(binary))?.type !== "file")
    throw new InputError("BINARY_MISSING", `"${binary}" of --binary is no file`, { hint });
  const sha256 = await world.files.sha256(binary);
  if (union.inputs.some((input) => input.binary.sha256 === sha256)) return;
  throw new InputError(
    "BINARY_OTHER",
    `"${binary}" of --binary has the sha256 ${sha256}; the snapshots of ${version} were taken of ${union.inputs.map((input) => input.binary.sha256).join(", ")}`,
    { hint },
  );
}

function idOf(path: readonly string[], name: string): string {
  return [...path, name].join("\0");
}
