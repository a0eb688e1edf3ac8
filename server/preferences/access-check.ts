import { accessProblems, type AccessProblem } from "../pages/index.ts";
import type { Check, CheckContext, CheckOutcome } from "../platform/index.ts";
import type { PreferenceDeps } from "./deps.ts";
import { plantAccess, withSubscriber } from "./plant-subscriber.ts";

/** CHK-32 (A11Y-01): the pages by which people leave and manage, as the account's recipients get them. */
export function accessCheck(deps: PreferenceDeps): Check {
  return {
    id: "CHK-32",
    rules: ["A11Y-01"],
    blocking: false,
    label: { de: "Abmelden und „Verwalten“ barrierefrei", en: "Leaving and “Manage” accessible" },
    run: (context) => checkPages(deps, context),
  };
}

async function checkPages(deps: PreferenceDeps, context: CheckContext): Promise<CheckOutcome> {
  const problems = new Map<string, AccessProblem>();
  let pages = 0;
  await withSubscriber(deps, context, async ({ probe, tx, contact, unsubscribe }) => {
    const token = await plantAccess(tx, deps, context.accountId, contact.id);
    for (const path of [unsubscribe, `/z/${token}`])
      for (const locale of ["de", "en"]) {
        const page = await probe.ask("GET", `${path}?lang=${locale}`);
        pages += 1;
        for (const found of accessProblems(page.text)) problems.set(found.de, found);
      }
  });
  const found = [...problems.values()].slice(0, 3);
  const evidence = { pages };
  return found.length === 0
    ? {
        status: "passed",
        message: {
          de: "Abmelden und „Verwalten“ sind mit Tastatur und Vorleseprogramm aufgebaut, wie sie sein sollen.",
          en: "Leaving and “Manage” are structured for keyboard and screen reader as they should be.",
        },
        evidence,
      }
    : {
        status: "failed",
        message: {
          de: found.map(({ de }) => de).join(" "),
          en: found.map(({ en }) => en).join(" "),
        },
        evidence,
      };
}
