import type { AcceptanceCall } from "./plan-acceptance.ts";
import { PROBE_VALUE } from "./acceptance-protocol.ts";
import { parseFlagSpelling } from "./flag-candidate.ts";
import { acceptanceProtocolFor } from "./protocol-for.ts";

/** A flag of a recorded call, as it was spelled there. */
export interface ReplayFlag {
  readonly name: string;
  readonly value?: string;
  /** What the surfaces of both binaries say of the flag; `unknown` where one says nothing. */
  readonly shownAs: readonly ("switch" | "valued" | "several values" | "refused" | "unknown")[];
}

/** A recorded call to be replayed: of its words, the command and flags. */
export interface ReplayRequest {
  readonly framework: string;
  readonly path: readonly string[];
  /** What the call is about; absent when it is the command. */
  readonly subject?: ReplayFlag;
  /** Whether the subject is given twice. */
  readonly isTwice?: boolean;
  /** The other flags of the command, in their order. */
  readonly others: readonly ReplayFlag[];
  /** Whether one of both surfaces shows arguments to the end of the line, at the command or above it. */
  readonly takesTrailing: boolean;
  /** Whether the command must never be called, or may act on flags that it does not know. */
  readonly isUnasked: boolean;
}

/** A harmless call, or why there is none. */
export type ReplayPlan = { readonly type: "call"; readonly call: AcceptanceCall } | { readonly type: "none"; readonly reason: string };

/**
 * Turns a recorded call into one that is harmless by construction: the command, the flag that it is about, the others, and an end by
 * which the framework stops before it runs anything. Positional args are left out. A value with blanks becomes another one.
 *
 * The other flags stand there only where both surfaces show them. A switch could swallow the end where a version has made a flag with
 * a value of it: it is given only where both surfaces say what it is, and with clap before two ends, of which it could take one.
 */
export function planReplay({ framework, path, subject, isTwice, others, takesTrailing, isUnasked }: ReplayRequest): ReplayPlan {
  const protocol = acceptanceProtocolFor(framework);
  if (protocol === undefined) return none("a program of its framework cannot be asked without harm");
  if (isUnasked) return none("the command may act on what it does not know");
  if (takesTrailing) return none("the command takes arguments to the end of the line");
  if (path.some((word) => word.startsWith("-"))) return none("its path is no command");
  if (subject === undefined) return called(path, [HELP], framework === "clap" || framework === "commander");
  if (parseFlagSpelling(spelled(subject)) === undefined) return none(`${subject.name} cannot be spelled in one word`);
  if (!isHarmless(subject)) return none(`nothing shows what the second version makes of ${subject.name}`);
  const more = others.filter((flag) => flag.name !== subject.name && isHarmless(flag) && isKept(flag));
  const given = isTwice === true ? [subject, subject] : [subject];
  if (framework === "clap") {
    const words = [...given, ...more].map(spelled);
    // The first may be taken for the value of what is before it.
    return called(path, [...words, HELP, HELP], protocol.endingOf([...words, HELP], path) !== undefined);
  }
  const valued = more.filter(({ value }) => value !== undefined).map(spelled);
  const [end, second] = protocol.sentinels ?? [];
  if (end === undefined || second === undefined) return none("a program of its framework cannot be asked without harm");
  const words =
    subject.value === undefined ? [...(path.length > 0 ? [] : valued), subject.name, end, second] : [...given.map(spelled), ...valued, end];
  return protocol.endingOf(words, path) === undefined
    ? none(`nothing harmless can stand before ${subject.name}`)
    : called(path, words, true);
}

function called(path: readonly string[], words: readonly string[], isAllowed: boolean): ReplayPlan {
  return isAllowed ? { type: "call", call: { path, words } } : none("nothing ends the call before something is run");
}

function none(reason: string): ReplayPlan {
  return { type: "none", reason };
}

function spelled({ name, value }: ReplayFlag): string {
  if (value === undefined) return name;
  const word = `${name}=${value}`;
  return parseFlagSpelling(word) === undefined ? `${name}=${PROBE_VALUE}` : word;
}

/** With a value in its own word a flag can take no other; without one, what it is must be known. */
function isHarmless({ value, shownAs }: ReplayFlag): boolean {
  if (value !== undefined) return true;
  return !shownAs.includes("unknown") && !shownAs.includes("several values");
}

/** Whether both binaries take the flag as it is spelled, so that it says nothing of its own. */
function isKept({ value, shownAs }: ReplayFlag): boolean {
  return shownAs.every((shown) => shown === (value === undefined ? "switch" : "valued"));
}

const HELP = "--help";
