import { diskBinaries, diskFiles, npmPackageClient, systemClock, systemHost } from "@lockstep/adapters";
import { runProcess } from "@lockstep/runtime";
import { main } from "./main.ts";

// No top-level await: the bundle is a script, so that Node's own modules load when they are needed.
const exitCode = main(process.argv.slice(2), {
  world: {
    files: diskFiles(process.cwd()),
    processes: { run: runProcess },
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
