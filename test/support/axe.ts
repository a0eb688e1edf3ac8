import axe from "axe-core";
import type { Page } from "playwright-core";

const STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/**
 * What axe finds on a page as it is now, a line each; empty when all is well. Without its gathering of frames: previews of
 * mails run no scripts, so it cannot look into them anyhow.
 *
 * @param leftOut selectors of what need not be looked at, for example further rows that are like the first ones
 * @param rulesOff names of rules that do not apply
 * @param practices whether the rules beyond the WCAG count, for example on landmarks; default yes
 */
export async function axeFindings(
  page: Page,
  {
    leftOut = [],
    rulesOff = [],
    practices = true,
  }: { leftOut?: readonly string[]; rulesOff?: readonly string[]; practices?: boolean } = {},
): Promise<string[]> {
  if (!(await page.evaluate<boolean>("typeof axe === 'object'"))) await page.evaluate(axe.source);
  const context = { include: [["html"]], exclude: leftOut.map((selector) => [selector]) };
  const options = {
    runOnly: { type: "tag", values: practices ? [...STANDARD, "best-practice"] : STANDARD },
    rules: Object.fromEntries(rulesOff.map((rule) => [rule, { enabled: false }])),
    iframes: false,
    resultTypes: ["violations"],
  };
  return page.evaluate<string[]>(
    `axe.run(${JSON.stringify(context)}, ${JSON.stringify(options)}).then(({ violations }) => violations.map((one) =>
      one.id + " (" + one.impact + "): " + one.nodes.slice(0, 3).map((node) => node.target.join(" ") + " " + node.html.slice(0, 200)).join(" | ")))`,
  );
}
