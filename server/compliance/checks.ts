import type { Check } from "../platform/index.ts";
import { checklist } from "./checklist.ts";
import { countLists, countUnprovenSubscriptions } from "./checks.store.ts";

const entry = (id: string) => checklist.find((one) => one.id === id)!;

/** Checks that look across slices: lists with their texts, and the proofs behind the stock. */
export function complianceChecks(): Check[] {
  return [
    {
      ...entry("CHK-19"),
      async run({ tx }) {
        const { lists, incomplete } = await countLists(tx);
        if (lists === 0)
          return {
            status: "failed",
            message: {
              de: "Es gibt noch keine Liste. Legen Sie unter „Listen & Formulare“ eine an.",
              en: "There is no list yet. Create one under “Lists & forms”.",
            },
          };
        if (incomplete.length > 0)
          return {
            status: "failed",
            message: {
              de: `Ohne Themen oder Erscheinungsweise hat der Einwilligungstext Lücken: ${incomplete.join(", ")}.`,
              en: `Without topics or frequency the consent wording has holes: ${incomplete.join(", ")}.`,
            },
            evidence: { lists: incomplete },
          };
        return {
          status: "passed",
          message: {
            de: `Alle Listen nennen Themen und Erscheinungsweise (${lists}).`,
            en: `All lists name topics and frequency (${lists}).`,
          },
          evidence: { lists },
        };
      },
    },
    {
      ...entry("CHK-25"),
      async run({ tx }) {
        const { mailable, unverified } = await countUnprovenSubscriptions(tx);
        const evidence = { mailable, unverified };
        if (mailable > 0)
          return {
            status: "failed",
            message: {
              de: `${mailable} bestätigte Abonnements haben keinen Nachweis. Reichen Sie ihn nach oder nehmen Sie sie von der Liste.`,
              en: `${mailable} confirmed subscriptions have no proof. Complete it or take them off the list.`,
            },
            evidence,
          };
        return {
          status: "passed",
          message: {
            de: `Jede Einwilligung im Bestand ist belegt; ${unverified} ohne vollständigen Nachweis werden nicht angeschrieben.`,
            en: `Every consent in the stock is proven; ${unverified} without complete proof are not mailed.`,
          },
          evidence,
        };
      },
    },
  ];
}
