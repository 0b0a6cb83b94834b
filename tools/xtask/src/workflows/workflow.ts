/** What a token may do, by scope; a scope that is not named is denied. */
export type Permissions = Readonly<Record<string, "read" | "write">>;

/** Variables by name. The only way for data of a run into a shell: no text of a `run` step holds an expression. */
export type Environment = Readonly<Record<string, string>>;

/** What a person or another workflow gives. */
export interface WorkflowInput {
  readonly description: string;
  readonly type: "string" | "choice" | "boolean";
  readonly required?: boolean;
  readonly default?: string | boolean;
  readonly options?: readonly string[];
}

/** A step that runs a published action. */
export interface ActionStep {
  readonly type: "action";
  readonly name?: string;
  readonly id?: string;
  readonly if?: string;
  readonly action: PinnedActionName;
  readonly with?: Readonly<Record<string, string | number | boolean>>;
  readonly continueOnError?: boolean;
}

/** A step that runs lines of bash. */
export interface RunStep {
  readonly type: "run";
  readonly name?: string;
  readonly id?: string;
  readonly if?: string;
  readonly env?: Environment;
  readonly lines: readonly string[];
}

export type Step = ActionStep | RunStep;

interface JobBase {
  readonly name?: string;
  readonly needs?: readonly string[];
  readonly if?: string;
  readonly permissions: Permissions;
  readonly strategy?: {
    readonly maxParallel?: number;
    /** Lists by name, or `include` as an expression that gives the list of combinations. */
    readonly matrix: Readonly<Record<string, readonly (string | number)[] | string>>;
  };
}

/** A job with steps of its own. */
export interface StepsJob extends JobBase {
  readonly type: "steps";
  readonly runsOn: string;
  readonly timeoutMinutes: number;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

/** A job that is another workflow of this repository. */
export interface CallJob extends JobBase {
  readonly type: "call";
  /** Its file's name, in the same folder. */
  readonly workflow: string;
  readonly with: Readonly<Record<string, string>>;
}

export type Job = StepsJob | CallJob;

/** One workflow, as far as this repository needs them. Every job says what its token may do and how long it may take. */
export interface Workflow {
  /** The file's name without its ending. */
  readonly name: string;
  readonly on: {
    readonly push?: { readonly branches: readonly string[] };
    readonly pullRequest?: true;
    /** Times of day in cron's five fields, UTC. */
    readonly schedule?: readonly string[];
    /** By hand. */
    readonly dispatch?: Readonly<Record<string, WorkflowInput>>;
    /** From another workflow. */
    readonly call?: Readonly<Record<string, WorkflowInput>>;
  };
  readonly concurrency: { readonly group: string; readonly cancelInProgress: boolean | string };
  readonly env?: Environment;
  readonly jobs: Readonly<Record<string, Job>>;
}

/** The actions that workflows may use: the commit that runs, and the release that it is. */
export const pinnedActions = {
  "actions/checkout": { tag: "v7.0.1", sha: "3d3c42e5aac5ba805825da76410c181273ba90b1" },
  "actions/setup-node": { tag: "v7.0.0", sha: "820762786026740c76f36085b0efc47a31fe5020" },
  "actions/upload-artifact": { tag: "v7.0.0", sha: "bbbca2ddaa5d8feaa63e36b76fdaad77386f024f" },
  "actions/download-artifact": { tag: "v8.0.1", sha: "3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c" },
  "peter-evans/create-pull-request": { tag: "v8.1.1", sha: "5f6978faf089d4d20b00c7766989d076bb2fc7f1" },
} as const satisfies Readonly<Record<string, { readonly tag: string; readonly sha: string }>>;

export type PinnedActionName = keyof typeof pinnedActions;
