import { UsageError, type OptionSpec } from "@lockstep/kernel";

/** How much standard error tells besides errors: nothing, how far the work is, or what is run and asked too. */
export type Volume = "quiet" | "normal" | "verbose";

/** The options of every command that set it. They stand before the command or behind it. */
export const volumeOptions = {
  quiet: { type: "boolean", describe: "Print nothing but the result and errors" },
  verbose: { type: "boolean", describe: "Print what is run and asked too, and how long it takes" },
} as const satisfies Record<string, OptionSpec>;

/** The volume of the options that were given before and behind the command. Throws `UsageError` `OPTION_CONFLICT` for both volumes. */
export function volumeOf(places: readonly Readonly<Record<string, unknown>>[]): Volume {
  const has = (name: keyof typeof volumeOptions): boolean => places.some((options) => options[name] === true);
  if (has("quiet") && has("verbose")) {
    throw new UsageError("OPTION_CONFLICT", 'The options "--quiet" and "--verbose" exclude each other', { hint: "xtask --help" });
  }
  if (has("quiet")) return "quiet";
  return has("verbose") ? "verbose" : "normal";
}

/** Takes the options that stand before the command off the words. */
export function takeVolume(argv: readonly string[]): {
  readonly words: readonly string[];
  readonly given: Readonly<Record<string, boolean>>;
} {
  const given: Record<string, boolean> = {};
  let at = 0;
  for (; Object.keys(volumeOptions).some((name) => argv[at] === `--${name}`); at += 1) given[(argv[at] ?? "").slice(2)] = true;
  return { words: argv.slice(at), given };
}
