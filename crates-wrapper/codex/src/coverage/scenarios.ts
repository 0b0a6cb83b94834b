import type { ArgvToken, Passthrough } from "../argv/argv-token.ts";
import { execArgv, type ExecRequest } from "../argv/exec.ts";
import { execResumeArgv, type ExecResumeRequest } from "../argv/exec-resume.ts";
import { execReviewArgv, type ExecReviewRequest } from "../argv/exec-review.ts";
import { featuresListArgv } from "../argv/features-list.ts";
import { loginStatusArgv } from "../argv/login-status.ts";
import { versionArgv } from "../argv/version.ts";

/**
 * Calls that together use every typed field of this wrapper, as the evidence of what it supports.
 * `seenOn` are bounds among the real versions that were tried: accepted from the first, up to the second.
 */
export interface Scenario {
  readonly name: string;
  readonly argv: readonly ArgvToken[];
  readonly seenOn?: VersionBounds;
}

export interface VersionBounds {
  readonly from?: string;
  readonly to?: string;
}

/** Options of a session that old and new versions take, none excluding another. */
const session = {
  model: "gpt-5",
  dangerouslyBypassApprovalsAndSandbox: true,
  skipGitRepoCheck: true,
  ephemeral: true,
  ignoreUserConfig: true,
  ignoreRules: true,
  json: true,
  outputLastMessage: "last-message.txt",
} as const;

const newSession = { dangerouslyBypassHookTrust: true, strictConfig: true, threadSource: "automation", trust: true } as const;
const newTurn = { cyberAccessProgram: "standard" } as const;

const place = {
  sandbox: "workspace-write",
  cd: "work",
  addDir: ["more", "even-more"],
  profile: "ci",
  oss: true,
  localProvider: "ollama",
  color: "never",
} as const;

const turn = { prompt: "Do it", image: ["before.png", "after.png"] } as const;
const sinceNew = { from: "0.169.0" } as const;
const untilGone = { to: "0.146.0" } as const;

const exec = {
  "exec with every lasting option": { request: { ...turn, ...session, ...place, outputSchema: "schema.json" } },
  "exec with every newer option": {
    request: { prompt: "Do it", ...newSession, ...newTurn, approveForMe: true, worktree: true },
    seenOn: sinceNew,
  },
  "exec in full-auto mode": { request: { prompt: "Do it", fullAuto: true }, seenOn: untilGone },
} as const satisfies Calls<ExecRequest>;

const execResume = {
  "exec resume of a session id with every lasting option": {
    request: { ...turn, ...session, ...place, session: { type: "id", id: "0199a213-81c0-7800-8aa1-bbab2a035a53" } },
  },
  "exec resume of the last session of any directory": { request: { prompt: "Go on", session: { type: "last" }, all: true } },
  "exec resume with every newer option": {
    request: { prompt: "Go on", session: { type: "last" }, ...newSession, ...newTurn, approveForMe: true, outputSchema: "schema.json" },
    seenOn: sinceNew,
  },
  "exec resume in full-auto mode": { request: { prompt: "Go on", session: { type: "last" }, fullAuto: true }, seenOn: untilGone },
} as const satisfies Calls<ExecResumeRequest>;

const execReview = {
  "exec review of uncommitted changes with every lasting option": { request: { ...session, ...place, target: { type: "uncommitted" } } },
  "exec review against a branch": { request: { target: { type: "base", branch: "main" } } },
  "exec review of a commit": { request: { target: { type: "commit", sha: "HEAD", title: "Fix" } } },
  "exec review by instructions": { request: { target: { type: "instructions", prompt: "Look for races" } } },
  "exec review with every newer option": {
    request: { ...newSession, approveForMe: true, outputSchema: "schema.json", target: { type: "uncommitted" } },
    seenOn: sinceNew,
  },
  "exec review in full-auto mode": { request: { fullAuto: true, target: { type: "uncommitted" } }, seenOn: untilGone },
} as const satisfies Calls<ExecReviewRequest>;

export const scenarios: readonly Scenario[] = [
  ...built(exec, execArgv),
  ...built(execResume, execResumeArgv),
  ...built(execReview, execReviewArgv),
  { name: "login status", argv: loginStatusArgv() },
  { name: "features list", argv: featuresListArgv() },
  { name: "version", argv: versionArgv() },
];

type Calls<Request> = Readonly<Record<string, Call<Omit<Request, keyof Passthrough> & { readonly [Field in keyof Passthrough]?: never }>>>;
type UnsetFields<Request, Set extends Calls<Request>> = Exclude<keyof Request, keyof Passthrough | FieldsOf<Set[keyof Set]["request"]>>;
type FieldsOf<Request> = Request extends unknown ? keyof Request : never;

interface Call<Request> {
  readonly request: Request;
  readonly seenOn?: VersionBounds;
}

/** Runs the builder on every request. A typed field that no request sets does not compile; the error names it. */
function built<Request, const Set extends Calls<Request>>(
  calls: [UnsetFields<Request, Set>] extends [never]
    ? Set
    : { readonly [Field in UnsetFields<Request, Set> & string as `no scenario sets ${Field}`]: Field },
  toArgv: (request: Request) => ArgvToken[],
): Scenario[] {
  return Object.entries(calls as Set).map(([name, { request, ...rest }]) => ({ name, argv: toArgv(request as Request), ...rest }));
}
