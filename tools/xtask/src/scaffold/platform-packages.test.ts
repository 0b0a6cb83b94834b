import assert from "node:assert/strict";
import { test } from "node:test";
import { platformPackages } from "./platform-packages.ts";

/** The packages found, as `target package@version`. */
const found = (version: string, optionalDependencies: Readonly<Record<string, string>>): readonly string[] =>
  platformPackages({ version, bin: {}, optionalDependencies }).map((each) => `${each.target} ${each.package}@${each.version}`);

test("platformPackages() reads the names that packages give to systems and processors", () => {
  const names = ["@t/linux-64", "@t/linux-arm64", "@t/darwin-64", "@t/darwin-arm64", "@t/windows-64", "@t/windows-arm64"];
  assert.deepEqual(found("2.0.0", Object.fromEntries(names.map((name) => [name, "2.0.0"]))), [
    "linux-x64 @t/linux-64@{version}",
    "linux-arm64 @t/linux-arm64@{version}",
    "darwin-arm64 @t/darwin-arm64@{version}",
    "darwin-x64 @t/darwin-64@{version}",
    "win32-x64 @t/windows-64@{version}",
    "win32-arm64 @t/windows-arm64@{version}",
  ]);
});

test("platformPackages() follows an alias to the package that has the program", () => {
  assert.deepEqual(found("0.171.0", { "@o/codex-linux-x64": "npm:@o/codex@0.171.0-linux-x64", "tool-win32-x64": "npm:real@0.171.0" }), [
    "linux-x64 @o/codex@{version}-linux-x64",
    "win32-x64 real@{version}",
  ]);
});

test("platformPackages() takes the plainest of several for one platform, whatever their order", () => {
  const names = ["t-linux-x64-baseline-musl", "t-linux-x64-musl", "t-linux-x64", "t-linux-x64-baseline"];
  for (const order of [names, names.toReversed()])
    assert.deepEqual(found("1.0.0", Object.fromEntries(order.map((name) => [name, "1.0.0"]))), ["linux-x64 t-linux-x64@{version}"]);
});

test("platformPackages() gives a program for both kinds of Mac to both", () => {
  assert.deepEqual(found("3.0.0", { "@s/cli-darwin": "3.0.0" }), [
    "darwin-arm64 @s/cli-darwin@{version}",
    "darwin-x64 @s/cli-darwin@{version}",
  ]);
});

test("platformPackages() leaves out other systems and processors, and the platform packages of a library", () => {
  const others = ["@s/cli-linux-arm", "@s/cli-linux-i686", "@g/copilot-linuxmusl-x64", "t-freebsd-x64", "t-x64", "constructor"];
  assert.deepEqual(found("1.0.0", Object.fromEntries(others.map((name) => [name, "1.0.0"]))), []);
  assert.deepEqual(found("0.61.0", { "@l/node-pty-linux-x64": "1.1.0", "t-linux-x64": "0.61.01", "t-darwin-arm64": "^0.61.0" }), []);
});
