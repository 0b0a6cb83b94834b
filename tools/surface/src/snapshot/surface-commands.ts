import type { CliDescriptor, CommandSupplement, SnapshotArg, SnapshotCommand } from "@lockstep/contracts";
import { compareCodePoints, comparePaths, fingerprintText, omitAbsent } from "@lockstep/kernel";
import type { Probe, SurfaceCapture } from "../capture.ts";
import { completionLimits, readCompletionAnswers } from "../completion/completion-protocol.ts";
import { Discovery, type DiscoveredCommand } from "../discovery.ts";
import { flagKey } from "../flag-identity.ts";
import { saysDeprecated, type ArgShape, type CompletionSurface, type FlagShape, type HelpPage } from "../help-page.ts";
import type { HelpParser } from "../parsers/help-parser.ts";
import { completionIn, helpIn } from "../read-probe.ts";
import { commonHeadLines, withoutHead } from "./common-head.ts";
import { mergeFlags, type CompletedUnits } from "./merge-flags.ts";

/** What turning captured texts into commands needs beside them. */
export interface SurfaceContext {
  /** The parser that reads the help of a command; that of the root reads the completion script. */
  readonly parserAt: (path: readonly string[]) => HelpParser;
  /** SHA-256 of a text's UTF-8 bytes in lower-case hex. */
  readonly sha256: (text: string) => string;
  readonly extraPaths: readonly CommandSupplement["commands"][number]["path"][];
  /** Paths that the CLI was asked about though nothing shows them. */
  readonly candidatePaths: readonly (readonly string[])[];
  /** Paths whose help was asked for because the program's text declares them. */
  readonly declaredPaths: readonly (readonly string[])[];
  /** Commands whose help was not asked for, as `cli.json` names them. */
  readonly unaskedPaths?: CliDescriptor["unasked_commands"] | undefined;
  /** The words by which the program lists the flags of every command. */
  readonly globalHelpWords?: CliDescriptor["global_help_args"] | undefined;
  describeCommand(path: readonly string[]): string;
}

/** The commands that a capture shows, in path order with every field that its evidence gives, and what could not be learned. */
export function surfaceCommands(
  capture: SurfaceCapture,
  context: SurfaceContext,
): {
  readonly commands: readonly SnapshotCommand[];
  readonly omissions: readonly string[];
  readonly discovered: ReturnType<Discovery["result"]>;
} {
  const completion = completionOf(capture, context.parserAt([]));
  const discovered = replay(capture, completion, context);
  const { commands, omissions } = discovered;
  const hiddenRoot = pageIn(capture.hiddenHelp, context.parserAt([]));
  const globals = globalFlagsIn(capture.globalHelp, context.parserAt([]));
  const completed = new Map((completion?.commands ?? []).map((command) => [command.path.join(" "), command]));
  const isVisibleOnly = completion?.isVisibleOnly === true;
  const source = completion?.source ?? "completion";
  const written = commands.map((command) => {
    const hidden = command.path.length === 0 ? hiddenRoot : undefined;
    return commandOf(
      command,
      { completion: { flags: [], ...completed.get(command.path.join(" ")), isVisibleOnly, source }, hidden },
      context,
    );
  });
  const failed = [capture.hiddenHelp, capture.globalHelp, capture.completion].flatMap((probe) =>
    probe?.type === "failed" ? [probe.omission] : [],
  );
  const unreadHelp = capture.hiddenHelp?.type === "text" && hiddenRoot === undefined ? ["help of hidden units not recognised"] : [];
  const unreadGlobals = capture.globalHelp?.type === "text" && globals === undefined ? ["help of global flags not recognised"] : [];
  const unread = capture.completion?.type === "text" && completion === undefined ? ["completion script not recognised"] : [];
  const limits = completionLimits(commands, capture.completionAnswers ?? []);
  const unknown = [...omissions, ...failed, ...unreadHelp, ...unreadGlobals, ...unread, ...(completion?.omissions ?? []), ...limits];
  const listing = globals === undefined ? [] : listingCommand(written, completion, context);
  return {
    commands: markGlobals([...written, ...listing].toSorted((a, b) => comparePaths(a.path, b.path))),
    omissions: unknown,
    discovered,
  };
}

/**
 * The command that lists the flags of every command, where completion offers it and its own `--help` prints nothing, as that of `kubectl
 * options`: it was called, and so it is one. The one that prints helps, which cobra makes itself, is none.
 */
function listingCommand(
  commands: readonly SnapshotCommand[],
  completion: CompletionSurface | undefined,
  { globalHelpWords: path = [] }: SurfaceContext,
): readonly SnapshotCommand[] {
  const key = path.join(" ");
  const isOffered = completion?.commands.some((command) => command.path.join(" ") === key) === true;
  const isKnown = commands.some((command) => command.path.join(" ") === key);
  return path.length > 0 && path[0] !== "help" && isOffered && !isKnown ? [{ path: [...path], sources: ["completion"] }] : [];
}

/** The commands of a capture as the probes found them. */
export function discoverAgain(
  capture: SurfaceCapture,
  context: Pick<SurfaceContext, "parserAt" | "extraPaths" | "candidatePaths" | "declaredPaths" | "unaskedPaths" | "describeCommand">,
): ReturnType<Discovery["result"]> {
  return replay(capture, completionOf(capture, context.parserAt([])), context);
}

function completionOf({ completion, completionAnswers }: SurfaceCapture, parser: HelpParser): CompletionSurface | undefined {
  if (completionAnswers !== undefined) return readCompletionAnswers(completionAnswers);
  return completionIn(completion, parser);
}

/** A further help of the root; `undefined` without one, and where the text is none. */
function pageIn(probe: Probe | undefined, parser: HelpParser): HelpPage | undefined {
  const page = helpIn(probe, parser);
  return page !== undefined && page.confidence > 0 ? page : undefined;
}

/**
 * The flags of every command, as a text of its own lists them, which need not be a whole help. Its own
 * `--help` is none of them. `undefined` without a text, and
 * where that lists none.
 */
export function globalFlagsIn(probe: Probe | undefined, parser: HelpParser): readonly FlagShape[] | undefined {
  const flags = (helpIn(probe, parser)?.flags ?? []).filter(({ long }) => long !== "--help");
  return flags.length === 0 ? undefined : flags;
}

/** Walks the captured texts as the probes did. */
function replay(
  capture: SurfaceCapture,
  completion: CompletionSurface | undefined,
  context: Parameters<typeof discoverAgain>[1],
): ReturnType<Discovery["result"]> {
  const discovery = new Discovery({
    ...context,
    completion,
    hiddenRoot: pageIn(capture.hiddenHelp, context.parserAt([])),
    globalFlags: globalFlagsIn(capture.globalHelp, context.parserAt([])),
  });
  const probes = new Map(capture.helps.map(({ path, probe }) => [path.join(" "), probe]));
  const head = commonHeadLines(capture.helps.map(({ probe }) => probe));
  let waiting: readonly (readonly string[])[] = [[]];
  while (waiting.length > 0) {
    const next = waiting.flatMap((path) => {
      const probe = probes.get(path.join(" "));
      return probe === undefined ? [] : discovery.record(path, probe, withoutHead(probe, head));
    });
    waiting = next.length > 0 ? next : discovery.settle();
  }
  return discovery.result();
}

function commandOf(
  command: DiscoveredCommand,
  shown: { readonly completion: CompletedUnits; readonly hidden: HelpPage | undefined },
  context: SurfaceContext,
): SnapshotCommand {
  const { sha256, extraPaths, candidatePaths, declaredPaths } = context;
  const { path, row, hiddenRow, page, helpText } = command;
  const listed = path.length === 0 || row !== undefined;
  const isVisible = listed || (shown.completion.isVisibleOnly && command.inCompletion);
  const isOneOf = (paths: readonly (readonly string[])[]): boolean => paths.some((each) => each.join(" ") === path.join(" "));
  const supplemented = isOneOf(extraPaths);
  const args = argsOf(page, shown.completion.args).toSorted((a, b) => compareCodePoints(a.name, b.name));
  const flags = mergeFlags(page?.flags, shown.completion, shown.hidden?.flags);
  const listedAbout = row?.about ?? hiddenRow?.about;
  const about = context.parserAt(path).rowSaysAbout === true ? (listedAbout ?? page?.about) : (page?.about ?? listedAbout);
  // The whole text is worth keeping where the row said something else.
  const description = page?.description ?? (about === page?.about ? undefined : page?.about);
  const aliases = [...new Set([...(row?.aliases ?? hiddenRow?.aliases ?? []), ...command.aliases])];
  return omitAbsent({
    path,
    about,
    usage: page?.usage,
    args: args.length > 0 ? args : undefined,
    flags: flags.length > 0 ? flags : undefined,
    aliases: aliases.length > 0 ? aliases : undefined,
    hidden: !isVisible && !supplemented ? true : undefined,
    deprecated:
      row?.deprecated === true || hiddenRow?.deprecated === true || saysDeprecated(about) || saysDeprecated(row?.about) ? true : undefined,
    description,
    sources: [
      ...(listed || hiddenRow !== undefined ? ["help" as const] : []),
      ...(command.inCompletion && shown.completion.source === "completion" ? ["completion" as const] : []),
      ...(!listed && (isOneOf(candidatePaths) || (command.inCompletion && shown.completion.source === "probe")) ? ["probe" as const] : []),
      ...(!listed && isOneOf(declaredPaths) ? ["bundle" as const] : []),
    ],
    help_sha256: helpText === undefined ? undefined : sha256(stableText(helpText)),
  });
}

/** The arguments that help shows; where it shows none, those of completion, which has other names for them: two lists cannot be joined. */
function argsOf(page: HelpPage | undefined, completed: readonly ArgShape[] = []): readonly SnapshotArg[] {
  if (page === undefined) return [];
  return page.args.length > 0
    ? page.args.map((arg) => ({ ...arg, sources: ["help"] }))
    : completed.map((arg) => ({ ...arg, sources: ["completion"] }));
}

/**
 * Marks the root's flags that every other known command shows too, with the same shape and text. Help does not name global
 * flags; `--help` and `--version` are generated for each command and do not count.
 */
function markGlobals(commands: readonly SnapshotCommand[]): readonly SnapshotCommand[] {
  const others = commands.filter(({ path, usage }) => path.length > 0 && usage !== undefined);
  if (others.length < 2) return commands;
  const shapes = others.map(({ flags }) => new Set((flags ?? []).map(shapeText)));
  return commands.map((command) =>
    command.path.length > 0 || command.flags === undefined
      ? command
      : {
          ...command,
          flags: command.flags.map((flag) => {
            const own = /^--(?:help|version)$/.test(flagKey(flag));
            if (own || flag.global === true || !shapes.every((shape) => shape.has(shapeText(flag)))) return flag;
            const { sources, ...fields } = flag;
            return { ...fields, global: true, ...(sources === undefined ? {} : { sources }) };
          }),
        },
  );
}

function shapeText({ long, short, value_name, description }: NonNullable<SnapshotCommand["flags"]>[number]): string {
  return fingerprintText([long ?? "", short ?? "", value_name ?? "", description ?? ""]);
}

/**
 * A help text as it is hashed. Where a throw-away folder stands in it, whose length differs from machine to machine, the layout
 * around it does too, and white space counts as one blank.
 */
function stableText(text: string): string {
  return /\{(?:home|tmp|cwd)\}/.test(text) ? text.replaceAll(/\s+/g, " ") : text;
}
