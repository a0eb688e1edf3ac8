import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { ImageDetailView, ImageView } from "../../contract/images.ts";
import { runningApp, type RunningApp } from "../../test/support/app.ts";
import { signedInAs, type Caller } from "../../test/support/callers.ts";
import { seedNewsletter, type SeededNewsletter } from "../../test/support/newsletter.ts";
import { rows, run, sql } from "../platform/index.ts";
import { expiredImages } from "./expired-images.ts";
import { writePng } from "./write-png.ts";

let running: RunningApp;
let seeded: SeededNewsletter;
let marketer: Caller;

before(async () => {
  running = await runningApp();
  const { db } = running.database;
  seeded = await seedNewsletter(db, running.app.keys, { people: 1, domain: "bilder.example" });
  marketer = await signedInAs(db, seeded, ["marketer"]);
});
after(() => running.close());

const picture = (shade: number, width = 40) => {
  const data = new Uint8ClampedArray(width * 20 * 4).fill(255);
  for (let at = 0; at < data.length; at += 4) data[at] = shade;
  return writePng({ data, width, height: 20 });
};

async function call(
  method: string,
  path: string,
  options: { query?: Record<string, string>; file?: Buffer; json?: unknown; as?: Caller } = {},
): Promise<{ status: number; body: never }> {
  const url = new URL(`${running.url}/api/v1${path}`);
  for (const [name, value] of Object.entries(options.query ?? {}))
    url.searchParams.set(name, value);
  const headers: Record<string, string> = { ...(options.as ?? marketer).headers };
  let body: FormData | string | undefined;
  if (options.file) {
    body = new FormData();
    body.set("file", new Blob([new Uint8Array(options.file)]), "bild.png");
  } else if (options.json !== undefined) {
    headers["content-type"] = "application/json";
    body = JSON.stringify(options.json);
  }
  const answer = await fetch(url, { method, headers, ...(body === undefined ? {} : { body }) });
  const text = await answer.text();
  return { status: answer.status, body: (text === "" ? undefined : JSON.parse(text)) as never };
}

const details = {
  name: "Hauptstelle",
  alt: "Die Hauptstelle im Schnee",
  source: "Eigene Aufnahme",
  licence: "Eigene Rechte",
};
const upload = async (shade: number, more: Record<string, string> = {}): Promise<ImageView> => {
  const answer = await call("POST", "/images", {
    file: picture(shade),
    query: { ...details, rightsConfirmed: "true", ...more },
  });
  assert.equal(answer.status, 201, JSON.stringify(answer.body));
  return answer.body;
};

test("CNT-10: nothing comes in without confirmed rights and alternative text", async () => {
  const codes = await Promise.all(
    [
      { ...details, rightsConfirmed: "false" },
      { ...details, rightsConfirmed: "true", alt: " " },
    ].map(
      async (query) => (await call("POST", "/images", { file: picture(1), query })).body["code"],
    ),
  );
  assert.deepEqual(codes, ["rights_not_confirmed", "alt_missing"]);
  const ornament = await upload(2, { alt: "", decorative: "true" });
  assert.deepEqual([ornament.alt, ornament.decorative], ["", true]);
});

test("TRK-06: everybody gets the same picture with the same headers, and nobody is recognised", async () => {
  const image = await upload(3);
  const visits = [
    fetch(running.url + image.path),
    fetch(`${running.url}${image.path}?empfaenger=17`, {
      headers: { cookie: "a=1", "user-agent": "Thunderbird", "if-none-match": "*" },
    }),
  ];
  const seen = await Promise.all(
    visits.map(async (visit) => {
      const answer = await visit;
      const { date: _now, ...headers } = Object.fromEntries(answer.headers);
      return { status: answer.status, headers, bytes: (await answer.bytes()).toBase64() };
    }),
  );
  assert.deepEqual(seen[0], seen[1]);
  const { headers } = seen[0]!;
  assert.equal(headers["cache-control"], "public, max-age=31536000, immutable");
  assert.equal(headers["content-security-policy"], "default-src 'none'; sandbox");
  assert.equal(headers["x-content-type-options"], "nosniff");
  assert.equal(headers["content-type"], "image/png");
  assert.ok(!("set-cookie" in headers) && !("etag" in headers) && !("last-modified" in headers));
  assert.equal((await fetch(running.url + image.path.replace(".png", ".gif"))).status, 404);
  assert.equal((await fetch(`${running.url}/m/${"A".repeat(22)}.png`)).status, 404);
});

test("a picture in a sent mailing stays, and replacing it changes drafts only", async () => {
  const image = await upload(4);
  const { db } = running.database;
  const mailings = await Promise.all(
    ["Entwurf", "Gesendet"].map(async (name) => {
      const made = await call("POST", "/mailings", { json: { name } });
      const { id } = made.body as { id: string };
      await db.account(seeded.accountId, (tx) =>
        run(
          tx,
          sql`update mailings set html = ${`<img src="${image.url}" alt="">`}, state = ${name === "Gesendet" ? "sent" : "draft"} where public_id = ${id}`,
        ),
      );
      return id;
    }),
  );
  const detail = (await call("GET", `/images/${image.id}`)).body as ImageDetailView;
  assert.deepEqual(
    new Set(detail.uses.map((use) => `${use.name} ${use.sent}`)),
    new Set(["Entwurf false", "Gesendet true"]),
  );
  const refused = await call("DELETE", `/images/${image.id}`);
  assert.equal(refused.status, 409);
  assert.match(refused.body["detail"], /Gesendet/);
  const replaced = (
    await call("POST", `/images/${image.id}/file`, {
      file: picture(5, 60),
      query: { rightsConfirmed: "true" },
    })
  ).body as ImageView;
  assert.notEqual(replaced.url, image.url);
  assert.equal((await fetch(running.url + image.path)).status, 200);
  const html = await Promise.all(
    mailings.map(
      async (id) => ((await call("GET", `/mailings/${id}`)).body as { html: string }).html,
    ),
  );
  assert.ok(html[0]!.includes(replaced.url) && html[1]!.includes(image.url));
  assert.equal((await call("DELETE", `/images/${image.id}`)).status, 409);
});

test("a picture in transactional mails and kept sections counts as used", async () => {
  const image = await upload(9);
  const html = `<html><body><h1>Ihre Rechnung</h1><img src="${image.url}" alt="Hauptstelle"></body></html>`;
  const invoice = { name: "rechnung", category: "order", locale: "de", subject: "Rechnung", html };
  const made = await call("POST", "/transactional-templates", { json: invoice });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  const block = { id: "b1", type: "image", src: image.url, alt: "", href: "", width: 100 };
  const column = { id: "c1", blocks: [{ ...block, rounded: false, caption: "" }] };
  const section = { id: "s1", columns: [column] };
  await call("POST", "/saved-sections", { json: { name: "Kopfbild", section } });
  const detail = (await call("GET", `/images/${image.id}`)).body as ImageDetailView;
  assert.deepEqual(
    detail.uses.map((use) => `${use.kind} ${use.name} ${use.sent}`),
    ["transactional rechnung true", "section Kopfbild false"],
  );
  const refused = await call("DELETE", `/images/${image.id}`);
  assert.deepEqual([refused.status, refused.body["code"]], [409, "image_in_use"]);
  const replaced = (
    await call("POST", `/images/${image.id}/file`, {
      file: picture(10, 60),
      query: { rightsConfirmed: "true" },
    })
  ).body as ImageView;
  const { id } = made.body as unknown as { id: string };
  const template = (await call("GET", `/transactional-templates/${id}`)).body;
  assert.ok(String(template["html"]).includes(replaced.url));
  const kept = JSON.stringify((await call("GET", "/saved-sections")).body);
  assert.ok(kept.includes(replaced.url) && !kept.includes(image.url));
  // A template that nobody calls any more and that was never sent holds nothing back.
  await call("POST", `/transactional-templates/${id}/archive`);
  assert.equal((await call("DELETE", `/images/${image.id}`)).status, 204);
});

test("CNT-10: an ended licence is found by the addresses of a content, and is changed with a new confirmation", async () => {
  const image = await upload(6, { expiresAt: "2026-01-31" });
  assert.equal(image.licence.expired, true);
  const { db } = running.database;
  const found = (day: string) =>
    db.account(seeded.accountId, (tx) =>
      expiredImages(tx, [`${image.url}?x`, "https://www.example.com/m/a.png"], day),
    );
  assert.deepEqual(await found("2026-01-30"), []);
  assert.deepEqual(await found("2026-01-31"), [
    { url: `${image.url}?x`, name: "Hauptstelle", expiresOn: "2026-01-31" },
  ]);
  const change = { expiresAt: null };
  const silent = await call("PATCH", `/images/${image.id}`, { json: change });
  assert.equal(silent.body["code"], "rights_not_confirmed");
  const renewed = await call("PATCH", `/images/${image.id}`, {
    json: { ...change, rightsConfirmed: true },
  });
  assert.equal((renewed.body as ImageView).licence.expired, false);
});

test("a part is kept beside the whole or in its place, and deleting removes the address", async () => {
  const image = await upload(7);
  const frame = { x: 10, y: 0, width: 20, height: 20 };
  const crop = async (keepOriginal: boolean) =>
    (await call("POST", `/images/${image.id}/crop`, { json: { ...frame, keepOriginal } }))
      .body as ImageView;
  const part = await crop(true);
  assert.notEqual(part.id, image.id);
  assert.deepEqual([part.width, part.alt], [20, details.alt]);
  const instead = await crop(false);
  assert.deepEqual([instead.id, instead.width], [image.id, 20]);
  assert.equal((await fetch(running.url + image.path)).status, 404);
  assert.equal((await fetch(running.url + instead.path)).status, 200);
  assert.equal((await call("DELETE", `/images/${image.id}`)).status, 204);
  assert.equal((await fetch(running.url + instead.path)).status, 404);
  const noted = await running.database.db.account(seeded.accountId, (tx) =>
    rows<{ action: string }>(
      tx,
      sql`select distinct action from audit_entries where object_type = 'image' order by action`,
    ),
  );
  assert.deepEqual(
    noted.map(({ action }) => action),
    ["added", "changed", "cropped", "deleted", "replaced"].map((what) => `image.${what}`),
  );
});

test("pictures of another account are nobody's to see or change", async () => {
  const image = await upload(8);
  const { db } = running.database;
  const other = await seedNewsletter(db, running.app.keys, { people: 1, domain: "andere.example" });
  const stranger = await signedInAs(db, other, ["owner"]);
  for (const method of ["GET", "DELETE"])
    assert.equal((await call(method, `/images/${image.id}`, { as: stranger })).status, 404);
});
