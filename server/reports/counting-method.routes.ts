import { Type } from "typebox";
import { CountingResultsSchema } from "../../contract/adversary-results.ts";
import { LocaleSchema } from "../../contract/common.ts";
import { countingMethod } from "../../contract/counting-method.ts";
import { getAccount } from "../accounts/index.ts";
import { route, type Clock, type Database, type RouteSpec } from "../platform/index.ts";
import { adversaryResults } from "./adversary-results.ts";
import { countingMethodPdf } from "./counting-method-pdf.ts";

interface Deps {
  db: Database;
  clock: Clock;
}

/** How counting works, with what its test found: for the page and as a document. */
export function countingMethodRoutes({ db, clock }: Deps): RouteSpec[] {
  return [
    route({
      method: "GET",
      path: "/api/v1/reports/counting-method",
      permission: "account.read",
      tag: "Reports",
      summary: "What the adversary test of the counting method tried and found.",
      response: CountingResultsSchema,
      handle: async () => ({ results: await adversaryResults() }),
    }),
    route({
      method: "GET",
      path: "/api/v1/reports/counting-method.pdf",
      permission: "account.read",
      tag: "Reports",
      summary:
        "The counting method of this account described for data protection officers, as PDF.",
      query: Type.Object({ locale: Type.Optional(LocaleSchema) }),
      status: 200,
      async handle({ accountId, query, reply }) {
        const locale = query.locale ?? "de";
        const account = await db.account(accountId, (tx) => getAccount(tx));
        const inWords = new Intl.DateTimeFormat(locale === "de" ? "de-DE" : "en-GB", {
          timeZone: account.timezone,
          dateStyle: "long",
        });
        const found = await adversaryResults();
        const now = clock.now();
        const pdf = await countingMethodPdf({
          sections: countingMethod(locale, {
            level: account.countingLevel,
            k: account.kMin,
            results: found && {
              when: inWords.format(new Date(found.when)),
              rows: found.rows[locale],
            },
          }),
          accountName: account.name,
          when: inWords.format(now),
          now,
          locale,
        });
        void reply
          .type("application/pdf")
          .header("content-disposition", 'attachment; filename="klarpost-counting-method.pdf"');
        return pdf;
      },
    }),
  ];
}
