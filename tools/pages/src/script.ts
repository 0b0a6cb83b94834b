/**
 * The script of a CLI's page: it filters the work queue and picks a diff. Everything that it works on stands in the page, which
 * tells all of it without the script too. It reads no storage, makes no request, waits for nothing and
 * keeps no state but that of the controls.
 */
export const pageScript = String.raw`"use strict";
(() => {
  const form = document.getElementById("queue-filter");
  if (form) {
    const lists = Array.from(document.querySelectorAll("[data-delta]"), (list) => ({
      list,
      delta: list.dataset.delta,
      isOpen: list.open,
      count: list.querySelector(".count"),
      chunks: Array.from(list.querySelectorAll("ul"), (chunk) => ({
        chunk,
        items: Array.from(chunk.querySelectorAll("li"), (item) => ({
          item,
          kind: item.dataset.kind,
          command: item.dataset.command,
          targets: item.dataset.targets.split(" "),
          text: item.textContent.toLowerCase(),
        })),
      })),
    }));
    const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);
    const sizeOf = ({ chunks }) => sum(chunks.map(({ items }) => items.length));
    const total = sum(lists.map(sizeOf));
    const found = document.getElementById("queue-found");
    const section = form.closest("section");
    const fields = form.elements;
    const filter = () => {
      const words = fields.text.value.toLowerCase().split(/\s+/).filter(Boolean);
      const [command, kind, target, delta] = [fields.command, fields.kind, fields.target, fields.delta].map(({ value }) => value);
      const isFiltered = words.length > 0 || [command, kind, target, delta].some((value) => value !== "");
      // What follows stays where it is while lists shrink: nothing jumps, and a browser need not lay it out.
      if (!isFiltered) section.style.minHeight = "";
      else if (section.style.minHeight === "") section.style.minHeight = "min(" + section.offsetHeight + "px,260vh)";
      const isShown = (own, ownDelta) =>
        (delta === "" || ownDelta === delta) &&
        (kind === "" || own.kind === kind) &&
        (target === "" || own.targets.includes(target)) &&
        (command === "" || own.command === command || own.command.startsWith(command + " ")) &&
        words.every((word) => own.text.includes(word));
      let shown = 0;
      for (const each of lists) {
        let shownHere = 0;
        for (const { chunk, items } of each.chunks) {
          const found = items.filter((own) => isShown(own, each.delta));
          // What a hidden chunk hides need not be touched: it is laid out when it is shown again.
          if (found.length > 0) for (const own of items) own.item.hidden = !found.includes(own);
          chunk.hidden = found.length === 0;
          shownHere += found.length;
        }
        const size = sizeOf(each);
        each.list.hidden = isFiltered && shownHere === 0;
        each.list.open = isFiltered ? shownHere > 0 : each.isOpen;
        each.count.textContent = shownHere === size ? String(size) : shownHere + " of " + size;
        shown += shownHere;
      }
      found.textContent = isFiltered ? shown + " of " + total + " units" : total + " units";
    };
    form.addEventListener("input", filter);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.querySelector("button").addEventListener("click", () => {
      form.reset();
      filter();
    });
    form.hidden = false;
    // A browser may bring back what stood in the controls before.
    filter();
  }

  const picker = document.getElementById("diff-picker");
  if (picker) {
    const diffs = Array.from(document.querySelectorAll("[data-from]"));
    const all = document.getElementById("diff-all");
    const none = document.getElementById("diff-none");
    const { from, to } = picker.elements;
    const element = (name, className, ...children) => {
      const made = document.createElement(name);
      made.className = className;
      made.append(...children);
      return made;
    };
    const isIn = (place, range) => {
      const [first, last] = range.split("-").map(Number);
      return first <= place && place <= last;
    };
    const isBetween = ({ dataset }, older, newer) =>
      dataset.between.split(" ").some((pairs) => {
        const [befores, afters] = pairs.split(":");
        return isIn(older, befores) && isIn(newer, afters);
      });
    const copyOf = (line) => {
      const copy = line.cloneNode(true);
      copy.querySelector(".between").remove();
      return copy;
    };
    const byRank = ({ dataset: a }, { dataset: b }) => a.rank - b.rank || a.place - b.place;
    // Makes the diff of two versions as those of neighbours stand in the page.
    const make = (older, newer) => {
      const lines = Array.from(all.querySelectorAll("[data-between]")).filter((line) => isBetween(line, older, newer));
      const changes = lines.filter(({ localName }) => localName === "li").sort(byRank);
      const counts = ["breaking", "warning", "waived"].flatMap((label) => {
        const count = changes.filter(({ dataset }) => dataset.label === label).length;
        return count === 0 ? [] : [count + " " + label];
      });
      const number = changes.length === 1 ? "1 change" : (changes.length || "no") + " changes";
      const count = element("span", "count", counts.length === 0 ? number : number + ": " + counts.join(", "));
      const [before, after] = [from.options[older].value, to.options[newer].value];
      const diff = element("details", "list", element("summary", "", before + " → " + after + " ", count));
      Object.assign(diff.dataset, { from: before, to: after });
      diff.append(...lines.filter(({ localName }) => localName === "p").map(copyOf));
      for (const command of new Set(changes.map(({ dataset }) => dataset.command))) {
        const own = changes.filter(({ dataset }) => dataset.command === command);
        const title = own[0].parentElement.previousElementSibling.querySelector("code").cloneNode(true);
        diff.append(
          element("h3", "inside", title, " ", element("span", "count", own.length)),
          element("ul", "queue", ...own.map(copyOf)),
        );
      }
      all.before(diff);
      diffs.push(diff);
      return diff;
    };
    const pick = () => {
      // Versions stand in the controls in ascending order.
      const [older, newer] = [from.selectedIndex, to.selectedIndex].sort((a, b) => a - b);
      const [before, after] = [from.options[older].value, to.options[newer].value];
      const isPicked = ({ dataset }) => dataset.from === before && dataset.to === after;
      const picked = older === newer ? undefined : (diffs.find(isPicked) ?? make(older, newer));
      for (const diff of diffs) diff.hidden = diff !== picked;
      if (picked) picked.open = true;
      none.hidden = picked !== undefined;
    };
    picker.addEventListener("input", pick);
    picker.addEventListener("submit", (event) => event.preventDefault());
    picker.hidden = false;
    pick();
  }
})();
`;
