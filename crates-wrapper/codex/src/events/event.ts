import type { Line } from "@lockstep/runtime";

/**
 * One line of `codex exec --json`. What this version does not know is kept: `unknown` for a JSON object of another shape,
 * `malformed` for a line that is no JSON object. `raw` is the whole parsed line.
 */
export type CodexEvent =
  | { readonly type: "thread.started"; readonly threadId: string; readonly raw: RawObject }
  | { readonly type: "turn.started"; readonly raw: RawObject }
  | { readonly type: "turn.completed"; readonly usage: Usage; readonly raw: RawObject }
  | { readonly type: "turn.failed"; readonly message: string; readonly raw: RawObject }
  | { readonly type: "item.started" | "item.updated" | "item.completed"; readonly item: CodexItem; readonly raw: RawObject }
  | { readonly type: "error"; readonly message: string; readonly raw: RawObject }
  | { readonly type: "unknown"; readonly raw: RawObject }
  | { readonly type: "malformed"; readonly line: Line };

/** Tokens of one turn. */
export interface Usage {
  readonly inputTokens: number;
  readonly cachedInputTokens: number;
  readonly outputTokens: number;
}

/** A message, command, file change, …: `type` says which, `fields` are all its fields as codex printed them. */
export interface CodexItem {
  readonly id: string;
  readonly type: string;
  readonly fields: RawObject;
}

export type RawObject = Readonly<Record<string, unknown>>;

/** Never throws. */
export function parseEvent(line: Line): CodexEvent {
  const raw = parseObject(line.text);
  return raw === undefined ? { type: "malformed", line } : (knownEvent(raw) ?? { type: "unknown", raw });
}

function knownEvent(raw: RawObject): CodexEvent | undefined {
  const type = raw["type"];
  switch (type) {
    case "thread.started": {
      const threadId = raw["thread_id"];
      return typeof threadId === "string" ? { type, threadId, raw } : undefined;
    }
    case "turn.started":
      return { type, raw };
    case "turn.completed": {
      const usage = usageOf(raw["usage"]);
      return usage && { type, usage, raw };
    }
    case "turn.failed": {
      const message = isObject(raw["error"]) ? raw["error"]["message"] : undefined;
      return typeof message === "string" ? { type, message, raw } : undefined;
    }
    case "item.started":
    case "item.updated":
    case "item.completed": {
      const item = itemOf(raw["item"]);
      return item && { type, item, raw };
    }
    case "error": {
      const message = raw["message"];
      return typeof message === "string" ? { type, message, raw } : undefined;
    }
    default:
      return undefined;
  }
}

function usageOf(value: unknown): Usage | undefined {
  if (!isObject(value)) return undefined;
  const { input_tokens: inputTokens, cached_input_tokens: cachedInputTokens, output_tokens: outputTokens } = value;
  if (typeof inputTokens !== "number" || typeof cachedInputTokens !== "number" || typeof outputTokens !== "number") return undefined;
  return { inputTokens, cachedInputTokens, outputTokens };
}

function itemOf(value: unknown): CodexItem | undefined {
  if (!isObject(value)) return undefined;
  const { id, type } = value;
  return typeof id === "string" && typeof type === "string" ? { id, type, fields: value } : undefined;
}

function parseObject(text: string): RawObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is RawObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
