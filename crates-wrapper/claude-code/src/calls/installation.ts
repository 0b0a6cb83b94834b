import { type CallOptions, type Invocation, slow } from "@lockstep/wrapper";
import {
  autoModeConfigArgv,
  autoModeCritiqueArgv,
  type AutoModeCritiqueRequest,
  autoModeDefaultsArgv,
  type AutoModeDefaultsRequest,
  autoModeResetArgv,
  type AutoModeResetRequest,
} from "../argv/auto-mode.ts";
import type { CommonOptions } from "../argv/common-options.ts";
import { importConversationsArgv, type ImportConversationsRequest } from "../argv/import-conversations.ts";
import { doctorArgv, installArgv, type InstallRequest, sandboxStatusArgv, updateArgv, workspaceTrustArgv } from "../argv/installation.ts";
import { projectPurgeArgv, purgeArgv, type PurgeRequest } from "../argv/purge.ts";
import { askDocument, askJson, askText } from "../claude-tools.ts";
import type { AutoModeRules } from "../generated/auto-mode.ts";
import * as guards from "../generated/auto-mode.validators.js";

/** The installation, and what Claude Code keeps on this machine. Text is for people; what is `unknown` is JSON as it is printed. */
export interface InstallationCalls {
  /** The health of the installation. Reads settings of the working directory, trusted or not. */
  doctor(request?: CommonOptions, options?: CallOptions): Promise<string>;
  /** Has Claude Code look for a newer version and install that. */
  update(request?: CommonOptions, options?: CallOptions): Promise<string>;
  /** Has Claude Code install its native build. */
  install(request?: InstallRequest, options?: CallOptions): Promise<string>;
  /** Whether the working directory is recorded as trusted. */
  workspaceTrust(request?: CommonOptions, options?: CallOptions): Promise<unknown>;
  /** How Bash commands are confined. */
  sandboxStatus(request?: CommonOptions, options?: CallOptions): Promise<unknown>;
  /** Deletes what is stored of a project, or of all. */
  purge(request: PurgeRequest, options?: CallOptions): Promise<string>;
  /** The older name of `purge`. */
  projectPurge(request: PurgeRequest, options?: CallOptions): Promise<string>;
  /** Makes sessions of an archive of conversations. */
  importConversations(request: ImportConversationsRequest, options?: CallOptions): Promise<string>;
}

export function installationCalls(invocation: Invocation): InstallationCalls {
  return {
    doctor: async (request = {}, options) => askText(invocation, doctorArgv(request), slow(options)),
    update: async (request = {}, options) => askText(invocation, updateArgv(request), slow(options)),
    install: async (request = {}, options) => askText(invocation, installArgv(request), slow(options)),
    workspaceTrust: async (request, options) => askJson(invocation, workspaceTrustArgv({ ...request, json: true }), options),
    sandboxStatus: async (request = {}, options) => askJson(invocation, sandboxStatusArgv(request), options),
    purge: async (request, options) => askText(invocation, purgeArgv(request), slow(options)),
    projectPurge: async (request, options) => askText(invocation, projectPurgeArgv(request), slow(options)),
    importConversations: async (request, options) => askText(invocation, importConversationsArgv(request), slow(options)),
  };
}

/** The rules of auto mode. */
export interface AutoModeCalls {
  /** As they are in force. */
  config(request?: CommonOptions, options?: CallOptions): Promise<AutoModeRules>;
  /** As they are without settings. */
  defaults(request?: AutoModeDefaultsRequest, options?: CallOptions): Promise<AutoModeRules>;
  /** What a model thinks of the user's own rules. */
  critique(request?: AutoModeCritiqueRequest, options?: CallOptions): Promise<string>;
  /** Removes the user's own rules. */
  reset(request: AutoModeResetRequest, options?: CallOptions): Promise<string>;
}

export function autoModeCalls(invocation: Invocation): AutoModeCalls {
  return {
    config: async (request = {}, options) => askDocument(invocation, autoModeConfigArgv(request), guards.AutoModeRules, options),
    defaults: async (request = {}, options) => askDocument(invocation, autoModeDefaultsArgv(request), guards.AutoModeRules, options),
    critique: async (request = {}, options) => askText(invocation, autoModeCritiqueArgv(request), slow(options)),
    reset: async (request, options) => askText(invocation, autoModeResetArgv(request), options),
  };
}
