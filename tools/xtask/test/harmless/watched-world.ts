import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { diskFiles, systemHost } from "@lockstep/adapters";
import type { ProcessRequest } from "@lockstep/kernel";
import { runProcess } from "@lockstep/runtime";
import { main } from "../../src/main.ts";
import { readDeeds, traced, type Deeds } from "./system-calls.ts";

/** A run of the runner whose every child process was traced. */
export interface WatchedRun {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly requests: readonly ProcessRequest[];
  /** What the children did, but for what is allowed. */
  readonly deeds: Deeds;
  /** The files that they left in their throw-away folders, from there. */
  readonly left: readonly string[];
}

/** A folder of its own for one test, with a home that nobody may touch. It is no temporary folder: some CLIs warn about those. */
export function watchedPlace(t: TestContext): string {
  mkdirSync(join(homedir(), ".cache"), { recursive: true });
  const place = mkdtempSync(join(homedir(), ".cache", "harmless-"));
  t.after(() => rmSync(place, { recursive: true, force: true, maxRetries: 10 }));
  for (const folder of ["decoy", "scratch", "logs"]) mkdirSync(join(place, folder));
  return place;
}

/** Copies what probing reads of a manifest root, the snapshots too, and returns the copy's folder from the place. */
export function copyRoot(manifests: string, cli: string, place: string): string {
  mkdirSync(join(place, "manifests", cli), { recursive: true });
  for (const file of ["cli.json", "RULES.json", "artifacts.lock.json"]) {
    const path = join(manifests, cli, file);
    if (existsSync(path)) copyFileSync(path, join(place, "manifests", cli, file));
  }
  const snapshots = join(manifests, cli, "snapshots");
  if (existsSync(snapshots)) cpSync(snapshots, join(place, "manifests", cli, "snapshots"), { recursive: true });
  return `manifests/${cli}`;
}

/**
 * Runs the runner in a place, as somebody who is logged in everywhere, and traces what its child processes do.
 * @param known the programs that may be started beside those that probing itself needs
 */
export async function runWatched(place: string, argv: readonly string[], known: readonly string[]): Promise<WatchedRun> {
  const scratch = join(place, "scratch");
  const disk = diskFiles(place);
  const requests: ProcessRequest[] = [];
  const all: Deeds[] = [];
  const left: string[] = [];
  let [out, err] = ["", ""];
  const code = await main(argv, {
    world: {
      files: {
        ...disk,
        makeScratchFolder: async (label) => mkdtempSync(join(scratch, `${label}-`)),
        async remove(path) {
          left.push(...filesBelow(path));
          await disk.remove(path);
        },
      },
      processes: {
        async run(request) {
          requests.push(request);
          const log = join(place, "logs", String(requests.length));
          const [file = "", ...words] = traced(log);
          const outcome = await runProcess({ ...request, file, args: [...words, request.file, ...request.args] });
          all.push(readDeeds(readFileSync(log, "utf8"), request.cwd ?? place));
          rmSync(log);
          return outcome;
        },
      },
      clock: { now: () => "2026-01-01T00:00:00Z" },
      packages: { fetchArchive: unused, describe: unused, inspect: unused, versions: unused },
      releases: { ofPackage: unused, ofRepository: unused, deprecations: unused },
      binaries: {
        locate: (...names) => join(place, ".cache/artifacts", ...names),
        makeDownloadFolder: unused,
        integrity: unused,
        entries: unused,
        unpack: unused,
        unpackAll: unused,
        whileAlone: unused,
        keep: unused,
      },
      host: systemHost,
      env: { PATH: process.env["PATH"], HOME: join(place, "decoy") },
      progress: () => {},
    },
    stdout: (text) => void (out += text),
    stderr: (text) => void (err += text),
  });
  const unexpected = (of: (deeds: Deeds) => readonly string[], isAllowed: (deed: string) => boolean): readonly string[] => [
    ...new Set(all.flatMap(of).filter((deed) => !isAllowed(deed))),
  ];
  const programs = new Set([...probingPrograms, ...known]);
  return {
    code,
    out,
    err,
    requests,
    left,
    deeds: {
      writes: unexpected(
        ({ writes }) => writes,
        (path) => path.startsWith(`${scratch}/`) || harmlessFiles.has(path) || /^\/proc\/(?:self|\d+)\//.test(path),
      ),
      programs: unexpected(
        ({ programs: started }) => started,
        (path) => programs.has(path) || programs.has(path.split("/").at(-1) ?? ""),
      ),
      sockets: unexpected(
        ({ sockets }) => sockets,
        (socket) => harmlessSockets.has(socket),
      ),
    },
  };
}

/** What probing starts: the network namespace, the check for it, and the shell of a batch. */
const probingPrograms = ["unshare", "true", "sh"];
const harmlessFiles: ReadonlySet<string> = new Set([
  "/dev/null",
  "/dev/tty",
  // JavaScriptCore tells the kernel's tracer, if there is one, what it does; nothing is kept.
  "/sys/kernel/debug/tracing/trace_marker",
  "/sys/kernel/tracing/trace_marker",
]);
/** The C library asks the name service's cache for the user. */
const harmlessSockets: ReadonlySet<string> = new Set(["connect /var/run/nscd/socket"]);

function filesBelow(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

function unused(): never {
  throw new Error("A snapshot needs no packages");
}

/** Writes a script that can be started. */
export function writeScript(path: string, text: string): string {
  writeFileSync(path, text, { mode: 0o755 });
  return path;
}
