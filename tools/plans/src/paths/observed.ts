import type { PlannedFile } from "../change-plan.ts";
import type { Observation } from "../ports.ts";
import { isProtectedPlace } from "./lexical.ts";
import { quotePath, type Refusal, type RefusalType } from "./refusal.ts";

/**
 * Why a path may not be changed, by what stands there and where its folders lead; `[]` when it may. Checked when it is staged and
 * again before it is applied; the words of the path are for `refusePath`.
 * @param place the only real place that it may have, when it was changed there before
 */
export function refuseObserved(
  path: string,
  observation: Observation,
  operation: PlannedFile["operation"],
  place?: string,
): readonly Refusal[] {
  return [
    ...refusePlace(path, observation),
    ...refuseElsewhere(path, observation, place),
    ...observation.twins.map((twin) =>
      refusal("twin", path, `differs from ${quotePath(twin)}, which exists, by letter case or Unicode form alone`),
    ),
    ...refuseState(path, observation, operation),
  ];
}

/**
 * The places that a path may really have, folder links resolved: one, or several when some of its folders do not exist yet, others are
 * links, and the observation does not tell how many are missing. `[]` when it leads out of the workspace.
 */
export function realPlaces(path: string, { realFolder, missingFolders, state }: Observation): readonly string[] {
  if (realFolder === undefined) return [];
  const parts = path.split("/");
  const ending = (count: number): string => [...(realFolder === "" ? [] : [realFolder]), ...parts.slice(-count)].join("/");
  const missing = missingFolders ?? (state.type === "absent" ? undefined : 0);
  if (missing !== undefined) return [ending(missing + 1)];
  if (realFolder === "" || path.startsWith(`${realFolder}/`)) return [path];
  return parts.map((_, at) => ending(at + 1));
}

function refusal(type: RefusalType, path: string, message: string): Refusal {
  return { type, path, message: `${quotePath(path)} ${message}` };
}

function refusePlace(path: string, observation: Observation): readonly Refusal[] {
  const { realFolder, blockedBy } = observation;
  if (realFolder === undefined) {
    return [refusal("leads-outside", path, "leads out of the workspace through a link, and a path that stays inside is wanted")];
  }
  if (isProtectedPlace(realFolder))
    return [refusal("leads-into-store", path, `leads into ${quotePath(realFolder)} through a link, where no plan may write`)];
  if (blockedBy === undefined) return [];
  return [refusal("blocked", path, `cannot exist, as ${quotePath(blockedBy)} above it is no folder`)];
}

function refuseElsewhere(path: string, observation: Observation, place: string | undefined): readonly Refusal[] {
  const [now, ...others] = realPlaces(path, observation);
  if (place === undefined || now === undefined || [now, ...others].includes(place)) return [];
  return [refusal("elsewhere", path, `leads to ${quotePath(now)} now, and what was changed is ${quotePath(place)}`)];
}

function refuseState(path: string, { state }: Observation, operation: PlannedFile["operation"]): readonly Refusal[] {
  switch (state.type) {
    case "link":
      if (operation === "delete") return [];
      return [
        refusal(
          "link",
          path,
          `is a link to ${quotePath(state.target)}, and a file is wanted; plan a change of what it leads to, or its deletion`,
        ),
      ];
    case "folder":
      return [refusal("folder", path, "is a folder, and a file or nothing is wanted")];
    case "other":
      return [refusal("special", path, "is a device, socket or pipe, and a file or nothing is wanted")];
    case "absent":
    case "file":
      return [];
  }
}
