import { randomBytes } from "node:crypto";
import { createOperator, type Account } from "../accounts/index.ts";
import {
  addCampaign,
  createMailing,
  listMailings,
  putIntoCampaign,
  requestApproval,
  saveRules,
  scheduleMailing,
  type MailingDeps,
} from "../mailings/index.ts";
import { instantOfLocalTime, localTimeAt } from "../platform/index.ts";
import type { List } from "../lists/index.ts";
import { demoHtml } from "./demo-content.ts";

const DAY_MS = 86_400_000;

interface Planned {
  name: string;
  subject: string;
  lead: string;
  text: string;
  inDays: number;
  at: string;
}

/** Two that are scheduled, so close that the list's cap takes hold, and one that waits for a second person. */
const SCHEDULED: Planned[] = [
  {
    name: "Der Ausblick auf das neue Jahr",
    subject: "Was das neue Jahr für Ihre Pläne bedeutet",
    lead: "Der Ausblick auf das neue Jahr",
    text: "Zinsen, Steuern, Freibeträge: was sich zum Jahreswechsel ändert, auf einen Blick.",
    inDays: 5,
    at: "10:00",
  },
  {
    name: "Einladung: Anlegerabend",
    subject: "Ein Abend für Ihre Fragen",
    lead: "Ein Abend für Ihre Fragen",
    text: "Unsere Beraterinnen und Berater nehmen sich Zeit. Der Eintritt ist frei.",
    inDays: 6,
    at: "16:30",
  },
];
const WAITING: Planned = {
  name: "Jahresgruß mit Terminen",
  subject: "Danke für ein gutes Jahr",
  lead: "Danke für ein gutes Jahr",
  text: "Wir sagen Danke und nennen Ihnen schon heute die Termine im Januar.",
  inDays: 12,
  at: "09:00",
};

/** What a plan looks like: a campaign, a calendar with something in it, and a mailing that waits for approval. */
export async function fillPlanning(
  deps: MailingDeps,
  example: {
    account: Account;
    list: List;
    senderPublicId: string;
    operatorId: number;
    url: string;
  },
): Promise<{ colleagueId: number }> {
  const { account, list, senderPublicId, operatorId, url } = example;
  const now = deps.clock.now();
  const colleague = await deps.db.instance((tx) =>
    createOperator(tx, {
      name: "Jonas Beispiel",
      email: "jonas.beispiel@musterbank.example",
      password: randomBytes(24).toString("base64url"),
      membership: { accountId: account.id, roles: ["marketer"] },
      now,
    }),
  );
  await deps.db.account(account.id, async (tx) => {
    const cap = { listId: list.id, max: 1, days: 3 };
    await saveRules(tx, account.id, { cap: { max: 4, days: 14 }, approvalAbove: 1000 }, [cap], now);
    const campaign = await addCampaign(
      tx,
      account.id,
      {
        name: "Jahreswechsel",
        colour: "clay",
        startsOn: dayIn(now, -30),
        endsOn: dayIn(now, 40),
        goal: "200 Anmeldungen zum Anlegerabend, und jeder kennt die neuen Freibeträge.",
      },
      now,
    );
    const make = async (
      planned: Planned,
      by: number,
    ): Promise<{ id: number; publicId: string }> => {
      const links = [{ label: "Mehr erfahren", url, share: 1 }];
      const mailing = await createMailing(
        tx,
        account.id,
        {
          name: planned.name,
          subject: planned.subject,
          preheader: planned.text,
          html: demoHtml(
            { lead: planned.lead, paragraphs: [planned.text], links },
            account.theme.colour ?? "#0B6E6E",
          ),
          listIds: [list.publicId],
          senderId: senderPublicId,
          locale: "de",
        },
        by,
        now,
      );
      await putIntoCampaign(tx, mailing.id, campaign);
      return mailing;
    };
    for (const planned of SCHEDULED) {
      const { publicId } = await make(planned, operatorId);
      await scheduleMailing(tx, deps, account.id, { operatorId, name: "M. Beispiel" }, publicId, {
        local: `${dayIn(now, planned.inDays)}T${planned.at}`,
        isConfirmed: true,
      });
    }
    const waiting = await make(WAITING, colleague.id);
    const at = instantOfLocalTime(
      `${dayIn(now, WAITING.inDays)}T${WAITING.at}`,
      account.timezone,
    ).toISOString();
    await requestApproval(tx, deps, account.id, { operatorId: colleague.id }, waiting.publicId, {
      note: "Stimmen die Termine im Januar?",
      schedule: { at },
    });
    for (const sent of await listMailings(tx, { state: "sent", limit: 2 }))
      await putIntoCampaign(tx, sent.id, campaign);
  });
  return { colleagueId: colleague.id };

  function dayIn(from: Date, days: number): string {
    return localTimeAt(new Date(from.getTime() + days * DAY_MS), account.timezone).slice(0, 10);
  }
}
