import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { manualClock, run, sql } from "../server/platform/index.ts";
import { runningApp, type RunningApp } from "./support/app.ts";
import { askAs, signedInAs, type Ask } from "./support/callers.ts";
import { seedNewsletter, type SeededNewsletter } from "./support/newsletter.ts";
import { textOfPdf } from "./support/pdf-text.ts";
import type { MyTraining, TrainingResult } from "../contract/training.ts";
import { remindOfTraining } from "../server/oversight/oversight.jobs.ts";
import type { OversightDeps } from "../server/oversight/deps.ts";
import { makePaper } from "../server/reports/index.ts";
import { createLogger } from "../server/platform/index.ts";

const HOUR = 3_600_000;
const START = "2026-11-20T16:00:00Z";

let running: RunningApp;
let seeded: SeededNewsletter;
let ask: Ask;
let owner: { operatorId: number; headers: Record<string, string> };
let deps: OversightDeps;
const clock = manualClock(START);
const sent: { to: string; subject: string }[] = [];

before(async () => {
  running = await runningApp();
  const { db } = running.database;
  seeded = await seedNewsletter(db, running.app.keys, { people: 3, domain: "schulung.example" });
  owner = await signedInAs(db, seeded, ["owner"]);
  ask = askAs(running.url, { name: "owner", ...owner });
  deps = {
    db,
    clock,
    keys: running.app.keys,
    log: createLogger("silent"),
    publicUrl: running.url,
    environment: { places: [], own: [] },
    makePaper,
    sendSystemMail: async (_tx, { to, subject }) => {
      sent.push({ to, subject });
      return { via: "mailbox" };
    },
  };
});
after(() => running.close());

const soon = (days: number) => new Date(Date.now() + days * 24 * HOUR).toISOString().slice(0, 10);
test("ORG-14: 61 days overdue rest analysis and export, the person is told why, and the course brings both back", async () => {
  const { db } = running.database;
  const marketer = await signedInAs(db, seeded, ["marketer"]);
  const mine = askAs(running.url, marketer);
  const due = (days: number) =>
    db.instance((tx) =>
      run(
        tx,
        sql`update memberships set training_due_on = ${soon(-days)}::date where operator_id = ${marketer.operatorId}`,
      ),
    );
  type Me = {
    accounts: { permissions: string[]; training: { state: string; withheld: string[] } }[];
  };
  await due(60);
  assert.equal((await mine<Me>("GET", "/me")).accounts[0]!.training.state, "overdue");
  await mine("GET", "/contact-exports");
  await due(61);
  await assert.rejects(
    mine("GET", "/contact-exports"),
    /403.*training_overdue.*datenschutz\/schulung/s,
  );
  const [me] = (await mine<Me>("GET", "/me")).accounts;
  assert.deepEqual(
    [me!.training.state, me!.training.withheld],
    ["suspended", ["contacts.export", "tracking.read"]],
  );
  assert.ok(!me!.permissions.includes("tracking.read"));
  await mine("GET", "/contacts");

  sent.length = 0;
  clock.set(new Date());
  assert.equal(await remindOfTraining(deps, seeded.accountId), 1);
  assert.equal(await remindOfTraining(deps, seeded.accountId), 0, "each reminder once");
  assert.equal(sent[0]!.subject, "Zwei Ihrer Rechte ruhen");

  const { course } = await mine<MyTraining>("GET", "/training?locale=de");
  assert.deepEqual([course.chapters.length, course.questions.length], [6, 5]);
  assert.ok(course.chapters.some(({ title }) => title === "Kein Tracking mit Fremdwerkzeugen"));
  assert.ok(!JSON.stringify(course).includes("explanation"));
  const first = await mine<TrainingResult>("POST", "/training/attempts", {
    answers: {},
    promised: true,
  });
  assert.equal(first.passed, false);
  assert.ok(first.results.every(({ explanation }) => explanation.length > 40));
  const answers = Object.fromEntries(first.results.map(({ id, right }) => [id, right]));
  await assert.rejects(
    mine("POST", "/training/attempts", { answers, promised: false }),
    /422.*promise_missing/s,
  );
  const second = await mine<TrainingResult>("POST", "/training/attempts", {
    answers,
    promised: true,
    locale: "de",
  });
  assert.equal(second.passed, true);
  await mine("GET", "/contact-exports");

  const pdf = await fetch(`${running.url}/api/v1/training/certificates/${second.certificate}`, {
    headers: marketer.headers,
  });
  const words = textOfPdf(Buffer.from(await pdf.arrayBuffer())).replaceAll(/\s+/g, " ");
  assert.match(words, /Teilnahmebescheinigung .*Test marketer/);
  assert.match(words, /Gültig bis/);
  // Other people's certificates are not theirs; whoever answers for data protection sees them and who is due.
  const other = await signedInAs(db, seeded, ["intake"]);
  const foreign = await fetch(`${running.url}/api/v1/training/certificates/${second.certificate}`, {
    headers: other.headers,
  });
  assert.equal(foreign.status, 404);
  const { items } = await ask<{ items: { name: string; state: string }[] }>(
    "GET",
    "/training/people",
  );
  assert.equal(items.find(({ name }) => name === "Test marketer")!.state, "fine");
  await assert.rejects(mine("GET", "/training/people"), /403/);
});
