import assert from "node:assert/strict";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, beforeEach, test } from "node:test";
import { repositoryReleases } from "./repository-releases.ts";

let server: Server;
let api: string;
/** What each page answers; the first is page 1. */
let pages: readonly ((response: ServerResponse, next: string) => void)[] = [];
let asked: string[] = [];

before(async () => {
  server = createServer((request, response) => {
    const url = new URL(request.url ?? "", "http://localhost");
    asked.push(`${url.pathname}${url.search}`);
    const page = Number(url.searchParams.get("page") ?? "1");
    const next = `<${api}/repos/o/r/releases?per_page=100&page=${String(page + 1)}>; rel="next"`;
    const answer = pages[page - 1] ?? pages.at(-1);
    if (answer === undefined) response.writeHead(404).end();
    else answer(response, next);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  api = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/api/v3`;
});
after(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  asked = [];
});

const release = (tag_name: unknown, more: object = {}): object => ({ tag_name, draft: false, prerelease: false, ...more });
const last =
  (...releases: readonly unknown[]) =>
  (response: ServerResponse): void =>
    void response.end(JSON.stringify(releases));
const list = (tag = "v{version}") => repositoryReleases({ api, repository: "o/r", tag });
const status =
  (code: number, headers: Readonly<Record<string, string>> = {}) =>
  (response: ServerResponse): void =>
    void response.writeHead(code, headers).end("{}");

test("repositoryReleases() follows the Link headers to the last page", async () => {
  const page =
    (tag: string) =>
    (response: ServerResponse, next: string): void => {
      response.setHeader("link", `<${api}/first>; rel="first", ${next}, <${api}/last>; rel="last"`);
      response.end(JSON.stringify([release(tag)]));
    };
  pages = [page("v1.2.0"), page("v1.1.0"), last(release("v1.0.0"))];
  assert.deepEqual(await list(), { names: ["1.2.0", "1.1.0", "1.0.0"], latest: undefined });
  assert.deepEqual(
    asked,
    ["", "&page=2", "&page=3"].map((query) => `/api/v3/repos/o/r/releases?per_page=100${query}`),
  );
});

test("repositoryReleases() follows the redirect of a renamed repository, none to another server, and none for ever", async () => {
  pages = [(response, next) => void response.writeHead(301, { location: /<(.*)>/.exec(next)?.[1] }).end(), last(release("v1.0.0"))];
  assert.deepEqual((await list()).names, ["1.0.0"]);
  pages = [status(302, { location: `${api.replace("127.0.0.1", "localhost")}/repos/o/r/releases?page=2` }), last(release("v9.0.0"))];
  asked = [];
  await assert.rejects(list(), { code: "RELEASES_HOST", message: /leads to another server, "http:\/\/localhost:/ });
  assert.equal(asked.length, 1);
  pages = [status(302, { location: "?page=1" })];
  await assert.rejects(list(), { code: "RELEASES_HOST", message: /leads on more than 5 times/ });
});

test("repositoryReleases() leaves out drafts, pre-releases, tags of another form and what is no release", async () => {
  pages = [
    last(
      release("rust-v1.2.0"),
      release("rust-v1.3.0", { draft: true }),
      release("rust-v1.3.0-beta.1", { prerelease: true }),
      release("sdk-v9.0.0"),
      release("rust-v"),
      release(7),
      "odd",
      null,
    ),
  ];
  assert.deepEqual((await list("rust-v{version}")).names, ["1.2.0"]);
  pages = [last(release("aba"), release("ab1.0.0ba"))];
  assert.deepEqual((await list("ab{version}ba")).names, ["1.0.0"]);
});

const failures: readonly (readonly [when: string, answer: (typeof pages)[number], code: string, exitCode: number])[] = [
  ["429", status(429), "RELEASES_BUSY", 75],
  ["503", status(503), "RELEASES_BUSY", 75],
  ["403 because of its rate limit", status(403, { "x-ratelimit-remaining": "0" }), "RELEASES_BUSY", 75],
  ["403", status(403), "RELEASES_HOST", 3],
  ["500", status(500), "RELEASES_HOST", 3],
  ["404", status(404), "RELEASES_UNKNOWN", 3],
  ["a page for people", (response) => void response.end("<html>"), "RELEASES_HOST", 3],
  ["an object", (response) => void response.end("{}"), "RELEASES_HOST", 3],
  [
    "half of it",
    (response) => void response.writeHead(200, { "content-length": "99" }).write("[", () => response.destroy()),
    "RELEASES_HOST",
    3,
  ],
  [
    "another server's next page",
    (response) => void response.setHeader("link", '<http://127.0.0.1:1/next>; rel="next"').end("[]"),
    "RELEASES_HOST",
    3,
  ],
  ["no address as the next page", (response) => void response.setHeader("link", '<http://>; rel="next"').end("[]"), "RELEASES_HOST", 3],
  ["one more page each time", (response, next) => void response.setHeader("link", next).end("[]"), "RELEASES_HOST", 3],
];
for (const [when, answer, code, exitCode] of failures) {
  test(`repositoryReleases() fails with ${code} when the server answers ${when}`, async () => {
    pages = [answer];
    await assert.rejects(list(), { code, exitCode });
    assert.ok(asked.length <= 100);
  });
}

test("repositoryReleases() gives no list that broke off at a later page", async () => {
  pages = [(response, next) => void response.setHeader("link", next).end(JSON.stringify([release("v1.0.0")])), status(503)];
  await assert.rejects(list(), { code: "RELEASES_BUSY", exitCode: 75 });
});

test("repositoryReleases() says why it cannot reach the server, and ends when it is stopped", async () => {
  await assert.rejects(repositoryReleases({ api: "http://127.0.0.1:1", repository: "o/r", tag: "{version}" }), {
    code: "RELEASES_HOST",
    message: /^Cannot reach "http:\/\/127\.0\.0\.1:1\/repos\/o\/r\/releases\?per_page=100": \S/,
  });
  pages = [() => {}];
  const stop = new AbortController();
  const asking = repositoryReleases({ api, repository: "o/r", tag: "{version}" }, stop.signal);
  stop.abort(new Error("stopped"));
  await assert.rejects(asking, { message: "stopped" });
});
