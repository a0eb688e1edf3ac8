import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { systemActor } from "../server/accounts/index.ts";
import {
  approveWordingVersion,
  installDefaultWordings,
  listWordingVersions,
} from "../server/consent/index.ts";
import { createForm, signupRoutes, type SignupDeps } from "../server/signup/index.ts";
import { testDatabase, type TestDatabase } from "./support/database.ts";
import { testServer } from "./support/http.ts";
import { seedNewsletter } from "./support/newsletter.ts";
import { readMail } from "./support/parse-mail.ts";
import {
  eventually,
  prepareNewsletter,
  sendingParts,
  type SendingParts,
} from "./support/sending.ts";
import { browser } from "./support/signup.ts";
import { startSmtpSink, type SmtpSink } from "./support/smtp-sink.ts";

const PEOPLE = 3000;

let base: TestDatabase;
let parts: SendingParts;
let sink: SmtpSink;
before(async () => {
  base = await testDatabase();
  parts = sendingParts(base.db);
  sink = await startSmtpSink();
});
after(async () => {
  await sink.close();
  await parts.close();
  await base.close();
});

test("DOI-18: an opt-in mail overtakes a newsletter on its way, from the same sender, without List-Unsubscribe", async () => {
  const seeded = await seedNewsletter(base.db, parts.keys, { people: PEOPLE });
  const deps: SignupDeps = { ...parts.deps, answerAfterMs: 0 };
  const { form } = await base.db.account(seeded.accountId, async (tx) => {
    await installDefaultWordings(tx, deps, seeded.accountId);
    const wordings = await listWordingVersions(tx);
    for (const { publicId, purpose } of wordings)
      if (purpose === "newsletter") await approveWordingVersion(tx, deps, publicId, null);
    const by = { actor: systemActor, operatorId: null };
    const input = { name: "Website", lists: [seeded.listPublicId] };
    return createForm(tx, deps, seeded.accountId, input, by);
  });
  const http = await testServer({ db: base.db, routes: signupRoutes(deps) });
  await prepareNewsletter(parts, seeded, { people: PEOPLE });
  const dispatcher = parts.dispatcher(sink.port);
  dispatcher.start();
  try {
    await eventually("the newsletter is on its way", () => sink.accepted.length > 20);
    const answer = await browser(http).post(`/f/${form.publicId}`, {
      email: "neu@leser.example",
      lists: seeded.listPublicId,
    });
    assert.equal(answer.status, 200);
    const asked = performance.now();
    const find = () => sink.accepted.findIndex(({ to }) => to[0] === "neu@leser.example");
    await eventually("the opt-in mail has arrived", () => find() >= 0, 60_000);
    const place = find();
    assert.ok(place < PEOPLE / 2, `${place} newsletters went before it`);
    assert.ok(performance.now() - asked < 60_000);
    const optIn = await readMail(sink.accepted[place]!.content);
    const newsletter = await readMail(sink.accepted[0]!.content);
    assert.equal(optIn.headers.get("from"), newsletter.headers.get("from"));
    assert.equal(optIn.headers.get("auto-submitted"), "auto-generated");
    assert.equal(optIn.headers.get("list-unsubscribe"), undefined);
    assert.equal(optIn.headers.get("list-unsubscribe-post"), undefined);
    assert.ok(newsletter.headers.get("list-unsubscribe"), "the newsletter has it");
  } finally {
    await dispatcher.stop();
    await http.close();
  }
});
