import assert from "node:assert/strict";
import { test } from "node:test";
import { type ArgvToken, passthroughTokens, typedTokens, type Unit } from "@lockstep/wrapper";
import { CodexError } from "../codex-error.ts";
import { assertSupported, knownVersions, stateOf, versionsWith } from "./support.ts";

// The first three committed versions, which this file is written for; later ones leave it as it is.
const units = {
  // Visible in 0.125.0, hidden in 0.146.0, gone in 0.169.0.
  fullAuto: { path: ["exec"], key: "--full-auto" },
  // New in 0.169.0.
  worktree: { path: ["exec"], key: "--worktree" },
  // Hidden in all of them.
  proxy: { path: ["responses-api-proxy"] },
  // Gone in 0.169.0.
  mcpServer: { path: ["mcp-server"] },
} as const satisfies Readonly<Record<string, Unit>>;

test("knownVersions begin with the versions that this file is written for", () => {
  assert.deepEqual(knownVersions.slice(0, 3), ["0.125.0", "0.146.0", "0.169.0"]);
});

const states: readonly (readonly [when: string, version: string, unit: keyof typeof units, state: string])[] = [
  ["the version is known", "0.125.0", "fullAuto", "visible"],
  ["the version is known", "0.146.0", "fullAuto", "hidden"],
  ["the version is known", "0.169.0", "fullAuto", "rejected"],
  ["the version is known", "0.146.0", "worktree", "unknown"],
  ["the version lies between two that differ", "0.130.0", "fullAuto", "visible"],
  ["the version lies between two that differ", "0.150.7", "fullAuto", "hidden"],
  ["the version lies between two that differ", "0.150.7", "worktree", "visible"],
  ["the version lies between two that differ", "0.168.99", "mcpServer", "visible"],
  ["the version lies between two that agree", "0.130.0", "worktree", "unknown"],
  ["the version lies between two that agree", "0.150.0", "proxy", "hidden"],
  ["the version is that of a build from source", "0.0.0", "worktree", "visible"],
  ["the version is that of a build from source", "0.0.0-dev", "fullAuto", "rejected"],
  ["the version is below the oldest", "0.0.1", "fullAuto", "visible"],
  ["the version is below the oldest", "0.1.0", "fullAuto", "visible"],
  ["the version is below the oldest", "0.124.99", "worktree", "unknown"],
  ["the version is a pre-release of the oldest", "0.125.0-alpha.1", "worktree", "unknown"],
  ["the version is a pre-release of a known one", "0.146.0-alpha.3", "fullAuto", "visible"],
  ["the version is a pre-release of a known one", "0.169.0-beta.1", "worktree", "visible"],
  ["the version is a pre-release between two", "0.150.0-alpha.1", "fullAuto", "hidden"],
];
for (const [when, version, unit, state] of states) {
  test(`stateOf() is ${state} for ${unit} in ${version}: ${when}`, () => assert.equal(stateOf(units[unit], version), state));
}

test("stateOf() has the newest known state for every version above", () => {
  const newest = knownVersions.at(-1) ?? "";
  for (const unit of Object.values(units)) {
    for (const version of ["1.0.0", "0.1000.0", "1.0.0-alpha.1"]) assert.equal(stateOf(unit, version), stateOf(unit, newest));
  }
});

test("stateOf() refuses what is no version", () => {
  for (const version of ["", "latest", "v0.169.0", "0.169", "0.169.0 "]) {
    assert.throws(
      () => stateOf(units.worktree, version),
      (error) => error instanceof CodexError && error.code === "CODEX_REQUEST" && error.message.includes(JSON.stringify(version)),
    );
  }
});

test("stateOf() does not know what no version has", () => {
  assert.equal(stateOf({ path: ["no-such"] }, "0.169.0"), "unknown");
  assert.equal(stateOf({ path: ["no-such"], key: "--json" }, "0.169.0"), "unknown");
  assert.equal(stateOf({ path: ["exec"], key: "--no-such" }, "0.150.0"), "unknown");
});

test("versionsWith() lists known versions, oldest first", () => {
  assert.deepEqual(versionsWith(units.fullAuto, "visible"), ["0.125.0"]);
  assert.deepEqual(versionsWith(units.fullAuto, "hidden"), ["0.146.0"]);
  assert.deepEqual(versionsWith(units.proxy, "hidden"), knownVersions);
  assert.deepEqual(versionsWith({ path: ["no-such"] }, "visible"), []);
});

test("assertSupported() takes what the version shows, and what it hides only when that is allowed", () => {
  const fullAuto = typedTokens("exec", "--full-auto", "-");
  assertSupported(fullAuto, "0.125.0", false);
  assertSupported(fullAuto, "0.146.0", true);
  assertRefused(fullAuto, "0.146.0", false, "hidden", {
    unit: units.fullAuto,
    message:
      'Codex 0.146.0 hides option "fullAuto" (--full-auto of exec), and upstream hides what it may remove; versions that show it: 0.125.0; versions that hide it: 0.146.0. Set "allowHidden" to use it all the same',
  });
});

test("assertSupported() names the first unit that the version lacks, and the versions that have it", () => {
  assertRefused(typedTokens("exec", "--full-auto", "--no-such", "-"), "0.169.0", true, "rejected", {
    unit: units.fullAuto,
    message:
      'Codex 0.169.0 rejects option "fullAuto" (--full-auto of exec); versions that show it: 0.125.0; versions that hide it: 0.146.0. Use a codex that has it, leave the option out, or pass "--full-auto" unchecked in "extraArgs"',
  });
  assertRefused(typedTokens("mcp-server", "--strict-config"), "0.169.0", true, "rejected", {
    unit: units.mcpServer,
    message: 'Codex 0.169.0 rejects "mcp-server"; versions that show it: 0.125.0, 0.146.0. Use a codex that has it',
  });
  assertRefused(typedTokens("--no-such=1", "exec"), "0.169.0", true, "unknown", {
    unit: { path: [], key: "--no-such" },
    message:
      'Codex 0.169.0 does not have option "noSuch" (--no-such of codex); no known version has it. Use a codex that has it, leave the option out, or pass "--no-such" unchecked in "extraArgs"',
  });
});

test("assertSupported() names the field that a flag comes from, also one of another name", () => {
  const message = (...words: string[]): string => refusal(typedTokens(...words), "0.125.0", false)?.message ?? "";
  assert.match(message("exec", "--worktree"), /does not have option "worktree" \(--worktree of exec\); versions that show it: 0\.169\.0/);
  assert.match(message("exec", "--no-such-sha256"), /option "noSuchSha256" /);
  const described = (path: string[], key: string): string =>
    CodexError.forUnsupported({ path, key, state: "rejected", installedVersion: "0.1.0", visibleIn: [], hiddenIn: [] }).message;
  assert.match(
    described(["exec", "review"], "--base"),
    /^Codex 0\.1\.0 rejects option "target" \(--base of exec review\); .* in "extraArgs"$/,
  );
  assert.match(described(["exec", "resume"], "--last"), /option "session" \(--last of exec resume\)/);
  assert.match(described(["doctor"], "--all"), /option "all" \(--all of doctor\)/);
  assert.match(described(["exec"], "--config"), /rejects "--config" of "exec"/);
});

test("assertSupported() looks at flags in front of, between and behind the commands", () => {
  for (const argv of [
    ["--worktree=x", "exec", "resume"],
    ["exec", "--worktree=x", "resume"],
    ["exec", "resume", "--worktree=x"],
  ])
    assert.equal(refusal(typedTokens(...argv), "0.125.0", true)?.unsupported?.key, "--worktree");
  assertSupported(typedTokens("--config=a=1", "exec", "--sandbox=read-only", "resume", "--last", "-"), "0.125.0", false);
});

test("assertSupported() looks neither at words that pass through, nor at those behind -- or an argument", () => {
  assertSupported([...typedTokens("exec"), ...passthroughTokens("--no-such"), ...typedTokens("-")], "0.125.0", false);
  assertSupported(typedTokens("mcp", "add", "name", "--", "--no-such", "exec", "--worktree"), "0.125.0", false);
  assertSupported(typedTokens("apply", "exec", "--no-such"), "0.125.0", false);
});

function refusal(argv: readonly ArgvToken[], version: string, allowHidden: boolean): CodexError | undefined {
  try {
    assertSupported(argv, version, allowHidden);
    return undefined;
  } catch (error) {
    assert.ok(error instanceof CodexError);
    return error;
  }
}

function assertRefused(
  argv: readonly ArgvToken[],
  version: string,
  allowHidden: boolean,
  state: string,
  { unit, message }: { readonly unit: Unit; readonly message: string },
): void {
  const error = refusal(argv, version, allowHidden);
  assert.deepEqual([error?.code, error?.message], ["CODEX_UNSUPPORTED", message]);
  assert.deepEqual([error?.unsupported?.path, error?.unsupported?.key, error?.unsupported?.state], [unit.path, unit.key, state]);
  assert.equal(error?.unsupported?.installedVersion, version);
}
