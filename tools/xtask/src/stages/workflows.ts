import type { CliDescriptor } from "@lockstep/contracts";
import type { Files } from "@lockstep/kernel";
import type { Artifact } from "../artifacts.ts";
import { readDescriptor } from "../cli-root.ts";
import { allRoots } from "../manifest-roots.ts";
import { ciWorkflow } from "../workflows/ci-workflow.ts";
import { promoteWorkflow } from "../workflows/promote-workflow.ts";
import { releaseWatchWorkflow } from "../workflows/release-watch-workflow.ts";
import { renderWorkflow } from "../workflows/render-workflow.ts";
import { updateSnapshotWorkflow } from "../workflows/update-snapshot-workflow.ts";

/** Where the workflows are. */
export const workflowFolder = ".github/workflows";

/** The workflows that the descriptors of all CLIs give, as files. Throws `InputError` for a descriptor that is malformed. */
export async function planWorkflows(files: Files): Promise<readonly Artifact[]> {
  const descriptors = await readDescriptors(files);
  const workflows = [ciWorkflow(), releaseWatchWorkflow(), updateSnapshotWorkflow(descriptors), promoteWorkflow(descriptors)];
  return workflows.map((workflow) => ({
    path: `${workflowFolder}/${workflow.name}.yml`,
    content: { type: "text", text: renderWorkflow(workflow) },
  }));
}

/** The descriptors of `manifests/`, in the order of their folders. */
async function readDescriptors(files: Files): Promise<readonly CliDescriptor[]> {
  const roots = await allRoots(files);
  const read = await Promise.all(
    roots.map(async (where) => ((await files.stat(`${where.root}/cli.json`)) === undefined ? undefined : readDescriptor(files, where))),
  );
  return read.filter((descriptor) => descriptor !== undefined);
}
