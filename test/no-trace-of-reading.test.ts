import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import pg from "pg";
import { exportDataSubject, personalDataMap } from "../server/privacy/index.ts";
import { createLogger, systemClock, type RouteSpec } from "../server/platform/index.ts";
import { createTrackingTokens } from "../server/tracking/index.ts";
import { runningApp, type RunningApp } from "./support/app.ts";
import { signedInAs, type Caller } from "./support/callers.ts";
import { seedNewsletter, type SeededNewsletter } from "./support/newsletter.ts";
import { sampleInput } from "./support/sample-input.ts";
import { SAMPLE_HTML } from "./support/sending.ts";
import { api, BROWSER, mailingIs } from "./support/walk.ts";

const PEOPLE = 24;
const GRANTED = 12;

let running: RunningApp;
let reader: pg.Client;
let owner: Caller;
let own: SeededNewsletter;
let mailingId: number;
/** Public ids that a path may ask for. */
let ids: string[];
/** Without and with permission to analyse. */
let anna: { contactId: number; email: string; deliveryId: number };
let bert: typeof anna;

before(async () => {
  running = await runningApp();
  const { db } = running.database;
  reader = new pg.Client(running.database.connection);
  await reader.connect();
  own = await seedNewsletter(db, running.app.keys, {
    people: PEOPLE,
    granted: GRANTED,
    countingLevel: "shared",
    domain: "spur.example",
  });
  owner = await signedInAs(db, own, ["owner"]);
  const staff = api(running.url, owner.headers);
  const { id } = await staff.post("/mailings", {
    name: "Marktblick",
    subject: "Marktblick: neue Konditionen",
    html: SAMPLE_HTML,
    listIds: [own.listPublicId],
  });
  await staff.post(`/mailings/${id}/schedule`, { confirmRecipients: PEOPLE });
  await mailingIs(staff, id, "sent");
  const found = await reader.query<{ id: string }>("select id from mailings where public_id = $1", [
    id,
  ]);
  mailingId = Number(found.rows[0]!.id);
  [anna, bert] = (await Promise.all(
    [`person${PEOPLE}@spur.example`, "person1@spur.example"].map(async (email) => {
      const person = await reader.query<{
        contact: string;
        delivery: string;
        key: string;
        dlv: string;
      }>(
        "select c.id as contact, d.id as delivery, c.public_id as key, d.public_id as dlv from contacts c join deliveries d on d.account_id = c.account_id and d.contact_id = c.id where c.email_normalised = $1 and d.run_id is not null",
        [email],
      );
      const row = person.rows[0]!;
      ids = [...(ids ?? [id, own.listPublicId]), row.key, row.dlv];
      return { contactId: Number(row.contact), email, deliveryId: Number(row.delivery) };
    }),
  )) as [typeof anna, typeof anna];
});
after(async () => {
  await reader?.end();
  await running?.close();
});

const routes = (): RouteSpec[] =>
  running.app.routes.filter(
    (spec) =>
      spec.method === "GET" &&
      spec.path.startsWith("/api/v1/") &&
      // Letters written anew at each look, with its minute and fresh links.
      !/\/(permission|privacy-notice)$/.test(spec.path) &&
      // Everything in which people or mailings are; the log would hold this very walk.
      /^\/api\/v1\/(mailings|reports|contacts|deliveries|lists|consents|mailbox|customers)/.test(
        spec.path,
      ),
  );

/** Where an id is asked for, by how it begins. */
const KINDS: Record<string, string> = {
  mlg: "mailings",
  lst: "lists",
  ctc: "contacts",
  dlv: "deliveries",
};

/** Everything the API answers about anybody, exports included. */
async function allAnswers(): Promise<Map<string, string>> {
  const urls = routes().flatMap((spec) => {
    const query = spec.query ? (sampleInput(spec.query) as Record<string, unknown>) : {};
    const given = Object.entries(query).map(([name, value]) => [name, String(value)]);
    const text = new URLSearchParams(given).toString();
    const paths = !spec.path.includes(":")
      ? [spec.path]
      : ids
          .filter((id) => spec.path.startsWith(`/api/v1/${KINDS[id.slice(0, 3)]}/:`))
          .map((id) => spec.path.replace(/:\w+/, id).replace(/:\w+/g, "1"));
    return paths.map((path) => `${path}${text && `?${text}`}`);
  });
  const answers = new Map<string, string>();
  const ask = async (): Promise<void> => {
    for (let url = urls.pop(); url !== undefined; url = urls.pop()) {
      const response = await fetch(`${running.url}${url}`, {
        headers: owner.headers,
        redirect: "manual",
      });
      const body = await response.text();
      if (response.status < 300) answers.set(url, body);
    }
  };
  await Promise.all(Array.from({ length: 6 }, ask));
  return answers;
}

/** Each value of an answer with its place, so that what changes by itself can be left out. */
function places(text: string): Map<string, string> {
  const found = new Map<string, string>();
  const visit = (value: unknown, place: string): void => {
    if (value === null || typeof value !== "object") return void found.set(place, String(value));
    for (const [name, inner] of Object.entries(value)) visit(inner, `${place}/${name}`);
  };
  try {
    visit(JSON.parse(text), "");
  } catch {
    text.split("\n").forEach((line, at) => found.set(`line ${at}`, line));
  }
  return found;
}

/** What is different now, but for what differs between two looks without anything between them. */
function differences(
  first: Map<string, string>,
  second: Map<string, string>,
  now: Map<string, string>,
): string[] {
  return [...new Set([...second.keys(), ...now.keys()])].flatMap((url) => {
    if (second.get(url) === now.get(url)) return [];
    const [one, two, three] = [first, second, now].map((answers) => places(answers.get(url) ?? ""));
    return [...new Set([...two!.keys(), ...three!.keys()])]
      .filter(
        (place) => one!.get(place) === two!.get(place) && two!.get(place) !== three!.get(place),
      )
      .map((place) => `${url} ${place}: ${two!.get(place)} → ${three!.get(place)}`);
  });
}

/** Outbox and jobs, from which webhooks and all other news come. */
async function news(): Promise<string> {
  const found = await reader.query<{ text: string }>(
    "select (select count(*) from outbox_events)::text || ' ' || (select count(*) from jobs)::text as text",
  );
  return found.rows[0]!.text;
}

async function hit(token: string): Promise<void> {
  const response = await fetch(`${running.url}/t/${token}`, {
    redirect: "manual",
    headers: {
      "user-agent": `${BROWSER} Sehmaschine/4711`,
      "accept-language": "sv",
      referer: "https://post.fremd.example/weitergeleitet",
    },
  });
  assert.ok(response.status < 400);
}

const copyOf = (person: typeof anna) =>
  exportDataSubject({
    db: running.database.db,
    clock: systemClock,
    log: createLogger("silent"),
    map: personalDataMap({ keys: running.app.keys, clock: systemClock }),
  })({ accountId: own.accountId, emailNormalised: person.email, contactId: person.contactId });

test("TRK-10: of somebody without permission no answer, export, copy or news says that, when, how often, where or with what a mail was read", async () => {
  const tokens = createTrackingTokens({ keys: [running.app.keys.derive("tracking-token/v1")] });
  const [first, second] = [await allAnswers(), await allAnswers()];
  assert.ok(second.size > 25, `${second.size} answers`);
  assert.ok(
    [...second.values()].some((text) => text.includes(anna.email)),
    "she is in them",
  );
  const [copy, newsBefore] = [await copyOf(anna), await news()];
  for (const link of [0, 0, 0, 1, 2, 1])
    await hit(tokens.shared(own.accountId, mailingId, [link])[0]!);
  // A mail of hers with a personal token never was; if it had been, it would be the same.
  for (const link of [0, 1])
    await hit(tokens.personal(own.accountId, mailingId, anna.deliveryId, [link])[0]!);
  await running.app.hits.flush();
  const counted = await reader.query("select 1 from anonymous_totals where mailing_id = $1", [
    mailingId,
  ]);
  assert.ok(counted.rowCount! > 0, "the hits are in the database");
  const third = await allAnswers();
  assert.deepEqual(differences(first, second, third), []);
  for (const text of third.values()) assert.doesNotMatch(text, /Sehmaschine|weitergeleitet/);
  assert.deepEqual(await copyOf(anna), copy);
  assert.equal(await news(), newsBefore);

  // The same comparison sees what somebody with permission does.
  await hit(tokens.personal(own.accountId, mailingId, bert.deliveryId, [1])[0]!);
  const fourth = differences(second, third, await allAnswers());
  assert.ok(
    fourth.some((line) => line.includes("/report")),
    "the report",
  );
  assert.notDeepEqual(await copyOf(bert), copy);
});
