import type { PackageClient, Processes } from "@lockstep/kernel";
import type { Outside, World } from "./world.ts";

/** What the ports of a command tell with. */
export type Teller = Pick<World, "detail" | "meter"> & {
  /** Whether anybody sees what `detail` is given. */
  readonly isVerbose: boolean;
};

/**
 * The same ports, which tell of each child process and each question to the registry: while it goes on, by a meter; when it has
 * ended and somebody wants to see it, by a line with what was asked and how long it took. Secrets are taken out of the lines.
 */
export function toldPorts(outside: Outside, teller: Teller): Outside {
  return { ...outside, processes: toldProcesses(outside, teller), packages: toldPackages(outside, teller) };
}

function toldProcesses({ processes, env }: Outside, { meter, detail, isVerbose }: Teller): Processes {
  let running = 0;
  let shown: ReturnType<typeof meter> | undefined;
  return {
    async run(request) {
      shown ??= meter("processes");
      running += 1;
      try {
        const outcome = await processes.run(request);
        if (isVerbose) {
          const words = [request.file, ...request.args].map(quoted).join(" ");
          const line = await withoutSecrets(words, { ...env, ...request.env }, request.args);
          detail(
            `ran ${line}: ${outcome.type === "exited" ? `exit ${String(outcome.exitCode)}` : outcome.type}, ${shownMs(outcome.durationMs)}`,
          );
        }
        return outcome;
      } finally {
        running -= 1;
        shown?.advance();
        if (running === 0) {
          shown?.end();
          shown = undefined;
        }
      }
    },
  };
}

function toldPackages({ packages, env }: Outside, { meter, detail, isVerbose }: Teller): PackageClient {
  const tell = async <Answer>(question: string, label: string, ask: () => Promise<Answer>): Promise<Answer> => {
    const shown = meter(label);
    const startedMs = performance.now();
    let end = "failed";
    try {
      const answer = await ask();
      end = answer === undefined ? "no answer" : "answered";
      return answer;
    } finally {
      shown.end();
      if (isVerbose)
        detail(`asked the registry for ${await withoutSecrets(question, env, [])}: ${end}, ${shownMs(performance.now() - startedMs)}`);
    }
  };
  // What a client lacks stays lacking: callers look whether it is there.
  return new Proxy(packages, {
    get(client, name, receiver) {
      const method: unknown = Reflect.get(client, name, receiver);
      if (typeof method !== "function" || typeof name !== "string") return method;
      return (...words: readonly unknown[]) => {
        const subject = typeof words[0] === "string" ? words[0] : "";
        const version =
          typeof words[1] === "string" ? `@${words[1]}` : Array.isArray(words[1]) ? ` in ${String(words[1].length)} versions` : "";
        const isArchive = name === "fetchArchive" || name === "unpackArchive";
        const [question, label] = [
          `${wanted[name] ?? name} of ${subject}${version}`,
          `${isArchive ? "downloading" : "asking for"} ${subject}`,
        ];
        return tell(question, label, async () => Reflect.apply(method, client, words) as unknown);
      };
    },
  });
}

const wanted: Readonly<Record<string, string>> = {
  fetchArchive: "the archive",
  unpackArchive: "a file of the archive",
  describe: "the description",
  describeAll: "the descriptions",
  inspect: "the manifest",
  versions: "the versions",
};

async function withoutSecrets(text: string, env: Readonly<Record<string, string | undefined>>, args: readonly string[]): Promise<string> {
  const { redact } = await import("@lockstep/runtime");
  return redact(text, env, args);
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

function shownMs(ms: number): string {
  return ms < 1000 ? `${ms.toFixed(0)} ms` : `${(ms / 1000).toFixed(1)} s`;
}
