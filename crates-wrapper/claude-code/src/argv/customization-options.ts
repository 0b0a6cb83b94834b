import type { FlagTable } from "@lockstep/wrapper";

/**
 * Which settings, servers, plugins, agents and directories a session has. JSON stands in argv, where other users of the machine can
 * see it; what is in files does not.
 */
export interface CustomizationOptions {
  /** Further settings: path of a file, or JSON. */
  readonly settings?: string;
  /** Which settings files are read, none of them for an empty list; all when absent. */
  readonly settingSources?: readonly ("user" | "project" | "local")[];
  /** MCP servers: paths of files such as `.mcp.json`, or JSON. */
  readonly mcpConfig?: readonly string[];
  /** No MCP servers but those of `mcpConfig`. */
  readonly strictMcpConfig?: boolean;
  /** The built-in tools that there are, none of them for an empty list; `default` stands for those that there are when absent. */
  readonly tools?: readonly string[];
  /** MCP servers whose messages the session hears by itself: `server:<name>`, or `plugin:<name>@<marketplace>`. Help conceals it. */
  readonly channels?: readonly string[];
  /** Name of the agent that the session is. */
  readonly agent?: string;
  /** Agents by name, as JSON; a run takes the path of a file as well. */
  readonly agents?: string;
  /** Paths of plugins: folders, or `.zip` files. */
  readonly pluginDir?: readonly string[];
  /** The same without their MCP servers. Help conceals it. */
  readonly pluginDirNoMcp?: readonly string[];
  /** URLs of plugins in `.zip` files. */
  readonly pluginUrl?: readonly string[];
  /** Further directories that tools may work in. */
  readonly addDir?: readonly string[];
  /** No skills and no commands. */
  readonly disableSlashCommands?: boolean;
  /** As little as possible: no hooks, plugins, memory and CLAUDE.md, and no login but by an API key. */
  readonly bare?: boolean;
  /** Nothing of what the user and the project have customized. */
  readonly safeMode?: boolean;
  /** Whether the browser extension is used; as the settings say when absent. */
  readonly chrome?: boolean;
  /** The tool by which the agent messages a person. */
  readonly brief?: boolean;
}

export const customizationFlags: FlagTable<CustomizationOptions> = {
  settings: "--settings=TEXT",
  settingSources: "--setting-sources=TEXT,...",
  mcpConfig: "--mcp-config=TEXT...",
  strictMcpConfig: "--strict-mcp-config",
  channels: "--channels=TEXT...",
  tools: "--tools=TEXT,...",
  agent: "--agent=TEXT",
  agents: "--agents=TEXT",
  pluginDir: "--plugin-dir=TEXT...",
  pluginDirNoMcp: "--plugin-dir-no-mcp=TEXT...",
  pluginUrl: "--plugin-url=TEXT...",
  addDir: "--add-dir=TEXT...",
  disableSlashCommands: "--disable-slash-commands",
  bare: "--bare",
  safeMode: "--safe-mode",
  chrome: "--[no-]chrome",
  brief: "--brief",
};
