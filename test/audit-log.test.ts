import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { evidenceSubjects } from "../contract/evidence.ts";
import { publicRoute, one, rows, signedIn, sql, type RouteSpec } from "../server/platform/index.ts";
import { insertSuppression } from "../server/suppression/index.ts";
import { runningApp, type RunningApp } from "./support/app.ts";
import { signedInAs, type Caller } from "./support/callers.ts";
import { fillAccount, type FilledAccount } from "./support/filled-account.ts";
import { inputsOf } from "./support/inputs.ts";
import { seedNewsletter, type SeededNewsletter } from "./support/newsletter.ts";
import { sampleInput } from "./support/sample-input.ts";

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
  "evidence-exports": "export",
  lists: "list",
  mailings: "mailing",
  suppressions: "suppression",
  senders: "sender",
  relays: "relay",
  "test-addresses": "address",
  "confirmed-addresses": "address",
  "api-keys": "apiKey",
  invitations: "invitation",
  roles: "role",
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
  "recurring-mailings": "recurring",
  "core-lists": "coreList",
  "core-imports": "coreImport",
  "contact-merges": "merge",
  "core-handovers": "coreHandover",
  "saved-sections": "savedSection",
  "contact-fields": "field",
  "contact-tags": "tag",
  "contact-notes": "note",
  "contact-bulks": "bulk",
  alerts: "alert",
  "data-requests": "dataRequest",
  incidents: "incident",
  places: "place",
  tools: "tool",
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

/** Refused here, because they need a state that this test does not bring about; their slices' tests do. */
const REFUSED = [
  ..."accept dismiss close reopen decisions/:addressee told/:addressee"
    .split(" ")
    .map((act) => `POST /api/v1/incidents/:id/${act}`),
  "POST /api/v1/checks/:id/answer",
  "DELETE /api/v1/checks/:id/answer",
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
  "POST /api/v1/second-person/exports/:id/confirm",
  "POST /api/v1/second-person/exports/:id/refuse",
  "POST /api/v1/second-person/exports/:id/withdraw",
  "POST /api/v1/second-person/evidence/:id/confirm",
  "POST /api/v1/second-person/evidence/:id/refuse",
  "POST /api/v1/second-person/evidence/:id/withdraw",
  "POST /api/v1/second-person/releases/:id/confirm",
  "POST /api/v1/second-person/releases/:id/refuse",
  "POST /api/v1/second-person/releases/:id/withdraw",
  "POST /api/v1/second-person/guards/:id/confirm",
  "POST /api/v1/second-person/guards/:id/refuse",
  "POST /api/v1/second-person/guards/:id/withdraw",
  "POST /api/v1/second-person/lifts/:id/confirm",
  "POST /api/v1/second-person/lifts/:id/refuse",
  "POST /api/v1/second-person/lifts/:id/withdraw",
  "POST /api/v1/data-notices/:id/told",
  "POST /api/v1/information-duties/told",
  "POST /api/v1/data-requests/:id/scans",
  "DELETE /api/v1/impact-files/:id",
  "POST /api/v1/documents/:kind/confirm",
  "POST /api/v1/documents/impact/files",
  // server/evidence/evidence.test.ts
  ...evidenceSubjects.flatMap((subject) => [
    `POST /api/v1/evidence/${subject}/:id`,
    `DELETE /api/v1/evidence/${subject}-files/:id`,
  ]),
  "PUT /api/v1/documents/measures/chapters/:key",
  "PUT /api/v1/documents/screening/answers/:key",
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
  "PUT /api/v1/mailings/:id/variants/automatic",
  "POST /api/v1/recurring-mailings/:id/start",
  "POST /api/v1/recurring-mailings/:id/pause",
  "POST /api/v1/recurring-mailings/:id/resume",
  "POST /api/v1/recurring-mailings/:id/issues/:local/send",
  "POST /api/v1/recurring-mailings/:id/issues/:local/drop",
  "POST /api/v1/sending/alarms/:id/acknowledge",
  "POST /api/v1/relays/:id/hook",
  "POST /api/v1/retention/holds/:id/end",
  "PUT /api/v1/retention/periods/:class",
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
  ..."acknowledge request-approval reschedule send-back variants variants/choose approve cancel comments/:comment/reopen comments/:comment/resolve versions/:version/restore follow-up pause resume seed-test send-again test uncertain"
    .split(" ")
    .map((act) => `POST /api/v1/mailings/:id/${act}`),
];

async function ask(spec: RouteSpec): Promise<{ status: number; text: string }> {
  const [, , , collection = ""] = spec.path.split("/");
  const id =
    collection === "operators"
      ? colleague
      : collection === "checks"
        ? "CHK-18"
        : filled.ids[KINDS[collection] ?? ""];
  const body =
    inputsOf(filled.ids)[nameOf(spec)] ?? (spec.body ? sampleInput(spec.body) : undefined);
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
  const text = await response.text();
  // An invitation that is sent again is a new one.
  if (response.ok && spec.path.endsWith("/invitations/:id/again"))
    filled.ids["invitation"] = (JSON.parse(text) as { invitation: { id: string } }).invitation.id;
  return { status: response.status, text };
}

const noted = () =>
  running.database.db.account(seeded.accountId, (tx) =>
    rows<{ action: string }>(
      tx,
      sql`select action from audit_entries where actor_kind <> 'system' order by id`,
    ),
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
  assert.deepEqual(
    surprising,
    [],
    "give these an input in test/support/inputs.ts that does something",
  );
});
