import assert from "node:assert/strict";
import { rm, utimes } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { cached, goodFiles, pack, repository, sha256, target } from "./acquire-world.ts";
import { add, archiveTool, integrityOf, keptPaths, pinsOf, publishedAt, readLockText, runTool, writeTool } from "./lock-world.ts";
import { sendPart, serve, status } from "./web-server.ts";

test("a download goes on where it broke off when the file is the same, begins anew when it is not, and follows redirects", async () => {
  const { server } = await archiveTool({ ...goodFiles, filler: "f".repeat(100) + sha256("f").repeat(200) });
  const bytes = server.answers.get("/v1.2.0/tool.tgz") as Buffer;
  let parts = 0;
  server.answers.set("/moved", (request, response) => sendPart(bytes, parts++ === 0 ? 200 : bytes.length)(request, response));
  server.answers.set("/v1.2.0/tool.tgz", status(302, { location: "/moved" }));
  const ran = await runTool(add);
  assert.equal(ran.code, 0, ran.err);
  const [first, second, ...more] = server.requests.filter(({ url }) => url === "/moved");
  assert.equal(more.length, 0);
  assert.equal(first?.headers.range, undefined);
  assert.match(second?.headers.range ?? "", /^bytes=[1-9]\d*-$/);
  assert.match(await readLockText(), new RegExp(integrityOf(bytes).replaceAll(/[+/]/g, "\\$&")));

  parts = 0;
  const changed = await pack({ ...goodFiles, filler: "changed" });
  await rm(join(repository, "manifests/tool/artifacts.lock.json"));
  server.answers.set("/moved", (request, response) =>
    (parts++ === 0 ? sendPart(bytes, 200) : sendPart(changed.bytes, changed.bytes.length, '"two"'))(request, response),
  );
  assert.equal((await runTool(add)).code, 0);
  assert.ok((await readLockText()).includes(changed.integrity));
});

test("lock add --all-targets downloads some at a time, pins those that there are, and fails for the others", async () => {
  const server = await serve();
  let now = 0;
  let most = 0;
  const targets = ["a", "b", "c", "d"].map((name) => `${name}-linux`);
  for (const name of targets.slice(0, 3)) {
    server.answers.set(`/${name}`, (_request, response) => {
      most = Math.max(most, (now += 1));
      setTimeout(() => {
        now -= 1;
        response.writeHead(200, { "content-length": String(name.length) }).end(name);
      }, 50);
    });
  }
  await writeTool(
    targets.map((name) => ({ target_triple: name, type: "release", url: `${server.origin}/${name}`, files: ["tool"] })),
    { targets: targets.map((name) => ({ target_triple: name, os: "linux", arch: "x86_64", runner: "any" })) },
  );
  const ran = await runTool(`${add} --all-targets --jobs 2`);
  assert.equal(ran.code, 3, ran.err);
  assert.equal(most, 2);
  assert.match(ran.err, /lock: 4 of 4 done\n/);
  assert.match(ran.err, /error\[ASSET_UNKNOWN\]: There is no "http:\/\/127\.0\.0\.1:\d+\/d-linux"/);
  assert.match(ran.out, /: 3 pins added, 1 as before\n/);
  assert.deepEqual(
    (await pinsOf())[0]?.artifacts.map((each) => (each as { readonly target_triple: string }).target_triple),
    targets.slice(0, 3),
  );
});

test("--offline takes nothing from the network and says what is missing", async () => {
  const { server } = await archiveTool();
  const added = await runTool(`${add} --offline`);
  assert.equal(added.code, 3);
  assert.match(added.err, /error\[OFFLINE\]: tool 1\.2\.0 for ".*" comes from "http:.*\/tool\.tgz", and --offline fetches nothing/);
  assert.equal((await runTool(add)).code, 0);
  const asked = server.requests.length;
  assert.equal((await runTool("acquire --cli tool --version 1.2.0 --offline")).code, 0);
  await rm(join(repository, ".cache"), { recursive: true });
  const acquired = await runTool("acquire --cli tool --version 1.2.0 --offline");
  assert.equal(acquired.code, 3);
  assert.match(
    acquired.err,
    /^error\[OFFLINE\]: tool 1\.2\.0 for ".*" has to be fetched from "http:.*" \(the binary has \d+ bytes\): it is not in the cache, and --offline/,
  );
  assert.equal(server.requests.length, asked);
  assert.deepEqual(await cached(), []);
});

test("the cache drops what was not used for the longest time when it is over its limit, and nothing that may be in use", async () => {
  const server = await serve();
  const versions = ["1.1.0", "1.2.0", "1.3.0"];
  const bytes = Buffer.alloc(1_000_000, "tool");
  await writeTool([{ target_triple: target, type: "release", url: `${server.origin}/{version}`, files: ["tool"] }]);
  const pin = (version: string, more = ""): ReturnType<typeof runTool> =>
    runTool(`lock add --cli tool --version ${version} --published-at ${publishedAt}${more}`);
  for (const version of versions) server.answers.set(`/${version}`, bytes);
  await pin("1.1.0");
  await pin("1.2.0", " --cache-limit 1MB");
  assert.equal((await keptPaths()).length, 2, "both were used just now");
  const old = async (version: string, hours: number): Promise<void> => {
    const time = new Date(Date.now() - hours * 3_600_000);
    await utimes(join(repository, ".cache/artifacts/tool", version, target), time, time);
  };
  await old("1.1.0", 2);
  await old("1.2.0", 3);
  await runTool("acquire --cli tool --version 1.2.0");
  const third = await pin("1.3.0", " --cache-limit 2MB");
  assert.match(third.err, /Removed tool 1\.1\.0 for .* \(1 MB\) from the cache, which is over its limit/);
  assert.deepEqual(await keptPaths(), [`tool/1.2.0/${target}/tool`, `tool/1.3.0/${target}/tool`]);
  await old("1.2.0", 3);
  await old("1.3.0", 3);
  await runTool("acquire --cli tool --version 1.1.0", { env: { XTASK_CACHE_LIMIT: "none" } });
  assert.equal((await keptPaths()).length, 3);
  const wrong = await runTool("acquire --cli tool --version 1.1.0", { env: { XTASK_CACHE_LIMIT: "much" } });
  assert.equal(wrong.code, 64);
  assert.match(
    wrong.err,
    /error\[CACHE_LIMIT_INVALID\]: The variable "XTASK_CACHE_LIMIT" must be a size like 500MB or 20GB, or none, is "much"/,
  );
  assert.equal((await readLockText()).match(/"version"/g)?.length, 3, "pins stay");
});
