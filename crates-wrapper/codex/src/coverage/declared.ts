import surface from "../versions/surface.json" with { type: "json" };

/** A judgement that no argv can show: a unit that we leave out on purpose. `key` is a flag, `name` an argument. */
export interface DeclaredUnit {
  readonly path: readonly string[];
  readonly key?: string;
  readonly name?: string;
  readonly level: "passthrough" | "intentionally_unsupported";
  readonly note: string;
}

const interactive = "Interactive UI";
const interactiveOnly = "Only the interactive UI obeys it; exec accepts and ignores it before its own name.";
const updates = "Installs or updates codex; a wrapper never does, versions are pinned and acquired elsewhere.";
const internal = "Internal and hidden: codex calls it by itself, and may change it without notice.";
const awsForward = "Codex lists it and refuses it: AWS needs the direct transport, which forward does not support.";
const clientId = "Hidden and experimental: for developers of codex's own login service.";

/** Commands that are left out whole, with their sub-commands, flags and arguments. */
const leftOutCommands: readonly (readonly [command: string, note: string])[] = [
  ["agents", `${interactive}.`],
  ["resume", `${interactive}; exec resume is the headless form.`],
  ["fork", `${interactive}; exec fork is the headless form.`],
  ["update", updates],
  ["app-server daemon bootstrap", updates],
  ["app-server daemon update", updates],
  ["app-server daemon pid-update-loop", internal],
  ["app-server generate-internal-json-schema", internal],
  ["debug app-server", "A demonstration client that prints for people; appServer() is the real one."],
  ["debug clear-memories", internal],
  ["debug trace-reduce", "Internal and hidden: reads traces that only builds of codex's developers write."],
  ["git-credential", "Internal and hidden: Git calls it as a credential helper."],
  ["migrate-nfs-db", "Asks for confirmation at a terminal while every codex of every host is stopped: work for an administrator."],
  ["responses", internal],
  ["sandbox uninstall", "Removes Windows accounts and firewall rules of the whole machine: work for an administrator."],
  ["sandbox windows", "The wrapper's process runtime is for POSIX systems."],
  ["stdio-to-uds", internal],
  ["tcp-tunnel", internal],
];

/** Single flags that are left out. */
const leftOutFlags: readonly (readonly [command: string, key: string, note: string])[] = [
  ["", "--help", "Help texts are for people."],
  ["", "--search", interactiveOnly],
  ["", "--ask-for-approval", interactiveOnly],
  ["app-server", "--managed-daemon", internal],
  ["app-server", "--remote-control", internal],
  ["doctor", "--feedback", internal],
  ["doctor", "--probe-filesystem-path", internal],
  ["exec-server forward", "--aws-profile", awsForward],
  ["exec-server forward", "--aws-region", awsForward],
  ["exec-server forward", "--aws-service", awsForward],
  ["exec-server forward", "--aws-sigv4", awsForward],
  ["exec review", "--cyber-access-program", "Codex lists it and refuses it: not supported with exec review."],
  ["login", "--api-key", "Hidden: codex refuses it and points to --with-api-key, which keeps the key out of argv."],
  ["login", "--experimental_client-id", clientId],
  ["login", "--experimental_issuer", clientId],
];

/** What is in neither this list nor a scenario is open work. */
export const declared: readonly DeclaredUnit[] = [
  ...leftOutFlags.map(([command, key, note]) => leftOut(command, note, { key })),
  ...leftOutCommands.flatMap(([command, note]) => wholeCommand(command, note)),
];

/** Every unit of a command that a known version has. Flags that the root has too are the root's. */
function wholeCommand(command: string, note: string): DeclaredUnit[] {
  const rootFlags = new Set(surface.commands.flatMap(({ path, flags }) => (path.length === 0 ? Object.keys(flags ?? {}) : [])));
  return surface.commands
    .map(({ path, flags, args }) => ({ name: path.join(" "), flags: Object.keys(flags ?? {}), args: Object.keys(args ?? {}) }))
    .filter(({ name }) => name === command || name.startsWith(`${command} `))
    .flatMap(({ name, flags, args }) => [
      leftOut(name, note),
      ...flags.filter((key) => !rootFlags.has(key)).map((key) => leftOut(name, note, { key })),
      ...args.map((arg) => leftOut(name, note, { name: arg })),
    ]);
}

function leftOut(command: string, note: string, unit: { readonly key?: string; readonly name?: string } = {}): DeclaredUnit {
  return { path: command === "" ? [] : command.split(" "), ...unit, level: "intentionally_unsupported", note };
}
