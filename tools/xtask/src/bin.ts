import {
  diskBinaries,
  diskFiles,
  npmPackageClient,
  readNpmConfig,
  releaseSources,
  recoverFiles,
  systemClock,
  systemHost,
  systemMachine,
  watchStopSignals,
  webAssetClient,
} from "@lockstep/adapters";
import { EXIT } from "@lockstep/kernel";
import { main } from "./main.ts";
import { terminalDisplay, type Display } from "./terminal/terminal-display.ts";

const display = errorTerminal();

// Few commands start processes, so what runs them is loaded by the first that does.
const { signal: stop } = watchStopSignals(() => {
  display.close();
  void import("@lockstep/runtime").then(({ killAllGroups }) => killAllGroups());
});

// No top-level await: the bundle is a script, so that Node's own modules load when they are needed.
void run().then((code) => (process.exitCode = code));

async function run(): Promise<number> {
  try {
    return await start();
  } finally {
    display.close();
  }
}

async function start(): Promise<number> {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major < 22 || (major === 22 && minor < 12)) {
    process.stderr.write(
      `error[NODE_TOO_OLD]: xtask needs Node 22.12 or later, this is ${process.versions.node}\n  hint: Install a newer one; in a clone of Lockstep "make setup" fetches it: put .tools/node_modules/.bin first on PATH\n`,
    );
    return EXIT.noAnswer;
  }
  return main(process.argv.slice(2), {
    world: {
      files: diskFiles(process.cwd(), stop),
      processes: {
        async run(request) {
          stop.throwIfAborted();
          const { runProcess } = await import("@lockstep/runtime");
          const outcome = await runProcess(request);
          // What a stop has killed is no outcome of the child's own.
          stop.throwIfAborted();
          return outcome;
        },
      },
      clock: systemClock,
      packages: npmPackageClient(process.env, stop),
      releases: releaseSources(process.env, stop),
      assets: webAssetClient(process.env, () => readNpmConfig(process.env, stop), stop),
      binaries: diskBinaries(`${process.cwd()}/.cache/artifacts`),
      host: systemHost,
      machine: systemMachine,
      async openPlans(root) {
        const { openSystemPlans } = await import("./planning/system-plans.ts");
        return openSystemPlans(root, systemClock, stop);
      },
      input: {
        // What it is, is looked at only where somebody asks.
        get isTerminal() {
          return process.stdin.isTTY;
        },
        async readAll() {
          const chunks: Uint8Array[] = [];
          for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array);
          return Buffer.concat(chunks);
        },
      },
      env: process.env,
      ...display,
    },
    async prepare() {
      const { undone, failures } = await recoverFiles();
      if (undone.length > 0) write("stderr", `A write that was broken off is undone; as before are: ${undone.join(", ")}\n`);
      for (const failure of failures) write("stderr", `A write that was broken off could not be undone: ${failure}\n`);
    },
    setVolume: (volume) => display.setVolume(volume),
    stdout: (text) => write("stdout", text),
    stderr: (text) => write("stderr", text),
    columns: () => (process.stdout.isTTY ? process.stdout.columns : undefined),
  });
}

/** The terminal of standard error. */
function errorTerminal(): Display {
  const { env, stderr } = process;
  // A dumb terminal cannot take back a line, and a log of CI keeps every one.
  const takesBack = stderr.isTTY && env["TERM"] !== "dumb" && (env["CI"] ?? "") === "";
  return terminalDisplay({
    write: (text) => writeTo("stderr", text),
    columns: () => (takesBack ? stderr.columns : undefined),
    hasColours: (env["NO_COLOR"] ?? "") === "",
    nowMs: () => performance.now(),
    repeat(draw) {
      const timer = setInterval(draw, 100).unref();
      return () => clearInterval(timer);
    },
  });
}

/** Prints text where no bar stands. */
function write(name: "stdout" | "stderr", text: string): void {
  display.clear();
  writeTo(name, text);
}

/** A reader that closes its end, as `head` does, has what it wanted; the command keeps its own exit code. */
function writeTo(name: "stdout" | "stderr", text: string): void {
  const stream = process[name];
  if (stream.listenerCount("error") === 0) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
    });
  }
  stream.write(text);
}
