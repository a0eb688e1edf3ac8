import { randomBytes } from "node:crypto";
import {
  decide,
  loadFacts,
  type Decision,
  type FactsQuery,
} from "../../server/compliance/index.ts";
import { addressHash } from "../../server/contacts/index.ts";
import { createKeys, manualClock, one, run, sql } from "../../server/platform/index.ts";
import { insertSuppression, type NewSuppression } from "../../server/suppression/index.ts";
import { testDatabase } from "./database.ts";

/** A subscription as a test wants it; what is left out lets the mail through. */
export interface TestSubscription {
  state?: string;
  flag?: string | null;
  proof?: string | null;
  entry?: number | null;
  at?: string;
  mailed?: string | null;
  wording?: number | null;
}

export type Person = { id: number; email: string };

/** A live account with two lists and two profiling wordings, and what puts people, states and objections into it. */
export async function gateDatabase() {
  const base = await testDatabase();
  const clock = manualClock("2026-11-21T09:00:00Z");
  const deps = { keys: createKeys(randomBytes(32)), clock };
  const { id: accountId } = await base.db.instance((tx) =>
    one<{ id: number }>(
      tx,
      sql`insert into accounts (name, mode) values ('Musterbank', 'live') returning id`,
    ),
  );
  const inAccount = <T>(work: Parameters<typeof base.db.account<T>>[1]) =>
    base.db.account(accountId, work);
  const insertedId = (statement: ReturnType<typeof sql>) =>
    inAccount((tx) => one<{ id: number }>(tx, statement)).then((row) => row.id);

  const listA = await insertedId(
    sql`insert into lists (account_id, name) values (${accountId}, 'A') returning id`,
  );
  const listB = await insertedId(
    sql`insert into lists (account_id, name) values (${accountId}, 'B') returning id`,
  );
  const wording = await insertedId(
    sql`insert into wordings (account_id, purpose, name) values (${accountId}, 'profiling', 'P') returning id`,
  );
  const version = (no: number, channel: string) =>
    insertedId(
      sql`insert into wording_versions (account_id, wording_id, version, locale, text, sha256, techniques, uses, channels, approved_at)
          values (${accountId}, ${wording}, ${no}, 'de', 't', '\\x00', '{open,click}', '{person_report}', array[${channel}]::text[], now()) returning id`,
    );
  const wordingV1 = await version(1, "newsletter");
  const wordingV2 = await version(2, "one_to_one");

  let counter = 0;
  const contact = (
    email = `p${++counter}@example.org`,
    change: { pot?: string; person?: string; restricted?: boolean } = {},
  ) =>
    insertedId(
      sql`insert into contacts (account_id, email, email_normalised, address_hash, pot, source_system, person_number, restricted_at)
        values (${accountId}, ${email}, ${email}, ${addressHash(deps.keys, accountId, email)}, ${change.pot ?? "newsletter"},
          ${change.person === undefined ? null : "osplus"}, ${change.person ?? null}, ${change.restricted ? clock.now() : null}) returning id`,
    ).then((id) => ({ id, email }));
  const subscribe = (who: Person, list = listA, s: TestSubscription = {}) =>
    inAccount((tx) =>
      run(
        tx,
        sql`insert into subscriptions (account_id, list_id, email_normalised, contact_id, state, flag, proof, entry_id, wording_version_id, requested_at, confirmed_at, last_mailed_at)
          values (${accountId}, ${list}, ${who.email}, ${who.id}, ${s.state ?? "confirmed"}, ${s.flag ?? null}, ${s.proof === undefined ? "double_opt_in" : s.proof},
            ${s.entry === undefined ? 1 : s.entry}, ${s.wording ?? null}, ${s.at ?? "2026-01-01"}, ${s.state === "pending" ? null : (s.at ?? "2026-01-01")}, ${s.mailed ?? null})`,
      ),
    );
  const profile = (
    email: string,
    state: string,
    contactIds: number[],
    wording: number | null = wordingV1,
  ) =>
    inAccount((tx) =>
      run(
        tx,
        sql`insert into profiling_permissions (account_id, email_normalised, state, contact_ids, wording_version_id, entry_id)
          values (${accountId}, ${email}, ${state}, ${contactIds}::bigint[], ${wording}, 1)`,
      ),
    );
  const suppress = (
    entry: Partial<NewSuppression> & Pick<NewSuppression, "scope">,
    email?: string,
  ) =>
    inAccount((tx) =>
      insertSuppression(tx, accountId, {
        reason: "test",
        origin: "operator",
        at: clock.now(),
        ...(email === undefined
          ? {}
          : { emailNormalised: email, addressHash: addressHash(deps.keys, accountId, email) }),
        ...entry,
      }),
    );
  const say = (decision: Decision) =>
    decision.kind === "cleared" ? decision.measure : decision.reason;
  const ask = async (
    targets: NonNullable<FactsQuery["targets"]>,
    query: Partial<FactsQuery> = {},
  ): Promise<string[]> => {
    const full = { kind: "newsletter" as const, listIds: [listA], targets, ...query };
    const facts = await inAccount((tx) => loadFacts(tx, deps, full));
    return facts.map((one) => say(decide(one, full.kind, clock.now())));
  };
  const askOne = async (who: Person, query: Partial<FactsQuery> = {}) =>
    (await ask([{ contactId: who.id, emailNormalised: who.email }], query))[0];

  return {
    base,
    clock,
    deps,
    accountId,
    listA,
    listB,
    wordingV1,
    wordingV2,
    inAccount,
    contact,
    subscribe,
    profile,
    suppress,
    say,
    ask,
    askOne,
  };
}
