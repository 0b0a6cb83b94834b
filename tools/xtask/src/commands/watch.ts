import { EXIT, InputError, Interrupted, ToolError, UsageError } from "@lockstep/kernel";
import { cliRoot, rootOptions, type CliRoot } from "../cli-root.ts";
import { allRoots } from "../manifest-roots.ts";
import { renderWatch } from "../watching/render-watch.ts";
import { watchCli, type WatchedCli } from "../watching/watch-cli.ts";
import { defineCommand } from "../world.ts";

/** Names the CLIs that are behind their upstream, and what takes in the release that their policy asks for. Writes nothing. */
export const watch = defineCommand({
  name: "watch",
  summary: "Show which CLIs are behind their upstream releases",
  examples: ["xtask watch", "xtask watch --check --json", "xtask watch --cli codex"],
  options: {
    cli: { type: "string", describe: "One CLI: a folder of manifests/ (default: every one)", format: rootOptions.cli.format },
    root: rootOptions.root,
    rules: rootOptions.rules,
    all: { type: "boolean", describe: "Every CLI of manifests/, which is the default" },
    check: { type: "boolean", describe: "Exit 2 when a CLI is behind" },
  },
  exits: {
    0: "answered; with `--check`: nothing is behind",
    2: "with `--check`: a CLI is behind, and all were asked; a failure comes before",
    3: "no answer for a CLI, and those that there is an answer for are printed all the same: a file of its root is missing or malformed, its package is unknown or has no stable release, npm or the network failed, or nothing is watched at all",
    64: "wrong command line",
    75: "the same, and a later call may succeed: the registry is rate-limited or does not answer at present (429, 502, 503, 504, a timeout)",
  },
  documents: ["watch.v1"],
  reads: (options) => {
    const root = isOne(options) ? rootOf(options).root : "manifests/*";
    return ["cli.json", "RULES.json", "artifacts.lock.json", "snapshots/**", "versions/*.json"].map((path) => `${root}/${path}`);
  },
  writes: () => [],
  async run(options, world) {
    if (options.all && isOne(options)) {
      throw new UsageError("OPTION_CONFLICT", 'The option "--all" excludes "--cli", "--root" and "--rules"', {
        hint: "xtask watch --help",
      });
    }
    const roots = isOne(options) ? [rootOf(options)] : await allRoots(world.files);
    world.progress(`watch: asking about the releases of ${roots.map(({ cli }) => cli).join(", ")}`);
    const asked = await Promise.all(
      roots.map(async (where) => {
        try {
          return { watched: await watchCli(world, where) };
        } catch (error) {
          // The others are told all the same.
          if (!(error instanceof ToolError) || error instanceof Interrupted) throw error;
          return { cli: where.cli, error };
        }
      }),
    );
    const clis = asked.flatMap(({ watched }) => watched ?? []);
    const unanswered = asked.flatMap(({ cli, error }) => (cli === undefined ? [] : [{ cli, error }]));
    if (unanswered.length === 0) assertWatched(clis);
    const behind = clis.filter(({ state }) => state === "behind");
    return {
      // What a later call cannot mend comes first: it gives the exit code.
      failures: unanswered
        .map(({ error }) => error)
        .toSorted((a, b) => Number(a.exitCode === EXIT.busy) - Number(b.exitCode === EXIT.busy)),
      status: options.check && behind.length > 0 ? "findings" : "ok",
      data: {
        schema: "watch.v1",
        behind: behind.length,
        clis,
        unanswered: unanswered.map(({ cli, error: { code, message, exitCode } }) => ({ cli, code, message, exitCode })),
        matrix: { include: behind.flatMap(matrixOf) },
      },
      text: renderWatch(clis, unanswered),
    };
  },
});

type WatchOptions = Readonly<Record<"cli" | "root" | "rules", string | undefined>>;

function isOne({ cli, root, rules }: WatchOptions): boolean {
  return cli !== undefined || root !== undefined || rules !== undefined;
}

function rootOf({ cli, root, rules }: WatchOptions): CliRoot {
  return cliRoot({ cli: cli ?? rootOptions.cli.default, root, rules });
}

/** No check passes by asking about nothing. */
function assertWatched(clis: readonly WatchedCli[]): void {
  if (clis.some(({ state }) => state !== "unwatched")) return;
  throw new InputError("RELEASE_WATCH_MISSING", `No cli.json of ${clis.map(({ root }) => `"${root}"`).join(", ")} has release_watch`, {
    hint: 'Add "release_watch": { "source": "npm", "package": "<package>", "policy": "latest" } to cli.json',
  });
}

/** One job of a CI matrix for each target. */
function matrixOf({ cli, candidate, targets }: WatchedCli): readonly object[] {
  return targets.map(({ target, runner, isRequired }) => ({ cli, version: candidate, target, runner, required: isRequired }));
}
