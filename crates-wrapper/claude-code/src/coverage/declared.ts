import { type DeclaredUnit, leftOut, wholeCommand } from "@lockstep/wrapper";
import surface from "../versions/surface.json" with { type: "json" };

const interactive = "Interactive UI.";
const desktop = "Hidden: Claude Desktop starts sessions with it.";
const editor = "Hidden: the editor extension changes one setting with it; a program writes the settings file, or gives settings to a run.";
const deepLink = "Hidden: the opener of links starts a session of the interactive UI with it.";
const teammate = "Hidden: Claude Code tells the teammates that it starts itself who they are.";
const server = "Hidden: for runners of sessions in the cloud, which the service starts.";
const background = "Hidden: Claude Code hands it on to sessions that it starts itself.";
const settingElsewhere = "Hidden; a variable of the environment does the same and stays out of the process list:";
const cowork = "Hidden: works in the plugin folder of Cowork, which Claude Desktop keeps.";
const installLink = "Hidden: for install links, which an editor or Claude Desktop opens.";
const windows = "Installs or removes accounts and filters of Windows; the wrapper's process runtime is for POSIX systems.";
const evaluation = "Hidden: for evaluations of the review by its makers.";

/** Commands that are left out whole, with their sub-commands, flags and arguments. */
const leftOutCommands: readonly (readonly [command: string, note: string])[] = [
  ["apply-project-settings", "Hidden: shows at a terminal what changed in settings, and asks."],
  ["attach", "Opens a background session in a terminal; logs prints what it shows."],
  ["design-login", "Hidden: the editor extension signs in to Claude Design with it."],
  ["edit-chrome-settings", editor],
  ["edit-hook", editor],
  ["edit-memory-settings", editor],
  ["edit-permission-rules", editor],
  ["edit-sandbox-settings", editor],
  ["edit-skill-overrides", editor],
  ["import", "Starts the interactive UI, which shows what it found and asks."],
  ["mcp add-from-claude-desktop", "Asks in the interactive UI which servers to take; mcp add-json adds each."],
  [
    "remote-control",
    "Hidden: a server with a screen of its own, by which claude.ai and the mobile app start sessions here; needs a sign-in there.",
  ],
  ["sandbox install", windows],
  ["sandbox uninstall", windows],
  ["worktree-hook", "Hidden: Claude Desktop runs the hooks of its own worktrees with it; the worktree of a run has its hooks run."],
];

/** Single flags that are left out. */
const leftOutFlags: readonly (readonly [command: string, note: string, ...keys: readonly string[]])[] = [
  ["", "Help texts are for people.", "--help"],
  ["", interactive, "--ax-screen-reader", "--remote-control", "--remote-control-session-name-prefix"],
  ["", "Filters the list of conversations in the interactive UI; a run ignores it and starts a new conversation.", "--from-pr"],
  ["", "Connects the interactive UI to an editor; a run ignores it.", "--ide"],
  ["", "Opens the interactive UI in tmux, also with --print, and fails without a terminal.", "--tmux"],
  ["", "Hidden: an alias of --remote-control, which is for the interactive UI.", "--rc"],
  ["", "Hidden, and for the interactive UI.", "--agents-view-if-allowed", "--dangerously-load-development-channels", "--prefill"],
  ["", "Hidden, and Claude Code refuses it without the interactive UI.", "--watch-artifact", "--watch-artifact-no-autoreact"],
  ["", "Opens Claude Desktop.", "--desktop"],
  ["", "Hidden and deprecated: an alias of --environment.", "--pool"],
  ["", "Hidden and deprecated: debugFile has the debug output.", "--debug-to-stderr"],
  ["", "Hidden and deprecated: the permissionMode auto is what it was for.", "--enable-auto-mode"],
  ["", deepLink, "--deep-link-cwd-b64", "--deep-link-last-fetch", "--deep-link-origin", "--deep-link-repo", "--prefill-b64"],
  ["", teammate, "--agent-color", "--agent-id", "--agent-name", "--agent-type", "--lead-verify-key", "--plan-mode-required", "--team-name"],
  ["", "Hidden: for teams of agents, whose mode is the setting teammateMode.", "--teammate-mode"],
  ["", desktop, "--attach-serve", "--await-claim", "--hold-repository-while-parked", "--host-auth-is-org-sign-in"],
  ["", server, "--runner-declares", "--sdk-url", "--session-began-as-copy"],
  ["", background, "--inherit-permission-mode", "--messaging-socket-path", "--parent-session-id", "--reply-on-resume"],
  ["", `${settingElsewhere} CLAUDE_CODE_CLIENT_DATA_URL.`, "--client-data-url"],
  ["", `${settingElsewhere} CLAUDE_CODE_ALLOW_OTHER_MODELS.`, "--allow-other-models"],
  ["", `${settingElsewhere} CLAUDE_CODE_IGNORE_PERSISTED_TRUST.`, "--ignore-persisted-trust"],
  ["", "Hidden: a level of autonomy that the service switches on for some accounts.", "--proactivity"],
  ["", "Hidden: names the scheduled job that a request is billed to, for Anthropic's own programs.", "--workload"],
  ["auth login", "Hidden: asks at a terminal, for the gateway of an organization.", "--organization-gateway"],
  ["auth login", "Hidden: the editor extension signs in to the gateway of an organization with it.", "--gateway-json"],
  ["mcp add", "Hidden: adds a connector to the claude.ai account, which the website does.", "--web"],
  ["mcp add", "Hidden, and only with CLAUDE_CODE_ENABLE_XAA and an identity provider that no listed command sets up.", "--xaa"],
  ["plugin eval init", "Interviews the author at a terminal; bare writes a case without it.", "--interactive", "--interview"],
  ["plugin install", "Hidden: moves between two marketplaces of Anthropic's; plugin uninstall and install do it for all.", "--replace"],
  ["plugin marketplace add", installLink, "--from-link", "--resolve-only"],
  ["project purge", "Asks at a terminal before each item.", "--interactive"],
  ["purge", "Asks at a terminal before each item.", "--interactive"],
  ["ultrareview", evaluation, "--list", "--max-cost", "--output", "--review-md"],
];

const commandsWithCowork = surface.commands.filter(({ flags }) => Object.hasOwn(flags ?? {}, "--cowork"));

/** What is in neither this list nor a scenario is open work. */
export const declared: readonly DeclaredUnit[] = [
  ...leftOutFlags.flatMap(([command, note, ...keys]) => keys.map((key) => leftOut(command, note, { key }))),
  ...commandsWithCowork.map(({ path }) => leftOut(path.join(" "), cowork, { key: "--cowork" })),
  ...leftOutCommands.flatMap(([command, note]) => wholeCommand(surface, command, note)),
];
