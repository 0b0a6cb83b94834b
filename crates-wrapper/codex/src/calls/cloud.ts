import { type CallOptions, type Invocation, slow } from "@lockstep/wrapper";
import {
  applyArgv,
  cloudApplyArgv,
  type CloudAttemptRequest,
  cloudDiffArgv,
  cloudExecArgv,
  type CloudExecRequest,
  cloudListArgv,
  type CloudListRequest,
  cloudStatusArgv,
  type CloudTaskRequest,
} from "../argv/cloud.ts";
import { askJson, askText } from "../codex-tools.ts";

/** Tasks of Codex Cloud; they need a ChatGPT login. Texts are as codex prints them. */
export interface CloudCalls {
  /** Submits a task; the text is its address. */
  exec(request: CloudExecRequest, options?: CallOptions): Promise<string>;
  /** The tasks in JSON, of a shape that no schema of this package knows: codex 0.169 answers to the real service alone. */
  list(request?: CloudListRequest, options?: CallOptions): Promise<unknown>;
  status(request: CloudTaskRequest, options?: CallOptions): Promise<string>;
  /** A unified diff. */
  diff(request: CloudAttemptRequest, options?: CallOptions): Promise<string>;
  /** Applies a task's diff to the working tree. */
  apply(request: CloudAttemptRequest, options?: CallOptions): Promise<string>;
  /** Applies the newest diff of a task as `git apply` does: `codex apply`. */
  applyLatest(request: CloudTaskRequest, options?: CallOptions): Promise<string>;
}

export function cloudCalls(invocation: Invocation): CloudCalls {
  return {
    exec: async (request, options) => askText(invocation, cloudExecArgv(request), { ...slow(options), stdin: request.prompt }),
    list: async (request, options) => askJson(invocation, cloudListArgv({ ...request, json: true }), slow(options)),
    status: async (request, options) => askText(invocation, cloudStatusArgv(request), slow(options)),
    diff: async (request, options) => askText(invocation, cloudDiffArgv(request), slow(options)),
    apply: async (request, options) => askText(invocation, cloudApplyArgv(request), slow(options)),
    applyLatest: async (request, options) => askText(invocation, applyArgv(request), slow(options)),
  };
}
