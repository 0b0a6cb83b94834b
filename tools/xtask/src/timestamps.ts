import { parseContract } from "@lockstep/contracts";
import { InputError, UsageError, type OptionSpec } from "@lockstep/kernel";
import type { World } from "./world.ts";

/** A time that a person or the build asked for, and so also replaces a committed one. */
export interface ChosenTime {
  readonly time: string;
  readonly isExplicit: boolean;
}

/** What decides a timestamp. */
export interface TimeChoice {
  readonly option: string | undefined;
  /** The option that the command has for it. */
  readonly optionName: string | undefined;
  readonly root: string;
  /** The version whose release date stands in the lock. */
  readonly version: string | undefined;
}

/** Whether a person or the build asks for a time, so that also a committed one is replaced. */
export function isTimeGiven(world: World, { option }: TimeChoice): boolean {
  return option !== undefined || (world.env["SOURCE_DATE_EPOCH"] ?? "") !== "";
}

/** The option that sets a generated timestamp. */
export function timeOption(field: string): { readonly type: "string"; readonly describe: string } & OptionSpec {
  return {
    type: "string",
    describe: `The "${field}" to write, as YYYY-MM-DDTHH:MM:SSZ (default: SOURCE_DATE_EPOCH, the release's date in the lock, the clock)`,
  };
}

/**
 * Chooses the timestamp of generated artifacts; the first that applies: the option, `SOURCE_DATE_EPOCH`, `published_at` of
 * the version in the root's `artifacts.lock.json`, the clock. Throws `UsageError` for a malformed option and `InputError`
 * for a malformed `SOURCE_DATE_EPOCH`, or when only the clock is left and `CI` is set.
 */
export async function chooseTimestamp(world: World, { option, optionName, root, version }: TimeChoice): Promise<ChosenTime> {
  if (option !== undefined) {
    if (!isTimestamp(option))
      throw new UsageError("TIME_INVALID", `The option "--${optionName ?? ""}" must be a time like 2026-01-31T12:00:00Z, is "${option}"`, {
        hint: "Leave it out to take the time of the release",
      });
    return { time: option, isExplicit: true };
  }
  const epoch = world.env["SOURCE_DATE_EPOCH"];
  if (epoch !== undefined && epoch !== "") return { time: timeOfEpoch(epoch), isExplicit: true };
  const published = version === undefined ? undefined : await publishedAt(world, root, version);
  if (published !== undefined) return { time: published, isExplicit: false };
  if ((world.env["CI"] ?? "") !== "") {
    throw new InputError(
      "TIME_UNDECIDED",
      `Under CI the clock must not decide a timestamp${version === undefined ? "" : `, and "${root}/artifacts.lock.json" has no version ${version}`}`,
      {
        hint: `Set SOURCE_DATE_EPOCH, ${optionName === undefined ? "" : `give --${optionName}, `}or pin the version: xtask lock add`,
      },
    );
  }
  return { time: world.clock.now(), isExplicit: false };
}

async function publishedAt(world: World, root: string, version: string): Promise<string | undefined> {
  const path = `${root}/artifacts.lock.json`;
  const text = await world.files.readText(path);
  if (text === undefined) return undefined;
  return parseContract("ArtifactsLock", path, text).versions.find((locked) => locked.version === version)?.published_at;
}

function timeOfEpoch(epoch: string): string {
  const seconds = /^\d{1,11}$/.test(epoch) ? Number(epoch) : Number.NaN;
  const time = Number.isNaN(seconds) ? undefined : new Date(seconds * 1000).toISOString().replace(".000Z", "Z");
  if (time === undefined || !isTimestamp(time)) {
    throw new InputError("SOURCE_DATE_EPOCH_INVALID", `SOURCE_DATE_EPOCH must be whole seconds since 1970, is "${epoch}"`, {
      hint: "Set it to an integer or unset it",
    });
  }
  return time;
}

/** Whether a text is a time as `YYYY-MM-DDTHH:MM:SSZ`. */
export function isTimestamp(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text)) return false;
  // A day that its month lacks would roll over into the next one.
  const time = new Date(text);
  return !Number.isNaN(time.getTime()) && time.toISOString() === text.replace("Z", ".000Z");
}
