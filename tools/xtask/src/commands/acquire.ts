import { InputError } from "@lockstep/kernel";
import { acquirePinned } from "../acquisition/acquire-binary.ts";
import { cacheLimitOption, pruneCache, readCacheLimit } from "../acquisition/cache-limit.ts";
import { findPin, readLock } from "../acquisition/artifacts-lock.ts";
import { hostTarget } from "../acquisition/host-target.ts";
import { pinBinary } from "../acquisition/pin-binary.ts";
import { cliRoot, readDescriptor, rootOptions, versionOption } from "../cli-root.ts";
import { defineCommand } from "../world.ts";

/** Fetches a pinned upstream binary into the cache; never anything that is not pinned. */
export const acquire = defineCommand({
  name: "acquire",
  summary: "Fetch a pinned binary into the git-ignored cache, integrity checked",
  examples: ["xtask acquire --version 0.125.0", "xtask acquire --version 0.170.0 --pin"],
  options: {
    cli: rootOptions.cli,
    root: rootOptions.root,
    version: versionOption,
    target: { type: "string", describe: "The target triple (default: this machine's)" },
    pin: {
      type: "boolean",
      describe: "Add the version to artifacts.lock.json first, trusting what its source gives now: as xtask lock add",
    },
    offline: { type: "boolean", describe: "Take nothing from the network; say what is missing" },
    "cache-limit": cacheLimitOption,
  },
  exits: {
    0: "the binary is there",
    3: "it is not pinned, a digest is wrong, the lock or `cli.json` is invalid, or npm or the registry failed",
    64: "wrong command line",
    75: "the registry or server is rate-limited, overloaded or does not answer in time, or another `--pin` held the lock for 15 seconds",
  },
  documents: ["acquire.v1"],
  reads: ({ cli, root }) => [`${root ?? `manifests/${cli}`}/cli.json`, `${root ?? `manifests/${cli}`}/artifacts.lock.json`],
  writes: ({ cli, root, pin }) => [`.cache/artifacts/${cli}/**`, ...(pin ? [`${root ?? `manifests/${cli}`}/artifacts.lock.json`] : [])],
  async run({ cli, root: givenRoot, version, target: givenTarget, pin: shouldPin, offline: isOffline, "cache-limit": limit }, world) {
    const where = cliRoot({ cli, root: givenRoot, rules: undefined });
    const { root } = where;
    const cacheLimit = readCacheLimit(limit, world.env);
    const descriptor = await readDescriptor(world.files, where);
    if (descriptor === undefined) {
      throw new InputError("FILE_MISSING", `"${root}/cli.json" does not exist`, {
        hint: "Name the CLI with --cli, a folder of manifests/, or the folder of its cli.json with --root",
      });
    }
    const target = givenTarget ?? hostTarget(descriptor, world.host);
    const pinned = shouldPin ? await pinBinary(world, { descriptor, root, version, target, isOffline }) : undefined;
    const pin = pinned ?? findPin(await readLock(world.files, root), { ...where, cli: descriptor.id }, version, target);
    const acquired = await acquirePinned(world, pin, { isOffline });
    const { path } = acquired;
    const downloaded = acquired.downloaded || pinned?.isFetched === true;
    if (downloaded) await pruneCache(world, cacheLimit);
    const { sha256, size_bytes: sizeBytes, tree_sha256: treeSha256 } = pin.artifact;
    const tree = treeSha256 === undefined ? {} : { treeSha256 };
    return {
      status: "ok",
      data: {
        schema: "acquire.v1",
        cli: descriptor.id,
        version,
        target,
        path,
        sha256,
        sizeBytes,
        ...tree,
        downloaded,
      },
      text: path,
    };
  },
});
