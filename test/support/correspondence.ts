import assert from "node:assert/strict";
import { addressHash, findContact, type Contact } from "../../server/contacts/index.ts";
import { recordEntry } from "../../server/consent/index.ts";
import { one, run, sql, type Tx } from "../../server/platform/index.ts";
import { insertSuppression, type NewSuppression } from "../../server/suppression/index.ts";
import { runningApp, type RunningApp } from "./app.ts";
import { askAs, signedInAs, type Ask, type Caller } from "./callers.ts";
import { seedNewsletter, type SeededNewsletter } from "./newsletter.ts";
import { readMail, type ReadMail } from "./parse-mail.ts";
import { eventually } from "./sending.ts";

/** What the API refused, as its problem document says it. */
export interface Refusal {
  status: number;
  code: string;
  reason?: string;
  rule?: string;
  hint?: string;
}

export async function refusal(act: Promise<unknown>): Promise<Refusal> {
  try {
    await act;
  } catch (error) {
    const text = String((error as Error).message);
    const [, status, json] = /: (\d+) (\{.*)$/s.exec(text) ?? [];
    assert.ok(json, text);
    return { ...(JSON.parse(json) as Refusal), status: Number(status) };
  }
  return assert.fail("this was not refused");
}

export interface Person extends Contact {
  /** Of the API. */
  path: string;
}

export type CorrespondenceWorld = Awaited<ReturnType<typeof correspondenceWorld>>;

/** The whole product with an account whose owner writes to single persons; mail ends in the built-in mailbox. */
export async function correspondenceWorld() {
  const running: RunningApp = await runningApp();
  const { db } = running.database;
  const { keys, clock } = running.app;
  const seeded: SeededNewsletter = await seedNewsletter(db, keys, {
    people: 2,
    domain: "liste.example",
  });
  const owner: Caller & { operatorId: number } = await signedInAs(db, seeded, ["owner"]);
  const ask: Ask = askAs(running.url, owner);
  const inAccount = <T>(work: (tx: Tx) => Promise<T>) => db.account(seeded.accountId, work);
  let made = 0;

  const defined = new Set<string>();
  /** A contact of a fair, by default without any consent; own fields are defined first. */
  async function person(
    email = `lead${++made}@firma.example`,
    custom: Record<string, string> = {},
  ): Promise<Person> {
    for (const key of Object.keys(custom).filter((each) => !defined.has(each))) {
      defined.add(key);
      await ask("POST", "/contact-fields", {
        key,
        label: key,
        type: "text",
        purpose: "Welches Recht gilt",
        legalBasis: "legitimate_interest",
        retentionMonths: null,
        owner: "Vertrieb",
      });
    }
    const { id } = await ask<{ id: string }>("POST", "/contacts", {
      email,
      source: "Messe Herbst 2026",
      collectedFrom: "person",
      firstName: "Anna",
      lastName: "Beispiel",
      custom,
    });
    return { ...(await inAccount((tx) => findContact(tx, id)))!, path: `/contacts/${id}` };
  }

  const subjectOf = (contact: Contact) =>
    contact.pot === "core"
      ? { contactId: contact.id }
      : { emailNormalised: contact.emailNormalised };
  const consent = (contact: Contact, kind: "imported_with_evidence" | "consent_withdrawn") =>
    inAccount((tx) =>
      recordEntry(
        tx,
        { keys, clock },
        {
          accountId: seeded.accountId,
          subject: subjectOf(contact),
          kind,
          purpose: "sales_1to1",
          payload: { channel: "import", grantedAt: "2026-11-01T09:00:00.000Z", source: "Brief" },
        },
      ),
    );
  const suppress = (
    contact: Contact,
    entry: Partial<NewSuppression> & { scope: NewSuppression["scope"] },
  ) =>
    inAccount((tx) =>
      insertSuppression(tx, seeded.accountId, {
        emailNormalised: contact.emailNormalised,
        addressHash: addressHash(keys, seeded.accountId, contact.emailNormalised),
        reason: "test",
        origin: "operator",
        at: clock.now(),
        ...entry,
      }),
    );
  const restrict = (contact: Contact) =>
    inAccount((tx) =>
      run(
        tx,
        sql`update contacts set restricted_at = now() where account_id = app_account() and id = ${contact.id}`,
      ),
    );

  async function entries(email: string) {
    const { items } = await ask<{
      items: { id: string; subject: string; envelope: { to: string[] } }[];
    }>("GET", "/mailbox?limit=200");
    return items.filter((item) => item.envelope.to.includes(email));
  }
  /** The newest mail to this address, read by a parser that is not ours. */
  async function received(email: string, subject = /./): Promise<ReadMail> {
    let id: string | undefined;
    await eventually(`the mailbox has a mail to ${email}`, async () => {
      id = (await entries(email)).find((item) => subject.test(item.subject))?.id;
      return id !== undefined;
    });
    const answer = await fetch(`${running.url}/api/v1/mailbox/${id}/raw`, {
      headers: owner.headers,
    });
    return readMail(Buffer.from(await answer.arrayBuffer()));
  }

  /** How the delivery of a mail ended. */
  async function ended(letterId: string) {
    let end:
      | {
          outcome: string;
          reason: string | null;
          basis: string | null;
          measured: string | null;
          kind: string;
          bodies: number;
        }
      | undefined;
    await eventually(`${letterId} has ended`, async () => {
      [end] = await inAccount(async (tx) => [
        await one<NonNullable<typeof end>>(
          tx,
          sql`select o.outcome, o.reason, o.basis, o.measured, d.kind,
                (select count(*) from delivery_messages b where b.account_id = d.account_id and b.delivery_id = d.id) as bodies
              from correspondence_mails m join deliveries d on d.account_id = m.account_id and d.id = m.delivery_id
                left join delivery_outcomes o on o.account_id = d.account_id and o.delivery_id = d.id and o.final
              where m.account_id = app_account() and m.public_id = ${letterId}`,
        ),
      ]);
      return end?.outcome !== null && end?.outcome !== undefined;
    });
    return end!;
  }

  return {
    running,
    db,
    keys,
    clock,
    seeded,
    owner,
    ask,
    inAccount,
    person,
    consentToLetters: (contact: Contact) => consent(contact, "imported_with_evidence"),
    withdrawLetters: (contact: Contact) => consent(contact, "consent_withdrawn"),
    suppress,
    restrict,
    entries,
    received,
    ended,
    close: () => running.close(),
  };
}

/** The addresses of all links of an HTML mail. */
export function linksOf(html: string): string[] {
  return [...html.matchAll(/href="([^"]+)"/g)].map((match) => match[1]!.replaceAll("&amp;", "&"));
}
