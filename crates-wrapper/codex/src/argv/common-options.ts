import { type ArgvToken, type FieldKinds, passthroughTokens, typedTokens } from "@lockstep/wrapper";
import { assertFields, flagWords } from "../codex-tools.ts";
import { type ConfigTable, configOverrides, type McpServer, mcpServerOverrides } from "../config/config-overrides.ts";

/** Options that every command takes. Codex reads them in front of the command's name. */
export interface CommonOptions {
  /** MCP servers by name (letters, digits, `_`, `-`), for this call; added to those of the user's configuration. */
  readonly mcpServers?: Readonly<Record<string, McpServer>>;
  /**
   * Further overrides of `config.toml`: a nested object (`{ model_reasoning_effort: "high" }`), or words of the form
   * `dotted.key=value` with the value in TOML. They go to codex unchecked and win over `mcpServers`.
   */
  readonly config?: ConfigTable | readonly string[];
  /** Names of features to switch on for this call. */
  readonly enable?: readonly string[];
  /** Names of features to switch off for this call. */
  readonly disable?: readonly string[];
  /** Whole argv words behind the command's own flags, unchecked: for flags that this wrapper does not know. */
  readonly extraArgs?: readonly string[];
}

/** Throws a `CodexError` for a request whose fields are neither those of `kinds` nor those of every command. */
export function assertRequest(request: object, kinds: FieldKinds): void {
  assertFields(request, { ...kinds, mcpServers: "ANY", config: "ANY", enable: "TEXT...", disable: "TEXT...", extraArgs: "TEXT..." });
}

/** A request whose answer may be JSON. */
export interface JsonOption {
  /** Codex prints JSON; the client sets it. */
  readonly json?: boolean;
}

/** The words in front of the command. */
export function commonTokens({ mcpServers = {}, config = [], enable = [], disable = [] }: CommonOptions): ArgvToken[] {
  return [
    ...typedTokens(...flagWords({ config: "--config" }, { config: mcpServerOverrides(mcpServers) })),
    ...passthroughTokens(...flagWords({ config: "--config" }, { config: configOverrides(config) })),
    ...typedTokens(...flagWords({ enable: "--enable" }, { enable })),
    ...typedTokens(...flagWords({ disable: "--disable" }, { disable })),
  ];
}
