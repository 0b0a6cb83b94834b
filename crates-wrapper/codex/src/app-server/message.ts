import { isObject, type RawObject } from "@lockstep/wrapper";
import type { Line } from "@lockstep/runtime";

/**
 * One message of the app server. It speaks JSON-RPC 2.0 without the field `jsonrpc`; ids of requests are strings or integers.
 * `raw` is the whole message of a notification, with fields that stand beside `params` in some versions, such as `emittedAtMs`.
 */
export type ServerMessage =
  | { readonly type: "result"; readonly id: RequestId; readonly result: unknown }
  | { readonly type: "error"; readonly id: RequestId; readonly error: RpcFailure }
  | { readonly type: "request"; readonly id: RequestId; readonly method: string; readonly params: unknown }
  | { readonly type: "notification"; readonly method: string; readonly params: unknown; readonly raw: RawObject }
  /** `id` is that of our request, or of the server's if `method` is there too, as far as the beginning of a cut message tells. */
  | {
      readonly type: "malformed";
      readonly text: string;
      readonly reason: string;
      readonly isCut?: true;
      readonly id?: RequestId;
      readonly method?: string;
    };

export type RequestId = string | number;

/** The error object of a response. */
export interface RpcFailure {
  readonly code: number;
  readonly message: string;
  /** What the server added; `undefined` when it added nothing. */
  readonly data: unknown;
}

/** Never throws: what is no message is `malformed`. */
export function parseMessage({ text, defect }: Line): ServerMessage {
  if (defect === "over-limit") return { type: "malformed", text, reason: "It is longer than the limit", isCut: true, ...headOf(text) };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { type: "malformed", text, reason: `It is no JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
  if (!isObject(value)) return { type: "malformed", text, reason: "It is no JSON object" };
  const { id, method, params } = value;
  if (typeof method === "string") {
    if (id === undefined) return { type: "notification", method, params, raw: value };
    if (isId(id)) return { type: "request", id, method, params };
    return { type: "malformed", text, reason: "Its id is neither a string nor a number" };
  }
  if (!isId(id)) return { type: "malformed", text, reason: "It has neither a method nor an id" };
  const { error } = value;
  if (isObject(error)) return { type: "error", id, error: failureOf(error) };
  if ("result" in value) return { type: "result", id, result: value["result"] };
  return { type: "malformed", text, reason: "It has neither a method nor a result nor an error", id };
}

function failureOf(error: RawObject): RpcFailure {
  const { code, message, data } = error;
  return {
    code: typeof code === "number" ? code : 0,
    message: typeof message === "string" ? message : JSON.stringify(error),
    data,
  };
}

/** What a cut message is: codex writes `id` or `method` first, and `id` behind the method of a request. */
function headOf(text: string): { readonly id?: RequestId; readonly method?: string } {
  const found = /^\s*\{(?:"jsonrpc":"2\.0",)?(?:"method":"([^"\\]*)",)?(?:"id":(-?\d+|"[^"\\]*"),)?/.exec(text);
  const [, method, id] = found ?? [];
  return {
    ...(method === undefined ? {} : { method }),
    ...(id === undefined ? {} : { id: JSON.parse(id) as RequestId }),
  };
}

function isId(value: unknown): value is RequestId {
  return typeof value === "string" || typeof value === "number";
}
