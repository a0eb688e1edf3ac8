import type { ReadinessProblem } from "../../../contract/mailings.ts";
import type { Tx } from "../../platform/index.ts";
import type { Mailing } from "../mailing.ts";
import { recurringOfTemplate } from "./recurring.store.ts";

/** The one thing in the way of a template that is no fault of it: it is never sent itself. */
export const IS_TEMPLATE = "is_recurring_template";

/** A template is not sent; its issues are. */
export async function templateProblems(
  tx: Tx,
  mailing: Pick<Mailing, "id">,
): Promise<ReadinessProblem[]> {
  const recurring = await recurringOfTemplate(tx, mailing.id);
  if (!recurring) return [];
  return [
    {
      code: IS_TEMPLATE,
      rule: "CNT-18",
      severity: "block",
      message: {
        de: `Das ist die Vorlage des wiederkehrenden Mailings „${recurring.name}“. Sie wird nicht selbst versendet; jede Ausgabe wird daraus gemacht.`,
        en: `This is the template of the recurring mailing “${recurring.name}”. It is not sent itself; each issue is made of it.`,
      },
      path: `/mailings/wiederkehrend/${recurring.publicId}`,
    },
  ];
}
