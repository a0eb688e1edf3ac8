import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { markUnsubscribed } from "../server/lists/index.ts";
import { one, rows, run, sql } from "../server/platform/index.ts";
import { applyRetention } from "../server/privacy/index.ts";
import { askAs, keyWith, type Ask } from "./support/callers.ts";
import {
  correspondenceWorld,
  refusal,
  type CorrespondenceWorld,
  type Person,
} from "./support/correspondence.ts";
import { eventually } from "./support/sending.ts";

let world: CorrespondenceWorld;
let program: Ask;
before(async () => {
  world = await correspondenceWorld();
  program = askAs(
    world.running.url,
    await keyWith(world.db, world.seeded, ["transactional.send", "transactional.read"]),
  );
});
after(() => world.close());

type Sent = { id: string; state: string; advertising: string; warnings: { rule: string }[] };
const PLAIN = {
  category: "order",
  subject: "Ihre Bestellung {{ nr }}",
  html: "<p>Guten Tag {{ name }},</p><p>Ihre Bestellung {{ nr }} ist eingegangen.</p>",
  variables: { nr: "4711", name: "Anna <Beispiel>" },
};
const order = (to: object, change: object = {}) =>
  program<Sent>("POST", "/transactional", { ...PLAIN, ...to, ...change });
const stateOf = async (id: string) =>
  (await program<{ state: string; reason: string | null }>("GET", `/transactional/${id}`)).state;
const subscriber = async (no: number): Promise<{ email: string; id: string }> => {
  const email = `person${no}@liste.example`;
  const found = await world.inAccount((tx) =>
    one<{ id: string }>(
      tx,
      sql`select public_id as id from contacts where account_id = app_account() and email_normalised = ${email}`,
    ),
  );
  return { email, id: found.id };
};

const INVOICE = {
  name: "invoice.created",
  category: "order",
  locale: "de",
  subject: "Ihre Rechnung {{ nr }}",
  html: `<html><body><h1>Ihre Rechnung {{ nr }}</h1>
<!-- werbung --><p>Passend dazu: <a href="https://www.musterbank.example/aktion">20 % Rabatt</a></p><!-- /werbung -->
<p data-advertising>Noch mehr Angebote</p><p>Vielen Dank.</p></body></html>`,
};
const ADVERTISING = /Rabatt|Angebote|aktion|werbung|data-advertising/i;

test("LEG-19 LEG-02: of one invoice, A with consent gets the part that advertises, B without does not", async () => {
  await world.ask("POST", "/transactional-templates", {
    ...INVOICE,
    advertisingListIds: [world.seeded.listPublicId],
  });
  const a = await subscriber(1);
  const b = await world.person("ohne@firma.example");
  const bill = (to: object) =>
    program<Sent>("POST", "/transactional", {
      template: INVOICE.name,
      variables: { nr: "2026-17" },
      ...to,
    });
  const toA = await bill({ contactId: a.id });
  const toB = await bill({ email: b.email });
  const toC = await bill({ email: "unbekannt@fremd.example" });
  const [mailA, mailB, mailC] = [
    await world.received(a.email),
    await world.received(b.email),
    await world.received("unbekannt@fremd.example"),
  ];
  assert.match(mailA.html, /20 % Rabatt/);
  assert.match(mailA.html, /Noch mehr Angebote/);
  assert.match(mailA.text, /20 % Rabatt/);
  for (const { html, text } of [mailB, mailC]) {
    assert.doesNotMatch(html, ADVERTISING);
    assert.doesNotMatch(text, ADVERTISING);
    assert.match(html, /Ihre Rechnung 2026-17/);
    assert.match(text, /Vielen Dank/);
  }
  for (const mail of [mailA, mailB]) {
    assert.equal(mail.headers.get("auto-submitted"), "auto-generated");
    assert.equal(mail.headers.get("list-unsubscribe"), undefined);
    assert.doesNotMatch(mail.html, /<img|\/t\//);
    assert.match(mail.html, /Lindenallee 12/);
  }
  for (const [sent, expected] of [
    [toA, "sent"],
    [toB, "removed"],
    [toC, "removed"],
  ] as const) {
    const end = await world.ended(sent.id);
    assert.deepEqual([end.outcome, end.basis, end.measured], ["accepted", "transactional", "none"]);
    await eventually("the log says what became of the advertising", async () => {
      const row = await program<{ advertising: string }>("GET", `/transactional/${sent.id}`);
      return row.advertising === expected;
    });
  }
  // A leaves the list: the next invoice comes without advertising.
  await world.inAccount((tx) => markUnsubscribed(tx, world.seeded.listId, a.email, new Date()));
  await program<Sent>("POST", "/transactional", {
    template: INVOICE.name,
    variables: { nr: "2026-18" },
    contactId: a.id,
  });
  assert.doesNotMatch((await world.received(a.email, /2026-18/)).html, ADVERTISING);
});

test("LEG-18: surveys, reviews, greetings and teasers are advertising, in templates and in calls", async () => {
  for (const category of ["survey", "review", "greeting", "teaser"]) {
    for (const act of [
      () => order({ email: "x@firma.example" }, { category }),
      () => world.ask("POST", "/transactional-templates", { ...INVOICE, name: "x.y", category }),
    ]) {
      const refused = await refusal(act());
      assert.deepEqual([refused.status, refused.code], [422, "category_is_advertising"]);
      assert.match(refused.hint ?? "", /newsletter.*7\(3\)/);
    }
  }
  assert.equal(
    (await refusal(order({ email: "x@f.example" }, { category: "legal" }))).code,
    "law_missing",
  );
  const warned = await order(
    { email: "warnung@firma.example" },
    { html: "<p>Ihre Bestellung {{ nr }} {{ name }}. Jetzt kaufen und sparen!</p>" },
  );
  assert.deepEqual(
    warned.warnings.map((finding) => finding.rule),
    ["LEG-19"],
  );
});

test("SND-16 SND-17: what is broken is refused by name; the same Idempotency-Key sends once", async () => {
  const code = async (act: Promise<unknown>) => (await refusal(act)).code;
  assert.equal(await code(order({})), "recipient_missing");
  assert.equal(await code(order({ email: "keine adresse" })), "address_not_valid");
  assert.equal(await code(order({ email: "a@b.example", variables: {} })), "variables_missing");
  assert.equal(await code(order({ email: "a@b.example" }, { template: "x" })), "template_or_words");
  assert.equal(
    await code(program("POST", "/transactional", { template: "fehlt", email: "a@b.example" })),
    "not_found",
  );
  assert.equal(
    await code(order({ email: "a@b.example" }, { html: "<script>1</script>" })),
    "content_refused",
  );
  assert.equal(
    await code(order({ email: "a@b.example" }, { html: "<!-- werbung -->offen" })),
    "advertising_marks_wrong",
  );
  const key = await keyWith(world.db, world.seeded, ["transactional.send"]);
  const post = () =>
    fetch(`${world.running.url}/api/v1/transactional`, {
      method: "POST",
      headers: {
        ...key.headers,
        "content-type": "application/json",
        "idempotency-key": "bestellung-1",
      },
      body: JSON.stringify({ ...PLAIN, email: "einmal@firma.example" }),
    }).then((answer) => answer.json() as Promise<Sent>);
  assert.equal((await post()).id, (await post()).id);
  const mail = await world.received("einmal@firma.example");
  assert.match(mail.html, /Anna &lt;Beispiel&gt;/);
  assert.equal((await world.entries("einmal@firma.example")).length, 1);
  const reader = await keyWith(world.db, world.seeded, ["transactional.read"]);
  const refused = await refusal(
    askAs(world.running.url, reader)("POST", "/transactional", { ...PLAIN, email: "a@b.example" }),
  );
  assert.equal(refused.status, 403);
});

test("LEG-14 UNS-20 UNS-24 SND-09 DSR-07 M-2: who still gets a transactional mail, and the notice, after which act", async () => {
  const acts: [string, (who: Person) => Promise<unknown>, string, string, string][] = [
    ["nothing", async () => undefined, "ok", "ok", "ok"],
    [
      "unsubscribe newsletter",
      (who) => world.suppress(who, { scope: "list_address", listId: world.seeded.listId }),
      "ok",
      "ok",
      "ok",
    ],
    [
      "all newsletters",
      (who) => world.suppress(who, { scope: "newsletters_address" }),
      "ok",
      "ok",
      "ok",
    ],
    [
      "objection to customer mail",
      (who) => world.suppress(who, { scope: "customer_7_3_address" }),
      "ok",
      "ok",
      "ok",
    ],
    [
      "objection to advertising",
      (who) => world.suppress(who, { scope: "account_address" }),
      "ok",
      "ok",
      "ok",
    ],
    ["spam complaint", (who) => world.suppress(who, { scope: "complaint" }), "ok", "ok", "ok"],
    [
      "hard bounce",
      (who) => world.suppress(who, { scope: "retained" }),
      "retained",
      "retained",
      "retained",
    ],
    ["blacklist", (who) => world.suppress(who, { scope: "blacklist" }), "blacklist", "ok", "ok"],
    ["restriction", (who) => world.restrict(who), "restricted", "restricted", "ok"],
  ];
  const result = async (act: Promise<{ id: string }>) => {
    try {
      const { id } = await act;
      return (await world.ended(id)).outcome === "accepted" ? "ok" : "not sent";
    } catch (error) {
      return (await refusal(Promise.reject(error))).reason;
    }
  };
  for (const [name, act, plain, legal, notice] of acts) {
    const who = await world.person();
    await act(who);
    assert.deepEqual(
      [
        await result(order({ contactId: who.publicId })),
        await result(
          order({ contactId: who.publicId }, { category: "legal", law: "§ 312i Abs. 1 BGB" }),
        ),
        await result(world.ask("POST", `${who.path}/privacy-notice`, {})),
      ],
      [plain, legal, notice],
      name,
    );
  }
});

test("ORG-03 RET-08: the log tells states and no addresses; after 90 days the words are gone", async () => {
  const anna = await world.person("protokoll@firma.example");
  await world.consentToLetters(anna);
  const sent = await order({ contactId: anna.publicId });
  await world.ended(sent.id);
  const letter = await world.ask<{ id: string }>("POST", `${anna.path}/one-to-one`, {
    reason: "offer",
    reasonText: "Sie haben gefragt.",
    subject: "Persönlich",
    text: "Guten Tag, ein ganz persönlicher Text.",
  });
  await world.ended(letter.id);
  const log = await program<{ items: object[]; nextCursor: string | null }>(
    "GET",
    "/transactional?limit=3",
  );
  assert.equal(log.items.length, 3);
  assert.doesNotMatch(JSON.stringify(log), /firma\.example|liste\.example|Anna/);
  assert.notEqual(log.nextCursor, null);
  assert.equal(await stateOf(sent.id), "accepted");

  const stored = () =>
    world.inAccount((tx) =>
      rows<{ words: number; sketch: boolean }>(
        tx,
        sql`select (m.subject is not null)::int + (m.body_sealed is not null)::int + (m.email_normalised is not null)::int + (m.reason_text is not null)::int as words,
              m.body_sketch is not null as sketch
            from correspondence_mails m where m.account_id = app_account() and m.contact_id = ${anna.id} and m.kind = 'one_to_one'`,
      ),
    );
  const age = (days: number) =>
    world.inAccount((tx) =>
      run(
        tx,
        sql`update correspondence_mails set created_at = now() - ${days} * interval '1 day' where account_id = app_account() and contact_id = ${anna.id}`,
      ),
    );
  const retain = () => applyRetention(world.running.app.deps.privacy, world.seeded.accountId);
  await retain();
  assert.deepEqual(await stored(), [{ words: 4, sketch: true }]);
  await age(8);
  await retain();
  assert.deepEqual(await stored(), [{ words: 4, sketch: false }]);
  await age(91);
  await retain();
  assert.deepEqual(await stored(), [{ words: 0, sketch: false }]);
});

test("LEG-19 CNT-18 SND-17: templates are written, looked at in both versions, tried at confirmed addresses only, put away", async () => {
  type Template = { id: string; revision: number; hasAdvertising: boolean; variables: string[] };
  const made = await world.ask<Template>("POST", "/transactional-templates", {
    ...INVOICE,
    name: "invoice.second",
  });
  assert.deepEqual([made.hasAdvertising, made.variables], [true, ["nr"]]);
  const path = `/transactional-templates/${made.id}`;
  const taken = world.ask("POST", "/transactional-templates", {
    ...INVOICE,
    name: "invoice.second",
  });
  assert.equal((await refusal(taken)).code, "name_taken");
  const saved = await world.ask<Template>("PATCH", path, {
    revision: 1,
    subject: "Neu {{ datum }}",
  });
  assert.deepEqual([saved.revision, saved.variables], [2, ["datum", "nr"]]);
  const late = world.ask("PATCH", path, { revision: 1, subject: "Zu spät" });
  assert.equal((await refusal(late)).code, "template_changed_meanwhile");
  const { whole, withoutAdvertising } = await world.ask<{
    whole: { html: string };
    withoutAdvertising: { html: string };
  }>("POST", "/transactional-templates/preview", {
    locale: "de",
    subject: INVOICE.subject,
    html: INVOICE.html,
  });
  assert.match(whole.html, /Rabatt/);
  assert.doesNotMatch(withoutAdvertising.html, ADVERTISING);
  const address = await world.ask<{ id: string }>("POST", "/test-addresses", {
    email: "probe@musterbank.example",
  });
  const tryIt = () =>
    world.ask<{ sentTo: number }>("POST", `${path}/test`, { addressIds: [address.id] });
  assert.equal((await refusal(tryIt())).code, "test_address_unknown");
  await world.inAccount((tx) =>
    run(
      tx,
      sql`update confirmed_addresses set confirmed_at = now() where account_id = app_account() and kind = 'test'`,
    ),
  );
  assert.equal((await tryIt()).sentTo, 1);
  assert.match((await world.received("probe@musterbank.example", /^\[Test\]/)).html, /\[nr\]/);
  await world.ask("POST", `${path}/archive`);
  const gone = program("POST", "/transactional", {
    template: "invoice.second",
    email: "a@b.example",
  });
  assert.equal((await refusal(gone)).code, "not_found");
});
