import { isObject, shown } from "@lockstep/wrapper";
import { ClaudeCodeError } from "../claude-code-error.ts";

/** What the user says in one turn, over stdin with `--input-format stream-json`. */
export interface UserTurn {
  /** Text, or parts. A text that begins with `/` and the name of a slash command is that command. */
  readonly content: string | readonly UserPart[];
  /** A UUID chosen by the client: assistant messages, results and `command_lifecycle` name it. */
  readonly uuid?: string;
}

/** A part of what the user says. */
export type UserPart = TextPart | FilePart;

/** Text. */
export interface TextPart {
  readonly type: "text";
  readonly text: string;
}

/** An image, or a document such as a PDF file. */
export interface FilePart {
  readonly type: "image" | "document";
  readonly source:
    | { readonly type: "base64"; readonly media_type: string; readonly data: string }
    | { readonly type: "url"; readonly url: string };
}

/** A line for stdin, with its end. The session takes turns one after the other, each with an `init` and a `result` of its own. */
export function userLine({ content, uuid }: UserTurn): string {
  const message = { type: "user", message: { role: "user", content }, parent_tool_use_id: null };
  return `${JSON.stringify(uuid === undefined ? message : { ...message, uuid })}\n`;
}

/** Throws a `ClaudeCodeError` with the code `CLAUDE_CODE_REQUEST` for what is no message: Claude Code answers a blank one itself. */
export function assertContent(content: unknown): asserts content is UserTurn["content"] {
  if (typeof content === "string" && content.trim() === "")
    throw ClaudeCodeError.forRequest("The message is blank, wanted instructions for the agent");
  if (typeof content !== "string" && !Array.isArray(content))
    throw ClaudeCodeError.forRequest(`The message is ${shown(content)}, wanted a text or a list of parts`);
  if (content.length === 0) throw ClaudeCodeError.forRequest("The message has no parts, wanted at least one");
  const odd = typeof content === "string" ? undefined : content.findIndex((part) => !isObject(part));
  if (odd !== undefined && odd !== -1)
    throw ClaudeCodeError.forRequest(`Part ${odd} of the message is ${shown(content[odd])}, wanted an object`);
}
