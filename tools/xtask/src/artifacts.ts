import { renderJson } from "@lockstep/kernel";
import { chooseTimestamp, isTimeGiven, type TimeChoice } from "./timestamps.ts";
import type { World } from "./world.ts";

/** A generated file: a document, or a text that is written as it is. */
export interface Artifact {
  readonly path: string;
  readonly content:
    | {
        readonly type: "document";
        readonly document: object;
        /** The top-level field that carries the time of generation. */ readonly timeField: string;
      }
    | { readonly type: "text"; readonly text: string }
    | { readonly type: "absent" };
}

/** What became of the artifacts of a command, each list of paths in the given order. */
export interface ArtifactChanges {
  readonly written: readonly string[];
  readonly unchanged: readonly string[];
  /** Files of the same kind that must not exist, removed. */
  readonly removed: readonly string[];
}

/** How an artifact compares with the committed file. */
export interface ArtifactState {
  readonly path: string;
  readonly state: "current" | "stale" | "missing" | "unexpected";
}

/** Compares artifacts with what is committed; the time of generation is taken from the committed file. */
export async function compareArtifacts(world: World, artifacts: readonly Artifact[]): Promise<readonly ArtifactState[]> {
  return Promise.all(
    artifacts.map(async (artifact): Promise<ArtifactState> => {
      const { path, content } = artifact;
      const committed = await world.files.readText(path);
      if (content.type === "absent") return { path, state: committed === undefined ? "current" : "unexpected" };
      if (committed === undefined) return { path, state: "missing" };
      return { path, state: renderArtifact(artifact, committedTime(artifact, committed) ?? "") === committed ? "current" : "stale" };
    }),
  );
}

/**
 * Writes the artifacts that differ from what is committed, all or none. One that would differ in its time of generation
 * alone is left untouched, unless the time was given explicitly. The time is asked for only when it is needed.
 */
export async function writeArtifacts(world: World, artifacts: readonly Artifact[], choice: TimeChoice): Promise<ArtifactChanges> {
  const states = new Map((await compareArtifacts(world, artifacts)).map(({ path, state }) => [path, state]));
  const isStale = artifacts.some(({ content, path }) => content.type === "document" && states.get(path) !== "current");
  const time = isStale || isTimeGiven(world, choice) ? await chooseTimestamp(world, choice) : undefined;
  const texts = new Map<string, string>();
  const removed: string[] = [];
  for (const artifact of artifacts) {
    const { path, content } = artifact;
    if (content.type === "absent") {
      if (states.get(path) === "unexpected") removed.push(path);
      continue;
    }
    if (states.get(path) === "current" && time?.isExplicit !== true) continue;
    const text = renderArtifact(artifact, time?.time ?? "");
    if (text !== (await world.files.readText(path))) texts.set(path, text);
  }
  await world.files.writeAll(texts);
  for (const path of removed) await world.files.remove(path);
  const written = [...texts.keys()];
  return { written, removed, unchanged: artifacts.map(({ path }) => path).filter((path) => !texts.has(path) && !removed.includes(path)) };
}

/** The text of an artifact with a time of generation. */
function renderArtifact({ content }: Artifact, time: string): string {
  switch (content.type) {
    case "document":
      return renderJson({ ...content.document, [content.timeField]: time });
    case "text":
      return content.text;
    case "absent":
      return "";
  }
}

function committedTime({ content }: Artifact, committed: string): string | undefined {
  if (content.type !== "document") return undefined;
  try {
    const value: unknown = JSON.parse(committed);
    const time = typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>)[content.timeField] : undefined;
    return typeof time === "string" ? time : undefined;
  } catch {
    // A broken committed file has no time; it is stale whatever it says.
    return undefined;
  }
}
