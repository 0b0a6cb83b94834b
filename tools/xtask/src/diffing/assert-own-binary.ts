import type { CliDescriptor, UpstreamSnapshotV1 } from "@lockstep/contracts";
import { InputError } from "@lockstep/kernel";
import { parserAt } from "@lockstep/surface";
import { withProbeFolders } from "../probing/probe-folders.ts";
import { Prober, WARM_UP_FACTOR } from "../probing/prober.ts";
import { starterWords } from "../probing/script.ts";
import type { World } from "../world.ts";

/** What a binary says of itself. */
export interface SelfPortrait {
  /** What it prints of its version. */
  readonly versionText: string;
  /** The first word of its root usage; `undefined` where its help shows none. */
  readonly name: string | undefined;
}

/**
 * Refuses the binary of another CLI before anything of it is probed but its version and root help. Its own name in the usage, or a
 * version that is told in the same words as that of `before`, says that it is the right one: so a renamed file is, and a link.
 * Throws `InputError` `BINARY_OTHER`, and what a first call throws.
 */
export async function assertOwnBinary(
  world: World,
  descriptor: CliDescriptor,
  path: string,
  timeoutMs: number,
  before: Pick<UpstreamSnapshotV1, "binary">,
): Promise<void> {
  const own = await portraitOf(world, descriptor, path, timeoutMs);
  if (isOwn(own, descriptor.binary, before.binary.version_output)) return;
  const version = firstLine(own.versionText).slice(0, 100);
  const usage = own.name === undefined ? "its help names no program" : `its help is that of "${own.name}"`;
  throw new InputError("BINARY_OTHER", `The binary "${path}" is none of ${descriptor.id}: ${usage}, and its version reads "${version}"`, {
    hint: `Name ${descriptor.binary} itself, or the right CLI with --cli; a file that tells its own name in its help must be called ${descriptor.binary}`,
  });
}

/** Whether what a binary says of itself is what the CLI whose program has this name says; `known` is the version text of another version. */
export function isOwn({ versionText, name }: SelfPortrait, binary: string, known: string): boolean {
  if (name === binary) return true;
  const isAlike = wordsOf(versionText) === wordsOf(known);
  // A version without any word is told alike by many programs.
  return isAlike && (name === undefined || /[a-z]/i.test(wordsOf(known)));
}

async function portraitOf(world: World, descriptor: CliDescriptor, path: string, timeoutMs: number): Promise<SelfPortrait> {
  return withProbeFolders(world.files, async (folders) => {
    const call = { descriptor, binary: world.files.absolute(path), via: starterWords(descriptor, world.host, []), timeoutMs };
    const prober = new Prober(call, folders, world.processes, world.env);
    if (world.host.os === "linux") await prober.isolate();
    const versionText = (await prober.require(descriptor.version_args, timeoutMs * WARM_UP_FACTOR)).trim();
    const help = await prober.probe("help", ["--help"]);
    return { versionText, name: help.type === "text" ? programOf(descriptor, help.text) : undefined };
  });
}

/** The program that a root help names: by the parser of the framework, else by whatever its usage starts with. */
function programOf(descriptor: CliDescriptor, help: string): string | undefined {
  const [word = /^\s*usage:\s*(\S+)/im.exec(help)?.[1]] = parserAt(descriptor, []).parseHelp(help).usageWords;
  return word
    ?.split(/[/\\]/)
    .at(-1)
    ?.replace(/\.(?:exe|[cm]?js)$/i, "");
}

function wordsOf(versionText: string): string {
  return firstLine(versionText).replaceAll(/v?\d+(?:\.\d+)+(?:[-+][\w.+-]*\w)?/g, "#");
}

function firstLine(text: string): string {
  return text.split("\n")[0] ?? "";
}
