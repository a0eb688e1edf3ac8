import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test as run } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { LedgerEntryView, ProofView, WordingView } from "../contract/consent.ts";
import type { SubscriptionView } from "../contract/lists.ts";
import type { MailingView, ReadinessView } from "../contract/mailings.ts";
import type { MailingReport } from "../contract/reports.ts";
import { createLogger, systemClock } from "../server/platform/index.ts";
import { startSandboxMailbox } from "../server/sandbox/index.ts";
import { runningApp, type RunningApp } from "./support/app.ts";
import { problemsOfAnswers, type OpenApi } from "./support/open-api.ts";
import { pageElements } from "./support/page-elements.ts";
import { eventually, SAMPLE_HTML } from "./support/sending.ts";
import { startSlowRelay, type SlowRelay } from "./support/slow-relay.ts";
import {
  api,
  BANK_SETTINGS,
  linkIn,
  mailingIs,
  mailTo,
  peopleCsv,
  setUpOwner,
  trackedIn,
  untilRead,
  uploadPeople,
  visitor,
  type Api,
} from "./support/walk.ts";

const ANNA = "anna@leserin.example";
const BERT = "bert@leser.example";
const BUILDING = {
  name: "Bauen & Wohnen",
  nameEn: "Building",
  topicsEn: "mortgages",
  frequencyEn: "monthly",
};
const IMPORTED = 40;

/** One newsletter from the set-up to the report, the way a program and a visitor without scripts go it. */
describe("the main job through the API", () => {
  let running: RunningApp;
  let mailbox: { port: number; stop(): Promise<void> };
  let relay: SlowRelay;
  let owner: Api;
  let key: Api;
  let lists: { market: string; building: string };
  let form: { id: string; url: string; manageUrl: string };
  const contacts: Record<string, string> = {};
  const folder = mkdtempSync(join(tmpdir(), "klarpost-walk-"));
  const mailings: Record<string, string> = {};

  before(async () => {
    const log = createLogger("silent");
    mailbox = await startSandboxMailbox({ dataDir: folder, clock: systemClock, log });
    relay = await startSlowRelay(mailbox.port);
    running = await runningApp({
      env: { DATA_DIR: folder, SANDBOX_SMTP_URL: `smtp://127.0.0.1:${relay.port}?tls=none` },
    });
  });
  after(async () => {
    await running?.close();
    await relay?.close();
    await mailbox?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Each step stands on the one before. */
  let failed = false;
  const test = (name: string, work: () => Promise<void>) =>
    run(name, async (context) => {
      if (failed) return context.skip("a step before it failed");
      failed = true;
      await work();
      failed = false;
    });

  const person = () => visitor(running.url);
  const subscribed = async (list: string) => {
    const { items } = await key.get(`/lists/${list}/subscriptions?state=confirmed&limit=200`);
    // An imported address without evidence is on the list with a flag, and nobody mails it.
    return (items as SubscriptionView[]).filter((one) => !one.flag).map((one) => one.email);
  };
  const ledger = async (contact: string): Promise<LedgerEntryView[]> =>
    (await key.get(`/consents?contact=${contacts[contact]}`)).items;

  test("CHK-05 TRK-21: the account is set up section by section, and nothing is counted before a choice", async () => {
    owner = await setUpOwner(running, "Musterbank");
    const fresh = await owner.get("/account");
    assert.equal(fresh.mode, "sandbox");
    assert.equal(fresh.counting.level, "none");
    assert.equal(fresh.counting.choice, null);
    for (const [section, value] of Object.entries(BANK_SETTINGS))
      await owner.patch("/account", { [section]: value });
    await owner.post("/senders", {
      fromName: "Musterbank",
      fromAddress: "newsletter@musterbank.example",
      replyTo: "post@musterbank.example",
    });
    const done = await owner.get("/account");
    const open = done.setup.steps.filter((step: { done: boolean }) => !step.done);
    assert.deepEqual(open, []);
    assert.equal(done.setup.complete, true);
    assert.equal(done.counting.choice.by, "Ina Haberin");
    assert.match(done.imprintLines.de.join("\n"), /Vorstand: Dr\. Renate Beispiel, Jörg Beispiel/);
  });

  test("ORG-16: a key gets scopes, and its secret is shown once", async () => {
    const made = await owner.post("/api-keys", {
      name: "Redaktionssystem",
      purpose: "Legt Newsletter an und versendet sie",
      expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
      scopes: [
        ...["lists.read", "lists.write", "forms.read", "forms.write"],
        ...["wordings.read", "wordings.approve", "contacts.read", "contacts.import"],
        ...["mailings.read", "mailings.write", "mailings.send", "mailbox.read", "consents.read"],
        ...["reports.read", "tracking.read", "senders.read", "senders.write", "suppression.read"],
      ],
    });
    key = api(running.url, { authorization: `Bearer ${made.secret}` });
    const { items } = await owner.get("/api-keys");
    assert.equal(JSON.stringify(items).includes(made.secret), false);
  });

  test("CON-04: wordings are approved, lists and a form for them made", async () => {
    const { items } = (await key.get("/wordings")) as { items: WordingView[] };
    for (const version of items.flatMap((one) => one.versions))
      if (!version.approvedAt) await key.post(`/wording-versions/${version.id}/approve`);
    const german = { name: "Marktblick", topics: "Zinsen und Börse", frequency: "freitags" };
    const [market, building] = await Promise.all([
      key.post("/lists", german),
      key.post("/lists", { ...BUILDING, topics: "Finanzierung", frequency: "monatlich" }),
    ]);
    lists = { market: market.id, building: building.id };
    const wanted = {
      name: "Website",
      lists: [lists.market, lists.building],
      fields: { salutation: true, firstName: true, lastName: true },
      askTracking: true,
      locales: ["de", "en"],
    };
    const half = await key.call("POST", "/forms", { body: wanted });
    assert.equal(half.body.code, "form_language_gap", "a form speaks each of its languages");
    const english = { nameEn: "Market view", topicsEn: "interest rates", frequencyEn: "Fridays" };
    await key.patch(`/lists/${lists.market}`, english);
    form = await key.post("/forms", wanted);
    const { problems } = await key.get(`/forms/${form.id}`);
    assert.deepEqual(problems, []);
  });

  test("DOI-07 CON-02 CON-08: two visitors sign up; the link changes nothing, the button does", async () => {
    const both = [lists.market, lists.building];
    const page = (await person().get(form.url)).text;
    assert.ok(
      pageElements(page).every((one) => !("checked" in one.attributes)),
      "nothing is preset",
    );
    const [thanks] = await Promise.all([
      person().signUp(form.url, {
        ...{ email: ANNA, lists: both, tracking: true },
        fields: [
          ["salutation", "frau"],
          ["firstName", "Anna"],
          ["lastName", "Leserin"],
        ],
      }),
      person().signUp(form.url, { email: BERT, lists: both, tracking: false }),
    ]);
    assert.equal(thanks.status, 200, thanks.text.slice(0, 800));
    for (const email of [ANNA, BERT]) {
      const mail = await mailTo(key, email);
      assert.doesNotMatch(mail.html ?? "", /\/t\/[\w-]{43}/, "opt-in mails measure nobody");
      const link = linkIn(mail, /^\/b\//);
      const landing = await person().get(link);
      await person().head(link);
      await person().get(link);
      assert.equal(landing.status, 200);
      assert.deepEqual(
        (await subscribed(lists.market)).filter((one) => one === email),
        [],
        "opening the link subscribes nobody",
      );
      const pressed = await person().press(landing.text, /^\/b\//);
      assert.equal(pressed.status, 200, pressed.text.slice(0, 500));
      assert.ok((await subscribed(lists.market)).includes(email));
      assert.ok((await subscribed(lists.building)).includes(email));
      const { items } = await key.get(`/contacts?q=${encodeURIComponent(email)}`);
      contacts[email] = items[0].id;
    }
  });

  test("CON-05 CON-06 DOI-12: the ledger proves wording, time, form, page and the mail that was sent", async () => {
    const entries = await ledger(ANNA);
    const kinds = entries.map((entry) => entry.kind);
    assert.equal(kinds.filter((kind) => kind === "consent_granted").length, 2, kinds.join());
    assert.equal(kinds.filter((kind) => kind === "profiling_granted").length, 1);
    assert.ok(!(await ledger(BERT)).some((entry) => entry.kind === "profiling_granted"));
    for (const kind of ["consent_granted", "profiling_granted"]) {
      const entry = entries.find((one) => one.kind === kind)!;
      assert.equal(entry.wording?.version, 1, kind);
      const proof = (await key.get(`/consents/${entry.id}`)) as ProofView;
      assert.equal(proof.entry.intact, true);
      const said = JSON.stringify(proof.entry.document);
      for (const part of [form.id, "/f/", ANNA]) assert.ok(said.includes(part), `${kind}: ${part}`);
      assert.ok(proof.wordings.some((one) => one.id === entry.wording?.id && one.text.length > 50));
      const age = Date.now() - Date.parse(proof.entry.at);
      assert.ok(age >= 0 && age < 120_000, proof.entry.at);
      await eventually("the receiving server's word on the mail is in the proof", async () => {
        const { related } = (await key.get(`/consents/${entry.id}`)) as ProofView;
        return [proof.entry, ...related].some((one) =>
          /"acceptedAt":"20/.test(one.canonical ?? ""),
        );
      });
    }
  });

  test("CON-13 CON-14: a file with evidence is checked, imported, and says who may not be mailed", async () => {
    const csv = peopleCsv(IMPORTED, "kunde.example", [
      "ohne@kunde.example;Olga;Ohne;Frau;;Messe Köln",
      "keine adresse;Karl;Kaputt;Herr;01.10.2026 12:00;Messe Köln",
    ]);
    const file = await uploadPeople(key, csv, lists.market);
    const { rows } = await key.get(`/imports/${file.id}/preview`);
    assert.ok(rows.length > 0);
    const checked = await file.step("check", "checked");
    assert.equal(checked.check?.mailable, IMPORTED);
    assert.equal(checked.check?.rejected, 1);
    assert.equal((await subscribed(lists.market)).length, 2, "a check writes nothing");
    const { result } = await file.step("run", "done");
    assert.equal(result?.consents, IMPORTED);
    assert.deepEqual(
      result?.notMailable.map((one) => one.count),
      [1],
    );
    const errors = await key.call("GET", `/imports/${file.id}/errors.csv`);
    assert.match(errors.text, /keine adresse/);
    const confirmed = await subscribed(lists.market);
    assert.equal(confirmed.length, IMPORTED + 2);
    assert.ok(!confirmed.includes("ohne@kunde.example"));
  });

  const draft = async (name: string, list: string) => {
    const made = (await key.post("/mailings", {
      name,
      subject: `${name}: neue Konditionen`,
      preheader: "Was sich ändert",
      html: SAMPLE_HTML,
      listIds: [list],
    })) as MailingView;
    mailings[name] = made.id;
    return made;
  };
  const schedule = (id: string, body: object = {}) => key.post(`/mailings/${id}/schedule`, body);

  test("CNT-18 CON-26 TRK-01: the draft is previewed in each state of permission, and tested", async () => {
    const { id, revision } = await draft("Marktblick", lists.market);
    const changed = await key.patch(`/mailings/${id}`, { revision, preheader: "Neu gefasst" });
    assert.equal(changed.revision, revision + 1);
    assert.match(changed.text, /Konditionen/, "a plain text is made from the HTML");
    const outdated = await key.call("PATCH", `/mailings/${id}`, {
      body: { revision, subject: "x" },
    });
    assert.equal(outdated.status, 409);
    const previews: Record<string, { html: string; measured: string; subject: string }> = {};
    for (const permission of ["granted", "refused", "unknown"])
      previews[permission] = await key.post(`/mailings/${id}/preview`, { permission });
    assert.equal(previews["granted"]!.measured, "personal");
    assert.equal(previews["refused"]!.measured, "anonymous");
    const asks = (html: string) => html.includes("/beispiel/tracking_question");
    assert.deepEqual(
      Object.entries(previews).map(([state, { html }]) => [state, asks(html)]),
      [
        ["granted", false],
        ["refused", false],
        ["unknown", true],
      ],
      "only who was never asked is asked",
    );
    const address = await key.post("/test-addresses", { email: "test@musterbank.example" });
    const untested = await key.call("POST", `/mailings/${id}/test`, {
      body: { addressIds: [address.id] },
    });
    assert.equal(untested.status, 400, "an unconfirmed address gets no test");
    const mail = await mailTo(key, "test@musterbank.example");
    const link = linkIn(mail, /^\/adresse-bestaetigen\//);
    await person().press((await person().get(link)).text, /./);
    await key.post(`/mailings/${id}/test`, { addressIds: [address.id] });
    const test_ = await mailTo(key, "test@musterbank.example", /^\[Test\]/);
    assert.doesNotMatch(test_.html ?? "", /\/t\/[\w-]{43}/);
    const ready = (await key.get(`/mailings/${id}/readiness`)) as ReadinessView;
    assert.equal(ready.ready, true, JSON.stringify(ready.problems));
    assert.deepEqual(
      [ready.audience.candidates, ready.audience.mailable, ready.audience.measurable],
      [IMPORTED + 3, IMPORTED + 2, 1],
    );
    assert.equal(ready.level, "shared");
  });

  test("SND-16: a mailing is scheduled, leaves, and its progress adds up", async () => {
    const id = mailings["Marktblick"]!;
    const later = await schedule(id, { at: new Date(Date.now() + 3_600_000).toISOString() });
    assert.equal(later.state, "scheduled");
    assert.equal((await key.post(`/mailings/${id}/unschedule`)).state, "draft");
    await schedule(id);
    await mailingIs(key, id, "sent");
    const { counts } = await key.get(`/mailings/${id}/progress`);
    assert.equal(counts.accepted, IMPORTED + 2);
    assert.equal(counts.open + counts.rejected + counts.uncertain + counts.cancelled, 0);
  });

  test("SND-16: a second mailing is paused, resumed and cancelled; who was left out is told", async () => {
    const { id } = await draft("Sonderausgabe", lists.market);
    relay.delay = 200;
    await schedule(id);
    const accepted = async () =>
      (await key.get(`/mailings/${id}/progress`)).counts.accepted as number;
    await eventually("some are handed over", async () => (await accepted()) > 0);
    await key.post(`/mailings/${id}/pause`);
    await mailingIs(key, id, "paused");
    await sleep(1200);
    const stopped = await accepted();
    await sleep(800);
    assert.equal(await accepted(), stopped, "paused is paused");
    assert.ok(stopped < IMPORTED + 2, "some were still to come");
    await key.post(`/mailings/${id}/resume`);
    await eventually("it goes on", async () => (await accepted()) > stopped);
    await key.post(`/mailings/${id}/cancel`);
    relay.delay = 0;
    await eventually("all ended", async () => {
      const { counts } = await key.get(`/mailings/${id}/progress`);
      return counts.open === 0;
    });
    const { state, counts } = await key.get(`/mailings/${id}/progress`);
    assert.equal(state, "cancelled");
    assert.ok(counts.cancelled > 0);
    assert.equal(counts.accepted + counts.cancelled + counts.excluded, counts.candidates);
  });

  test("TRK-01 TRK-07 TRK-08: one agreed and one did not; the report knows the one and nobody else", async () => {
    await draft("Bauen", lists.building);
    await schedule(mailings["Bauen"]!);
    await mailingIs(key, mailings["Bauen"]!, "sent");
    await untilRead();
    const mails = new Map<string, ReturnType<typeof trackedIn>>();
    for (const email of [ANNA, BERT]) {
      const tracked = trackedIn(await mailTo(key, email, /^Marktblick/));
      assert.ok(tracked.pixel && tracked.links.length === 2, email);
      mails.set(email, tracked);
      assert.equal((await person().get(tracked.pixel)).status, 200);
      const click = await person().get(tracked.links[0]!);
      assert.equal(click.status, 302);
      assert.equal(click.headers.get("location"), "https://www.musterbank.example/zinsen");
      assert.equal(click.headers.get("set-cookie"), null);
    }
    const other = trackedIn(await mailTo(key, "kunde1@kunde.example", /^Marktblick/));
    assert.deepEqual(other, mails.get(BERT), "without permission all mails carry the same links");
    assert.notDeepEqual(mails.get(ANNA), mails.get(BERT));
    const small = trackedIn(await mailTo(key, BERT, /^Bauen/));
    assert.deepEqual(small, { links: [] }, "too few to count: the original links");
    await running.app.hits.flush();
    const report = (await key.get(`/mailings/${mailings["Marktblick"]}/report`)) as MailingReport;
    assert.deepEqual(report.personal?.opens, { people: 1, hits: 1 });
    assert.deepEqual(report.personal?.clicks, { people: 1, hits: 1 });
    assert.equal(report.personal?.base, 1);
    assert.equal(report.anonymous?.base, IMPORTED + 1);
    assert.deepEqual(report.anonymous?.opens, { hidden: true, value: null, below: 10 });
    const persons = await key.get(`/mailings/${mailings["Marktblick"]}/report/persons`);
    assert.deepEqual(
      persons.items.map((one: { email: string }) => one.email),
      [ANNA],
    );
    const tiny = (await key.get(`/mailings/${mailings["Bauen"]}/report`)) as MailingReport;
    assert.equal(tiny.measuring?.level, "none");
    assert.equal(tiny.measuring?.reason?.code, "too_few");
  });

  test("every answer of this walk was as the description of the API says", async () => {
    const document = (await key.get("/openapi.json")) as OpenApi;
    const asked = [...owner.asked, ...key.asked].filter((one) => one.path !== "/openapi.json");
    assert.ok(asked.length > 80, String(asked.length));
    assert.deepEqual(problemsOfAnswers(document, asked), []);
  });
});
