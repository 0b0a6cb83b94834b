/** Leaves out what a packed package needs no more: what it was built with. */
function beforePacking(manifest) {
  const published = { ...manifest };
  delete published.devDependencies;
  delete published.scripts;
  return published;
}

export const hooks = { beforePacking };
