import { countOutcomes, type CliPage, type PageOutcome, type PageUnit } from "@lockstep/pages";

const outcomes: readonly PageOutcome[] = ["covered", "covered", "covered", "missing", "at risk", "intentionally unsupported"];
const versions = ["1.0.0", "1.1.0", "1.2.0", "1.3.0", "1.4.0"];
const targets = ["linux", "mac", "windows"];

/** A CLI with that many units, a command for every twenty, of which every second one is in a list and every fifth one changed. */
export function largePage(size: number): CliPage {
  const units = Array.from({ length: size }, (_, index): PageUnit => {
    const path = ["group", `command-${String(Math.floor(index / 20))}`];
    return index % 20 === 0 ? { kind: "command", path, name: "" } : { kind: "flag", path, name: `--flag-${String(index)}` };
  });
  const surface = units.map((unit, index) => ({
    unit,
    about: `What the unit with the number ${String(index)} is about, in words of a usual length`,
    outcome: outcomes[index % outcomes.length] ?? null,
    state: null,
    note: null,
  }));
  const counts = countOutcomes(surface.flatMap(({ outcome }) => outcome ?? []));
  const listed = (outcome: PageOutcome) =>
    surface
      .filter((each) => each.outcome === outcome)
      .map(({ unit }, index) => ({
        unit,
        targets: [targets[index % 3] ?? ""],
        state: null,
        note: index % 2 === 0 ? "A note of some words." : null,
      }));
  const changed = units.filter((_unit, index) => index % 5 === 0);
  return {
    cli: "large",
    binary: "large",
    indexHref: null,
    latestValidated: "1.4.0",
    minSupported: "1.0.0",
    targets: targets.map((target) => ({ target, isRequired: target === "linux", latestValidated: null, latestSupported: null })),
    versions: versions.map((version) => ({
      version,
      status: "reported",
      generatedAt: "2026-05-06T07:08:09Z",
      counts,
      targets: targets.map((target) => ({ target, collectedAt: "2026-05-06T07:08:09Z", units: size, counts })),
      evidence: [],
    })),
    current: "1.4.0",
    surface,
    queue: [
      { delta: "missing_flags", urgency: "to do", items: listed("missing") },
      { delta: "at_risk", urgency: "to watch", items: listed("at risk") },
      { delta: "intentionally_unsupported", urgency: "settled", items: listed("intentionally unsupported") },
    ],
    timelines: units.map((unit, index) => ({
      unit,
      ranges:
        index % 5 === 0
          ? [
              { presence: "absent", from: "1.0.0", to: "1.1.0" },
              { presence: "visible", from: "1.2.0", to: "1.4.0" },
            ]
          : [{ presence: "visible", from: "1.0.0", to: "1.4.0" }],
    })),
    changes: changed.map((unit) => ({
      id: unit.kind === "command" ? "command-added" : "flag-added",
      severity: "information",
      unit,
      text: "is new",
      reason: null,
      waiver: null,
      between: [{ from: ["1.0.0", "1.1.0"], to: ["1.2.0", "1.4.0"] }],
    })),
    remarks: [],
    findingsHref: null,
    evidence: [],
  };
}
