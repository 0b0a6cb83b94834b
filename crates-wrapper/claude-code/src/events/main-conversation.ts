import type { AssistantEvent, UserEvent } from "./event.ts";

/** Whether a message belongs to the conversation itself, and not to one of its sub-agents. */
export function isMainMessage({ parent_tool_use_id: parent }: Pick<AssistantEvent | UserEvent, "parent_tool_use_id">): boolean {
  return parent === null;
}
