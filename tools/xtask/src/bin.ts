import { diskBinaries, diskFiles, npmPackageClient, systemClock, systemHost } from "@lockstep/adapters";
import { main } from "./main.ts";

// Few commands start processes, so what runs them is loaded by the first that does.
// No top-level await: the bundle is a script, so that Node's own modules load when they are needed.
const exitCode = main(process.argv.slice(2), {
  world: {
    files: diskFiles(process.cwd()),
    processes: { run: async (request) => (await import("@lockstep/runtime")).runProcess(request) },
    clock: systemClock,
    packages: npmPackageClient(process.env),
    binaries: diskBinaries(`${process.cwd()}/.cache/artifacts`),
    host: systemHost,
    env: process.env,
    progress: (line) => void process.stderr.write(`${line}\n`),
  },
  stdout: (text) => void process.stdout.write(text),
  stderr: (text) => void process.stderr.write(text),
  columns: process.stdout.isTTY ? process.stdout.columns : undefined,
});
void exitCode.then((code) => (process.exitCode = code));
