import { createHash } from "node:crypto";
import {
  countOutcomes,
  type CliPage,
  type OutcomeCounts,
  type PageUnit,
  type Rendering,
  type SurfaceUnit,
  type VersionPairs,
} from "@lockstep/pages";

export const rendering: Rendering = { sha256: (text) => createHash("sha256").update(text).digest("base64") };

const unit = (kind: PageUnit["kind"], path: string, name = ""): PageUnit => ({
  kind,
  path: path.split(" ").filter((token) => token !== ""),
  name,
});

const pairs = (first: string, last: string, to: string, toLast = to): VersionPairs => ({ from: [first, last], to: [to, toLast] });

const surface: readonly SurfaceUnit[] = [
  { unit: unit("command", ""), about: "The tool", outcome: "covered", state: null, note: null },
  { unit: unit("flag", "", "--config"), about: "Set a value", outcome: "covered", state: null, note: null },
  { unit: unit("command", "exec"), about: "Run", outcome: "covered", state: null, note: null },
  { unit: unit("flag", "exec", "--json"), about: "Print JSON", outcome: "missing", state: null, note: null },
  { unit: unit("flag", "exec", "--old"), about: "", outcome: "at risk", state: "hidden", note: null },
  { unit: unit("arg", "exec", "PROMPT"), about: "What to do", outcome: "intentionally unsupported", state: null, note: "Given otherwise." },
  { unit: unit("command", "exec resume"), about: "Go on", outcome: "hidden", state: "deprecated", note: null },
];

const counts: OutcomeCounts = countOutcomes(surface.flatMap(({ outcome }) => outcome ?? []));

/** A CLI with three versions, two targets and a wrapper. */
export const smallPage: CliPage = {
  cli: "tool",
  binary: "tool",
  indexHref: "index.html",
  latestValidated: "1.1.0",
  minSupported: "1.0.0",
  targets: [
    { target: "linux", isRequired: true, latestValidated: "1.1.0", latestSupported: "1.2.0" },
    { target: "mac", isRequired: false, latestValidated: null, latestSupported: null },
  ],
  versions: ["1.0.0", "1.1.0", "1.2.0"].map((version, index) => ({
    version,
    status: index === 2 ? "reported" : "validated",
    generatedAt: index === 0 ? null : `2026-05-0${String(index)}T07:08:09Z`,
    counts: index === 0 ? null : counts,
    targets: [{ target: "linux", collectedAt: "2026-05-01T00:00:00Z", units: 7, counts: index === 0 ? null : counts }],
    evidence: [{ text: `snapshots/${version}/union.json`, href: `../../manifests/tool/snapshots/${version}/union.json` }],
  })),
  current: "1.2.0",
  surface,
  queue: [
    { delta: "missing_commands", urgency: "to do", items: [] },
    {
      delta: "missing_flags",
      urgency: "to do",
      items: [{ unit: unit("flag", "exec", "--json"), targets: ["linux"], state: null, note: null }],
    },
    {
      delta: "at_risk",
      urgency: "to watch",
      items: [{ unit: unit("flag", "exec", "--old"), targets: ["linux"], state: "hidden", note: null }],
    },
    {
      delta: "intentionally_unsupported",
      urgency: "settled",
      items: [{ unit: unit("arg", "exec", "PROMPT"), targets: ["linux"], state: null, note: "Given otherwise." }],
    },
  ],
  timelines: [
    { unit: unit("command", ""), ranges: [{ presence: "visible", from: "1.0.0", to: "1.2.0" }] },
    {
      unit: unit("flag", "exec", "--old"),
      ranges: [
        { presence: "visible", from: "1.0.0", to: "1.1.0" },
        { presence: "hidden", from: "1.2.0", to: "1.2.0" },
      ],
    },
    {
      unit: unit("flag", "exec", "--json"),
      ranges: [
        { presence: "absent", from: "1.0.0", to: "1.0.0" },
        { presence: "visible", from: "1.1.0", to: "1.2.0" },
      ],
    },
  ],
  changes: [
    {
      id: "flag-removed",
      severity: "breaking",
      unit: unit("flag", "exec", "--gone"),
      text: "is gone",
      reason: "the wrapper claims the unit",
      waiver: null,
      between: [pairs("1.0.0", "1.1.0", "1.2.0")],
    },
    {
      id: "flag-added",
      severity: "information",
      unit: unit("flag", "exec", "--json"),
      text: "is new",
      reason: null,
      waiver: null,
      between: [pairs("1.0.0", "1.0.0", "1.1.0", "1.2.0")],
    },
    {
      id: "flag-hidden",
      severity: "warning",
      unit: unit("flag", "exec", "--old"),
      text: "is hidden",
      reason: "the wrapper has the unit, and its calls are still taken",
      waiver: "accepted by us until 2.0.0: Known.",
      between: [pairs("1.0.0", "1.1.0", "1.2.0")],
    },
    {
      id: "command-added",
      severity: "information",
      unit: unit("command", "apply"),
      text: "is new",
      reason: null,
      waiver: null,
      between: [pairs("1.0.0", "1.1.0", "1.2.0")],
    },
  ],
  remarks: [
    { text: "On linux.", between: [pairs("1.0.0", "1.1.0", "1.1.0", "1.2.0")] },
    { text: "No such thing.", between: [pairs("1.0.0", "1.0.0", "1.1.0")] },
  ],
  findingsHref: "../../docs/findings.md",
  evidence: [{ text: "RULES.json", href: "../../manifests/tool/RULES.json" }],
};

/** The same CLI without a wrapper. */
export const wrapperlessPage: CliPage = {
  ...smallPage,
  queue: null,
  surface: surface.map((each) => ({ ...each, outcome: null })),
  versions: smallPage.versions.map((version) => ({
    ...version,
    counts: null,
    generatedAt: null,
    targets: version.targets.map((target) => ({ ...target, counts: null })),
  })),
};

/** A CLI of which nothing is committed yet. */
export const emptyPage: CliPage = {
  ...wrapperlessPage,
  latestValidated: null,
  minSupported: null,
  versions: [],
  current: null,
  surface: [],
  timelines: [],
  changes: [],
  remarks: [],
};

/** The same page with every text replaced by `text`, wherever a file could bring one in; versions, which must stay apart, begin with it. */
export function pageOf(text: string): CliPage {
  return JSON.parse(JSON.stringify(smallPage), (key, value: unknown) => {
    const isFixed = ["href", "presence", "severity", "urgency", "outcome", "kind", "indexHref", "state", "findingsHref", "id"].includes(
      key,
    );
    if (typeof value !== "string" || isFixed) return value;
    return ["version", "from", "to", "current", "0", "1"].includes(key) && value.startsWith("1.") ? `${text}${value}` : text;
  }) as CliPage;
}
