import { isAbsolute, resolve } from "node:path";

/** What a traced program did to the world around it, each thing it tried, whether it was let or not. */
export interface Deeds {
  /** Absolute paths that were opened for writing, made, moved, linked, removed, or changed in mode, owner or time. */
  readonly writes: readonly string[];
  /** The files of programs that were started. */
  readonly programs: readonly string[];
  /** Sockets of another family than local ones, and addresses of any. */
  readonly sockets: readonly string[];
}

/** The words that make `strace` write to `log` what `readDeeds` reads. */
export function traced(log: string): readonly string[] {
  return ["strace", "-f", "--seccomp-bpf", "-qq", "-y", "-s", "4096", "-e", `trace=${tracedCalls}`, "-e", "signal=none", "-o", log, "--"];
}

const pathCalls = [
  "creat",
  "mkdir",
  "rename",
  "unlink",
  "rmdir",
  "link",
  "symlink",
  "truncate",
  "chmod",
  "chown",
  "lchown",
  "mknod",
  "utimes",
];
const folderCalls = ["mkdirat", "renameat", "renameat2", "unlinkat", "linkat", "symlinkat", "fchmodat", "fchownat", "mknodat", "utimensat"];
const openCalls = ["open", "openat", "openat2"];
const socketCalls = ["socket", "connect", "bind", "sendto", "sendmsg", "listen"];
// Older calls are unknown to `strace` on other processors; a question mark makes them optional.
const tracedCalls = [...pathCalls, ...folderCalls, ...openCalls, ...socketCalls, "execve", "execveat"].map((name) => `?${name}`).join(",");

/**
 * Reads a log of `strace -f -y`.
 * @param cwd where the first program started; relative paths of calls that name no folder begin there
 */
export function readDeeds(log: string, cwd: string): Deeds {
  const writes = new Set<string>();
  const programs = new Set<string>();
  const sockets = new Set<string>();
  const started = new Map<string, string>();
  for (const line of log.split("\n")) {
    const [, pid = "", name = "", rest = ""] = /^(\d+) +(?:<\.\.\. )?(\w+)(.*)$/.exec(line) ?? [];
    const [args, result] = argsAndResult(rest);
    if (name === "execve" || name === "execveat") {
      // Where it waited, what was started stands in the line before.
      const path = /"((?:[^"\\]|\\.)*)"/.exec(args)?.[1] ?? started.get(pid);
      if (path !== undefined) started.set(pid, path);
      if (path !== undefined && result === "0") programs.add(path);
    } else if (rest.startsWith(" resumed")) continue;
    else if (socketCalls.includes(name)) {
      const family = /\bAF_\w+|\bsa_family=(AF_\w+)/.exec(args)?.[0].replace("sa_family=", "");
      const local = /sun_path=@?"((?:[^"\\]|\\.)*)"/.exec(args)?.[1];
      if (family !== undefined && !["AF_UNIX", "AF_NETLINK"].includes(family)) sockets.add(`${name}(${family})`);
      else if (local !== undefined) sockets.add(`${name} ${local}`);
    } else if (openCalls.includes(name)) {
      if (/\bO_(?:WRONLY|RDWR|CREAT|TRUNC|APPEND|TMPFILE)\b/.test(args)) for (const path of pathsOf(args, cwd)) writes.add(path);
    } else if (pathCalls.includes(name) || folderCalls.includes(name)) {
      const paths = pathsOf(args, cwd);
      // What a link leads to stays as it is.
      for (const path of name.includes("link") && !name.startsWith("unlink") ? paths.slice(-1) : paths) writes.add(path);
    }
  }
  return { writes: [...writes], programs: [...programs], sockets: [...sockets] };
}

function argsAndResult(rest: string): readonly [args: string, result: string | undefined] {
  const end = rest.lastIndexOf(") = ");
  if (end !== -1) return [rest.slice(0, end), /^[-\w?]+/.exec(rest.slice(end + 4).trimStart())?.[0]];
  // `strace` aligns results: `)      = 0`.
  const aligned = /^(.*)\)\s+= ([-\w?]+)/.exec(rest);
  return [aligned?.[1] ?? rest, aligned?.[2]];
}

/** The quoted paths of a call; a relative one begins in the folder whose descriptor stands before it. */
function pathsOf(args: string, cwd: string): readonly string[] {
  return [...args.matchAll(/(?:(?:AT_FDCWD|\d+)(?:<([^>]*)>)?, )?"((?:[^"\\]|\\.)*)"/g)].map(([, folder, path = ""]) =>
    isAbsolute(path) ? path : resolve(folder ?? cwd, path),
  );
}
