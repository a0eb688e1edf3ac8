import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { findByAddress, type Contact } from "../server/contacts/index.ts";
import { publicRoute, rows, run, signedIn, sql, type Tx } from "../server/platform/index.ts";
import { runningApp, type RunningApp } from "./support/app.ts";
import { askAs, signedInAs, type Caller } from "./support/callers.ts";
import { seedNewsletter, type SeededNewsletter } from "./support/newsletter.ts";

let running: RunningApp;
let seeded: SeededNewsletter;
let owner: Caller;
let sales: Caller & { operatorId: number };
/** Whom the seller is responsible for, and somebody else. */
let mine: Contact;
let others: Contact;
let pairedWith: Contact;
const NAME = "Unauffindbar";
const MINE = "Zugeordnet";

before(async () => {
  running = await runningApp();
  const { db } = running.database;
  seeded = await seedNewsletter(db, running.app.keys, { people: 4, domain: "betreuung.example" });
  owner = await signedInAs(db, seeded, ["owner"]);
  sales = await signedInAs(db, seeded, ["sales"]);
  const all = await inAccount((tx) =>
    rows<{ email: string }>(
      tx,
      sql`select email_normalised as email from contacts where account_id = app_account() order by id`,
    ),
  );
  const contact = (no: number) =>
    inAccount(async (tx) => (await findByAddress(tx, all[no]!.email))[0]!);
  [mine, others, pairedWith] = [await contact(0), await contact(1), await contact(2)];
  await inAccount(async (tx) => {
    await run(
      tx,
      sql`update contacts set last_name = ${NAME}, company = ${NAME} where id in (${others.id}, ${pairedWith.id})`,
    );
    await run(
      tx,
      sql`update contacts set last_name = ${MINE}, responsible_id = ${sales.operatorId} where id = ${mine.id}`,
    );
    await run(
      tx,
      sql`insert into contact_pairs (account_id, first_id, second_id, reason, found_at) values (app_account(), ${others.id}, ${pairedWith.id}, 'name_company', now())`,
    );
  });
  // Something of each kind that hangs on a person.
  const ask = askAs(running.url, owner);
  const category = await ask<{ id: string }>("POST", "/product-categories", { name: "Taschen" });
  for (const [person, name] of [
    [mine, MINE],
    [others, NAME],
  ] as const) {
    await ask("POST", `/contacts/${person.publicId}/notes`, { text: `Rief an: ${name}` });
    await ask("POST", `/contacts/${person.publicId}/inquiries`, {
      receivedOn: "2026-11-20",
      channel: "phone",
      subject: `Bitte um Rückruf, ${name}`,
    });
    await ask("POST", "/data-requests", {
      kind: "access",
      channel: "letter",
      contactId: person.publicId,
    });
    await ask("POST", "/purchases", {
      orderNumber: `K-${person.id}`,
      email: person.email,
      categoryId: category.id,
      concludedOn: "2026-01-15",
      addressGiven: true,
    });
  }
});
after(() => running.close());

const inAccount = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
  running.app.db.account(seeded.accountId, work);

/** Every address of the API that is read without an id, searches for the name, and those of a contact with its id. */
function addresses(person: Contact, name: string): string[] {
  return (
    running.app.routes
      .filter(
        ({ method, permission, path }) =>
          method === "GET" &&
          path.startsWith("/api/v1/") &&
          permission !== publicRoute &&
          permission !== signedIn,
      )
      .flatMap((spec) => {
        const path = spec.path
          .replace("/api/v1", "")
          .replace(/^\/contacts\/:id/, `/contacts/${person.publicId}`)
          .replace(/^\/lists\/:id/, `/lists/${seeded.listPublicId}`);
        const asked = Object.keys(
          (spec.query as { properties?: object } | undefined)?.properties ?? {},
        );
        const words = {
          q: name.slice(0, 6),
          search: name.slice(0, 6),
          email: person.email,
          contact: person.publicId,
          tag: "missing",
        };
        return [
          path,
          ...Object.entries(words)
            .filter(([word]) => asked.includes(word))
            .map(([word, value]) => `${path}?${word}=${encodeURIComponent(value)}`),
        ];
      })
      // What is compressed shows no text; the same is read as JSON.
      .filter((path) => !path.includes(":") && !/[./](pdf|xlsx)$/.test(path))
  );
}

interface Look {
  path: string;
  status: number;
  text: string;
}

async function look(caller: Caller, paths: readonly string[]): Promise<Look[]> {
  const found: Look[] = [];
  for (const path of paths) {
    const answer = await fetch(`${running.url}/api/v1${path}`, { headers: caller.headers });
    found.push({ path, status: answer.status, text: await answer.text() });
  }
  return found;
}
const showing = (looks: Look[], person: Contact, name: string): string[] =>
  looks
    .filter(({ text }) => [person.email, person.publicId, name].some((word) => text.includes(word)))
    .map(({ path }) => path);

const post = (caller: Caller, path: string, body: unknown) =>
  fetch(`${running.url}/api/v1${path}`, {
    method: "POST",
    headers: { ...caller.headers, "content-type": "application/json" },
    body: JSON.stringify(body),
  });

test("ORG-03: whom somebody of sales is not responsible for is in no answer of the API; their own contacts are", async () => {
  const theirs = addresses(others, NAME);
  const seen = showing(await look(owner, theirs), others, NAME);
  assert.ok(seen.length >= 8, `the owner sees them: ${seen.join(", ")}`);
  const looked = await look(sales, theirs);
  assert.deepEqual(showing(looked, others, NAME), []);
  assert.deepEqual(
    looked.filter(({ status }) => status >= 500),
    [],
  );
  const own = [
    `/contacts/${mine.publicId}`,
    `/contacts/${mine.publicId}/overview`,
    "/contacts",
    "/contacts/mine",
    "/purchases",
  ];
  assert.deepEqual(showing(await look(sales, own), mine, MINE), own);
  const count = (await look(sales, ["/contacts/count"]))[0]!;
  assert.match(count.text, /[^0-9]1[^0-9]/, `they have one contact: ${count.text}`);
});

test("ORG-03: every route with the id of another's contact answers as for one that does not exist", async () => {
  const missing = `ctc_${"0".repeat(32)}`;
  const wrong: string[] = [];
  const neutral = (text: string, id: string) =>
    text.replace(/"requestId":"[^"]*"/, "").replaceAll(id, "ID");
  for (const spec of running.app.routes) {
    if (!spec.path.startsWith("/api/v1/contacts/:id")) continue;
    const ask = async (id: string) => {
      const answer = await fetch(`${running.url}${spec.path.replace(":id", id)}`, {
        method: spec.method,
        headers: { ...sales.headers, "content-type": "application/json" },
        ...(spec.method === "GET" ? {} : { body: JSON.stringify({ text: "x", reason: "xxx" }) }),
      });
      return `${answer.status} ${neutral(await answer.text(), id)}`;
    };
    const [found, expected] = [await ask(others.publicId), await ask(missing)];
    if (found !== expected) wrong.push(`${spec.method} ${spec.path}: ${found} for ${expected}`);
  }
  assert.deepEqual(wrong, []);
  const untouched = await inAccount((tx) => findByAddress(tx, others.emailNormalised));
  assert.equal(untouched[0]?.lastName, NAME);
});

test("ORG-03: what somebody of sales adds is theirs; nobody is given away or taken by them", async () => {
  const ask = askAs(running.url, sales);
  const made = await ask<{ id: string }>("POST", "/contacts", {
    email: "neu@messe.example",
    source: "Messe",
    collectedFrom: "person",
    lastName: "Neu",
  });
  assert.equal((await ask<{ name: string }>("GET", `/contacts/${made.id}`)).name, "Neu");
  await ask("POST", `/contacts/${made.id}/notes`, { text: "Ruft zurück" });
  const [advisers] = await look(owner, ["/contact-advisers"]);
  const me = (JSON.parse(advisers!.text) as { items: { id: string }[] }).items[0]!.id;
  const given = await post(sales, "/contacts/bulk", {
    action: { do: "responsible", responsible: me },
    ids: [made.id],
  });
  assert.equal(given.status, 403, await given.text());
  const staged = await ask<{ changed: number }>("POST", "/contacts/bulk", {
    action: { do: "stage", stage: "customer" },
    ids: [others.publicId, made.id],
  });
  assert.equal(staged.changed, 1, "the other's contact is not touched");
  // An address somebody else looks after: nothing tells that it is known here.
  const twin = await post(sales, "/contacts", {
    email: others.email,
    source: "Messe",
    collectedFrom: "person",
  });
  assert.equal(twin.status, 201);
  const known = await inAccount((tx) => findByAddress(tx, others.emailNormalised));
  assert.equal(known.length, 2);
  assert.equal(known[0]?.lastName, NAME, "what was known of the person stays as it is");
});

test("ORG-03: editors and administrators see no data of contacts anywhere", async () => {
  for (const role of ["editor", "administrator"]) {
    const caller = await signedInAs(running.database.db, seeded, [role]);
    const looked = await look(caller, addresses(others, NAME));
    const shown = looked.filter(({ text }) => text.includes(others.email) || text.includes(NAME));
    assert.deepEqual(
      shown.map(({ path }) => path),
      [],
      role,
    );
    assert.ok(looked.some(({ status }) => status === 200));
  }
});

test("ORG-21: an operator of the umbrella account gets 404 for every contact route on a member's data", async () => {
  const { db } = running.database;
  const umbrella = await seedNewsletter(db, running.app.keys, {
    people: 0,
    domain: "dach.example",
  });
  await db.instance((tx) =>
    run(
      tx,
      sql`update accounts set parent_account_id = ${umbrella.accountId} where id = ${seeded.accountId}`,
    ),
  );
  const above = await signedInAs(db, umbrella, ["owner"]);
  const into = { ...above.headers, "klarpost-account": seeded.accountPublicId };
  const wrong: string[] = [];
  for (const spec of running.app.routes) {
    if (!spec.permission.startsWith("contacts.") || !spec.path.startsWith("/api/v1/")) continue;
    const path = spec.path.replace(/:\w+/g, others.publicId);
    const ask = async (headers: Record<string, string>) => {
      const answer = await fetch(`${running.url}${path}`, {
        method: spec.method,
        headers: { ...headers, "content-type": "application/json" },
        ...(spec.method === "GET" ? {} : { body: "{}" }),
      });
      const text = await answer.text();
      if (text.includes(NAME) || text.includes(others.email)) wrong.push(`${path} shows somebody`);
      return answer.status;
    };
    if ((await ask(into)) !== 404) wrong.push(`${spec.method} ${path} in the member's account`);
    // In the own account the member's ids are those of nobody.
    if (spec.method === "GET" && spec.path.startsWith("/api/v1/contacts/:id"))
      if ((await ask(above.headers)) !== 404) wrong.push(`${path} in the own account`);
  }
  assert.deepEqual(wrong, []);
});
