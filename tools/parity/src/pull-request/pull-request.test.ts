import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { buildPullRequest, MAX_BODY_LENGTH, type ProposedChange, type PullRequestInputs } from "./build-pull-request.ts";
import { fitSections } from "./fit-sections.ts";
import { codeSpan, consoleBlock, plainText } from "./markdown-text.ts";
import { unitId, type UnitIdentity } from "../unit.ts";
import { rankWork } from "./rank-work.ts";

const change: ProposedChange = {
  code: "flag-added",
  unit: { type: "flag", path: ["exec"], name: "--new" },
  severity: "information",
  impact: "widens",
  message: "is new",
  because: "no call of before is read another way",
  targets: ["linux", "mac"],
  isWaived: false,
  wrapper: { breakingCalls: [], isWithheld: false },
  witness: null,
};

function inputs(changes: readonly ProposedChange[] = [], more: Partial<PullRequestInputs> = {}): PullRequestInputs {
  return {
    cli: "tool",
    command: "tool",
    version: "1.3.0",
    status: "reported",
    comparison: { type: "compared", version: "1.2.0", role: "validated", targets: ["linux", "mac"], changes },
    targets: [
      {
        target: "linux",
        isRequired: true,
        isSupported: false,
        binary: { sha256: "a".repeat(64), size_bytes: 1_234_567, version_output: "tool 1.3.0" },
        pinned: { source: "@tool/cli@1.3.0-linux", sha256: "a".repeat(64), size_bytes: 1_234_567 },
      },
      { target: "mac", isRequired: false, isSupported: false },
    ],
    queue: { ranked: [], atRisk: [], outcomes: new Map() },
    rootWords: "--cli tool",
    ...more,
  };
}

/** The part of a body below a heading. */
function section(body: string, title: string): string {
  return body.split("\n## ").find((part) => part.startsWith(`${title}\n`)) ?? "";
}

test("buildPullRequest() puts each kind of change into the section that is about it, and counts them in the title", () => {
  const of = (code: string, name: string, more: Partial<ProposedChange> = {}): ProposedChange => ({
    ...change,
    code,
    unit: { type: "flag", path: ["exec"], name },
    ...more,
  });
  const { title, body } = buildPullRequest(
    inputs([
      change,
      of("flag-removed", "--gone", {
        severity: "breaking",
        impact: "breaks",
        wrapper: { breakingCalls: ["run it"], isWithheld: true },
        because: "calls break",
      }),
      of("flag-removed", "--unused", { impact: "breaks" }),
      of("flag-removed", "--waived", { severity: "breaking", impact: "breaks", isWaived: true }),
      of("flag-hidden", "--shy", { impact: "risk" }),
      of("flag-default-changed", "--other", { impact: "risk", targets: ["mac"] }),
      of("flag-description-changed", "--text", { impact: "text" }),
    ]),
  );
  assert.equal(title, "feat(manifests): tool 1.3.0 (1 breaking, 1 new, 3 gone)");
  assert.match(
    section(body, "Breaks the wrapper"),
    /\| `exec --gone` \| is new `flag-removed` \| breaking \| calls break, such as "run it"; it makes none of them to 1\.3\.0 \|/,
  );
  assert.match(section(body, "Gone"), /`exec --unused`.*information.*\n.*`exec --waived`.*\| waived \|/);
  assert.match(section(body, "Hidden or deprecated since"), /`exec --shy`/);
  assert.match(section(body, "Changed"), /`exec --other` \| is new \(mac\) /);
  assert.match(section(body, "New"), /\n\| `exec --new` \| is new \| not known \|$/m);
  assert.doesNotMatch(body, /--text/, "a text that reads another way is nobody's work");
  assert.match(body, /`tool` 1\.3\.0, compared with 1\.2\.0, the last validated version, on `linux`, `mac`\. Its status is `reported`\./);
});

test("buildPullRequest() names the targets that are missing, and what was pinned and probed of the others", () => {
  const { body } = buildPullRequest(inputs());
  assert.match(body, /\*\*The union is incomplete\*\*: there is no snapshot of `mac`\./);
  assert.match(
    section(body, "Targets"),
    /\| `linux` \(required\) \| `tool 1\.3\.0` \| no \| `@tool\/cli@1\.3\.0-linux` \| `a{64}`, 1\.2 MB \|\n\| `mac` \| \*\*missing\*\* \| no \| no \| {2}\|/,
  );
  assert.match(
    section(body, "Make it again"),
    /xtask lock add --cli tool --version 1\.3\.0 --target linux\nxtask parity --cli tool --version 1\.3\.0 --target linux\n/,
  );
});

test("buildPullRequest() tells the digest of a pin that no machine has probed, since a person has to compare it", () => {
  const { targets } = inputs();
  const pinned = { source: "@tool/cli@1.3.0-mac", sha256: "b".repeat(64), size_bytes: 2_000_000 };
  const { body } = buildPullRequest(inputs([], { targets: targets.map((target) => (target.isRequired ? target : { ...target, pinned })) }));
  assert.match(section(body, "Targets"), /\| `mac` \| \*\*missing\*\* \| no \| `@tool\/cli@1\.3\.0-mac` \| `b{64}`, 2\.0 MB \|/);
  assert.match(section(body, "Make it again"), /xtask lock add .* --target linux --target mac\n/);
});

test("buildPullRequest() says what the wrapper makes of each new unit, and how much of what is at risk is news", () => {
  const of = (code: string, name: string): ProposedChange => ({ ...change, code, unit: { type: "flag", path: ["exec"], name } });
  const unit = (name: string): UnitIdentity => ({ unit: "flag", path: ["exec"], name });
  const atRisk = ["--old", "--fading"].map((key) => ({ path: ["exec"], key, upstream_available_on: ["linux"] }));
  const outcomes = new Map([
    [unitId(unit("--work")), "missing"],
    [unitId(unit("--had")), "covered"],
    [unitId({ ...unit("--global"), path: [] }), "excluded"],
  ] as const);
  const changes = [of("flag-added", "--work"), of("flag-added", "--had"), of("flag-added", "--global"), of("flag-hidden", "--fading")];
  const { body } = buildPullRequest(inputs(changes, { queue: { ranked: [], atRisk, outcomes } }));
  assert.match(section(body, "New"), /`exec --work` \| is new \| lacks it: in the work queue \|\n.*`exec --had` \| is new \| has it \|\n/);
  assert.match(section(body, "New"), /`exec --global` \| is new \| counted once, at the root: is not to have it, by the rules \|/);
  assert.match(body, /\n- 2 units that the wrapper uses are hidden or deprecated upstream, 1 of them since 1\.2\.0\n/);
});

test("buildPullRequest() tells what both binaries said, where a replay decided something", () => {
  const witness = {
    words: ["exec", "--gone", "--help"],
    verdict: "confirmed",
    problem: null,
    before: { version: "1.2.0", exitCode: 0, firstLine: "", helpOf: "tool exec" },
    after: { version: "1.3.0", exitCode: 2, firstLine: "error: ```\u001b[31m@who", helpOf: null },
  } as const;
  const { body } = buildPullRequest(
    inputs([
      { ...change, witness },
      { ...change, witness: { ...witness, verdict: null } },
    ]),
  );
  assert.equal(
    section(body, "Replayed").trimEnd(),
    "Replayed\n\nCalls that both binaries were given, and what they said. Confirmed: the answers differ as the comparison says; contradicted: they do not; inconclusive: they cannot tell.\n\n```console\n$ tool exec --gone --help\n1.2.0: exit 0, the help of \"tool exec\"\n1.3.0: exit 2, error: '''[31m@who\n=> confirmed\n```",
  );
});

test("buildPullRequest() says it where there is nothing to compare with, and no wrapper", () => {
  const { queue: _queue, ...rest } = inputs([], { comparison: { type: "none", reason: "there is no earlier version" } });
  const { title, body } = buildPullRequest(rest);
  assert.equal(title, "feat(manifests): tool 1.3.0");
  assert.match(body, /compared with nothing: there is no earlier version\. .*\n(?:.*\n)*- There is no wrapper to compare with/);
  assert.doesNotMatch(body, /xtask diff/);
});

test("buildPullRequest() cuts rows of the least weight, says so, and keeps what is needed to make it again", () => {
  const many = Array.from({ length: 3000 }, (_value, index): ProposedChange => ({
    ...change,
    unit: { type: "flag", path: ["exec"], name: `--flag-${String(index)}` },
  }));
  const gone: ProposedChange = { ...change, code: "flag-removed", severity: "breaking", impact: "breaks" };
  const { body, isCut } = buildPullRequest(inputs([...many, gone]));
  assert(isCut && body.length <= MAX_BODY_LENGTH && body.length > MAX_BODY_LENGTH - 1000, String(body.length));
  assert.match(section(body, "New"), /Cut: \d+ of 3000 do not fit here; all of them: `xtask diff --cli tool 1\.2\.0 1\.3\.0 --all`\./);
  assert.match(section(body, "Breaks the wrapper"), /`exec --new`/);
  assert.match(body, /\nxtask pull-request --cli tool --version 1\.3\.0\n```\n\n## Left to a person\n(?:\n.*)+\n$/);
});

test("fitSections() never exceeds its length and never loses a row unsaid", () => {
  const row = fc.string({ maxLength: 80 });
  fc.assert(
    fc.property(
      fc.array(fc.record({ rows: fc.array(row, { maxLength: 40 }), priority: fc.nat(9) }), { maxLength: 6 }),
      fc.integer({ min: 3000, max: 6000 }),
      (drawn, length) => {
        const sections = drawn.map((one, index) => ({ ...one, heading: `## ${String(index)}` }));
        const { text, isCut } = fitSections(sections, length);
        assert(text.length <= length, `${String(text.length)} of ${String(length)}`);
        assert.equal(isCut, /^Cut: \d+ of \d+ do not fit here/m.test(text));
        if (!isCut) for (const { rows } of sections) for (const each of rows) assert(text.includes(each));
      },
    ),
  );
});

test("codeSpan() and plainText() leave nothing of upstream's text that is a mention, a link, HTML or a cell", () => {
  const hostile = [
    "@team",
    "see @org/team now",
    "<img src=x onerror=alert(1)>",
    "<!-- hidden",
    "a | b \\| c",
    "`code` ``` fence",
    "![x](https://evil.example/p.png)",
    "[x]: https://evil.example",
    "fixes #12 and GH-13",
    "www.evil.example and _WWW.evil.example",
    "two\nlines\r\n## heading",
    "\u202Ereversed \u001b[31m",
    "&lt;b&gt;",
  ];
  for (const text of hostile) {
    const plain = plainText(text);
    assert.doesNotMatch(plain, /[@#][A-Za-z0-9]|[<>\n\r]|:\/\/|GH-\d|[wW]{3}\.|(?<!\\)[|`*[\]]|\p{Cc}|\u202E/u, plain);
    assert.doesNotMatch(plain, /&(?!amp;|lt;|gt;)/, plain);
    const code = codeSpan(text);
    assert.match(code, /^`[^`\n\r]+`$/);
    assert.doesNotMatch(code, /\\\\\||(?<!\\)\||\p{Cc}|\u202E/u, code);
  }
  assert.equal(codeSpan(""), "` `");
  assert(plainText("x".repeat(5000)).length < 500);
  assert.equal(consoleBlock(["```", "a\nb"]), "```console\n'''\na b\n```");
});

test("rankWork() orders the queue by what the wrapper's scenarios call", () => {
  const on = { upstream_available_on: ["linux", "mac"] };
  const report = {
    deltas: {
      missing_commands: [
        { path: ["cloud"], ...on },
        { path: ["exec", "fork"], ...on },
      ],
      missing_flags: [
        { path: [], key: "--root", ...on },
        { path: ["cloud"], key: "--of-cloud", ...on },
        { path: ["exec"], key: "--b", ...on, missing_on: ["mac"] },
        { path: ["exec"], key: "--a", ...on },
      ],
      missing_args: [{ path: ["mcp"], name: "NAME", ...on }],
      excluded_flags: [{ path: ["exec"], key: "--never", ...on }],
    },
  } as unknown as Parameters<typeof rankWork>[0];
  const commands = [[], ["cloud"], ["exec"], ["exec", "fork"], ["exec", "resume"], ["mcp"]];
  const calls = [["exec"], ["exec"], ["exec", "resume"], ["mcp"]];
  const ranked = rankWork(report, commands, calls);
  assert.deepEqual(
    ranked.map(({ identity, use }) => [
      [...identity.path, identity.unit === "command" ? "" : identity.name].join(" "),
      use.type,
      use.calls,
    ]),
    [
      ["cloud ", "neighbours", 2],
      ["cloud --of-cloud", "neighbours", 2],
      ["exec --a", "own", 2],
      ["exec --b", "own", 2],
      ["exec fork ", "neighbours", 1],
      ["mcp NAME", "own", 1],
      ["--root", "none", 0],
    ],
  );
  assert.deepEqual(ranked.find(({ identity }) => identity.unit === "flag" && identity.name === "--b")?.missingOn, ["mac"]);
});
