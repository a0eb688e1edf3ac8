import type { Check } from "../platform/index.ts";
import { dryRun } from "./dry-run.ts";
import { retentionClass } from "./retention.ts";
import { listsWithoutRule } from "./retention.store.ts";

/** Deletions run every hour; what is overdue for longer than a day was not deleted (CHK-24). */
const LATE_MS = 26 * 3_600_000;
const DUTIES = ["subscriptions", "unconfirmed", "core_records", "delivery_log", "audit_log"];

/** The entry of the checklist on retention periods. */
export function retentionChecks(): Check[] {
  return [
    {
      id: "CHK-24",
      rules: ["RET-01", "RET-02", "RET-03", "RET-04", "RET-05"],
      blocking: true,
      label: { de: "Löschfristen gesetzt", en: "Retention periods set" },
      async run({ tx, clock }) {
        const lists = await listsWithoutRule(tx);
        if (lists > 0)
          return {
            status: "failed",
            message: {
              de: `${lists} Listen aus dem Kernsystem haben keine Löschfrist. Setzen Sie sie unter „Kernsystem“.`,
              en: `${lists} core-system lists have no period. Set it under “Core system”.`,
            },
            evidence: { listsWithoutPeriod: lists },
          };
        const overdue = (await dryRun(tx, new Date(clock.now().getTime() - LATE_MS))).filter(
          (each) => DUTIES.includes(each.class) && each.due > each.held,
        );
        const evidence = {
          overdue: Object.fromEntries(overdue.map((each) => [each.class, each.due])),
        };
        if (overdue.length > 0) {
          const names = (locale: "de" | "en") =>
            overdue.map((each) => retentionClass(each.class)!.label[locale]).join(", ");
          return {
            status: "failed",
            message: {
              de: `Überfällig und nicht gelöscht: ${names("de")}. Läuft der Versandprozess? Unter „Datenschutz, Aufbewahrung“ löschen Sie sofort.`,
              en: `Overdue and not deleted: ${names("en")}. Is a worker running? Under “Data protection, Retention” you delete now.`,
            },
            evidence,
          };
        }
        return {
          status: "passed",
          message: {
            de: "Jede Datenart hat eine Frist, und nichts ist überfällig.",
            en: "Each class of data has a period, and nothing is overdue.",
          },
          evidence,
        };
      },
    },
  ];
}
