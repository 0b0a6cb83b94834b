import type { Page } from "playwright-core";

/** How far the page can be scrolled sideways, in pixels. */
export const sideways = async (page: Page): Promise<number> =>
  Number(await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"));

/** The items of the work queue that are shown. */
export const shownItems = "#queue details:not([hidden]) > ul:not([hidden]) > li:not([hidden])";
/** How many items of the work queue are shown. */
export const visibleItems = (page: Page): Promise<number> => page.locator(shownItems).count();

/** Waits until the filter says what it found, and returns how many units that are. */
export async function foundUnits(page: Page, text: RegExp): Promise<number> {
  const output = page.locator("#queue-found", { hasText: text });
  await output.waitFor();
  return Number.parseInt((await output.textContent()) ?? "", 10);
}

/** Lays everything out, also what no one sees: a browser passes over it else. */
export const layOutAll = async (page: Page): Promise<unknown> =>
  page.evaluate(`for (const { style } of document.querySelectorAll("section, ul")) style.contentVisibility = "visible"`);
