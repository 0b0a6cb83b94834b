import { foldPath } from "./fold-path.ts";
import { quotePath, type Refusal } from "./refusal.ts";

/** Why paths may not stand in one plan: twins by letter case or Unicode form, and paths below another one. `[]` when they may. */
export function refuseTogether(paths: readonly string[]): readonly Refusal[] {
  const files = new Set(paths);
  const spellings = new Map<string, string>();
  return paths.flatMap((path): readonly Refusal[] => {
    const parts = path.split("/");
    const places = parts.map((_, at) => parts.slice(0, at + 1).join("/"));
    const above = places.find((place) => place !== path && files.has(place));
    if (above !== undefined) return [refuseBelow(path, above)];
    const twin = places.flatMap((place) => {
      const folded = foldPath(place);
      const spelling = spellings.get(folded) ?? place;
      spellings.set(folded, spelling);
      return spelling === place ? [] : [{ place, spelling }];
    })[0];
    return twin === undefined ? [] : [refuseTwin(path, twin.place, twin.spelling)];
  });
}

/** The same of one path beside others, which may stand in one plan: a plan grows by one path at a time. */
export function refuseBeside(path: string, others: readonly string[]): readonly Refusal[] {
  return others.flatMap((other): readonly Refusal[] => {
    let same = 0;
    while (same < path.length && path[same] === other[same]) same += 1;
    const [next, otherNext] = [path[same], other[same]];
    if (next === undefined && otherNext === undefined) return [];
    if (next === undefined && otherNext === "/") return [refuseBelow(other, path)];
    if (otherNext === undefined && next === "/") return [refuseBelow(path, other)];
    if (isPlainDifference(next, otherNext)) return [];
    const start = path.lastIndexOf("/", same - 1) + 1;
    const [place, otherPlace] = [path, other].map((whole) => whole.slice(0, `${whole}/`.indexOf("/", same)));
    if (place === undefined || otherPlace === undefined || foldPath(place.slice(start)) !== foldPath(otherPlace.slice(start))) return [];
    return [refuseTwin(path, place, otherPlace)];
  });
}

/** Whether two characters of ASCII keep what they are in apart, whatever follows: most pairs of paths, and far quicker to see. */
function isPlainDifference(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && a <= "\u007f" && b <= "\u007f" && a.toUpperCase() !== b.toUpperCase();
}

function refuseBelow(path: string, above: string): Refusal {
  return { type: "below-file", path, message: `${quotePath(path)} is below ${quotePath(above)}, which the plan holds as a file` };
}

function refuseTwin(path: string, place: string, other: string): Refusal {
  const message = `${quotePath(place)} differs from ${quotePath(other)}, which the plan holds, by letter case or Unicode form alone`;
  return { type: "twin", path, message };
}
