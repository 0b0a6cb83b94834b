import { messageOf } from "@lockstep/runtime";
import { isObject, shown } from "@lockstep/wrapper";
import type { PermissionDecision } from "../control/permission.ts";
import type { CanUseToolRequest } from "../generated/client-request.ts";

/**
 * Decides on a tool call that needs a permission. `signal` is aborted when the answer is not waited for any longer. What throws, rejects,
 * takes longer than the limit or returns something else refuses the call, and the model reads why.
 */
export type PermissionCallback = (
  request: CanUseToolRequest,
  options: { readonly signal: AbortSignal },
) => PermissionDecision | Promise<PermissionDecision>;

/** Asks a callback about tool calls; each question ends with a decision, by itself, by the limit or by a withdrawal. */
export class PermissionDesk {
  readonly #ask: PermissionCallback;
  readonly #limitMs: number;
  readonly #open = new Map<string, AbortController>();

  /** @param limitMs milliseconds that the callback has */
  constructor(ask: PermissionCallback, limitMs: number) {
    this.#ask = ask;
    this.#limitMs = limitMs;
  }

  /** The decision with its reason, for the line that answers; `undefined` when nobody waits for it any longer. Never rejects. */
  async decide(id: string, request: CanUseToolRequest): Promise<PermissionDecision | undefined> {
    const waiting = new AbortController();
    this.#open.set(id, waiting);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<PermissionDecision>((resolve) => {
      const refuse = (): void => resolve(refusal(`gave no answer for ${String(this.#limitMs)} ms`));
      timer = setTimeout(refuse, this.#limitMs);
      waiting.signal.addEventListener("abort", refuse);
    });
    const decision = await Promise.race([this.#answer(request, waiting.signal), late]);
    clearTimeout(timer);
    const isWanted = !waiting.signal.aborted;
    this.#open.delete(id);
    waiting.abort();
    return isWanted ? decision : undefined;
  }

  /** Claude Code does not wait for this answer any longer. */
  withdraw(id: string): void {
    this.#open.get(id)?.abort();
  }

  /** Nobody waits for any answer any longer. */
  close(): void {
    for (const waiting of this.#open.values()) waiting.abort();
  }

  async #answer(request: CanUseToolRequest, signal: AbortSignal): Promise<PermissionDecision> {
    try {
      return checked(await this.#ask(request, { signal }));
    } catch (error) {
      return refusal(`failed: ${messageOf(error)}`);
    }
  }
}

/** The decision as JSON can carry it, or a refusal that says what is wrong with it. */
function checked(decision: unknown): PermissionDecision {
  if (!isDecision(decision)) return refusal(`returned ${shown(decision)}, wanted { behavior: "allow" } or { behavior: "deny", message }`);
  // Throws for what JSON cannot carry.
  return JSON.parse(JSON.stringify(decision)) as PermissionDecision;
}

function isDecision(value: unknown): value is PermissionDecision {
  if (!isObject(value)) return false;
  if (value["behavior"] === "deny") return typeof value["message"] === "string";
  const { updatedInput } = value;
  return value["behavior"] === "allow" && (updatedInput === undefined || isObject(updatedInput));
}

function refusal(what: string): PermissionDecision {
  return { behavior: "deny", message: `The permission callback ${what}` };
}
