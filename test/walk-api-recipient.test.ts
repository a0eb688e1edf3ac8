import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { LedgerEntryView } from "../contract/consent.ts";
import type { ReadinessView } from "../contract/mailings.ts";
import type { SubscriptionView } from "../contract/lists.ts";
import { runningApp, type RunningApp } from "./support/app.ts";
import { SAMPLE_HTML } from "./support/sending.ts";
import { linkIn, mailTo, trackedIn, untilRead, visitor } from "./support/walk.ts";
import { readyAccount, sendMailing, subscribe, type WalkAccount } from "./support/walk-account.ts";

const [ANNA, BERT, CORA, DORA, EMIL] = ["anna", "bert", "cora", "dora", "emil"].map(
  (name) => `${name}@leser.example`,
) as [string, string, string, string, string];

/** What the people do with a newsletter they got, and what the API knows of it the moment after. */
describe("recipients change their mind", () => {
  let running: RunningApp;
  let account: WalkAccount;
  let mailing: string;

  before(async () => {
    running = await runningApp();
    account = await readyAccount(running);
    await subscribe(
      running,
      account,
      [ANNA, BERT, CORA, DORA, EMIL].map((email) => ({ email, tracking: email === ANNA })),
    );
    mailing = await sendMailing(account);
    await untilRead();
  });
  after(() => running?.close());

  const person = () => visitor(running.url);
  const mailOf = (email: string) => mailTo(account.owner, email, /^Marktblick/);
  const subscribed = async () => {
    const { items } = await account.owner.get(
      `/lists/${account.list}/subscriptions?state=confirmed`,
    );
    return (items as SubscriptionView[]).map((one) => one.email).toSorted();
  };
  const ledger = async (email: string): Promise<LedgerEntryView[]> => {
    const { items } = await account.owner.get(`/contacts?q=${encodeURIComponent(email)}`);
    return (await account.owner.get(`/consents?contact=${items[0].id}`)).items;
  };

  test("CON-26 UNS-03: the question about tracking has two equal buttons, and opening it answers nothing", async () => {
    const link = linkIn(await mailOf(BERT), /^\/q\//);
    const question = await person().get(link);
    assert.equal(question.status, 200);
    const answers = [...question.text.matchAll(/name="answer" value="(\w+)"/g)].map((m) => m[1]);
    assert.deepEqual(answers.toSorted(), ["granted", "refused"]);
    const said = async () =>
      (await ledger(BERT)).filter((one) => one.kind.startsWith("profiling_"));
    assert.deepEqual(await said(), []);
    const nonce = /name="nonce" value="([^"]+)"/.exec(question.text)![1]!;
    const wording = /name="wording" value="([^"]+)"/.exec(question.text)![1]!;
    const path = new URL(link).pathname;
    const forged = await person().post(path, [["answer", "granted"]]);
    assert.equal(forged.status, 422, "without the page's nonce nobody agreed");
    assert.deepEqual(await said(), []);
    await person().post(path, [
      ["answer", "granted"],
      ["wording", wording],
      ["nonce", nonce],
    ]);
    const [granted] = await said();
    assert.equal(granted?.kind, "profiling_granted");
    assert.equal(granted?.wording?.version, 1);
    const { links } = trackedIn(await mailOf(BERT));
    assert.deepEqual(links, [], "the mail from before stays as it was");
  });

  test("UNS-02 UNS-03 UNS-13: one click in the header unsubscribes in both forms, and the gate knows at once", async () => {
    const headerLink = async (email: string) => {
      const { headers } = await mailOf(email);
      const header = headers.find((one) => one.name.toLowerCase() === "list-unsubscribe")!.value;
      return /<([^>]+)>/.exec(header)![1]!;
    };
    const multipart = new FormData();
    multipart.set("List-Unsubscribe", "One-Click");
    const urlencoded = new URLSearchParams({ "List-Unsubscribe": "One-Click" });
    for (const [email, body] of [
      [CORA, urlencoded],
      [DORA, multipart],
    ] as const) {
      const link = await headerLink(email);
      await person().get(link);
      await person().head(link);
      assert.ok((await subscribed()).includes(email), "opening it changes nothing");
      const answer = await fetch(link, { method: "POST", redirect: "manual", body });
      assert.equal(answer.status, 200);
      assert.equal(answer.headers.get("set-cookie"), null);
      assert.ok(!(await subscribed()).includes(email), email);
    }
    const { id } = await account.owner.post("/mailings", {
      name: "Danach",
      subject: "Danach",
      html: SAMPLE_HTML,
      listIds: [account.list],
    });
    const ready = (await account.owner.get(`/mailings/${id}/readiness`)) as ReadinessView;
    assert.deepEqual([ready.audience.candidates, ready.audience.mailable], [3, 3]);
  });

  test("UNS-03 UNS-09: the link in the mail asks once, and can be taken back", async () => {
    const link = linkIn(await mailOf(EMIL), /^\/u\//);
    const page = await person().get(link);
    const left = await person().press(page.text, /^\/u\/[\w-]+$/);
    assert.equal(left.status, 200);
    assert.ok(!(await subscribed()).includes(EMIL));
    assert.ok((await ledger(EMIL)).some((one) => one.kind === "unsubscribed"));
    await person().press(left.text, /\/undo$/);
    assert.ok((await subscribed()).includes(EMIL));
  });

  test("TRK-15 TRK-17 DSR-13: switching the analysis off works on mails already sent and deletes what was recorded", async () => {
    const mail = await mailOf(ANNA);
    const { pixel, links } = trackedIn(mail);
    const persons = async () =>
      (
        (await account.owner.get(`/mailings/${mailing}/report/persons`)) as {
          items: { email: string; opens: number; clicks: number }[];
        }
      ).items.map(({ email, opens, clicks }) => [email, opens, clicks]);
    assert.equal((await person().get(pixel!)).status, 200);
    assert.equal((await person().get(links[0]!)).status, 302);
    await running.app.hits.flush();
    assert.deepEqual(await persons(), [[ANNA, 1, 1]]);
    const manage = linkIn(mail, /^\/v\//);
    const page = await person().get(manage);
    assert.match(page.text, /Marktblick/);
    const receipt = await person().press(page.text, /\/tracking$/);
    assert.equal(receipt.status, 200, receipt.text.slice(0, 500));
    assert.ok((await ledger(ANNA)).some((one) => one.kind === "profiling_withdrawn"));
    assert.equal((await person().get(pixel!)).status, 200);
    assert.equal((await person().get(links[1]!)).status, 302, "the link still leads there");
    await running.app.hits.flush();
    assert.deepEqual(await persons(), []);
  });

  test("DSR-13 DSR-17: a link by mail opens the settings, where a list is left", async () => {
    const page = await person().get(linkIn(await mailOf(ANNA), /^\/v\//));
    const left = await person().press(page.text, new RegExp(`/lists/${account.list}$`));
    assert.equal(left.status, 200);
    assert.ok(!(await subscribed()).includes(ANNA));
    const asked = await person().get(account.form.manageUrl);
    assert.equal(asked.status, 200);
    const answer = await person().fillIn(asked.text, /\/verwalten$/, [["email", BERT]]);
    assert.equal(answer.status, 200, answer.text.slice(0, 400));
    const mail = await mailTo(account.owner, BERT, /^(?!Marktblick)(?!.*bestätigen)/i);
    const fresh = await person().get(linkIn(mail, /^\/z\//));
    assert.match(fresh.text, new RegExp(BERT));
  });
});
