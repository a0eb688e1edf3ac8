import { findMailing } from "../mailings/index.ts";
import type { Actor } from "../platform/index.ts";
import { addTemplate, changeTemplate, prepareTemplate } from "../templates/index.ts";
import type { App } from "../app.ts";

/** Two drawings in the library, and a template of the house whose footer nobody changes by mistake. */
export async function fillLibrary(
  { db, clock, config }: Pick<App, "db" | "clock" | "config">,
  by: { accountId: number; actor: Actor },
): Promise<void> {
  const deps = { db, clock, pagesUrl: config.pagesUrl, contentOfMailing: findMailing };
  for (const design of ["newsletter-de", "event-de"])
    await prepareTemplate(deps, by.accountId, design);
  await db.account(by.accountId, async (tx) => {
    const { publicId, revision } = await addTemplate(tx, deps, by, {
      name: "Unser Monatsbrief",
      description: "Für Marktblick: Leitthema, zwei Beiträge, Termine. Fuß und Kopf sind fest.",
      template: "newsletter-de",
    });
    await changeTemplate(tx, deps, by, publicId, { revision, locked: ["s1", "s7"] });
  });
}
