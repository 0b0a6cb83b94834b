/** How a warning names many units: the first ones, and how many more there are. */
export function nameSome(units: readonly string[]): string {
  const more = units.length - SHOWN;
  return more > 0 ? `${units.slice(0, SHOWN).join(", ")} and ${String(more)} more` : units.join(", ");
}

const SHOWN = 5;
