import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, before, test } from "node:test";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { AppError, createKeys, manualClock, one, rows, run, sql } from "../platform/index.ts";
import { defaultWordings } from "./default-wordings.ts";
import { listVersions, listWordings, retireVersion } from "./wording.store.ts";
import {
  answerQuestion,
  approveWordingVersion,
  createWordingVersion,
  questionTotals,
  currentWording,
  grantProfiling,
  installDefaultWordings,
  countAsked,
  mayBeAsked,
  profilingStates,
  readEntries,
  refuseProfiling,
  resetProfilingAfterLastUnsubscribe,
  withdrawProfiling,
  type ProfilingState,
} from "./index.ts";

let base: TestDatabase;
const clock = manualClock("2026-11-21T09:00:00Z");
const deps = { keys: createKeys(randomBytes(32)), clock };
let accountId = 0;
let wordingVersionId = 0;
let unapproved = 0;

before(async () => {
  base = await testDatabase();
  accountId = (
    await base.db.instance((tx) =>
      one<{ id: number }>(tx, sql`insert into accounts (name) values ('Musterbank') returning id`),
    )
  ).id;
  await inAccount(async (tx) => {
    await installDefaultWordings(tx, deps, accountId);
    for (const version of await listVersions(tx))
      if (version.locale === "de") await approveWordingVersion(tx, deps, version.publicId, null);
    wordingVersionId = (await currentWording(tx, "profiling", "de"))!.id;
    unapproved = (await listVersions(tx)).find(
      (v) => v.purpose === "profiling" && v.locale === "en",
    )!.id;
  });
});
after(() => base.close());

const inAccount = <T>(work: Parameters<typeof base.db.account<T>>[1]) =>
  base.db.account(accountId, work);
const evidence = { channel: "web_form" as const, page: "https://bank.example", shownText: "Ja, …" };
const decision = (emailNormalised: string, contactId = 1) => ({
  accountId,
  emailNormalised,
  contactId,
  evidence,
});
const grant = (email: string, contactId = 1) =>
  inAccount((tx) => grantProfiling(tx, deps, { ...decision(email, contactId), wordingVersionId }));
const stateOf = async (email: string): Promise<ProfilingState | "none"> =>
  (await inAccount((tx) => profilingStates(tx, [email]))).get(email)?.state ?? "none";
const kindsOf = async (email: string) =>
  (await inAccount((tx) => readEntries(tx, deps, accountId, { emailNormalised: email }))).map(
    (entry) => entry.kind,
  );
const news = async (email: string) =>
  (
    await inAccount((tx) =>
      rows(
        tx,
        sql`select 1 from outbox_events where type = 'profiling.withdrawn' and payload->>'emailNormalised' = ${email}`,
      ),
    )
  ).length;
const refusal = (code: string) => (error: unknown) =>
  error instanceof AppError && error.code === code;

test("TRK-03: nobody has a permission by default", async () => {
  assert.equal(await stateOf("new@example.org"), "none");
});

test("TRK-03 CON-23 CON-09: granting needs an approved wording of the purpose and complete evidence", async () => {
  const attempt = (change: object) =>
    inAccount((tx) =>
      grantProfiling(tx, deps, { ...decision("no@example.org"), wordingVersionId, ...change }),
    );
  await assert.rejects(attempt({ evidence: {} }), refusal("evidence_incomplete"));
  await assert.rejects(attempt({ wordingVersionId: unapproved }), refusal("wording_not_approved"));
  await assert.rejects(attempt({ wordingVersionId: 999_999 }), refusal("wording_wrong"));
  const newsletter = await inAccount((tx) => currentWording(tx, "newsletter", "de"));
  await assert.rejects(attempt({ wordingVersionId: newsletter!.id }), refusal("wording_wrong"));
  assert.equal(await stateOf("no@example.org"), "none");
});

test("TRK-03 TRK-20: the table itself refuses a permission without its proof", async () => {
  await assert.rejects(
    inAccount((tx) =>
      run(
        tx,
        sql`insert into profiling_permissions (account_id, email_normalised, state) values (${accountId}, 'x@example.org', 'granted')`,
      ),
    ),
    /check constraint/,
  );
});

test("CON-16 TRK-14 TRK-15: granted, withdrawn, granted again, each with its entry and the news of the withdrawal", async () => {
  const email = "a@example.org";
  const first = await grant(email);
  assert.match(first!.publicId, /^led_/);
  assert.equal(await grant(email), null);
  assert.equal(await stateOf(email), "granted");
  await inAccount((tx) => withdrawProfiling(tx, deps, decision(email)));
  assert.equal(await stateOf(email), "withdrawn");
  assert.equal(await inAccount((tx) => withdrawProfiling(tx, deps, decision(email))), null);
  await grant(email);
  assert.deepEqual(await kindsOf(email), [
    "profiling_granted",
    "profiling_withdrawn",
    "profiling_granted",
  ]);
  assert.equal(await news(email), 1);
});

test("CON-17: the state and its proof are one transaction", async () => {
  await assert.rejects(
    inAccount(async (tx) => {
      await grantProfiling(tx, deps, { ...decision("both@example.org"), wordingVersionId });
      throw new Error("away");
    }),
    /away/,
  );
  assert.equal(await stateOf("both@example.org"), "none");
  assert.deepEqual(await kindsOf("both@example.org"), []);
});

test("CON-26: refusing is recorded; from somebody who had granted it is a withdrawal", async () => {
  await inAccount((tx) => refuseProfiling(tx, deps, decision("r@example.org")));
  assert.equal(await stateOf("r@example.org"), "refused");
  await grant("r@example.org");
  await inAccount((tx) => refuseProfiling(tx, deps, decision("r@example.org")));
  assert.equal(await stateOf("r@example.org"), "withdrawn");
  assert.deepEqual(await kindsOf("r@example.org"), [
    "profiling_refused",
    "profiling_granted",
    "profiling_withdrawn",
  ]);
  assert.equal(await news("r@example.org"), 1);
});

test("UNS-14: leaving the last list ends the permission, and only where there is one", async () => {
  await grant("last@example.org");
  await inAccount((tx) =>
    resetProfilingAfterLastUnsubscribe(tx, deps, decision("last@example.org")),
  );
  assert.equal(await stateOf("last@example.org"), "unknown");
  assert.equal(await news("last@example.org"), 1);
  assert.equal(
    await inAccount((tx) =>
      resetProfilingAfterLastUnsubscribe(tx, deps, decision("nobody@example.org")),
    ),
    null,
  );
  assert.equal(await stateOf("nobody@example.org"), "none");
});

test("TRK-24: the permission remembers who on the address granted it; one withdrawal ends it for all", async () => {
  const email = "mueller@example.org";
  const contactIds = async () =>
    (await inAccount((tx) => profilingStates(tx, [email]))).get(email)!.contactIds;
  await grant(email, 1);
  await grant(email, 2);
  assert.deepEqual(await contactIds(), [1, 2]);
  await inAccount((tx) => withdrawProfiling(tx, deps, decision(email, 2)));
  assert.deepEqual(await contactIds(), []);
  await grant(email, 1);
  assert.deepEqual(await contactIds(), [1]);
});

test("TRK-24 DSR-07: the view of who may be measured knows neighbours on the address and restrictions", async () => {
  const email = "view@example.org";
  const addContact = () =>
    inAccount((tx) =>
      one<{ id: number }>(
        tx,
        sql`insert into contacts (account_id, email, email_normalised, address_hash) values (${accountId}, ${email}, ${email}, '\\x00') returning id`,
      ),
    );
  const measurable = async () =>
    (
      await base.db.worker((tx) =>
        rows<{ techniques: string[] }>(
          tx,
          sql`select techniques from profiling_granted where account_id = ${accountId} and email_normalised = ${email}`,
        ),
      )
    ).length === 1;
  const first = await addContact();
  assert.equal(await measurable(), false);
  await grant(email, first.id);
  assert.equal(await measurable(), true);
  const second = await addContact();
  assert.equal(await measurable(), false);
  await grant(email, second.id);
  assert.equal(await measurable(), true);
  await inAccount((tx) =>
    run(tx, sql`update contacts set restricted_at = now() where id = ${second.id}`),
  );
  assert.equal(await measurable(), false);
});

test("CON-26: silent people are asked twice at most, refusers after 12 months", async () => {
  const now = clock.now();
  assert.equal(mayBeAsked(undefined, now), true);
  const ask = () =>
    inAccount((tx) =>
      countAsked(tx, accountId, {
        mailingId: 7,
        emails: ["q@example.org", "q@example.org"],
        at: clock.now(),
      }),
    );
  const may = async (at: string) =>
    mayBeAsked(
      (await inAccount((tx) => profilingStates(tx, ["q@example.org"]))).get("q@example.org"),
      new Date(at),
    );
  await ask();
  assert.equal(await may("2026-11-22T00:00:00Z"), true);
  await ask();
  assert.equal(await may("2030-01-01T00:00:00Z"), false);
  await inAccount((tx) => refuseProfiling(tx, deps, decision("q@example.org")));
  assert.equal(await may("2027-11-21T08:59:59Z"), false);
  assert.equal(await may("2027-11-21T09:00:00Z"), true);
  clock.set("2027-12-01T09:00:00Z");
  await ask();
  assert.equal(await may("2028-11-30T09:00:00Z"), false);
  assert.equal(await may("2028-12-01T09:00:00Z"), true);
  clock.set("2026-11-21T09:00:00Z");
});

test("CON-26: answers are counted for the mailing that asked, each person once with the last word", async () => {
  const answer = (email: string, given: "granted" | "refused", mailingId = 31) =>
    inAccount((tx) =>
      answerQuestion(
        tx,
        deps,
        { ...decision(email), wordingVersionId },
        { answer: given, mailingId },
      ),
    );
  await answer("ja@example.org", "granted");
  await answer("ja@example.org", "granted");
  await answer("nein@example.org", "refused");
  await answer("doch@example.org", "refused");
  await answer("doch@example.org", "granted");
  await answer("um@example.org", "granted");
  await answer("um@example.org", "refused");
  await answer("test@example.org", "granted", 0);
  assert.deepEqual(await inAccount((tx) => questionTotals(tx, 31)), {
    asked: 0,
    granted: 2,
    refused: 2,
  });
  assert.equal(await inAccount((tx) => questionTotals(tx, 0)), undefined);
  assert.equal(await stateOf("um@example.org"), "withdrawn");
});

test("CON-19: who agreed to an earlier wording is asked about what is new, and a no keeps what was granted", async () => {
  const email = "alt@example.org";
  await grant(email);
  const look = async () => (await inAccount((tx) => profilingStates(tx, [email]))).get(email);
  assert.equal(mayBeAsked(await look(), clock.now()), false);
  const larger = defaultWordings.find((one) => one.uses.includes("hand_over"))!;
  const next = await inAccount(async (tx) => {
    const wording = (await listWordings(tx)).find((one) => one.purpose === "profiling")!;
    const { techniques, uses, channels } = larger;
    const texts = { de: larger.texts.de };
    const draft = { texts, techniques, uses, channels, changes: ["use" as const] };
    const no = await createWordingVersion(tx, deps, accountId, wording.publicId, draft, null);
    const made = (await listVersions(tx)).find(
      (v) => v.purpose === "profiling" && v.version === no,
    )!;
    assert.equal(mayBeAsked(await look(), clock.now()), false, "not before it is approved");
    return approveWordingVersion(tx, deps, made.publicId, null);
  });
  const before = await look();
  assert.equal(mayBeAsked(before, clock.now()), true);
  await inAccount((tx) =>
    answerQuestion(
      tx,
      deps,
      { ...decision(email), wordingVersionId: next.id },
      { answer: "refused", mailingId: 32 },
    ),
  );
  assert.equal(await stateOf(email), "granted");
  assert.equal((await look())!.wordingVersionId, wordingVersionId);
  assert.deepEqual((await kindsOf(email)).slice(-1), ["profiling_refused"]);
  const late = new Date(clock.now().getTime() + 1000);
  await inAccount((tx) => countAsked(tx, accountId, { mailingId: 32, emails: [email], at: late }));
  assert.equal(mayBeAsked(await look(), late), false, "not a second time within a year");
  assert.equal(mayBeAsked(await look(), new Date("2027-11-22T09:00:00Z")), true);
  await inAccount((tx) =>
    answerQuestion(
      tx,
      deps,
      { ...decision(email), wordingVersionId: next.id },
      { answer: "granted", mailingId: 33 },
    ),
  );
  assert.equal((await look())!.wordingVersionId, next.id);
  assert.equal((await look())!.outdatedSince, null);
  // For the other tests the first wording is the current one again.
  await inAccount((tx) => retireVersion(tx, next.id, clock.now()));
});

test("CON-16: two presses at once end in one state with both entries", async () => {
  const email = "race@example.org";
  await grant(email);
  await Promise.all([
    inAccount((tx) => withdrawProfiling(tx, deps, decision(email))),
    inAccount((tx) => withdrawProfiling(tx, deps, decision(email))),
    grant(email, 3),
  ]);
  const kinds = await kindsOf(email);
  const state = await stateOf(email);
  const last = kinds.at(-1);
  assert.equal(state, last === "profiling_granted" ? "granted" : "withdrawn");
});
