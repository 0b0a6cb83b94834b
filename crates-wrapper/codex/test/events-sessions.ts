import type { Session } from "./events-sessions/session.ts";
import { subAgentSessions } from "./events-sessions/sub-agents.ts";
import { toolSessions } from "./events-sessions/tools.ts";
import { turnSessions } from "./events-sessions/turns.ts";

/** Scripted sessions that together make codex print every kind of event and item that we know how to provoke. */
export const sessions: readonly Session[] = [...toolSessions, ...subAgentSessions, ...turnSessions];
