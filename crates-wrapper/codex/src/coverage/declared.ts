import { type DeclaredUnit, leftOut, wholeCommand } from "@lockstep/wrapper";
import surface from "../versions/surface.json" with { type: "json" };

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
  [
    "app-server generate-internal-json-schema",
    "Hidden: writes JSON Schemas that codex's own tools are built with; generate-json-schema is the public one.",
  ],
  ["app-server proxy", "A tunnel of bytes to a Unix socket, which a WebSocket client opens by itself."],
  ["debug app-server", "A demonstration client that prints for people; appServer.connect() is the real client."],
  [
    "debug clear-memories",
    "Hidden: erases the memories that codex keeps in CODEX_HOME, for a developer's fresh start; an empty CODEX_HOME has none.",
  ],
  ["debug trace-reduce", "Hidden: turns a trace of a session, which codex's developers record, into JSON for them."],
  ["git-credential", "Internal and hidden: Git calls it as a credential helper."],
  ["migrate-nfs-db", "Asks for confirmation at a terminal while every codex of every host is stopped: work for an administrator."],
  [
    "responses",
    "Hidden, and gone after 0.125.0: sends one raw request to the model service with the stored login; exec is the supported way to it.",
  ],
  ["sandbox uninstall", "Removes Windows accounts and firewall rules of the whole machine: work for an administrator."],
  ["sandbox windows", "The wrapper's process runtime is for POSIX systems."],
  ["stdio-to-uds", "Hidden: carries bytes between stdio and a Unix socket, for codex itself; Node does that with a socket of its own."],
  ["tcp-tunnel", "Hidden: carries a TCP connection through an HTTP/3 proxy, for codex itself and SSH."],
];

/** Single flags that are left out. */
const leftOutFlags: readonly (readonly [command: string, key: string, note: string])[] = [
  ["", "--help", "Help texts are for people."],
  ["", "--search", interactiveOnly],
  ["", "--ask-for-approval", interactiveOnly],
  [
    "app-server",
    "--managed-daemon",
    "Hidden: for the background server that app-server daemon start starts; it saves loaded threads when that one ends.",
  ],
  ["app-server", "--remote-control", "Hidden: remote control for one process of the app server; remote-control is the public command."],
  ["doctor", "--feedback", "Hidden: for the attachment of a feedback report of codex itself; it leaves database checks out."],
  ["doctor", "--probe-filesystem-path", "Hidden: codex calls itself with it to look at one path apart, and prints no report then."],
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
  ...leftOutCommands.flatMap(([command, note]) => wholeCommand(surface, command, note)),
];
