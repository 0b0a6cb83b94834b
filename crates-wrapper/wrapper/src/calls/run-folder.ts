import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { messageOf, onHostEnd } from "@lockstep/runtime";
import type { ProgramCall, WrapperErrorClass } from "../wrapper-error.ts";

/** A temporary folder of one run, readable by its owner only. Should the host end before the run does, the folder goes with it. */
export class RunFolder {
  readonly #folder: string;
  readonly #errors: WrapperErrorClass;
  readonly #call: ProgramCall;
  readonly #forget: () => void;

  private constructor(folder: string, errors: WrapperErrorClass, call: ProgramCall) {
    this.#folder = folder;
    this.#errors = errors;
    this.#call = call;
    this.#forget = onHostEnd(() => this.remove());
  }

  /** Throws one of `errors` when there is no place for it; `call` is for the message. */
  static make(errors: WrapperErrorClass, call: ProgramCall): RunFolder {
    try {
      // TMPDIR may be relative to our directory, which is not that of the call.
      const folder = mkdtempSync(join(resolve(tmpdir()), `lockstep-${errors.program.command}-`));
      return new RunFolder(folder, errors, call);
    } catch (error) {
      throw errors.forStart(call, `No temporary folder could be made in "${tmpdir()}": ${messageOf(error)}`, error);
    }
  }

  path(name: string): string {
    return join(this.#folder, name);
  }

  /** Returns the file's path. Throws the error of the wrapper when it cannot be written; the folder is then removed. */
  write(name: string, text: string): string {
    const file = this.path(name);
    try {
      writeFileSync(file, text);
      return file;
    } catch (error) {
      this.remove();
      throw this.#errors.forStart(this.#call, `The temporary file "${file}" could not be written: ${messageOf(error)}`, error);
    }
  }

  read(name: string): string | undefined {
    try {
      return readFileSync(this.path(name), "utf8");
    } catch {
      return undefined;
    }
  }

  /** A temporary folder that stays is no reason to lose the result. */
  remove(): void {
    this.#forget();
    try {
      rmSync(this.#folder, { recursive: true, force: true });
    } catch {
      return;
    }
  }
}

/** Writes a file of the caller's; `what` is the text at the beginning of a sentence. Returns why it failed. */
export function saveFile(what: string, text: string, file: string): Unsaved | undefined {
  try {
    writeFileSync(file, text);
    return undefined;
  } catch (error) {
    return { reason: `${what} could not be written to "${file}": ${messageOf(error)}`, cause: error };
  }
}

/** Why something that the caller wants to have could not be written, and the error behind it. */
export interface Unsaved {
  readonly reason: string;
  readonly cause: unknown;
}
