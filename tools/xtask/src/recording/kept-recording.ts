import type { CliDescriptor, WrapperScenarios } from "@lockstep/contracts";
import { InputError, renderJson, UsageError } from "@lockstep/kernel";
import { readDescriptor, requireText, rootWords, type CliRoot } from "../cli-root.ts";
import { findRepository } from "../stages/wrapper-repository.ts";
import type { World } from "../world.ts";

/** How a wrapper is recorded again and again: `wrapper.record` of `cli.json`. */
export type RecordingRecipe = NonNullable<NonNullable<CliDescriptor["wrapper"]>["record"]>;

/** The document that a root keeps of a wrapper with a recipe. */
export function keptRecordingPath({ root }: Pick<CliRoot, "root">): string {
  return `${root}/wrapper_scenarios.json`;
}

/** The command that makes the kept document anew. */
export function keptRecordingCommand(where: CliRoot): string {
  return `xtask wrapper-coverage ${rootWords(where)} --record`;
}

/** The recipe of a descriptor; `undefined` when there is no wrapper, or it prints its scenarios itself. */
export function recipeOf(descriptor: CliDescriptor | undefined): RecordingRecipe | undefined {
  return descriptor?.wrapper?.record;
}

/** The text of the kept document. Throws `InputError` `RECORDING_MISSING` when it was not made yet. */
export async function readKeptRecording(world: Pick<World, "files">, where: CliRoot): Promise<string> {
  const path = keptRecordingPath(where);
  const text = await world.files.readText(path);
  if (text !== undefined) return text;
  throw new InputError("RECORDING_MISSING", `"${path}" does not exist: the wrapper was not recorded yet`, {
    hint: `Record it: ${keptRecordingCommand(where)}`,
  });
}

/** The folder in which a recipe's command runs and its paths begin, absolute: the one that holds the wrapper, or `manifests/`. */
export async function recordingFolder(world: Pick<World, "files">, where: CliRoot, descriptor: CliDescriptor | undefined): Promise<string> {
  const wrapper = descriptor?.wrapper ?? {};
  return (await findRepository(world.files, where.root, wrapper)) ?? world.files.absolute(".");
}

/**
 * The kept document's text for a new recording. The names of environment variables depend on the system and on who runs it, so
 * a recording that is new in them alone leaves the text as it is.
 */
export function keptText(document: WrapperScenarios, kept: string | undefined): string {
  const text = renderJson(document);
  const before = kept === undefined ? undefined : readEnvironment(kept);
  if (before === undefined || document.recording === undefined) return text;
  const sameNames = renderJson({ ...document, recording: { ...document.recording, environment: before } });
  return sameNames === kept ? kept : text;
}

/** What is kept may be broken, and then is written anew. */
function readEnvironment(kept: string): NonNullable<WrapperScenarios["recording"]>["environment"] | undefined {
  try {
    return (JSON.parse(kept) as WrapperScenarios).recording?.environment;
  } catch {
    return undefined;
  }
}

/**
 * The root's own `cli.json` with a recipe in it, in place of the one that stands there. Throws `InputError` when the root has none,
 * and `UsageError` `WRAPPER_NAMED` when the wrapper there prints its scenarios itself.
 */
export async function planRecipe(
  world: Pick<World, "files">,
  where: CliRoot,
  recipe: RecordingRecipe,
): Promise<{ readonly path: string; readonly text: string }> {
  const path = `${where.root}/cli.json`;
  await requireText(world.files, path, `Begin with: xtask new-cli --cli ${where.cli}`);
  const descriptor = await readDescriptor(world.files, where);
  const wrapper = descriptor?.wrapper;
  if (wrapper?.scenarios !== undefined) {
    throw new UsageError("WRAPPER_NAMED", `"${path}" names a wrapper that prints its scenarios: ${wrapper.scenarios.join(" ")}`, {
      hint: 'Leave out --save, or take "wrapper" out of it first',
    });
  }
  return { path, text: renderJson({ ...descriptor, wrapper: { ...wrapper, record: recipe } }) };
}
