import { InputError } from "@lockstep/kernel";
import { buildPullRequest } from "@lockstep/parity/pull-request";
import { cliRoot, readDescriptor, readRules, rootOptions, versionOption } from "../cli-root.ts";
import { readProposal } from "../proposing/read-proposal.ts";
import { defineCommand } from "../world.ts";

/** Writes the title and the body of the pull request that takes a release in, from what is in the checkout. */
export const pullRequest = defineCommand({
  name: "pull-request",
  summary: "Write the title and the body of the pull request that takes in a release",
  examples: ["xtask pull-request --version 0.170.0", "xtask pull-request --version 0.170.0 --against 0.146.0 --out proposal"],
  options: {
    ...rootOptions,
    version: versionOption,
    against: {
      type: "string",
      describe: "The version to compare with (default: the last validated one, else the one before it that has a snapshot)",
      format: versionOption.format,
    },
    out: { type: "string", describe: "Write title.txt and body.md into this folder and print their paths" },
    "no-replay": { type: "boolean", describe: "Start no binary to show what breaks" },
  },
  exits: {
    0: "written or printed, whatever it says; `xtask diff` is the one that exits 2 for a breaking change",
    3: "the chain has not run for that version, or a file is malformed",
    64: "wrong command line",
  },
  documents: ["pull-request.v1"],
  reads: (options) => [`${cliRoot(options).root}/**`, ".cache/artifacts/**", "crates-wrapper/**"],
  writes: ({ out }) => (out === undefined ? [] : [`${out}/title.txt`, `${out}/body.md`]),
  async run(options, world) {
    const where = cliRoot(options);
    const rules = await readRules(world.files, where);
    const descriptor = await readDescriptor(world.files, where);
    if (descriptor === undefined)
      throw new InputError("FILE_MISSING", `"${where.root}/cli.json" does not exist`, {
        hint: "Name the CLI with --cli, a folder of manifests/",
      });
    const { version, against } = options;
    const inputs = await readProposal(world, where, { rules, descriptor, version, against, isReplayed: !options["no-replay"] });
    const { title, body, isCut } = buildPullRequest(inputs);
    const folder = options.out?.replace(/(?<=.)\/+$/, "");
    const paths = folder === undefined ? null : { title: `${folder}/title.txt`, body: `${folder}/body.md` };
    if (paths !== null)
      await world.files.writeAll(
        new Map([
          [paths.title, `${title}\n`],
          [paths.body, body],
        ]),
      );
    return {
      status: "ok",
      data: {
        schema: "pull-request.v1",
        cli: where.cli,
        version,
        before: inputs.comparison.type === "compared" ? inputs.comparison.version : null,
        title,
        body,
        isCut,
        paths,
      },
      text: paths === null ? `${title}\n\n${body.trimEnd()}` : `${paths.title}\n${paths.body}`,
    };
  },
});
