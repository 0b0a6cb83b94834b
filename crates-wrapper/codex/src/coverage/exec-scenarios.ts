import type { Scenario } from "@lockstep/wrapper";
import { execArgv, type ExecRequest } from "../argv/exec.ts";
import { execForkArgv, type ExecForkRequest } from "../argv/exec-fork.ts";
import { execResumeArgv, type ExecResumeRequest } from "../argv/exec-resume.ts";
import { execReviewArgv, type ExecReviewRequest } from "../argv/exec-review.ts";
import { reviewArgv, type ReviewRequest } from "../argv/review.ts";
import { built, type Requests } from "./built.ts";

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
const sessionId = "0199a213-81c0-7800-8aa1-bbab2a035a53";

const exec = {
  "exec with every lasting option": { ...turn, ...session, ...place, outputSchema: "schema.json" },
  "exec with every newer option": { prompt: "Do it", ...newSession, ...newTurn, approveForMe: true, worktree: true },
  "exec in full-auto mode": { prompt: "Do it", fullAuto: true },
} as const satisfies Requests<ExecRequest>;

const execResume = {
  "exec resume of a session id with every lasting option": { ...turn, ...session, ...place, session: { type: "id", id: sessionId } },
  "exec resume of the last session of any directory": { prompt: "Go on", session: { type: "last", all: true } },
  "exec resume with every newer option": {
    prompt: "Go on",
    session: { type: "last" },
    ...newSession,
    ...newTurn,
    approveForMe: true,
    outputSchema: "schema.json",
  },
  "exec resume in full-auto mode": { prompt: "Go on", session: { type: "last" }, fullAuto: true },
} as const satisfies Requests<ExecResumeRequest>;

const execFork = {
  "exec fork with every lasting option": { ...turn, ...session, ...place, outputSchema: "schema.json", session: sessionId },
  "exec fork with every newer option": { prompt: "Go on", session: sessionId, ...newSession, ...newTurn, approveForMe: true },
} as const satisfies Requests<ExecForkRequest>;

const execReview = {
  "exec review of uncommitted changes with every lasting option": { ...session, ...place, target: { type: "uncommitted" } },
  "exec review against a branch": { target: { type: "base", branch: "main" } },
  "exec review of a commit": { target: { type: "commit", sha: "HEAD", title: "Fix" } },
  "exec review by instructions": { target: { type: "instructions", prompt: "Look for races" } },
  "exec review with every newer option": {
    ...newSession,
    approveForMe: true,
    outputSchema: "schema.json",
    target: { type: "uncommitted" },
  },
  "exec review in full-auto mode": { fullAuto: true, target: { type: "uncommitted" } },
} as const satisfies Requests<ExecReviewRequest>;

const review = {
  "review of uncommitted changes": { target: { type: "uncommitted" } },
  "review against a branch, with every newer option": { target: { type: "base", branch: "main" }, strictConfig: true, trust: true },
  "review of a commit": { target: { type: "commit", sha: "HEAD", title: "Fix" } },
  "review by instructions": { target: { type: "instructions", prompt: "Look for races" } },
} as const satisfies Requests<ReviewRequest>;

/** Runs of the agent. */
export const execScenarios: readonly Scenario[] = [
  ...built(exec, execArgv),
  ...built(execResume, execResumeArgv),
  ...built(execFork, execForkArgv),
  ...built(execReview, execReviewArgv),
  ...built(review, reviewArgv),
];
