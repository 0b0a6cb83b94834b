import assert from "node:assert/strict";
import { test } from "node:test";
import { InputError } from "@lockstep/kernel";
import { changePlanFixture } from "./change-plan-fixture.ts";
import { contractKinds } from "./codegen/kinds.ts";
import type { ContractFixture } from "./contract-fixture.ts";
import { findMistakes, parseContract, type ContractKind } from "./contracts.ts";
import { planJournalFixture } from "./plan-journal-fixture.ts";

const sha256 = "a".repeat(64);
const time = "2026-01-02T03:04:05Z";
const triple = "x86_64-unknown-linux-musl";
const binary = { sha256, size_bytes: 1, platform: { os: "linux", arch: "x86_64" }, target_triple: triple, version_output: "tool 1.2.0" };

const fixtures: Readonly<Record<ContractKind, ContractFixture>> = {
  ChangePlan: changePlanFixture,
  UpstreamSnapshotV1: {
    good: {
      snapshot_schema_version: 1,
      tool: "t",
      collected_at: time,
      binary,
      commands: [{ path: [], flags: [{ long: "--x", takes_value: false, env: "X" }], sources: ["help"] }],
      generator: { name: "x", version: "1", parser_version: 1 },
    },
    bad: [
      [{ snapshot_schema_version: 2 }, "/snapshot_schema_version", "must be 1, is 2"],
      [
        { collected_at: "today" },
        "/collected_at",
        'must match the pattern ^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?Z$, is "today"',
      ],
      [{ commands: [{ path: ["a", ""] }] }, "/commands/0/path/1", 'must NOT have fewer than 1 characters, is ""'],
      [
        { commands: [{ path: [], flags: [{ long: "--x", takes_value: "no" }] }] },
        "/commands/0/flags/0/takes_value",
        'must be of type boolean, is "no"',
      ],
      [{ about: 1 }, "", 'unknown field "about"'],
    ],
  },
  UpstreamSnapshotUnionV2: {
    good: {
      snapshot_schema_version: 2,
      tool: "t",
      mode: "union",
      collected_at: time,
      expected_targets: [triple],
      complete: true,
      inputs: [{ target_triple: triple, binary }],
      commands: [{ path: ["a"], available_on: [triple], args: [{ name: "A", available_on: [triple] }] }],
    },
    bad: [
      [{ mode: "split" }, "/mode", 'must be "union", is "split"'],
      [{ commands: [{ path: ["a"] }] }, "/commands/0", 'the field "available_on" is missing'],
    ],
  },
  WrapperCoverageV1: {
    good: {
      schema_version: 1,
      coverage: [{ path: ["a"], level: "explicit", flags: [{ key: "--x", level: "unknown", scope: { platforms: ["linux"] } }] }],
    },
    bad: [
      [
        { coverage: [{ path: ["a"], level: "full" }] },
        "/coverage/0/level",
        'must be one of "explicit", "passthrough", "unsupported", "intentionally_unsupported", "unknown", is "full"',
      ],
    ],
  },
  CoverageReportV1: {
    good: {
      schema_version: 1,
      inputs: {
        upstream: { semantic_version: "1.2.0", mode: "union", targets: [triple] },
        wrapper: { schema_version: 1 },
        rules: { rules_schema_version: 1 },
      },
      platform_filter: { mode: "any" },
      deltas: { missing_commands: [], missing_flags: [], missing_args: [] },
    },
    bad: [[{ deltas: { missing_commands: [], missing_flags: [] } }, "/deltas", 'the field "missing_args" is missing']],
  },
  VersionMetadataV1: {
    good: {
      schema_version: 1,
      semantic_version: "1.2.0",
      status: "reported",
      updated_at: time,
      artifacts: { snapshots_dir: "s", reports_dir: "r", union_complete: true },
      promotion: { eligible_for_latest_validated: false },
    },
    bad: [[{ promotion: {} }, "/promotion", 'the field "eligible_for_latest_validated" is missing']],
  },
  ParityRules: {
    good: {
      rules_schema_version: 1,
      versioning: { pointers: { stable_semver_pattern: "." } },
      globals: { effective_flags_model: { enabled: true } },
      union: { required_target: triple, expected_targets: [triple], platform_mapping: { [triple]: "linux" } },
      wrapper_coverage: {
        scope_semantics: { defaults: { no_scope_means: "x" }, platforms_expand_using: "x", scope_set_resolution: { mode: "x" } },
        resolution: "anything",
      },
      storage: { retention: { keep_last_validated: 0 } },
      version_metadata: {
        supported_policy: { coverage_requirement: { allowed_levels: [], disallowed_levels: [], treat_missing_as: "unknown" } },
      },
    },
    bad: [
      [{ sorting: { flags: "by_key" } }, "/sorting/flags", 'must be "by_key_then_long_then_short", is "by_key"'],
      [{ storage: { retention: { keep_last_validated: -1 } } }, "/storage/retention/keep_last_validated", "must be >= 0, is -1"],
    ],
  },
  CliDescriptor: {
    good: {
      schema_version: 1,
      id: "tool",
      tool: "tool-cli",
      binary: "tool",
      version_args: ["--version"],
      help_style: "help_flag",
      framework: "clap",
      env: {},
      targets: [{ target_triple: triple, os: "linux", arch: "x86_64", runner: "any" }],
      artifacts: [
        { target_triple: triple, type: "npm", package: "@t/c", version: "{version}", files: ["t"], unpack: "package" },
        {
          target_triple: "other",
          type: "release",
          url: "https://downloads.example/v{version}/t.tgz?k=1",
          archive: "zip",
          files: ["t-{version}/t"],
        },
        { target_triple: "third", type: "file", path: "../../built/t", files: ["t"] },
      ],
      wrapper: { package: "w", scenarios: ["print"], surface: "w/src/surface.json" },
    },
    bad: [
      [{ wrapper: { record: { command: ["sh"] } } }, "/wrapper/record", 'the field "wrapper_version" is missing'],
      [
        { wrapper: { record: { wrapper_version: "1", command: [] } } },
        "/wrapper/record/command",
        "must NOT have fewer than 1 items, is []",
      ],
      [{ help_style: "man" }, "/help_style", 'must be one of "help_flag", "help_command", is "man"'],
      [{ artifacts: [{ target_triple: triple, type: "ftp", files: ["t"] }] }, "/artifacts/0", 'there is no "type" "ftp"'],
      [{ artifacts: [{ target_triple: triple, type: "file", path: "t", files: ["t"], url: "x" }] }, "/artifacts/0", 'unknown field "url"'],
      ...["ftp://h/t", "https://u:p@h/t", "https://h", "/t", "https://h/a b"].map(
        (url) =>
          [
            { artifacts: [{ target_triple: triple, type: "release", url, files: ["t"] }] },
            "/artifacts/0/url",
            `must match the pattern ^https?://[^\\s/?#\\\\@]+/[^\\s#\\\\]*$, is "${url}"`,
          ] as const,
      ),
      ...["/etc/surface.json", "../surface.json", "w/../../surface.json", "w/surface.ts"].map(
        (surface) =>
          [
            { wrapper: { package: "w", scenarios: ["print"], surface } },
            "/wrapper/surface",
            `must match the pattern ^(?!\\.{1,2}(?:/|$))[^/\\\\\\u0000-\\u001f]+(?:/(?!\\.{1,2}(?:/|$))[^/\\\\\\u0000-\\u001f]+)*\\.json$, is "${surface}"`,
          ] as const,
      ),
      [
        { release_watch: { source: "npm", package: "--userconfig=/evil", policy: "latest" } },
        "/release_watch/package",
        'must match the pattern ^(?:@[A-Za-z0-9~_][A-Za-z0-9._~-]*/)?[A-Za-z0-9~_][A-Za-z0-9._~-]*$, is "--userconfig=/evil"',
      ],
      [
        { release_watch: { source: "github-releases", api: "https://h/api", repository: "o/r", tag: "v{version}", policy: "newest" } },
        "/release_watch/policy",
        'must be one of "latest", "minus-1", is "newest"',
      ],
      ...(["../..", "o", "o/r/s", "o/..", "o/r?x"] as const).map(
        (repository) =>
          [
            { release_watch: { source: "github-releases", api: "https://h/api", repository, tag: "v{version}", policy: "latest" } },
            "/release_watch/repository",
            `must match the pattern ^(?!\\.{1,2}/)[A-Za-z0-9._-]+/(?!\\.{1,2}$)[A-Za-z0-9._-]+$, is "${repository}"`,
          ] as const,
      ),
    ],
  },
  ArtifactsLock: {
    good: {
      schema_version: 1,
      versions: [
        {
          version: "1.2.0",
          published_at: time,
          artifacts: [
            {
              target_triple: triple,
              source: { type: "npm", package: "t", version: "1.2.0" },
              integrity: `sha512-${"A".repeat(86)}==`,
              file: "bin/t",
              sha256,
              size_bytes: 1,
            },
            {
              target_triple: "other",
              source: { type: "release", url: "http://h/t", archive: "none" },
              integrity: `sha512-${"A".repeat(86)}==`,
              file: "t",
              sha256,
              size_bytes: 1,
            },
            {
              target_triple: "third",
              source: { type: "file", path: "/built/t.zip", archive: "zip" },
              integrity: `sha512-${"A".repeat(86)}==`,
              file: "t",
              sha256,
              size_bytes: 1,
            },
          ],
        },
      ],
    },
    bad: [
      [
        { versions: [{ version: "1.2.0", published_at: time, artifacts: [] }] },
        "/versions/0/artifacts",
        "must NOT have fewer than 1 items, is []",
      ],
    ],
  },
  CommandSupplement: {
    good: { version: 1, commands: [{ path: ["a"], platforms: ["linux"], note: "n" }] },
    bad: [[{ version: 2 }, "/version", "must be 1, is 2"]],
  },
  WrapperScenarios: {
    good: {
      schema_version: 1,
      wrapper_version: "0.1.0",
      scenarios: [
        { name: "n", argv: [{ token: "", origin: "typed" }] },
        { name: "m", argv: [{ token: "x", origin: "passthrough" }], versions: ["1.2.0", "1.10.0-rc.1"], calls: 2 },
      ],
      declared: [{ path: [], level: "passthrough", note: "n" }],
      recording: {
        version: "1.2.0",
        calls: 2,
        units: [{ path: ["a"], key: "--x", scenarios: ["m"], calls: 2 }],
        unshown: [{ path: [], key: "--y", state: "hidden", scenarios: ["m"], calls: 1, note: "n" }],
        environment: [{ name: "X", calls: 1 }],
        initialize: [{ key: "hooks", calls: 1 }],
      },
    },
    bad: [
      [{ declared: [{ path: [], level: "passthrough", note: " " }] }, "/declared/0/note", 'must match the pattern \\S, is " "'],
      [
        { scenarios: [{ name: "n", argv: [{ token: "x", origin: "guessed" }] }] },
        "/scenarios/0/argv/0/origin",
        'must be one of "typed", "passthrough", is "guessed"',
      ],
      [
        { scenarios: [{ name: "n", argv: [{ token: "x", origin: "typed" }], versions: [] }] },
        "/scenarios/0/versions",
        "must NOT have fewer than 1 items, is []",
      ],
      [
        {
          recording: {
            version: "1.2.0",
            calls: 1,
            units: [],
            unshown: [{ path: [], state: "odd", scenarios: [], calls: 1, note: "n" }],
            environment: [],
            initialize: [],
          },
        },
        "/recording/unshown/0/state",
        'must be one of "hidden", "removed", "wrong", "unasked", is "odd"',
      ],
    ],
  },
  WrapperSurface: {
    good: {
      schema_version: 1,
      tool: "t",
      versions: ["1.2.0", "1.10.0-rc.1"],
      commands: [
        { path: [], states: "vv", flags: { "--x": "hr" } },
        { path: ["a"], states: "-v", args: { A: "-v" } },
      ],
    },
    bad: [
      [{ versions: [] }, "/versions", "must NOT have fewer than 1 items, is []"],
      [
        { commands: [{ path: [], states: "vv", flags: { "--x": "v?" } }] },
        "/commands/0/flags/--x",
        'must match the pattern ^[vhr-]+$, is "v?"',
      ],
    ],
  },
  Waivers: {
    good: {
      schema_version: 1,
      waivers: [{ finding: "flag-removed", path: ["exec"], key: "--x", reason: "Nobody needs it.", owner: "team", expires_with: "2.0.0" }],
    },
    bad: [
      [{ schema_version: 2 }, "/schema_version", "must be 1, is 2"],
      [{ waivers: [{ finding: "flag-removed", path: [], reason: "r", owner: "o" }] }, "/waivers/0", 'the field "expires_with" is missing'],
      [{ waivers: [{ path: [], reason: "r", owner: "o", expires_with: "2.0.0" }] }, "/waivers/0", 'the field "finding" is missing'],
      [
        { waivers: [{ finding: "flag-removed", path: [], key: "-x", name: "X", reason: "r", owner: "o", expires_with: "2.0.0" }] },
        "/waivers/0/name",
        'must be left out beside the other fields, is "X"',
      ],
      [
        { waivers: [{ finding: "flag-removed", path: [], reason: "r\u001b[2J", owner: "o", expires_with: "2.0.0" }] },
        "/waivers/0/reason",
        String.raw`must match the pattern ^(?=.*\S)[^\u0000-\u001f\u007f-\u009f]+$, is "r\u001b[2J"`,
      ],
    ],
  },
  DeclaredSurface: {
    good: {
      commands: [
        { path: ["a"], aliases: ["b"], args: [{ name: "x", required: true, variadic: false }], options: [] },
        { tail: [], aliases: [], args: [], options: [{ long: "--x", takes_value: false, hidden: true, conditional: true }] },
      ],
    },
    bad: [[{ commands: [{ path: [], aliases: [], args: [] }] }, "/commands/0", 'the field "options" is missing']],
  },
  PlanJournalEvent: planJournalFixture,
};

test("every contract kind has a good and a bad fixture", () => {
  assert.deepEqual(Object.keys(fixtures).toSorted(), contractKinds.map(({ kind }) => kind).toSorted());
  for (const { bad } of Object.values(fixtures)) assert(bad.length > 0);
});

for (const [kind, { good, bad }] of Object.entries(fixtures) as [ContractKind, ContractFixture][]) {
  test(`findMistakes() finds nothing when a ${kind} keeps its contract`, () => assert.deepEqual(findMistakes(kind, good), []));
  for (const [change, pointer, message] of bad) {
    test(`findMistakes() names pointer, wanted and actual when a ${kind} breaks ${pointer === "" ? "the top" : pointer}`, () => {
      assert.deepEqual(findMistakes(kind, { ...good, ...change }), [{ pointer, message }]);
    });
  }
  test(`findMistakes() names every required field when a ${kind} is empty`, () => {
    const found = findMistakes(kind, {});
    assert(found.length > 0);
    assert(
      found.every((mistake) => mistake.pointer === "" && /^the field "\w+" is missing$/.test(mistake.message)),
      JSON.stringify(found),
    );
  });
}

test("findMistakes() says of what type a document must be when it is no object", () => {
  assert.deepEqual(findMistakes("WrapperCoverageV1", null), [{ pointer: "", message: "must be of type object, is null" }]);
});

test("findMistakes() shortens a long actual value", () => {
  const [mistake] = findMistakes("VersionMetadataV1", {
    ...fixtures.VersionMetadataV1.good,
    notes: Array.from({ length: 100 }, () => "long"),
  });
  assert.match(mistake?.message ?? "", /^must be of type string, is \["long".{0,80}\.\.\.$/);
});

test("parseContract() returns the document, of repeated keys the last, when it keeps its contract", () => {
  const text = JSON.stringify(fixtures.CommandSupplement.good).replace('"version":1', '"version":7,"version":1');
  assert.deepEqual(parseContract("CommandSupplement", "s.json", text), fixtures.CommandSupplement.good);
});

test("parseContract() lists ten mistakes and counts the others when there are more", () => {
  const commands = Array.from({ length: 12 }, () => ({ path: ["a"] }));
  assert.throws(
    () => parseContract("CommandSupplement", "s.json", JSON.stringify({ version: 1, commands }), "Add notes"),
    (error) =>
      error instanceof InputError &&
      error.code === "SCHEMA_VIOLATION" &&
      error.hint === "Add notes" &&
      /^"s\.json" is no valid CommandSupplement:\n {2}\/commands\/0: the field "note" is missing\n/.test(error.message) &&
      error.message.endsWith("\n  and 2 more") &&
      error.message.split("\n").length === 12,
  );
});
