// Generated from schemas/ by `xtask codegen`. Do not edit.

/**
 * The answer of `codex debug prompt-input`: the items of the request to the model, as real calls of 0.125.0, 0.146.0 and 0.169.0 print it. Further fields are allowed everywhere.
 */
export type PromptInput = readonly PromptInputItem[]

/**
 * An input item of the Responses API. The model's interface owns its other fields, they change with model and version, and are kept as they are: look at them before you use them.
 */
export interface PromptInputItem {
/**
 * Seen: `message`, `additional_tools`.
 */
readonly type: string
/**
 * Of messages and tools.
 */
readonly role?: string
readonly [k: string]: unknown
}
