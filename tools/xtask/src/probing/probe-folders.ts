import type { CliDescriptor } from "@lockstep/contracts";
import type { Files } from "@lockstep/kernel";
import { endStrays } from "./end-strays.ts";

/** The throw-away folders of one snapshot's probes. */
export interface ProbeFolders {
  readonly home: string;
  readonly tmp: string;
  readonly cwd: string;
}

/** Makes the folders, gives them to `use`, and removes them afterwards with what still runs in that home, also when it fails. */
export async function withProbeFolders<Value>(files: Files, use: (folders: ProbeFolders) => Promise<Value>): Promise<Value> {
  const made: string[] = [];
  let home: string | undefined;
  const make = async (label: string): Promise<string> => {
    const path = await files.makeScratchFolder(label);
    made.push(path);
    return path;
  };
  try {
    home = await make("snapshot-home");
    return await use({ home, tmp: await make("snapshot-tmp"), cwd: await make("snapshot-cwd") });
  } finally {
    if (home !== undefined) await endStrays(home);
    await Promise.all(made.map((path) => files.remove(path)));
  }
}

/**
 * The environment of a probe, built from nothing: the same on any machine but for `PATH`. Every home is set, because programs
 * take an unset one from the password file.
 * @param host this process's variables, of which the search path and what Windows cannot do without are kept
 */
export function probeEnvironment(
  descriptor: Pick<CliDescriptor, "env">,
  folders: ProbeFolders,
  host: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  const kept = Object.entries(host).filter((entry): entry is [string, string] => keptVariables.has(entry[0]) && entry[1] !== undefined);
  const own = Object.entries(descriptor.env).map(
    ([name, value]) => [name, value.replaceAll("{home}", folders.home).replaceAll("{tmp}", folders.tmp)] as const,
  );
  return {
    ...Object.fromEntries(kept),
    ...Object.fromEntries(homeVariables.map((name) => [name, folders.home])),
    TMPDIR: folders.tmp,
    TMP: folders.tmp,
    TEMP: folders.tmp,
    PWD: folders.cwd,
    USER: "lockstep",
    LOGNAME: "lockstep",
    USERNAME: "lockstep",
    SHELL: "/bin/sh",
    LANG: "C.UTF-8",
    LC_ALL: "C.UTF-8",
    TZ: "UTC",
    NO_COLOR: "1",
    CLICOLOR: "0",
    TERM: "dumb",
    // Wide enough that help is not wrapped.
    COLUMNS: "400",
    PAGER: "cat",
    ...Object.fromEntries(proxyVariables.map((name) => [name, "http://127.0.0.1:9"])),
    DO_NOT_TRACK: "1",
    NO_UPDATE_NOTIFIER: "1",
    ...Object.fromEntries(own),
  };
}

/** Replaces the throw-away folders in a text by `{home}`, `{tmp}` and `{cwd}`: they differ from run to run. */
export function maskFolders(text: string, folders: ProbeFolders): string {
  return text.replaceAll(folders.home, "{home}").replaceAll(folders.tmp, "{tmp}").replaceAll(folders.cwd, "{cwd}");
}

const keptVariables: ReadonlySet<string> = new Set(["PATH", "Path", "PATHEXT", "SystemRoot", "ComSpec"]);
const homeVariables = [
  "HOME",
  "USERPROFILE",
  "XDG_CONFIG_HOME",
  "XDG_CACHE_HOME",
  "XDG_DATA_HOME",
  "XDG_STATE_HOME",
  "XDG_RUNTIME_DIR",
  "APPDATA",
  "LOCALAPPDATA",
] as const;
const proxyVariables = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"] as const;
