import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { publicRoute, one, rows, signedIn, sql, type RouteSpec } from "../server/platform/index.ts";
import { insertSuppression } from "../server/suppression/index.ts";
import { runningApp, type RunningApp } from "./support/app.ts";
import { signedInAs, type Caller } from "./support/callers.ts";
import { fillAccount, SECTION, SEGMENT, type FilledAccount } from "./support/filled-account.ts";
import { seedNewsletter, type SeededNewsletter } from "./support/newsletter.ts";
import { sampleInput } from "./support/sample-input.ts";
import { SAMPLE_HTML } from "./support/sending.ts";

let running: RunningApp;
let seeded: SeededNewsletter;
let filled: FilledAccount;
let owner: Caller & { operatorId: number };
let colleague: string;

before(async () => {
  running = await runningApp();
  const { db } = running.database;
  seeded = await seedNewsletter(db, running.app.keys, { people: 3, domain: "protokoll.example" });
  owner = await signedInAs(db, seeded, ["owner"]);
  filled = await fillAccount(running, seeded, owner);
  await db.account(seeded.accountId, (tx) =>
    insertSuppression(tx, seeded.accountId, {
      scope: "list_address",
      listId: seeded.listId,
      emailNormalised: "lange-her@protokoll.example",
      reason: "unsubscribed",
      origin: "link",
      at: new Date("2020-01-01T00:00:00Z"),
    }),
  );
  const { operatorId } = await signedInAs(db, seeded, ["marketer"]);
  colleague = await db.instance(async (tx) => {
    const found = await one<{ publicId: string }>(
      tx,
      sql`select public_id from operators where id = ${operatorId}`,
    );
    return found.publicId;
  });
});
after(() => running.close());

/** Which of the account's things a route's `:id` means. */
const KINDS: Record<string, string> = {
  contacts: "contact",
  lists: "list",
  mailings: "mailing",
  suppressions: "suppression",
  senders: "sender",
  relays: "relay",
  "test-addresses": "address",
  "confirmed-addresses": "address",
  "api-keys": "apiKey",
  invitations: "invitation",
  imports: "import",
  forms: "form",
  wordings: "wording",
  "wording-versions": "wordingVersion",
  mailbox: "message",
  inquiries: "inquiry",
  "transactional-templates": "template",
  replies: "reply",
  mailboxes: "readMailbox",
  "unknown-messages": "unknownMessage",
  "message-rules": "rule",
  purchases: "purchase",
  "legal-entities": "entity",
  "product-categories": "category",
  goals: "goal",
  feeds: "feed",
  images: "image",
  templates: "ownTemplate",
  segments: "segment",
  "core-lists": "coreList",
  "core-imports": "coreImport",
  "core-handovers": "coreHandover",
  "saved-sections": "savedSection",
  "contact-fields": "field",
  "contact-tags": "tag",
  "contact-notes": "note",
  "contact-bulks": "bulk",
};

/** Change nothing, so there is nothing to note; previews of a contact's data are noted (see mailings). */
const NOTHING_TO_NOTE = new Set([
  "POST /api/v1/wordings/check",
  "POST /api/v1/forms/preview",
  "POST /api/v1/segments/count",
  "POST /api/v1/mailings/:id/preview",
  "POST /api/v1/transactional-templates/preview",
  // An entry would keep the second of what is stored by the hour (TRK-17).
  "POST /api/v1/goals/:id/conversions",
]);
/** Wait for the network. */
const SLOW = new Set([
  "POST /api/v1/checks/run",
  "POST /api/v1/relays/:id/test",
  "POST /api/v1/mailboxes/:id/test",
  "POST /api/v1/account/go-live",
]);

const nameOf = (spec: RouteSpec) => `${spec.method} ${spec.path}`;

/** Inputs that do something, where a sample of the schema alone does not. */
function bodies(): Record<string, unknown> {
  const { ids } = filled;
  return {
    "PATCH /api/v1/account": { name: "Musterbank eG" },
    "PUT /api/v1/account/counting-assessment": {
      arguments:
        "Dafür spricht, dass niemand erkannt wird. Dagegen, dass jede E-Mail andere Zahlen trägt.",
      reviewOn: new Date(Date.now() + 365 * 86_400_000).toISOString().slice(0, 10),
      confirmed: true,
    },
    "POST /api/v1/operators": { email: "noch@protokoll.example", roles: ["dpo"] },
    "PATCH /api/v1/operators/:id": { roles: ["dpo"] },
    "POST /api/v1/api-keys": {
      name: "Noch einer",
      purpose: "Test",
      scopes: ["lists.read"],
      expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
    },
    "POST /api/v1/senders": {
      fromName: "Musterbank",
      fromAddress: "zwei@protokoll.example",
      replyTo: "zwei@protokoll.example",
    },
    "PATCH /api/v1/senders/:id": { fromName: "Musterbank eG" },
    "POST /api/v1/relays": { kind: "mx", name: "Direkt" },
    "PATCH /api/v1/relays/:id": { weight: 3 },
    "POST /api/v1/segments": { name: "Noch eines", definition: SEGMENT },
    "POST /api/v1/segments/count": { definition: SEGMENT },
    "POST /api/v1/segments/sample": { definition: SEGMENT },
    "PATCH /api/v1/segments/:id": { revision: 1, name: "Andere" },
    "PATCH /api/v1/images/:id": { name: "Anderer Name" },
    "POST /api/v1/images/:id/crop": { x: 0, y: 0, width: 20, height: 20, keepOriginal: true },
    "POST /api/v1/templates": { name: "Noch eine Vorlage" },
    "PATCH /api/v1/templates/:id": { revision: 1, name: "Anderer Name" },
    "POST /api/v1/feeds": {
      key: "kurse",
      name: "Kurse",
      url: "http://127.0.0.1:9/kurse.json",
      kind: "json",
    },
    "POST /api/v1/feeds/test": { url: "http://127.0.0.1:9/kurse.json", kind: "json" },
    "PATCH /api/v1/feeds/:id": { name: "Neues aus dem Haus" },
    "POST /api/v1/goals": { name: "Noch ein Ziel" },
    "PUT /api/v1/goal-sites": { sites: ["www.protokoll.example"] },
    "POST /api/v1/contacts": { email: "mehr@protokoll.example", source: "Messe" },
    "PATCH /api/v1/contacts/:id": { firstName: "Erika" },
    "POST /api/v1/contacts/bulk": {
      action: { do: "stage", stage: "prospect" },
      ids: [ids["contact"]],
    },
    "PUT /api/v1/contacts/:id/hold": {
      until: new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10),
      because: "Rechtsstreit",
    },
    "POST /api/v1/contact-fields": {
      key: "interessen",
      label: "Interessen",
      type: "text",
      purpose: "Themen im Newsletter",
      legalBasis: "consent",
      retentionMonths: null,
      owner: "Marketing",
    },
    "PATCH /api/v1/contact-fields/:id": { purpose: "Einladungen der eigenen Filiale" },
    "PATCH /api/v1/contact-tags/:id": { colour: "rose" },
    "POST /api/v1/contact-tags": { name: "Presse" },
    "POST /api/v1/contact-pairs/dismiss": { first: ids["contact"], second: ids["twin"] },
    "POST /api/v1/contact-merges": { keep: ids["contact"], merge: ids["twin"] },
    "POST /api/v1/suppressions": {
      entry: "@mehr.example",
      reason: "Wettbewerber",
      reviewOn: "2030-01-01",
    },
    "POST /api/v1/retained-addresses/release": {
      ids: [ids["retained"]],
      reason: "Postfach neu eingerichtet",
      confirmAddresses: 1,
    },
    "PUT /api/v1/suppression-grounds": {
      subject: "blacklist",
      ground: "art_6_1_f",
      retentionMonths: null,
      reasoning: "Abwägung vom Oktober",
      reviewOn: "2027-11-21",
    },
    "POST /api/v1/suppression-purge": { olderThanMonths: 24, confirmEntries: 1 },
    "POST /api/v1/sending/complaints": {
      domain: "protokoll.example",
      day: "2026-11-20",
      rate: 0.0002,
    },
    "POST /api/v1/mailings": {
      name: "Protokoll",
      subject: "Marktblick: neue Konditionen",
      html: SAMPLE_HTML,
      listIds: [ids["list"]],
    },
    "PATCH /api/v1/mailings/:id": {
      revision: 1,
      subject: "Marktblick: neue Konditionen",
      html: SAMPLE_HTML,
    },
    "PUT /api/v1/mailing-rules": { cap: { max: 3, days: 7 }, lists: [], approvalAbove: 1000 },
    "PUT /api/v1/mailings/:id/campaign": { campaignId: null },
    "POST /api/v1/mailings/:id/schedule": { at: new Date(Date.now() + 3_600_000).toISOString() },
    "POST /api/v1/wordings": { purpose: "profiling", name: "Neu", texts: { de: "Ja, gern." } },
    "POST /api/v1/wordings/:id/versions": { texts: { de: "Ja, sehr gern." } },
    "POST /api/v1/contacts/:id/unsubscribe": {
      channel: "letter",
      scope: "newsletters",
      note: "Brief vom 20.11.",
    },
    "PATCH /api/v1/legal-entities/:id": { contactEmail: "service@protokoll.example" },
    "PATCH /api/v1/product-categories/:id": { nameEn: "Handbags" },
    "PATCH /api/v1/customer-mail": { reviewedNote: "Durchgesehen, passt." },
    "PUT /api/v1/product-similarities": {
      purchasedId: ids["category"],
      advertisedId: ids["otherCategory"],
      similar: true,
    },
    "POST /api/v1/purchases": {
      orderNumber: "P-1",
      email: "kauf@protokoll.example",
      categoryId: ids["category"],
      concludedOn: "2026-01-15",
      addressGiven: true,
    },
    "POST /api/v1/purchases/import": {
      csv: "Bestellnummer;E-Mail;Kategorie;Kaufdatum\nP-2;csv@protokoll.example;Handtaschen;01.02.2026\n",
    },
    "POST /api/v1/mailings/:id/comments": { body: "Stimmt das Datum?" },
    "POST /api/v1/mailings/:id/versions": { name: "Abgestimmt" },
    "POST /api/v1/saved-sections": { name: "Noch ein Kasten", section: SECTION },
    "PATCH /api/v1/saved-sections/:id": { name: "Umbenannt" },
    "PUT /api/v1/brand-kit": {
      headings: "sans",
      text: "sans",
      buttons: "pill",
      logoWidth: 120,
      footer: "",
      social: [],
    },
    "POST /api/v1/replies/:id/decide": { decision: "none" },
    "POST /api/v1/mailboxes": {
      name: "Noch eines",
      protocol: "pop3",
      host: "pop.protokoll.example",
      port: 995,
      tls: "tls",
      username: "rueck@protokoll.example",
      password: "geheim",
      purpose: "bounces",
      active: false,
    },
    "PATCH /api/v1/mailboxes/:id": { name: "Rückläufer" },
    "POST /api/v1/unknown-messages/:id/decide": { class: "ignore" },
    "PUT /api/v1/reply-forwarding": { targets: [] },
    "POST /api/v1/inbound/messages": "From: a@protokoll.example\r\n\r\nDanke\r\n",
    "POST /api/v1/contacts/:id/one-to-one": letterTo(ids["inquiry"]),
    "POST /api/v1/contacts/:id/one-to-one/preview": letterTo(ids["inquiry"]),
    "POST /api/v1/contacts/:id/inquiries": {
      receivedOn: new Date().toISOString().slice(0, 10),
      channel: "email",
      subject: "Noch eine Frage",
    },
    "POST /api/v1/transactional-templates": {
      name: "order.shipped",
      category: "order",
      locale: "de",
      subject: "Unterwegs",
      html: "<p>Ihre Sendung ist unterwegs.</p>",
    },
    "PATCH /api/v1/transactional-templates/:id": { revision: 1, subject: "Bestellung {{ nr }}" },
    "POST /api/v1/transactional": {
      category: "service",
      subject: "Ihr Termin",
      html: "<p>Ihr Termin steht.</p>",
      contactId: ids["contact"],
    },
    "PUT /api/v1/intake/signed-rule": { enabled: false },
    "POST /api/v1/intake/consents": {
      email: "anruf@protokoll.example",
      channel: "phone",
      lists: [ids["list"]],
      saveIncomplete: true,
    },
    "POST /api/v1/intake/declarations": {
      email: "anruf@protokoll.example",
      channel: "phone",
      scope: "newsletters",
    },
    "POST /api/v1/imports": "E-Mail;Vorname\nz@protokoll.example;Zoe\n",
  };
}

/** An answer to an inquiry needs no consent. */
const letterTo = (inquiryId: string | undefined) => ({
  reason: "inquiry",
  inquiryId,
  reasonText: "Sie baten um Rückruf.",
  subject: "Ihr Rückruf",
  text: "Guten Tag, ich rufe Sie morgen an.",
});

/** Refused here, because they need a state that this test does not bring about; their slices' tests do. */
const REFUSED = [
  "DELETE /api/v1/confirmed-addresses/:id",
  "DELETE /api/v1/contact-fields/:id",
  "DELETE /api/v1/sender-domains/:domain/keys/:selector",
  "PATCH /api/v1/forms/:id",
  "PATCH /api/v1/sender-domains/:domain",
  "POST /api/v1/account/logo",
  "POST /api/v1/contact-tags/:id/merge",
  "POST /api/v1/contacts/:id/one-to-one",
  "POST /api/v1/forms",
  "POST /api/v1/forms/preview",
  "POST /api/v1/contact-exports/:id/cancel",
  "POST /api/v1/core-list-previews",
  "POST /api/v1/core-lists",
  "POST /api/v1/core-lists/:id/appends",
  "POST /api/v1/core-lists/:id/updates",
  "POST /api/v1/imports/:id/cancel",
  "POST /api/v1/imports/:id/check",
  "POST /api/v1/imports/:id/run",
  "POST /api/v1/imports/:id/undo",
  "POST /api/v1/images",
  "POST /api/v1/images/:id/file",
  "POST /api/v1/intake/attachments",
  "DELETE /api/v1/mailings/:id/variants",
  "PATCH /api/v1/campaigns/:id",
  "POST /api/v1/sending/alarms/:id/acknowledge",
  "POST /api/v1/relays/:id/hook",
  "POST /api/v1/sender-domain-reports",
  "POST /api/v1/sender-domains/:domain/check",
  "POST /api/v1/sender-domains/:domain/keys",
  "POST /api/v1/sender-domains/:domain/keys/:selector/activate",
  "POST /api/v1/sender-domains/:domain/keys/:selector/withdraw",
  "POST /api/v1/transactional-templates/:id/test",
  "POST /api/v1/wording-versions/:id/approve",
  "POST /api/v1/sending-pace/slow-downs/end",
  "PUT /api/v1/seed-tests/:id/placement",
  "PUT /api/v1/sending-pace/warm-ups/:domain",
  ..."acknowledge request-approval reschedule send-back variants variants/choose approve cancel comments/:comment/reopen comments/:comment/resolve versions/:version/restore follow-up pause resume seed-test test uncertain"
    .split(" ")
    .map((act) => `POST /api/v1/mailings/:id/${act}`),
];

async function ask(spec: RouteSpec): Promise<{ status: number; text: string }> {
  const [, , , collection = ""] = spec.path.split("/");
  const id = collection === "operators" ? colleague : filled.ids[KINDS[collection] ?? ""];
  const body = bodies()[nameOf(spec)] ?? (spec.body ? sampleInput(spec.body) : undefined);
  const type =
    typeof body !== "string"
      ? "application/json"
      : spec.path.endsWith("/inbound/messages")
        ? "message/rfc822"
        : "text/csv";
  const response = await fetch(`${running.url}${spec.path.replace(/:\w+/, id ?? "missing")}`, {
    method: spec.method,
    headers: { ...owner.headers, ...(body === undefined ? {} : { "content-type": type }) },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  return { status: response.status, text: await response.text() };
}

const noted = () =>
  running.database.db.account(seeded.accountId, (tx) =>
    rows<{ action: string }>(tx, sql`select action from audit_entries order by id`),
  );

test("ORG-04: whatever changes something leaves exactly one entry in the log, what is refused none", async () => {
  const wrong: string[] = [];
  const refused = new Map<string, string>();
  const order = ["PATCH", "PUT", "POST", "DELETE"];
  const routes = running.app.routes
    .filter(
      (spec) =>
        spec.method !== "GET" &&
        spec.path.startsWith("/api/v1/") &&
        ![publicRoute, signedIn].includes(spec.permission) &&
        !SLOW.has(nameOf(spec)),
    )
    .toSorted(
      (a, b) =>
        order.indexOf(a.method) - order.indexOf(b.method) ||
        // What belongs to something goes before it.
        (a.method === "DELETE" ? b.path.split("/").length - a.path.split("/").length : 0),
    );
  for (const spec of routes) {
    const before_ = await noted();
    const { status, text } = await ask(spec);
    const entries = (await noted()).slice(before_.length).map((entry) => entry.action);
    if (status >= 300) refused.set(nameOf(spec), `${status} ${text.slice(0, 300)}`);
    const expected = status >= 300 || NOTHING_TO_NOTE.has(nameOf(spec)) ? 0 : 1;
    if (entries.length !== expected)
      wrong.push(`${nameOf(spec)} answered ${status} and noted ${entries.join(", ") || "nothing"}`);
  }
  assert.deepEqual(wrong, []);
  const surprising = [...refused].filter(([name]) => !REFUSED.includes(name));
  assert.deepEqual(surprising, [], "give these an input in `bodies` that does something");
});
