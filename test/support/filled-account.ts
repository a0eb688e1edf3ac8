import { addressHash } from "../../server/contacts/index.ts";
import { askSecondPerson, noteAlert } from "../../server/guards/index.ts";
import { rows, run, sql, systemClock } from "../../server/platform/index.ts";
import { activeForAddress, insertSuppression } from "../../server/suppression/index.ts";
import type { RunningApp } from "./app.ts";
import { bounceMessage } from "./bounces.ts";
import { askAs, type Caller } from "./callers.ts";
import type { SeededNewsletter } from "./newsletter.ts";
import { quietAsking } from "./quiet-asking.ts";
import { eventually } from "./sending.ts";

/** Customers. */
export const SEGMENT = { version: 1, where: { about: "stage", stages: ["customer"] } };

/** A section of blocks with a line in it. */
export const SECTION = {
  id: "s1",
  columns: [{ id: "c1", blocks: [{ id: "b1", type: "divider", style: "line" }] }],
};

/** What is said of a connected tool. */
export const TOOL = {
  owner: "Erika Muster",
  purpose: "Termine vereinbaren",
  dataClasses: ["address"],
  canTrack: false,
  reviewOn: new Date(Date.now() + 180 * 86_400_000).toISOString().slice(0, 10),
};

/** An account in which there is one of everything that has an id. */
export interface FilledAccount {
  /** Kind to public id. */
  ids: Record<string, string>;
}

/** Puts one of everything into the account, through the API as its owner. */
export async function fillAccount(
  running: RunningApp,
  seeded: SeededNewsletter,
  owner: Caller,
): Promise<FilledAccount> {
  const ask = askAs(running.url, owner);
  const idOf = (found: unknown) => (found as { id: string }).id;
  const ids: Record<string, string> = { list: seeded.listPublicId };
  ids["contact"] = idOf(
    await ask("POST", "/contacts", {
      email: "weitere@fremd.example",
      source: "Messe",
      collectedFrom: "person",
    }),
  );
  ids["inquiry"] = idOf(
    await ask("POST", `/contacts/${ids["contact"]}/inquiries`, {
      receivedOn: new Date().toISOString().slice(0, 10),
      channel: "phone",
      subject: "Bitte um Rückruf",
    }),
  );
  ids["dataRequest"] = idOf(
    await ask("POST", "/data-requests", {
      kind: "restriction",
      channel: "letter",
      contactId: ids["contact"],
    }),
  );
  ids["incident"] = idOf(
    await ask("POST", "/incidents", { title: "Verteiler war offen", kind: "disclosure" }),
  );
  const places = await ask<{ items: { id: string | null; company: string }[] }>("POST", "/places", {
    role: "sub_processor",
    company: "Muster GmbH",
    country: "DE",
    contract: "signed",
  });
  ids["place"] = places.items.find(({ company }) => company === "Muster GmbH")!.id!;
  const tools = await ask<{ items: { key: string; name: string }[] }>("POST", "/tools", {
    ...TOOL,
    name: "Terminbuchung",
  });
  ids["tool"] = tools.items.find(({ name }) => name === "Terminbuchung")!.key;
  ids["twin"] = idOf(
    await ask("POST", "/contacts", {
      email: "zwilling@fremd.example",
      source: "Messe",
      collectedFrom: "person",
    }),
  );
  const cards = await Promise.all(
    ["karte1", "karte2"].map((name) =>
      ask("POST", "/contacts", {
        email: `${name}@fremd.example`,
        source: "Messe",
        collectedFrom: "person",
      }),
    ),
  );
  ids["merge"] = String(
    (await ask("POST", "/contact-merges", { keep: idOf(cards[0]), merge: idOf(cards[1]) }))["undo"],
  );
  ids["note"] = idOf(await ask("POST", `/contacts/${ids["contact"]}/notes`, { text: "Rief an." }));
  ids["tag"] = idOf(await ask("POST", "/contact-tags", { name: "Messe" }));
  ids["field"] = idOf(
    await ask("POST", "/contact-fields", {
      key: "filiale",
      label: "Filiale",
      type: "text",
      purpose: "Einladungen der Filiale",
      legalBasis: "consent",
      retentionMonths: 12,
      owner: "Vertrieb",
    }),
  );
  ids["bulk"] = String(
    (
      await ask("POST", "/contacts/bulk", {
        action: { do: "tag", tag: ids["tag"] },
        ids: [ids["contact"]],
      })
    )["undo"],
  );
  ids["template"] = idOf(
    await ask("POST", "/transactional-templates", {
      name: "order.confirmed",
      category: "order",
      locale: "de",
      subject: "Ihre Bestellung {{ nr }}",
      html: "<p>Ihre Bestellung {{ nr }} ist eingegangen.</p>",
    }),
  );
  ids["transactional"] = idOf(
    await ask("POST", "/transactional", {
      template: "order.confirmed",
      variables: { nr: "1" },
      contactId: ids["contact"],
    }),
  );
  ids["mailing"] = idOf(
    await ask("POST", "/mailings", { name: "Fremdes Mailing", listIds: [seeded.listPublicId] }),
  );
  ids["recurring"] = idOf(
    await ask("POST", "/recurring-mailings", {
      mailingId: ids["mailing"],
      name: "Fremder Wochenbrief",
      rule: { every: "week", interval: 1, days: [2] },
      time: "09:00",
    }),
  );
  ids["segment"] = idOf(await ask("POST", "/segments", { name: "Kunden", definition: SEGMENT }));
  ids["ownTemplate"] = idOf(await ask("POST", "/templates", { name: "Fremde Vorlage" }));
  // A drawing of a design comes into the library with the first mailing that shows it.
  await ask("GET", "/templates/newsletter-de");
  ids["image"] = idOf(((await ask("GET", "/images"))["items"] as unknown[])[0]);
  // An address that the guard refuses at once: nobody waits for the network here.
  ids["feed"] = idOf(
    await ask("POST", "/feeds", {
      key: "neues",
      name: "Neuigkeiten",
      url: "http://127.0.0.1:9/feed",
      kind: "rss",
    }),
  );
  ids["savedSection"] = idOf(
    await ask("POST", "/saved-sections", { name: "Kasten", section: SECTION }),
  );
  const select = new FormData();
  const line = "Personennummer;E-Mail;EWE-ID\n;ohne@fremd.example;EWE-1\n";
  select.append("file", new Blob([line]), "select.csv");
  const taken = await fetch(
    `${running.url}/api/v1/core-lists?name=Fremd&occasion=Fremd&source=OSPlus&manual=true`,
    { method: "POST", headers: owner.headers, body: select },
  );
  const core = (await taken.json()) as { list: { id: string }; import: { id: string } };
  ids["coreList"] = core.list.id;
  ids["coreImport"] = core.import.id;
  const file = await fetch(`${running.url}/api/v1/core-lists/${core.list.id}/return-files`, {
    method: "POST",
    headers: { ...owner.headers, "content-type": "application/json" },
    body: JSON.stringify({ reason: "Rückmeldung" }),
  });
  ids["coreHandover"] = file.headers.get("x-return-file")!;
  ids["goal"] = idOf(await ask("POST", "/goals", { name: "Beratungstermin" }));
  ids["category"] = idOf(await ask("POST", "/product-categories", { name: "Handtaschen" }));
  ids["otherCategory"] = idOf(await ask("POST", "/product-categories", { name: "Schuhe" }));
  ids["entity"] = idOf(((await ask("GET", "/legal-entities"))["items"] as unknown[])[0]);
  ids["purchase"] = idOf(
    (
      await ask("POST", "/purchases", {
        orderNumber: "F-1",
        email: "kundin@fremd.example",
        categoryId: ids["category"],
        concludedOn: "2026-01-15",
        addressGiven: true,
      })
    )["purchase"],
  );
  ids["suppression"] = idOf(
    await ask("POST", "/suppressions", {
      entry: "@gesperrt.example",
      reason: "Wettbewerber",
      reviewOn: "2030-01-01",
    }),
  );
  ids["retained"] = await running.database.db.account(seeded.accountId, async (tx) => {
    const email = "zurueck@fremd.example";
    await insertSuppression(tx, seeded.accountId, {
      scope: "retained",
      emailNormalised: email,
      addressHash: addressHash(running.app.keys, seeded.accountId, email),
      reason: "unknown_user",
      origin: "bounce",
      at: new Date(),
    });
    const [made] = await activeForAddress(
      tx,
      email,
      addressHash(running.app.keys, seeded.accountId, email),
    );
    return made!.publicId;
  });
  await running.database.db.account(seeded.accountId, async (tx) => {
    const now = new Date();
    const seen = { kind: "many_people", who: "Test", counted: 120, threshold: 100 } as const;
    ids["alert"] = (await noteAlert(tx, seeded.accountId, seen, now))!.publicId;
    // Nobody is mailed about it in the midst of a test that compares what an account holds.
    await run(tx, sql`update alerts set mailed_at = now() where account_id = ${seeded.accountId}`);
    const asked = await askSecondPerson(
      tx,
      quietAsking(systemClock),
      seeded.accountId,
      { kind: "apiKey", apiKeyId: 1, name: "Test", roles: [], permissions: new Set() },
      { kind: "release", people: 25, reason: "Neu eingerichtet", ids: [ids["retained"]!] },
    );
    if (asked.need !== "none") ids["secondPerson"] = asked.request.publicId;
  });
  ids["sender"] = idOf(
    await ask("POST", "/senders", {
      fromName: "Musterbank",
      fromAddress: "news@fremd.example",
      replyTo: "antwort@fremd.example",
    }),
  );
  ids["relay"] = idOf(await ask("POST", "/relays", { kind: "mx", name: "Fremder Weg" }));
  ids["export"] = idOf(
    await ask("POST", "/evidence-exports", {
      list: ids["list"],
      reason: "Prüfung durch die Revision",
    }),
  );
  await eventually("the file of evidence is there", async () => {
    const { state } = await ask("GET", `/evidence-exports/${ids["export"]}`);
    return state === "done";
  });
  ids["address"] = idOf(await ask("POST", "/test-addresses", { email: "probe@fremd.example" }));
  ids["apiKey"] = idOf(
    (
      await ask("POST", "/api-keys", {
        name: "Fremd",
        purpose: "Test",
        scopes: ["lists.read"],
        expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
      })
    )["key"],
  );
  ids["invitation"] = idOf(
    (await ask("POST", "/operators", { email: "neu@fremd.example", roles: ["marketer"] }))[
      "invitation"
    ],
  );
  ids["role"] = idOf(
    await ask("POST", "/roles", {
      name: "Nur Lesen",
      template: "marketer",
      permissions: ["lists.read"],
    }),
  );
  ids["member"] = idOf(((await ask("GET", "/operators"))["items"] as unknown[])[0]);
  ids["session"] = idOf(((await ask("GET", "/sessions"))["items"] as unknown[])[0]);
  ids["import"] = idOf(
    await ask(
      "POST",
      "/imports?name=fremd.csv",
      "E-Mail;Vorname\nx@fremd.example;Xenia\n",
      "text/csv",
    ),
  );
  ids["reply"] = (
    (await ask(
      "POST",
      "/inbound/messages",
      "From: weitere@fremd.example\r\nSubject: Hallo\r\n\r\nBitte keine weiteren Mails\r\n",
      "message/rfc822",
    )) as { replyId: string }
  ).replyId;
  ids["readMailbox"] = idOf(
    await ask("POST", "/mailboxes", {
      name: "Fremdes Postfach",
      protocol: "imap",
      host: "imap.fremd.example",
      port: 993,
      tls: "tls",
      username: "rueck@fremd.example",
      password: "geheim",
      purpose: "bounces",
      active: false,
    }),
  );
  for (const number of [1, 2])
    await ask(
      "POST",
      "/inbound/messages",
      bounceMessage({
        to: "post@fremd.example",
        recipient: `niemand${number}@fremd.example`,
        status: "5.1.1",
        diagnostic: "550 5.1.1 User unknown",
      }),
      "message/rfc822",
    );
  const unknown = (await ask("GET", "/unknown-messages"))["items"] as { id: string }[];
  ids["unknownMessage"] = unknown[0]!.id;
  ids["rule"] = (
    (await ask("POST", `/unknown-messages/${unknown[1]!.id}/decide`, {
      class: "ignore",
      remember: { sender: "anderswo@fremd.example" },
    })) as { ruleId: string }
  ).ruleId;
  await eventually("the sandbox mailbox got the confirmation mails", async () => {
    const [first] = (await ask("GET", "/mailbox"))["items"] as { id: string }[];
    if (first) ids["message"] = first.id;
    return first !== undefined;
  });
  await eventually("nothing of the account is on its way", async () => {
    const open = await running.database.db.worker((tx) =>
      rows(
        tx,
        sql`select 1 from delivery_batches where account_id = ${seeded.accountId} and state <> 'done'`,
      ),
    );
    return open.length === 0;
  });
  await running.database.db.account(seeded.accountId, async (tx) => {
    for (const [kind, table] of [
      ["wording", "wordings"],
      ["wordingVersion", "wording_versions"],
      ["consent", "ledger_entries"],
      ["form", "forms"],
    ] as const) {
      const [found] = await rows<{ publicId: string }>(
        tx,
        sql`select public_id from ${sql.table(table)} where account_id = ${seeded.accountId} limit 1`,
      );
      if (found) ids[kind] = found.publicId;
    }
  });
  return { ids };
}
