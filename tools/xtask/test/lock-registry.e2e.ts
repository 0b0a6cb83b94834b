import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { binary, cached, entry, goodFiles, pack, repository, sha256, target } from "./acquire-world.ts";
import { integrityOf, lockPath, pinsOf, readLockText, runTool, writeTool } from "./lock-world.ts";
import { sendPart, serve, status, type Answer, type WebServer } from "./web-server.ts";

const add = "lock add --cli tool --version 1.2.0";
const tarball = "/cli-1.2.0-linux-x64.tgz";

/** A registry on loopback that has one package, with the archive of a version for one target. */
async function registry(
  bytes: Buffer,
  origin?: string,
): Promise<{ readonly server: WebServer; readonly document: Answer; readonly npmrc: string }> {
  const server = await serve();
  const versions = ["1.2.0", "1.2.0-linux-x64"];
  const version = (name: string): object => ({
    name: "@tool/cli",
    version: name,
    dist: { integrity: integrityOf(bytes), tarball: `${origin ?? server.origin}/cli-${name}.tgz` },
  });
  const body = JSON.stringify({
    name: "@tool/cli",
    "dist-tags": { latest: "1.2.0" },
    versions: Object.fromEntries(versions.map((name) => [name, version(name)])),
    time: Object.fromEntries(versions.map((name) => [name, "2026-05-06T07:08:09.868Z"])),
  });
  const document: Answer = (_request, response) => void response.writeHead(200, { "content-type": "application/json" }).end(body);
  server.answers.set("/@tool%2fcli", document);
  server.answers.set(tarball, bytes);
  await writeTool([{ target_triple: target, type: "npm", package: "@tool/cli", version: "{version}-linux-x64", files: [entry] }], {
    release_watch: { source: "npm", package: "@tool/cli", policy: "latest" },
  });
  return { server, document, npmrc: `registry=${origin ?? server.origin}/\n` };
}

test("lock add pins what the configured registry serves, and check asks it again", async () => {
  const { bytes } = await pack(goodFiles);
  const { server, npmrc } = await registry(bytes);
  const ran = await runTool(add, { npmrc });
  assert.equal(ran.code, 0, ran.err);
  const [pinned] = await pinsOf();
  assert.equal(pinned?.published_at, "2026-05-06T07:08:09Z");
  assert.deepEqual(pinned.artifacts, [
    {
      target_triple: target,
      source: { type: "npm", package: "@tool/cli", version: "1.2.0-linux-x64" },
      integrity: integrityOf(bytes),
      file: entry,
      sha256: sha256(binary),
      size_bytes: binary.length,
    },
  ]);
  assert.deepEqual(
    (await runTool("lock check --cli tool", { npmrc })).out,
    `${lockPath}: no findings in 1 pin (1 in the cache, 1 source asked)\n`,
  );
  const other = await registry((await pack({ ...goodFiles, [entry]: "tampered" })).bytes);
  const changed = await runTool("lock check --cli tool", { npmrc: other.npmrc });
  assert.equal(changed.code, 2, changed.err);
  assert.match(
    changed.out,
    /^SOURCE_CHANGED: 1\.2\.0 for ".*" is pinned with the integrity "sha512-.*", but the registry has "@tool\/cli@1\.2\.0-linux-x64" with "sha512-/,
  );
  const updated = await runTool("lock update --cli tool", { npmrc: other.npmrc });
  assert.equal(updated.code, 3);
  assert.match(
    updated.err,
    /error\[PIN_CONFLICT\]: ".*" pins 1\.2\.0 for ".*" with the integrity "sha512-.*", but the registry has ".*" with "sha512-/,
  );
  server.answers.set("/@tool%2fcli", status(404));
  const gone = await runTool("lock check --cli tool", { npmrc });
  assert.equal(gone.code, 2, gone.err);
  assert.match(gone.out, /^SOURCE_GONE: /);
});

test("lock add and acquire leave nothing of a package that they refuse, and name it, what came, what was wanted and what to do", async () => {
  const good = await pack(goodFiles);
  const tampered = await pack({ ...goodFiles, [entry]: "tampered" });
  const { server, document, npmrc } = await registry(good.bytes);
  assert.equal((await runTool(add, { npmrc })).code, 0);
  const locked = await readLockText();
  const spec = "@tool/cli@1.2.0-linux-x64";
  const cases = [
    [
      document,
      tampered.bytes,
      3,
      `error[ARTIFACT_INTEGRITY]: The archive of "${spec}" has the integrity "${tampered.integrity}", but "${lockPath}" says "${good.integrity}"\n  hint: `,
    ],
    [
      document,
      sendPart(good.bytes, 60, "W/"),
      3,
      `error[DOWNLOAD_BROKEN]: "${server.origin}${tarball}" did not come whole in 3 attempts: `,
    ],
    [
      document,
      () => {},
      3,
      `error[DOWNLOAD_BROKEN]: "${server.origin}${tarball}" did not come whole in 3 attempts: 0 bytes came, then: nothing came for 0.3 s\n  hint: `,
    ],
    [status(404), good.bytes, 3, "error[PACKAGE_UNKNOWN]: The registry does not have it: "],
    [document, status(404), 3, "error[PACKAGE_UNKNOWN]: The registry does not have it: "],
    [status(401), good.bytes, 3, "error[PACKAGE_CLIENT]: The registry wants credentials: "],
    [status(429), good.bytes, 75, "error[REGISTRY_BUSY]: The registry is rate-limited: "],
    [status(503), good.bytes, 75, "error[REGISTRY_BUSY]: The registry does not answer at present: "],
    [document, status(302, { location: tarball }), 3, "error[PACKAGE_CLIENT]: "],
    [() => {}, good.bytes, 75, "error[REGISTRY_BUSY]: The registry does not answer at present: "],
  ] as const;
  for (const [index, [view, archive, code, told]] of cases.entries()) {
    server.answers.set("/@tool%2fcli", view);
    server.answers.set(tarball, archive);
    await rm(join(repository, ".cache"), { recursive: true });
    await rm(join(repository, "home"), { recursive: true });
    const ran = await runTool("acquire --cli tool --version 1.2.0", { npmrc });
    assert.equal(ran.code, code, `case ${String(index)}: ${ran.err}`);
    assert.ok(ran.err.includes(told), `case ${String(index)}: ${ran.err}`);
    assert.match(ran.err, /@tool\/cli@1\.2\.0-linux-x64/);
    assert.match(ran.err, /\n {2}hint: /);
    assert.deepEqual(await cached(), []);
  }
  assert.equal(await readLockText(), locked);
});

test("an archive of the registry goes on where it broke off", async () => {
  const { bytes } = await pack({ ...goodFiles, filler: sha256("f").repeat(200) });
  const { server, npmrc } = await registry(bytes);
  let parts = 0;
  server.answers.set(tarball, (request, response) => sendPart(bytes, parts++ === 0 ? 200 : bytes.length)(request, response));
  assert.equal((await runTool(add, { npmrc })).code, 0);
  assert.deepEqual(
    server.requests.filter(({ url }) => url === tarball).map(({ headers }) => headers.range),
    [undefined, "bytes=200-"],
  );
});

test("the registry of the scope and its token are npm's, and the token goes nowhere else", async () => {
  const { bytes } = await pack(goodFiles);
  const { server, document } = await registry(bytes);
  const elsewhere = await serve();
  for (const [path, answer] of [
    ["/@tool%2fcli", document],
    [tarball, sendPart(bytes)],
  ] as const) {
    server.answers.set(path, (request, response) =>
      (request.headers.authorization === "Bearer token-1" ? answer : status(401))(request, response),
    );
  }
  const scope = `registry=${elsewhere.origin}/\n@tool:registry=${server.origin}/\n`;
  const without = await runTool(add, { npmrc: scope });
  assert.equal(without.code, 3);
  assert.match(without.err, /error\[PACKAGE_CLIENT\]: The registry wants credentials: [^]*\n {2}hint: Log in with: npm login/);
  const host = server.origin.replace("http:", "");
  const ran = await runTool(add, { npmrc: `${scope}${host}/:_authToken=token-1\n` });
  assert.equal(ran.code, 0, ran.err);
  assert.equal(elsewhere.requests.length, 0);
  assert.doesNotMatch(without.err + ran.err, /token-1/);
});

test("packages and assets go through the proxy that npm is configured with", async () => {
  const { bytes } = await pack(goodFiles);
  const { server, npmrc } = await registry(bytes, "http://registry.invalid");
  const ran = await runTool(add, { npmrc: `${npmrc}proxy=${server.origin}\n` });
  assert.equal(ran.code, 0, ran.err);
  server.answers.set("/tool", Buffer.from(binary));
  await rm(join(repository, lockPath));
  await writeTool([{ target_triple: target, type: "release", url: "http://downloads.invalid/tool", files: ["tool"] }]);
  const asset = await runTool(`${add} --published-at 2026-05-06T07:08:09Z`, { npmConfig: JSON.stringify({ proxy: server.origin }) });
  assert.equal(asset.code, 0, asset.err);
  assert.ok(server.requests.some(({ url }) => url === "http://downloads.invalid/tool"));
});
