import type { Session } from "./events-sessions/session.ts";
import { talkSessions } from "./events-sessions/talks.ts";
import { toolSessions } from "./events-sessions/tools.ts";
import { turnSessions } from "./events-sessions/turns.ts";

/** Scripted sessions that together make Claude Code print every kind of event that we know how to provoke. */
export const sessions: readonly Session[] = [...turnSessions, ...toolSessions, ...talkSessions];
