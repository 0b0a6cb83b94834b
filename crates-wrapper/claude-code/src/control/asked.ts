import { isKeyOf, mistakesOf, type RawObject } from "@lockstep/wrapper";
import type {
  CanUseToolRequest,
  ElicitationRequest,
  HookCallbackRequest,
  McpMessageRequest,
  UserDialogRequest,
} from "../generated/client-request.ts";
import * as guards from "../generated/client-request.validators.js";

/** What Claude Code asks its client; `subtype` says what. One that is not known is to be refused, since Claude Code waits. */
export type AskedRequest = KnownRequest | UnknownRequest;

/** A request of `schemas/client-request.schema.json`. */
export type KnownRequest = CanUseToolRequest | HookCallbackRequest | McpMessageRequest | ElicitationRequest | UserDialogRequest;

/** A request of no known subtype and shape. */
export interface UnknownRequest {
  readonly subtype: "unknown";
  readonly raw: RawObject;
  /** JSON pointer into `raw` and what was wanted there; empty for an unknown subtype. */
  readonly mistakes: readonly string[];
}

/** Never throws. @param raw with a `subtype` that is a string */
export function parseAsked(raw: RawObject): AskedRequest {
  const { subtype } = raw;
  if (!isKeyOf(requests, subtype)) return { subtype: "unknown", raw, mistakes: [] };
  const guard = requests[subtype];
  return guard(raw) ? raw : { subtype: "unknown", raw, mistakes: mistakesOf(guard.errors, raw) };
}

const requests: { readonly [Subtype in KnownRequest["subtype"]]: guards.Guard<KnownRequest> } = {
  can_use_tool: guards.CanUseToolRequest,
  elicitation: guards.ElicitationRequest,
  hook_callback: guards.HookCallbackRequest,
  mcp_message: guards.McpMessageRequest,
  request_user_dialog: guards.UserDialogRequest,
};
