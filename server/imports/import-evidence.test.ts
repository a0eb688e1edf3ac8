import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { exclusionReasons } from "../../contract/reasons.ts";
import { audienceCounts } from "../compliance/index.ts";
import {
  approveWordingVersion,
  installDefaultWordings,
  profilingStates,
  readEntries,
} from "../consent/index.ts";
import { addressHash, findByAddress } from "../contacts/index.ts";
import { subscriptionsOfAddress } from "../lists/index.ts";
import { one, rows, run, sql } from "../platform/index.ts";
import { insertSuppression, type SuppressionScope } from "../suppression/index.ts";
import {
  countRows,
  doubleOptIn,
  importHarness,
  type ImportHarness,
} from "../../test/support/imports.ts";

let h: ImportHarness;
before(async () => {
  h = await importHarness();
});
after(() => h.close());

const inAccount = <T>(work: Parameters<typeof h.base.db.account<T>>[1]) =>
  h.base.db.account(h.accountId, work);
const list = (at: number) => h.lists[at]!;
const mailable = (listIds: number[]) =>
  inAccount((tx) => audienceCounts(tx, { clock: h.deps.clock }, { listIds }));

test("CON-23: of 100 rows with 7 lacking time or source, 93 are granted, 7 unverified, and 93 may be mailed", async () => {
  const lines = Array.from({ length: 100 }, (_, at) => {
    const date = at < 4 ? "" : at === 4 ? "irgendwann" : "01.05.2026 10:15";
    const source = at === 5 || at === 6 ? "" : "Messe Köln";
    return `person${at}@haus.example;Vorname ${at};${date};${source}`;
  });
  const options = doubleOptIn([list(0).publicId]);
  const { source: _common, ...consent } = options.consent as {
    source?: string;
    evidence: "double_opt_in";
  };
  const { counts, importId } = await h.importText(
    `E-Mail;Vorname;Opt-in-Datum;Quelle\n${lines.join("\n")}\n`,
    { ...options, consent },
  );
  assert.equal(counts.created, 100);
  assert.equal(counts.consents, 93);
  assert.equal(counts.mailable, 93);
  assert.deepEqual(
    Object.fromEntries(counts.unverifiedBy.map(({ reason, count }) => [reason, count])),
    { consent_date_missing: 4, consent_date_unreadable: 1, consent_source_missing: 2 },
  );
  assert.deepEqual(counts.notMailable, [
    { reason: "consent_unverified", count: 7, label: exclusionReasons.consent_unverified.label },
  ]);
  const real = await mailable([list(0).id]);
  assert.deepEqual(
    [real.mailable, real.reasons.map(({ reason, count }) => [reason, count])],
    [93, [["consent_unverified", 7]]],
    "what the preview promised is what the gate says",
  );
  const [entry] = await inAccount((tx) =>
    readEntries(tx, h, h.accountId, { emailNormalised: "person50@haus.example" }),
  );
  assert.equal(entry!.kind, "imported_with_evidence");
  assert.equal(entry!.intact, true);
  assert.equal(entry!.listId, list(0).id);
  const { evidence, wording } = entry!.document!;
  assert.ok(wording, "the pasted text became a wording version");
  assert.equal(evidence.grantedAt, "2026-05-01T08:15:00.000Z");
  assert.equal(evidence.source, "Messe Köln");
  assert.equal(evidence["method"], "double_opt_in");
  assert.equal((evidence["file"] as { line: number }).line, 52);
  assert.equal((evidence["file"] as { import: string }).import, importId);
});

test("CON-14 CON-13: without evidence contacts are stored, nobody may be mailed and no opt-in mail leaves", async () => {
  const { counts } = await h.importText("Mail\nohne1@haus.example\nohne2@haus.example\n", {
    listIds: [list(1).publicId],
    origin: { text: "Visitenkarten", collectedFrom: "person" },
    consent: { evidence: "none" },
  });
  assert.deepEqual([counts.created, counts.consents, counts.mailable], [2, 0, 0]);
  assert.equal(counts.unverifiedBy[0]!.reason, "consent_none");
  const [subscription] = await inAccount((tx) => subscriptionsOfAddress(tx, "ohne1@haus.example"));
  assert.deepEqual(
    [subscription!.state, subscription!.flag, subscription!.proof, subscription!.entryId],
    ["confirmed", "unverified", null, null],
  );
  assert.equal((await mailable([list(1).id])).mailable, 0);
  assert.equal(await countRows(h, "deliveries"), 0);
  assert.equal(await countRows(h, "consent_requests"), 0);
});

test("CON-23: evidence brought later completes an unverified subscription, and is not recorded twice", async () => {
  const file = "E-Mail;Opt-in-Datum\nohne1@haus.example;2026-03-01\n";
  const first = await h.importText(file, doubleOptIn([list(1).publicId]));
  assert.deepEqual([first.counts.updated, first.counts.consents], [1, 1]);
  const second = await h.importText(file, doubleOptIn([list(1).publicId]));
  assert.deepEqual([second.counts.unchanged, second.counts.consents], [1, 0]);
  const entries = await inAccount((tx) =>
    readEntries(tx, h, h.accountId, { emailNormalised: "ohne1@haus.example" }),
  );
  assert.equal(entries.length, 1);
  const without = await h.importText(file, {
    listIds: [list(1).publicId],
    origin: { text: "Visitenkarten", collectedFrom: "person" },
    consent: { evidence: "none" },
  });
  assert.equal(without.counts.unchanged, 1, "nothing takes a proven consent away");
  assert.equal((await mailable([list(1).id])).mailable, 1);
});

test("UNS-23 DOI-13 UNS-24: no import brings a suppressed or unsubscribed address back", async () => {
  const scopes: [SuppressionScope, string][] = [
    ["list_address", "unsubscribed"],
    ["newsletters_address", "newsletters_unsubscribed"],
    ["account_address", "objection"],
    ["blacklist", "blacklist"],
    ["complaint", "complaint"],
    ["retained", "retained"],
  ];
  const at = h.deps.clock.now();
  await inAccount(async (tx) => {
    for (const [scope] of scopes) {
      const emailNormalised = `${scope}@gesperrt.example`;
      await insertSuppression(tx, h.accountId, {
        scope,
        ...(scope === "list_address" ? { listId: list(0).id } : {}),
        // Seven days after unsubscribing only the hash may be left.
        ...(scope === "newsletters_address" ? {} : { emailNormalised }),
        addressHash: addressHash(h.keys, h.accountId, emailNormalised),
        reason: "test",
        origin: "link",
        at,
      });
    }
    await insertSuppression(tx, h.accountId, {
      scope: "blacklist",
      domain: "nie.example",
      reason: "test",
      origin: "operator",
      at,
    });
  });
  const rows = [...scopes.map(([scope]) => `${scope}@gesperrt.example`), "wer@nie.example"];
  const file = `E-Mail;Opt-in-Datum\n${rows.map((email) => `${email};2026-10-01`).join("\n")}\n`;
  const { counts } = await h.importText(file, doubleOptIn([list(0).publicId]));
  assert.deepEqual([counts.rejected, counts.created, counts.mailable], [7, 0, 0]);
  const reasons = Object.fromEntries(counts.rejectedBy.map(({ reason, count }) => [reason, count]));
  for (const [scope, reason] of scopes)
    assert.equal(reasons[reason], reason === "blacklist" ? 2 : 1, scope);
  assert.match(
    counts.rejectedBy.find(({ reason }) => reason === "unsubscribed")!.label.de,
    /Zurückgehalten: Abmeldeliste/,
  );
  assert.equal(await countRows(h, "contacts", "email_normalised like '%gesperrt.example'"), 0);
});

test("UNS-23: whoever left one of two lists is imported into the other only", async () => {
  const file = "E-Mail;Opt-in-Datum\nlist_address@gesperrt.example;2026-10-01\n";
  const { counts } = await h.importText(file, doubleOptIn(h.lists.map((each) => each.publicId)));
  assert.deepEqual([counts.created, counts.consents, counts.heldBack[0]?.count], [1, 1, 1]);
  const subscriptions = await inAccount((tx) =>
    subscriptionsOfAddress(tx, "list_address@gesperrt.example"),
  );
  assert.deepEqual(
    subscriptions.map((each) => each.listId),
    [list(1).id],
  );
});

test("UNS-23: a subscription that ended stays ended without any suppression entry", async () => {
  const file = "E-Mail;Opt-in-Datum\nging@haus.example;2026-10-01\n";
  await h.importText(file, doubleOptIn([list(0).publicId]));
  await inAccount((tx) =>
    run(
      tx,
      sql`update subscriptions set state = 'unsubscribed', unsubscribed_at = now() where email_normalised = 'ging@haus.example'`,
    ),
  );
  const { counts } = await h.importText(file, doubleOptIn([list(0).publicId]));
  assert.equal(counts.rejectedBy[0]!.reason, "unsubscribed");
  const [subscription] = await inAccount((tx) => subscriptionsOfAddress(tx, "ging@haus.example"));
  assert.equal(subscription!.state, "unsubscribed");
});

test("DSR-07: a contact whose data are restricted is not changed", async () => {
  await h.importText("E-Mail;Vorname\nruht@haus.example;Alt\n", {
    origin: { text: "Bestand", collectedFrom: "person" },
    consent: { evidence: "none" },
  });
  await inAccount((tx) =>
    run(
      tx,
      sql`update contacts set restricted_at = now() where email_normalised = 'ruht@haus.example'`,
    ),
  );
  const { counts } = await h.importText("E-Mail;Vorname\nruht@haus.example;Neu\n", {
    existing: "overwrite",
    origin: { text: "Bestand", collectedFrom: "person" },
    consent: { evidence: "none" },
  });
  assert.equal(counts.rejectedBy[0]!.reason, "restricted");
  const [contact] = await inAccount((tx) => findByAddress(tx, "ruht@haus.example"));
  assert.equal(contact!.firstName, "Alt");
});

test("TRK-04 TRK-03 CON-23: analysis is granted with its own evidence only; all others stay unknown and are listed", async () => {
  await inAccount((tx) => installDefaultWordings(tx, h.deps, h.accountId));
  const version = await inAccount(async (tx) => {
    const found = await one<{ publicId: string }>(
      tx,
      sql`select v.public_id from wording_versions v join wordings w on w.id = v.wording_id where w.purpose = 'profiling' and v.locale = 'de'`,
    );
    return found.publicId;
  });
  const file = [
    "E-Mail;Opt-in-Datum;Profiling;Profiling am;Profiling Quelle",
    "p1@haus.example;2026-01-01;1;2026-01-01;Anmeldeseite",
    "p2@haus.example;2026-01-01;1;;Anmeldeseite",
    "p3@haus.example;2026-01-01;1;2026-01-01;",
    "p4@haus.example;2026-01-01;0;2026-01-01;Anmeldeseite",
    "p5@haus.example;2026-01-01;;;",
    "p6@haus.example;2026-01-01;vielleicht;;",
  ].join("\n");
  const options = doubleOptIn([list(0).publicId]);
  const without = await h.importText(file, options);
  assert.equal(without.counts.profilingGranted, 0, "no wording, no permission");
  await assert.rejects(
    h.importText(file, { ...options, profiling: { wordingVersionId: version } }),
    { code: "wording_wrong" },
    "a wording that is not approved",
  );
  await inAccount((tx) => approveWordingVersion(tx, h.deps, version, null));
  const { counts } = await h.importText(file, {
    ...options,
    profiling: { wordingVersionId: version },
  });
  assert.equal(counts.profilingGranted, 1);
  assert.deepEqual(counts.profilingRefusedBy.map(({ reason }) => reason).toSorted(), [
    "profiling_date_missing",
    "profiling_source_missing",
    "profiling_unreadable",
  ]);
  const states = await inAccount((tx) =>
    profilingStates(tx, ["p1@haus.example", "p2@haus.example", "p4@haus.example"]),
  );
  assert.deepEqual(
    [...states].map(([email, { state }]) => [email, state]),
    [["p1@haus.example", "granted"]],
  );
  const counted = await mailable([list(0).id]);
  assert.equal(counted.measurable, 1);
  const entries = await inAccount((tx) =>
    readEntries(tx, h, h.accountId, { emailNormalised: "p1@haus.example" }),
  );
  assert.ok(entries.some((entry) => entry.purpose === "profiling" && entry.document!.wording));
  await assert.rejects(h.importText(file, { ...options, profiling: { default: true } }), {
    code: "profiling_default_refused",
  });
});

test("TRK-04: a no that somebody said here is stronger than a yes in a file", async () => {
  await inAccount((tx) =>
    run(
      tx,
      sql`insert into profiling_permissions (account_id, email_normalised, state) values (${h.accountId}, 'nein@haus.example', 'withdrawn')`,
    ),
  );
  const { publicId } = await inAccount((tx) =>
    one<{ publicId: string }>(
      tx,
      sql`select v.public_id from wording_versions v join wordings w on w.id = v.wording_id where w.purpose = 'profiling' and v.approved_at is not null`,
    ),
  );
  const { counts } = await h.importText(
    `E-Mail;Profiling;Profiling am;Profiling Quelle;Profiling Wortlaut\nnein@haus.example;ja;2026-11-01;Formular;${publicId}\n`,
    { origin: { text: "Bestand", collectedFrom: "person" }, consent: { evidence: "none" } },
  );
  assert.deepEqual(
    [counts.profilingGranted, counts.profilingRefusedBy[0]!.reason],
    [0, "profiling_declined"],
  );
});

test("CON-18: old consents that were used are not stale, unused ones are held back", async () => {
  const file = [
    "E-Mail;Opt-in-Datum;Letzter Versand",
    "genutzt@haus.example;2019-05-01;2026-10-01",
    "ungenutzt@haus.example;2019-05-01;",
  ].join("\n");
  const { counts } = await h.importText(file, doubleOptIn([list(1).publicId]));
  assert.equal(counts.mailable, 1);
  assert.equal(counts.notMailable[0]!.reason, "consent_stale");
});

test("CON-13: signed declarations are accepted from owners only, with a reason that stands in the proof", async () => {
  const options = {
    ...doubleOptIn([list(1).publicId]),
    consent: {
      evidence: "signed_declaration" as const,
      reason: "Beitrittserklärungen mit Adresse, im Vereinsarchiv",
      source: "Beitrittserklärung",
      wording: { text: "Ich möchte die Vereinspost an meine oben genannte E-Mail-Adresse." },
    },
  };
  const file = "E-Mail;Opt-in-Datum\nmitglied@haus.example;2026-02-01\n";
  const marketer = {
    kind: "operator" as const,
    operatorId: 1,
    name: "Marketing",
    roles: ["marketer"],
    permissions: new Set(["contacts.import"]),
  };
  await assert.rejects(h.importText(file, options, { actor: marketer }), { code: "owner_decides" });
  const { counts } = await h.importText(file, options);
  assert.equal(counts.mailable, 1);
  const [entry] = await inAccount((tx) =>
    readEntries(tx, h, h.accountId, { emailNormalised: "mitglied@haus.example" }),
  );
  assert.equal(entry!.document!.evidence["method"], "signed_declaration");
  assert.match(entry!.document!.evidence.reason!, /Vereinsarchiv/);
});

test("DSR-03: every field remembers where it came from, and filled ones are not overwritten", async () => {
  const options = {
    origin: { text: "Altes Adressbuch", collectedFrom: "person" as const },
    consent: { evidence: "none" as const },
  };
  await h.importText("E-Mail;Anrede;Vorname\nfelder@haus.example;Frau;Änne\n", options);
  const mapping = [
    { column: "E-Mail", field: "email" },
    { column: "Vorname", field: "firstName" },
    { column: "Nachname", field: "lastName" },
    { column: "Filiale", field: "custom.filiale" },
  ];
  const second = "E-Mail;Vorname;Nachname;Filiale\nFELDER@haus.example;Anna;Öztürk;Mitte\n";
  const { counts } = await h.importText(
    second,
    { ...options, origin: { text: "Messe", collectedFrom: "person" } },
    { mapping },
  );
  assert.equal(counts.updated, 1);
  const [contact] = await inAccount((tx) => findByAddress(tx, "felder@haus.example"));
  assert.deepEqual(
    [contact!.salutation, contact!.firstName, contact!.lastName, contact!.custom],
    ["frau", "Änne", "Öztürk", { filiale: "Mitte" }],
  );
  assert.equal(contact!.origins["firstName"]!.source, "Altes Adressbuch");
  assert.equal(contact!.origins["lastName"]!.source, "Messe");
  assert.equal(contact!.origins["custom.filiale"]!.source, "Messe", "each own field by itself");
  assert.equal(contact!.origins["custom"], undefined);
  const overwritten = await h.importText(
    second,
    { ...options, existing: "overwrite" },
    { mapping },
  );
  assert.equal(overwritten.counts.updated, 1);
  const [after] = await inAccount((tx) => findByAddress(tx, "felder@haus.example"));
  assert.equal(after!.firstName, "Anna");
  const [{ sort }] = (await inAccount((tx) =>
    rows<{ sort: string }>(
      tx,
      sql`select sort_key as sort from contacts where email_normalised = 'felder@haus.example'`,
    ),
  )) as [{ sort: string }];
  assert.equal(sort, "ozturk anna");
});
