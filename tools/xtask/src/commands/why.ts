import { InputError, UsageError, type OptionSpec } from "@lockstep/kernel";
import { describeUnit, findUnit, unitName, type UnitIdentity } from "@lockstep/parity/why";
import { flaggedOptions } from "../option-table.ts";
import { cliRoot, readRules, rootOptions, rootWords, versionOption } from "../cli-root.ts";
import { readUnitFiles, tellUnit, unitDirectory } from "../stages/why.ts";
import { unitRefusal } from "../unit-refusal.ts";
import { renderUnit } from "../unit-text.ts";
import { defineCommand } from "../world.ts";

const { required: _required, ...optionalVersion } = versionOption;

const whyOptions = {
  unit: {
    type: "words",
    placeholder: "[<command>...] [<flag>|<arg>]",
    describe: "The unit, as on a command line; without words the root",
    takesFlags: true,
  },
  ...rootOptions,
  flag: { type: "string", describe: "The flag, where xtask has an option of that name: --flag=--json" },
  version: { ...optionalVersion, describe: "Only this upstream version (default: every committed one)" },
  target: { type: "string", describe: "Only this target" },
} as const satisfies Record<string, OptionSpec>;

/** Tells everything that the committed files and the wrapper's scenarios know of one command, flag or arg. Writes nothing. */
export const why = defineCommand({
  name: "why",
  summary: "Tell everything about one command, flag or arg: who has it, who shows it, which list it is in",
  examples: [
    "xtask why exec --full-auto",
    "xtask why exec resume SESSION_ID",
    "xtask why -m",
    "xtask why exec --flag=--json --version 0.169.0",
    "xtask why exec --json        (as one JSON document)",
  ],
  options: whyOptions,
  exits: {
    0: "it is told, whatever the verdict",
    3: "no answer: the unit or the version is unknown, or a file is missing or malformed",
    64: "wrong command line, or several units",
  },
  documents: ["why.v1"],
  reads: (options) => [`${cliRoot(options).root}/**`, cliRoot(options).rulesPath, "crates-wrapper/**"],
  writes: () => [],
  async run(options, world) {
    const where = cliRoot(options);
    const rules = await readRules(world.files, where);
    const { version, target } = options;
    if (target !== undefined && !rules.union.expected_targets.includes(target)) {
      throw new UsageError(
        "TARGET_UNKNOWN",
        `The option "--target" must be an expected target (${rules.union.expected_targets.join(", ")}), is "${target}"`,
        { hint: `Without the option it tells of every target: xtask why ${rootWords(where)}` },
      );
    }
    const files = await readUnitFiles(world, where, rules);
    if (version !== undefined && files.versions.every((other) => other.version !== version)) {
      const known = files.versions.map((other) => other.version).join(", ");
      throw new InputError("VERSION_UNKNOWN", `"${where.root}/snapshots" has no version ${version}; it has ${known}`, {
        hint: `Snapshot it first: xtask parity ${rootWords(where)} --version ${version}`,
      });
    }
    if ([...options.unit, ...(options.flag === undefined ? [] : [options.flag])].some((word) => word.trim() === "")) {
      throw new UsageError("UNIT_EMPTY", "A word that names the unit must not be empty", {
        hint: `Without words it tells of the root: xtask why ${rootWords(where)}`,
      });
    }
    const words = options.unit.flatMap((word) => word.split(/\s+/).filter((part) => part !== ""));
    const found = findUnit(options.flag === undefined ? words : [...words, flagWord(options.flag)], unitDirectory(files));
    if (found.type !== "unit") throw unitRefusal(found, where, { command: "why", versions: "committed version" });
    const { identity } = found;
    const typed = [...words, ...(options.flag === undefined ? [] : [options.flag])].join(" ");
    const typedAs = typed === canonicalWords(identity) ? null : typed;
    const story = await tellUnit(world, where, files, identity, { version, target });
    const unit = { type: identity.unit, path: identity.path, name: identity.unit === "command" ? null : identity.name };
    return {
      status: "ok",
      data: { schema: "why.v1", cli: where.cli, unit, typedAs, ...storyDocument(story) },
      text: renderUnit(
        identity,
        typedAs,
        story,
        target === undefined ? rules.union.expected_targets : [target],
        where,
        `xtask why ${isOwnFlag(unitName(identity)) ? "--flag=" : ""}${unitName(identity)} ${rootWords(where)}`,
      ),
    };
  },
});

/** Whether `xtask why` reads a word as an option of its own, so that only `--flag` can ask about it. */
function isOwnFlag(word: string): boolean {
  const own = flaggedOptions(whyOptions).flatMap(([name, { aliases }]) => [name, ...(aliases ?? [])]);
  return [...own, "json", "help"].map((name) => `--${name}`).includes(word) || word === "-h";
}

/** The words that name a unit without an alias or a short form. */
function canonicalWords(identity: UnitIdentity): string {
  return [...identity.path, ...(identity.unit === "command" ? [] : [identity.name])].join(" ");
}

/** The flag with its dashes, which may be left out where there is an option for it. */
function flagWord(flag: string): string {
  if (flag.startsWith("-")) return flag;
  return flag.length === 1 ? `-${flag}` : `--${flag}`;
}

type Story = Awaited<ReturnType<typeof tellUnit>>;

/** The story with every optional field present. */
function storyDocument({ versions, exclusion, supplement, ...story }: Story): object {
  return {
    ...story,
    exclusion: exclusion === null ? null : { unit: describeUnit(exclusion.unit), note: exclusion.note },
    supplement: supplement === null ? null : { platforms: supplement.platforms ?? null, note: supplement.note },
    versions: versions.map(({ reports, ...version }) => ({
      ...version,
      reports: reports.map(({ view, list, level, note, state, missingOn, because }) => ({
        view,
        list: list ?? null,
        level: level ?? null,
        note: note ?? null,
        state: state ?? null,
        missingOn,
        because,
      })),
    })),
  };
}
