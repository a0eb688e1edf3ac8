import assert from "node:assert/strict";
import { test } from "node:test";
import * as XLSX from "@e965/xlsx";
import type { ComparedMailing, Comparison } from "../../contract/account-report.ts";
import {
  audits,
  clock,
  foreign,
  full,
  insert,
  modest,
  owner,
  reportBench,
  sentMailing,
} from "../../test/support/report-samples.ts";

reportBench();

async function compare(
  ids: readonly string[],
  options: { who?: typeof full; against?: string } = {},
): Promise<Comparison> {
  const query = `mailings=${ids.join(",")}${options.against ? `&against=${options.against}` : ""}`;
  const { status, body } = await (options.who ?? full).call(
    "GET",
    `/api/v1/reports/comparison?${query}`,
  );
  assert.equal(status, 200, JSON.stringify(body));
  return body as Comparison;
}

/** Everything a mailing's own report says, for comparing. */
const reportOf = async (id: string, who = full) =>
  (await who.call("GET", `/api/v1/mailings/${id}/report`)).body;

test("TRK-23: each mailing stands there with the figures of its own report; at level shared there is no rate over everybody", async () => {
  const one = await sentMailing(12, 40);
  const other = await sentMailing(14, 30, "clicks_only");
  for (let at = 0; at < 6; at++) await one.event(at, 0);
  await one.event(0, 1);
  await one.total(0, "2026-11-21", 31);
  await one.total(1, "2026-11-21", 12);
  clock.set("2026-11-24T09:00:00Z");
  const { mailings, against } = await compare([one.public_id, other.public_id]);
  const report = await reportOf(one.public_id);
  clock.set("2026-11-21T09:00:00Z");
  assert.equal(against, one.public_id);
  const [first, second] = mailings as [ComparedMailing, ComparedMailing];
  assert.deepEqual(first.lists, ["Übersicht Münster"]);
  assert.deepEqual(
    [first.selected, first.accepted, first.notSent.total, first.notSent.rejected],
    [54, 52, 2, 1],
  );
  assert.deepEqual(
    [first.rates.opened!.count, first.rates.opened!.base, first.rates.clicked!.count],
    [6, 12, 1],
  );
  assert.deepEqual([first.rates.bounced!.count, first.rates.bounced!.base], [1, 53]);
  assert.deepEqual([first.rates.measured!.count, first.rates.measured!.base], [12, 52]);
  assert.equal(first.rates.uniqueOpened, null);
  assert.deepEqual(first.anonymous, {
    base: report.anonymous.base,
    opens: report.anonymous.opens,
    clicks: report.anonymous.clicks,
  });
  assert.equal(first.anonymous!.opens.value, 31);
  assert.equal(second.level, "clicks_only");
  assert.equal(second.anonymous!.opens.hidden, true);
});

test("a difference is marked only where it is more than chance, against the mailing that was chosen", async () => {
  const keen = await sentMailing(40, 20);
  const dull = await sentMailing(40, 20);
  const alike = await sentMailing(40, 20);
  for (let at = 0; at < 30; at++) await keen.event(at, 0);
  for (let at = 0; at < 10; at++) await dull.event(at, 0);
  for (let at = 0; at < 12; at++) await alike.event(at, 0);
  const ids = [keen.public_id, dull.public_id, alike.public_id];
  const marks = async (against?: string) =>
    (await compare(ids, against === undefined ? {} : { against })).mailings.map(
      (each) => each.rates.opened!.difference,
    );
  assert.deepEqual(await marks(), [null, "lower", "lower"]);
  assert.deepEqual(await marks(dull.public_id), ["higher", null, "chance"]);
});

test("TRK-09 TRK-12: few people measured are hidden from whoever may not see persons, in every figure and in the exports", async () => {
  const few = await sentMailing(4, 30);
  const many = await sentMailing(12, 30);
  await few.event(0, 0);
  await few.event(0, 1);
  await few.total(0, "2026-11-20", 7);
  const ids = [few.public_id, many.public_id];
  const shown = (await compare(ids, { who: modest })).mailings[0]!;
  assert.equal(shown.personalHidden, true);
  for (const name of ["measured", "opened", "clicked", "uniqueOpened"] as const)
    assert.equal(shown.rates[name], null, name);
  assert.deepEqual([shown.personal, shown.everybody], [null, null]);
  assert.equal(shown.anonymous!.opens.hidden, true);
  assert.equal((await compare(ids)).mailings[0]!.rates.opened!.count, 1);
  const csv = await modest.call(
    "GET",
    `/api/v1/reports/comparison.csv?mailings=${ids.join(",")}&locale=de`,
  );
  assert.equal(csv.status, 200);
  assert.match(csv.text, /weniger als 10/);
  const line = csv.text.split("\r\n").find((each) => each.includes(shown.name))!;
  assert.doesNotMatch(line, /0,25/);
  const file = await modest.app.inject({
    url: `/api/v1/reports/comparison.xlsx?mailings=${ids.join(",")}&locale=en`,
    headers: { "x-klarpost": "1" },
  });
  const sheet = XLSX.read(file.rawPayload).Sheets["Comparison"]!;
  const rows = XLSX.utils.sheet_to_json<Record<string, unknown>>(sheet);
  assert.equal(rows.length, 2);
  assert.equal(rows[0]!["Open rate of those who agreed"], undefined);
  assert.equal(rows[1]!["Open rate of those who agreed"], 0);
  assert.equal(rows[0]!["Opens gross, anonymous"], "fewer than 10");
  assert.equal((await audits("report.exported")).length, 2);
});

test("TRK-12: a mailing to people chosen by what they did is compared only for whoever may see persons", async () => {
  const [plain, chosen] = [await sentMailing(12, 12), await sentMailing(1, 0)];
  await owner.query(
    "update mailings set settings = jsonb_build_object('behaviour', jsonb_build_object('of', $1::text, 'did', 'clicked')) where id = $2",
    [plain.public_id, chosen.id],
  );
  try {
    const path = "/api/v1/reports/comparison";
    const named = `?mailings=${plain.public_id},${chosen.public_id}`;
    for (const form of ["", ".csv", ".xlsx"]) {
      const refused = await modest.call("GET", `${path}${form}${named}`);
      assert.equal(refused.status, 403, form);
      assert.doesNotMatch(refused.text, new RegExp(`Brief.*${chosen.id}`));
    }
    const ids = async (who: typeof full) =>
      (await who.call("GET", path)).body.mailings.map((each: { id: string }) => each.id);
    const [seen, unseen] = [await ids(full), await ids(modest)];
    assert.ok(seen.includes(chosen.public_id) && seen.includes(plain.public_id));
    assert.ok(!unseen.includes(chosen.public_id) && unseen.includes(plain.public_id));
    const lines = async (who: typeof full) =>
      (await who.call("GET", "/api/v1/reports/account/mailings")).body.mailings.map(
        (each: { id: string }) => each.id,
      );
    assert.ok((await lines(full)).includes(chosen.public_id));
    assert.ok(!(await lines(modest)).includes(chosen.public_id));
    assert.ok((await lines(modest)).includes(plain.public_id));
  } finally {
    await owner.query("delete from mailings where id = any($1)", [[plain.id, chosen.id]]);
  }
});

test("without a choice the last ten mailings stand beside each other; what was never sent or is another account's does not", async () => {
  const { body } = await full.call("GET", "/api/v1/reports/comparison");
  assert.equal(body.mailings.length, 7);
  const draft = await insert("mailings", { name: "Entwurf", state: "draft" });
  const sent = body.mailings[0].id as string;
  const answer = async (ids: string[], who = full) => {
    const found = await who.call("GET", `/api/v1/reports/comparison?mailings=${ids.join(",")}`);
    return [found.status, found.body.code];
  };
  assert.deepEqual(await answer([sent, draft.public_id]), [422, "mailing_not_sent"]);
  assert.equal((await answer([sent], foreign))[0], 404);
  assert.equal((await answer([`mlg_${"0".repeat(32)}`]))[0], 404);
  assert.equal((await answer(Array.from({ length: 13 }, () => sent)))[0], 400);
  // The same one twice is one.
  assert.equal((await compare([sent, sent])).mailings.length, 1);
});
