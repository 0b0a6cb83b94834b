import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { messageOf, onHostEnd } from "@lockstep/runtime";
import { type CodexCommand, CodexError } from "../codex-error.ts";

/** A temporary folder of one run, readable by its owner only. Should the host end before the run does, the folder goes with it. */
export class RunFolder {
  readonly #folder: string;
  readonly #command: CodexCommand;
  readonly #forget: () => void;

  private constructor(folder: string, command: CodexCommand) {
    this.#folder = folder;
    this.#command = command;
    this.#forget = onHostEnd(() => this.remove());
  }

  /** Throws a `CodexError` when there is no place for it; `command` is for the message. */
  static make(command: CodexCommand): RunFolder {
    try {
      // TMPDIR may be relative to our directory, which is not codex's.
      return new RunFolder(mkdtempSync(join(resolve(tmpdir()), "lockstep-codex-")), command);
    } catch (error) {
      throw CodexError.forStart(command, `No temporary folder could be made in "${tmpdir()}": ${messageOf(error)}`, error);
    }
  }

  /** Writes a file of the caller's. Returns why it failed. */
  static save(text: string, file: string): Unsaved | undefined {
    try {
      writeFileSync(file, text);
      return undefined;
    } catch (error) {
      return { reason: `The last message could not be written to "${file}": ${messageOf(error)}`, cause: error };
    }
  }

  path(name: string): string {
    return join(this.#folder, name);
  }

  /** Returns the file's path. Throws a `CodexError` when it cannot be written; the folder is then removed. */
  write(name: string, text: string): string {
    const file = this.path(name);
    try {
      writeFileSync(file, text);
      return file;
    } catch (error) {
      this.remove();
      throw CodexError.forStart(this.#command, `The temporary file "${file}" could not be written: ${messageOf(error)}`, error);
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

/** Why something that the caller wants to have could not be written, and the error behind it. */
export interface Unsaved {
  readonly reason: string;
  readonly cause: unknown;
}
