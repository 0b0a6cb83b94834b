import type { ProcessRequest } from "@lockstep/runtime";
import type { ArgvToken } from "./argv/argv-token.ts";
import { fieldTools, type KindsOf } from "./fields/assert-fields.ts";
import type { VersionTools } from "./versions/version-tools.ts";
import type { ProgramCall, WrapperErrorClass } from "./wrapper-error.ts";

/** Time limits of a process in milliseconds, finite numbers above 0; absent: none. */
export interface Timeouts {
  readonly totalMs?: number;
  /** Longest time without a byte of output. */
  readonly silenceMs?: number;
  /** Runs of the agent only: longest time without an event that shows progress. Notices such as reconnections show none. */
  readonly progressMs?: number;
  /** Time between SIGTERM and SIGKILL, also 0; 2000 when absent. */
  readonly killGraceMs?: number;
}

/** What every call takes besides its request. */
export interface CallOptions {
  /** Kills the process with all that it started. */
  readonly signal?: AbortSignal;
  /** For this call, each in place of the client's of that name. */
  readonly timeouts?: Timeouts;
}

/** How to call the binary: everything but the arguments. */
export interface Invocation {
  readonly binary: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly timeouts: Timeouts;
  /** Of the binary. */
  readonly version: string;
  readonly allowHidden: boolean;
}

/** Limits as a process takes them, and the one of runs; none of them is `undefined`. */
export interface Limits {
  readonly process: Pick<ProcessRequest, "totalMs" | "silenceMs" | "killGraceMs">;
  readonly run: Pick<Timeouts, "progressMs">;
}

/** What comes before every process, with the errors of a wrapper. */
export interface LimitTools {
  /** The limits of a call, checked: each its own, or else that of the client. */
  readonly limitsOf: (client: { readonly timeouts: Timeouts }, options?: CallOptions) => Limits;
  /** Throws for a limit that is none; one without a `least` has to be above 0. */
  readonly assertLimits: (limits: Readonly<Record<string, number | undefined>>, least?: number) => void;
  /** A secret for stdin, which the program could not tell from none if it were blank. */
  readonly assertNotBlank: (secret: string, what: string) => string;
  /** The command line of a request. Throws for a unit that the installed version does not have. */
  readonly commandOf: (invocation: Invocation, argv: readonly ArgvToken[]) => ProgramCall;
}

/** Binds them to the error class of a wrapper, and to what it knows of versions. */
export function limitTools(errors: WrapperErrorClass, { assertSupported }: Pick<VersionTools, "assertSupported">): LimitTools {
  const { assertFields } = fieldTools(errors);
  return {
    limitsOf(client, { timeouts } = {}) {
      const given = [client.timeouts, timeouts ?? {}];
      for (const limits of given) assertFields(limits, timeoutKinds, 'Option "timeouts"');
      const { progressMs, ...process }: Timeouts = Object.assign({}, ...given.map(withoutUndefined));
      const { killGraceMs, ...positive } = process;
      assertLimits({ ...positive, progressMs });
      assertLimits({ killGraceMs }, 0);
      return { process, run: progressMs === undefined ? {} : { progressMs } };
    },
    assertLimits,
    assertNotBlank(secret, what) {
      if (typeof secret !== "string" || secret.trim() === "") throw errors.forRequest(`The ${what} is blank`);
      return secret;
    },
    commandOf({ binary, cwd, env, version, allowHidden }, argv) {
      assertSupported(argv, version, allowHidden);
      return { file: binary, args: argv.map(({ token }) => token), cwd, env };
    },
  };

  function assertLimits(limits: Readonly<Record<string, number | undefined>>, least?: number): void {
    for (const [option, limit] of Object.entries(limits)) {
      if (limit === undefined || (Number.isFinite(limit) && (limit > 0 || limit === least))) continue;
      throw errors.forRequest(
        `Limit "${option}" is ${String(limit)}, wanted a finite number ${least === undefined ? "above" : "from"} 0${least === undefined ? "" : " on"}, or none`,
      );
    }
  }
}

const timeoutKinds: KindsOf<Timeouts> = { totalMs: "NUMBER", silenceMs: "NUMBER", progressMs: "NUMBER", killGraceMs: "NUMBER" };

function withoutUndefined(timeouts: Timeouts): Timeouts {
  return Object.fromEntries(Object.entries(timeouts).filter(([, value]) => value !== undefined));
}
