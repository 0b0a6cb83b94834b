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
