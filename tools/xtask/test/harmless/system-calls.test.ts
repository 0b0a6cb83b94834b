import assert from "node:assert/strict";
import { test } from "node:test";
import { readDeeds } from "./system-calls.ts";

const deeds = (...lines: readonly string[]) => readDeeds(lines.join("\n"), "/cwd");

test("readDeeds() finds every way to write, with paths from the folder that the call names, and no reading", () => {
  const { writes, programs, sockets } = deeds(
    '10 openat(AT_FDCWD</cwd>, "/etc/passwd", O_RDONLY|O_CLOEXEC) = 3</etc/passwd>',
    '10 openat(AT_FDCWD</cwd>, "made", O_WRONLY|O_CREAT|O_TRUNC|O_CLOEXEC, 0666) = 22</cwd/made>',
    '10 openat(7</srv>, "below", O_RDWR) = -1 EACCES (Permission denied)',
    '10 mkdir("/home/x", 0777)                 = -1 EEXIST (File exists)',
    '11 mkdir("/home/y", 0777 <unfinished ...>',
    "11 <... mkdir resumed>)              = 0",
    '10 renameat2(AT_FDCWD</cwd>, "old", 5</new>, "name", RENAME_NOREPLACE) = 0',
    '10 symlink("/usr/bin/tool", "/home/z")    = 0',
    '10 linkat(AT_FDCWD</cwd>, "/usr/bin/tool", AT_FDCWD</cwd>, "same", 0) = 0',
    '10 unlink("/a\\"b")                     = 0',
    '10 openat(AT_FDCWD</cwd>, "/tmp", O_RDWR|O_TMPFILE, 0600) = 4</tmp>',
  );
  assert.deepEqual(writes, [
    "/cwd/made",
    "/srv/below",
    "/home/x",
    "/home/y",
    "/cwd/old",
    "/new/name",
    "/home/z",
    "/cwd/same",
    '/a\\"b',
    "/tmp",
  ]);
  assert.deepEqual([programs, sockets], [[], []]);
});

test("readDeeds() finds the programs that started, also where the call waited, and none that was only looked for", () => {
  const { programs } = deeds(
    '10 execve("/nowhere/git", ["git"], 0x1 /* 3 vars */) = -1 ENOENT (No such file or directory)',
    '10 execve("/usr/bin/git", ["git", "status"], 0x1 /* 3 vars */) = 0',
    '11 execve("/usr/bin/curl", ["curl"], 0x1 /* 3 vars */ <unfinished ...>',
    '12 execve("/usr/bin/less", ["less"], 0x1 /* 3 vars */ <unfinished ...>',
    "11 <... execve resumed>)             = 0",
    "12 <... execve resumed>)             = -1 EACCES (Permission denied)",
  );
  assert.deepEqual(programs, ["/usr/bin/git", "/usr/bin/curl"]);
});

test("readDeeds() finds sockets that lead to another machine, and the address of local ones", () => {
  const { sockets } = deeds(
    "10 socket(AF_NETLINK, SOCK_RAW|SOCK_CLOEXEC, NETLINK_ROUTE) = 14<socket:[1]>",
    "10 socket(AF_UNIX, SOCK_STREAM, 0) = 15<socket:[2]>",
    "10 socket(AF_INET6, SOCK_STREAM, IPPROTO_TCP) = 16<socket:[3]>",
    '10 connect(16<socket:[3]>, {sa_family=AF_INET, sin_port=htons(443), sin_addr=inet_addr("10.0.0.1")}, 16) = -1 ENETUNREACH (Network is unreachable)',
    '10 connect(15<socket:[2]>, {sa_family=AF_UNIX, sun_path="/run/docker.sock"}, 110 <unfinished ...>',
  );
  assert.deepEqual(sockets, ["socket(AF_INET6)", "connect(AF_INET)", "connect /run/docker.sock"]);
});
