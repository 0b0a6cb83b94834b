import type { Probe } from "./capture.ts";
import type { CompletionSurface, HelpPage } from "./help-page.ts";
import type { HelpParser } from "./parsers/help-parser.ts";

/** The help that a probe printed; `undefined` where it failed. A snapshot is planned and made from the same probes: each is parsed once. */
export const helpIn = readOnce<HelpPage>((text, parser) => parser.parseHelp(text));

/** The completion script that a probe printed, parsed once; `undefined` where it failed or is not recognised. */
export const completionIn = readOnce<CompletionSurface | undefined>((text, parser) => parser.parseCompletion(text));

interface ReadOnce<Read> {
  (probe: Probe & { readonly type: "text" }, parser: HelpParser): Read;
  (probe: Probe | undefined, parser: HelpParser): Read | undefined;
}

function readOnce<Read>(read: (text: string, parser: HelpParser) => Read): ReadOnce<Read> {
  const known = new WeakMap<HelpParser, WeakMap<Probe, { readonly read: Read }>>();
  function readIn(probe: Probe & { readonly type: "text" }, parser: HelpParser): Read;
  function readIn(probe: Probe | undefined, parser: HelpParser): Read | undefined;
  function readIn(probe: Probe | undefined, parser: HelpParser): Read | undefined {
    if (probe?.type !== "text") return undefined;
    const ofParser = known.get(parser) ?? new WeakMap<Probe, { readonly read: Read }>();
    known.set(parser, ofParser);
    const before = ofParser.get(probe) ?? { read: read(probe.text, parser) };
    ofParser.set(probe, before);
    return before.read;
  }
  return readIn;
}
