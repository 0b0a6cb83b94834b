import type { Machine } from "@lockstep/kernel";
import type { Check, Examined } from "./check.ts";

const CACHE = ".cache";
/** A binary is up to 300 MB, its archive half of it, and both are there for a moment. */
const WANTED_BYTES = 2e9;
/** Nobody holds a lock or works in a folder for that long. */
const ABANDONED_MS = 3_600_000;

/** Whether downloads and probes find room, and what killed processes left behind. */
export const diskChecks: readonly Check[] = [
  {
    name: "cache",
    isNeeded: true,
    neededFor: "keeping binaries, probes and histories",
    advice: `Make the folder writable for this user: ${CACHE}`,
    examine: ({ machine }) => writable(machine, CACHE),
  },
  {
    name: "scratch folder",
    isNeeded: true,
    neededFor: "running binaries in folders of their own",
    advice: "Make it writable for this user, or name another place with XDG_CACHE_HOME",
    examine: ({ machine }) => writable(machine, machine.scratchFolder),
  },
  {
    name: "free space",
    isNeeded: false,
    neededFor: "downloading and unpacking a binary",
    advice: `Free some; what ${CACHE} holds can be fetched and made again`,
    async examine({ machine }) {
      const free = await machine.freeBytes(CACHE);
      if (free === undefined) return { isOk: true, found: "not known" };
      return { isOk: free >= WANTED_BYTES, found: `${(free / 1e9).toFixed(1)} GB` };
    },
  },
  {
    name: "locks",
    isNeeded: false,
    neededFor: "pinning without waiting for a process that is gone",
    advice: "The next command that needs it takes it over; or remove the file",
    async examine({ files, machine }) {
      const roots = (await files.list("manifests")) ?? [];
      return leftovers(
        machine,
        roots.map(({ name }) => `manifests/${name}/artifacts.lock.json.lock`),
        "lock",
      );
    },
  },
  {
    name: "abandoned folders",
    isNeeded: false,
    neededFor: "the space they take",
    advice: "The next download and the next probe remove them; or remove them yourself",
    async examine({ files, machine }) {
      const downloads = ((await files.list(`${CACHE}/artifacts`)) ?? []).filter(({ name }) => name.startsWith(".download-"));
      const scratch = (await files.list(machine.scratchFolder)) ?? [];
      const paths = [
        ...downloads.map(({ name }) => `${CACHE}/artifacts/${name}`),
        ...scratch.map(({ name }) => `${machine.scratchFolder}/${name}`),
      ];
      return leftovers(machine, paths, "folder");
    },
  },
];

async function writable(machine: Machine, path: string): Promise<Examined> {
  const problem = await machine.writeProblem(path);
  return problem === undefined ? { isOk: true, found: `${path} can be written` } : { isOk: false, found: problem };
}

async function leftovers(machine: Machine, paths: readonly string[], noun: string): Promise<Examined> {
  const ages = await Promise.all(paths.map(async (path) => ({ path, ageMs: await machine.ageMs(path) })));
  const old = ages.filter(({ ageMs }) => ageMs !== undefined && ageMs > ABANDONED_MS).map(({ path }) => path);
  const [first] = old;
  if (first === undefined) return { isOk: true, found: "none" };
  return { isOk: false, found: `${String(old.length)} ${noun}${old.length === 1 ? "" : "s"} of killed processes, such as ${first}` };
}
