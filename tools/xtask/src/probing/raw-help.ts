import { parseContract, type Features } from "@lockstep/contracts";
import { comparePaths, InputError, renderJson, type Files } from "@lockstep/kernel";
import { compareAnswers, failedHelps, parseAnswers, parseCandidates, renderAnswers, renderCandidates } from "@lockstep/surface";
import type { BuiltSnapshot, FeatureCapture, HelpProbe, RawCapture, SurfaceCapture } from "@lockstep/surface";

const WITH_FEATURES = "with_features";
const FEATURE_LIST = "features.txt";
const HIDDEN_HELP = "help_hidden.txt";
const GLOBAL_HELP = "help_global.txt";
const COMPLETION = "completion.zsh";
const ANSWERS = "acceptance.txt";
const COMPLETION_ANSWERS = "completion.txt";
const DECLARATIONS = "declarations.json";
const EARLIER_NAMES = "earlier_names.txt";

/**
 * The files of a raw capture below `folder`: `help.txt` for the root, `help_hidden.txt` for it with what it hides,
 * `help_global.txt` with the flags of every command,
 * `commands/<token>/…/help.txt` for commands, beside them `acceptance.txt` with the answers about candidates,
 * `declarations.json`, `earlier_names.txt`, `completion.zsh` or, of a CLI that is asked command by command, `completion.txt` with its answers,
 * `features.txt`, and helps and completion below `with_features/` where enabled features change the surface.
 */
export function rawHelpFiles(folder: string, helps: BuiltSnapshot["helps"], capture: RawCapture): ReadonlyMap<string, string> {
  const { features } = capture;
  const withFeatures = features?.withFeatures;
  return new Map([
    ...surfaceFiles(folder, helps, capture),
    ...answerFiles(folder, ANSWERS, capture.acceptance),
    ...(capture.earlierNames === undefined || capture.earlierNames.length === 0
      ? []
      : [[`${folder}/${EARLIER_NAMES}`, renderCandidates(capture.earlierNames)] as const]),
    ...(capture.declarations === undefined ? [] : [[`${folder}/${DECLARATIONS}`, renderJson(capture.declarations)] as const]),
    ...(features?.list.type === "text" ? [[`${folder}/${FEATURE_LIST}`, features.list.text] as const] : []),
    ...(withFeatures === undefined ? [] : surfaceFiles(`${folder}/${WITH_FEATURES}`, textsOf(withFeatures), withFeatures)),
  ]);
}

/** Where the help of a command lies in the folder of a capture. */
export function rawHelpName(path: readonly string[]): string {
  return rawName(path, "help.txt");
}

function rawName(path: readonly string[], name: string): string {
  return path.length === 0 ? name : `commands/${path.join("/")}/${name}`;
}

function surfaceFiles(
  folder: string,
  helps: BuiltSnapshot["helps"],
  { hiddenHelp, globalHelp, completion, completionAnswers }: SurfaceCapture,
): readonly (readonly [path: string, text: string])[] {
  return [
    ...helps.map(({ path, text }) => [`${folder}/${rawHelpName(path)}`, text] as const),
    ...answerFiles(folder, COMPLETION_ANSWERS, completionAnswers),
    ...(hiddenHelp?.type === "text" ? [[`${folder}/${HIDDEN_HELP}`, hiddenHelp.text] as const] : []),
    ...(globalHelp?.type === "text" ? [[`${folder}/${GLOBAL_HELP}`, globalHelp.text] as const] : []),
    ...(completion?.type === "text" ? [[`${folder}/${COMPLETION}`, completion.text] as const] : []),
  ];
}

/** One file for each command that was asked; the root's is always there and says that questions were asked. */
function answerFiles(folder: string, file: string, answers: RawCapture["acceptance"]): readonly (readonly [path: string, text: string])[] {
  if (answers === undefined) return [];
  const byName = Map.groupBy(answers, ({ path }) => rawName(path, file));
  return [...new Map([[file, []], ...byName])].map(([name, own]) => [`${folder}/${name}`, renderAnswers(own)]);
}

function textsOf({ helps }: SurfaceCapture): BuiltSnapshot["helps"] {
  return helps.flatMap(({ path, probe }) => (probe.type === "text" ? [{ path, text: probe.text }] : []));
}

/**
 * Removes the raw help that an earlier capture left in the folder and this one did not write. Everything else stays: captures
 * of other targets, and the temporary files of a run at the same time.
 */
export async function removeStaleRawHelp(files: Files, folder: string, current: ReadonlyMap<string, string>): Promise<void> {
  for (const path of await filesBelow(files, folder)) {
    if (!current.has(path) && OWN_FILE.test(path.slice(folder.length + 1))) await files.remove(path);
  }
}

/**
 * Reads a raw capture. What was enabled is known to the snapshot made with it.
 * Throws `InputError` when the folder has no `help.txt`.
 */
export async function readRawHelp(files: Files, folder: string, known: Features | undefined): Promise<Omit<RawCapture, "versionOutput">> {
  const shown = await readSurface(files, folder);
  if (shown === undefined) {
    throw new InputError("RAW_HELP_MISSING", `"${folder}/help.txt" does not exist`, {
      hint: "Name the folder of one capture with --from-raw: <root>/raw_help/<version>/<target>",
    });
  }
  const acceptance = await readAnswers(files, folder, ANSWERS);
  const answered = acceptance === undefined ? shown : { ...shown, helps: [...shown.helps, ...failedHelps(acceptance)], acceptance };
  const declared = await files.readText(`${folder}/${DECLARATIONS}`);
  const declaring =
    declared === undefined
      ? answered
      : { ...answered, declarations: parseContract("DeclaredSurface", `${folder}/${DECLARATIONS}`, declared) };
  const names = await files.readText(`${folder}/${EARLIER_NAMES}`);
  const surface = names === undefined ? declaring : { ...declaring, earlierNames: parseCandidates(names) };
  const list = await files.readText(`${folder}/${FEATURE_LIST}`);
  if (list === undefined || known === undefined) return surface;
  const withFeatures = await readSurface(files, `${folder}/${WITH_FEATURES}`);
  const enabled = known.enabled_for_snapshot ?? [];
  const features: FeatureCapture = {
    list: { type: "text", text: list },
    requested: known.requested_enable ?? enabled,
    enabled,
    failures: known.enable_failures ?? [],
    ...(withFeatures === undefined ? {} : { withFeatures }),
  };
  return { ...surface, features };
}

/** The answers in the files of one name; `undefined` when the capture has none. */
async function readAnswers(files: Files, folder: string, file: string): Promise<RawCapture["acceptance"]> {
  const root = await files.readText(`${folder}/${file}`);
  if (root === undefined) return undefined;
  const answers = [...parseAnswers([], root)];
  const commands = `${folder}/commands`;
  for (const path of await filesBelow(files, commands)) {
    const tokens = path.slice(commands.length + 1).split("/");
    if (tokens.pop() === file) answers.push(...parseAnswers(tokens, (await files.readText(path)) ?? ""));
  }
  return answers.toSorted(compareAnswers);
}

/** The help texts and the completion script directly in a folder; `undefined` without a root's help. */
async function readSurface(files: Files, folder: string): Promise<SurfaceCapture | undefined> {
  const root = await files.readText(`${folder}/help.txt`);
  if (root === undefined) return undefined;
  const helps: HelpProbe[] = [{ path: [], probe: { type: "text", text: root } }];
  const commands = `${folder}/commands`;
  for (const path of await filesBelow(files, commands)) {
    const tokens = path.slice(commands.length + 1).split("/");
    if (tokens.pop() !== "help.txt") continue;
    helps.push({ path: tokens, probe: { type: "text", text: (await files.readText(path)) ?? "" } });
  }
  const hiddenHelp = await files.readText(`${folder}/${HIDDEN_HELP}`);
  const globalHelp = await files.readText(`${folder}/${GLOBAL_HELP}`);
  const completion = await files.readText(`${folder}/${COMPLETION}`);
  const completionAnswers = await readAnswers(files, folder, COMPLETION_ANSWERS);
  return {
    helps: helps.toSorted((a, b) => comparePaths(a.path, b.path)),
    ...(hiddenHelp === undefined ? {} : { hiddenHelp: { type: "text", text: hiddenHelp } }),
    ...(globalHelp === undefined ? {} : { globalHelp: { type: "text", text: globalHelp } }),
    ...(completion === undefined ? {} : { completion: { type: "text", text: completion } }),
    ...(completionAnswers === undefined ? {} : { completionAnswers }),
  };
}

const OWN_FILE =
  /^(?:features\.txt|acceptance\.txt|declarations\.json|earlier_names\.txt|commands\/(?:[^/]+\/)+acceptance\.txt|(?:with_features\/)?(?:help\.txt|help_(?:hidden|global)\.txt|completion\.(?:zsh|txt)|commands\/(?:[^/]+\/)+(?:help|completion)\.txt))$/;

async function filesBelow(files: Files, folder: string): Promise<readonly string[]> {
  const paths: string[] = [];
  for (const { name, type } of (await files.list(folder)) ?? []) {
    const path = `${folder}/${name}`;
    if (type === "folder") paths.push(...(await filesBelow(files, path)));
    else if (type === "file") paths.push(path);
  }
  return paths;
}
