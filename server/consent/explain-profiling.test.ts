import assert from "node:assert/strict";
import { after, test } from "node:test";
import { gateDatabase, type Person } from "../../test/support/gate-database.ts";
import { findContactById } from "../contacts/index.ts";
import { run, sql } from "../platform/index.ts";
import { explainProfiling, profilingStates } from "./index.ts";

const { base, inAccount, contact, profile, wordingV1 } = await gateDatabase();
after(() => base.close());

const explain = (who: Person, use = "person_report") =>
  inAccount(async (tx) => {
    const states = await profilingStates(tx, [who.email]);
    const found = (await findContactById(tx, who.id))!;
    return explainProfiling(tx, found, states.get(who.email), use);
  });
const named = async (email: string, firstName: string, restricted = false) => {
  const who = await contact(email, { restricted });
  await inAccount((tx) =>
    run(
      tx,
      sql`update contacts set first_name = ${firstName}, last_name = 'Müller' where id = ${who.id}`,
    ),
  );
  return who;
};

test("TRK-24: of Herr and Frau Müller on one address, the one who did not agree is named to the account's people", async () => {
  const jörg = await named("müller@example.org", "Jörg");
  const anne = await named("müller@example.org", "Anne");
  await profile(jörg.email, "granted", [jörg.id]);
  const his = await explain(jörg);
  assert.equal(his.obstacle?.kind, "neighbour");
  assert.equal(his.obstacle.rule, "TRK-24");
  assert.match(his.obstacle.text.de, /Anne Müller hat nicht zugestimmt/);
  const hers = await explain(anne);
  assert.equal(hers.obstacle?.kind, "own");
  assert.doesNotMatch(hers.obstacle.text.de, /Jörg/);
});

test("CON-20: the wording says what it covers, and a use that is not in it stands in the way", async () => {
  const who = await contact();
  await profile(who.email, "granted", [who.id], wordingV1);
  const { scope, obstacle } = await explain(who);
  assert.equal(obstacle, null);
  assert.deepEqual(
    [scope?.techniques, scope?.uses, scope?.channels].map((names) => names?.map((one) => one.de)),
    [["Öffnungen", "Klicks"], ["die Auswertung je Person"], ["Newsletter"]],
  );
  assert.deepEqual((await explain(who, "segments")).obstacle?.rule, "CON-20");
});

test("DSR-07 TRK-01: a restriction is said, and where nothing is granted there is nothing to explain", async () => {
  const who = await named("eingeschränkt@example.org", "Paula", true);
  await profile(who.email, "granted", [who.id]);
  assert.equal((await explain(who)).obstacle?.kind, "restricted");
  const silent = await contact();
  assert.deepEqual(await explain(silent), { scope: null, obstacle: null });
  await profile(silent.email, "withdrawn", []);
  assert.deepEqual(await explain(silent), { scope: null, obstacle: null });
});
