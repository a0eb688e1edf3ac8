import { randomBytes } from "node:crypto";
import { after, before } from "node:test";
import pg from "pg";
import { createKeys, manualClock } from "../../server/platform/index.ts";
import { reportRoutes } from "../../server/reports/index.ts";
import { testAccount } from "./account.ts";
import { testDatabase, type TestDatabase } from "./database.ts";
import { testServer, type TestHttp } from "./http.ts";

export const clock = manualClock("2026-11-21T09:00:00Z");
export const keys = createKeys(Buffer.alloc(32, 3));
const ALL = [
  "account.read",
  "contacts.read",
  "lists.read",
  "mailings.read",
  "reports.read",
  "tracking.read",
  "consents.read",
  "checks.read",
  "senders.read",
];

export let database: TestDatabase;
export let owner: pg.Client;
export let accountId: number;
export let full: TestHttp;
export let modest: TestHttp;
export let foreign: TestHttp;
let listId: number;
export let listPublicId: string;
let wordingVersionId: number;

/** Opens the database and three callers for the tests of one file: `full`, `modest` without tracking and proofs, `foreign` of another account. */
export function reportBench(): void {
  before(async () => {
    database = await testDatabase();
    owner = new pg.Client(database.connection);
    await owner.connect();
    accountId = (await testAccount(database.db)).accountId;
    const other = (await testAccount(database.db, { name: "Andere" })).accountId;
    const deps = { db: database.db, clock, compliance: { keys, clock }, checks: [] };
    const open = (permissions: string[], id = accountId) =>
      testServer({
        db: database.db,
        routes: reportRoutes(deps),
        as: { accountId: id, permissions },
      });
    full = await open(ALL);
    modest = await open(ALL.filter((one) => !["tracking.read", "consents.read"].includes(one)));
    foreign = await open(ALL, other);
    const list = await insert("lists", { name: "Übersicht Münster" });
    listId = list.id;
    listPublicId = list.public_id;
    const wording = await insert("wordings", { purpose: "profiling", name: "P" });
    wordingVersionId = (
      await insert("wording_versions", {
        wording_id: wording.id,
        version: 1,
        locale: "de",
        text: "Ja",
        sha256: Buffer.alloc(32),
        techniques: ["open", "click"],
        uses: ["person_report"],
        approved_at: clock.now(),
      })
    ).id;
  });
  after(async () => {
    await Promise.all([full.close(), modest.close(), foreign.close()]);
    await owner.end();
    await database.close();
  });
}

/** A row of a table of the account. */
export async function insert(
  table: string,
  row: Record<string, unknown>,
): Promise<{ id: number; public_id: string }> {
  const columns = ["account_id", ...Object.keys(row)];
  const values = [accountId, ...Object.values(row)];
  const made = await owner.query<{ id: string; public_id: string }>(
    `insert into ${table} (${columns.join(", ")}) values (${values.map((_v, at) => `$${at + 1}`).join(", ")}) returning *`,
    values,
  );
  return { id: Number(made.rows[0]!.id), public_id: made.rows[0]!.public_id };
}

let made = 0;
/** A person, confirmed on the list unless told otherwise. */
export async function contact(
  options: { name?: string; granted?: boolean; confirmed?: boolean; email?: string } = {},
) {
  const email = options.email ?? `p${++made}@example.org`;
  const lastName = options.name ?? `Person${made}`;
  const hash = randomBytes(16);
  const row = await insert("contacts", {
    email,
    email_normalised: email,
    address_hash: hash,
    last_name: lastName,
    sort_key: lastName.toLowerCase(),
    origins: JSON.stringify({ email: { source: "Formular", at: "2026-01-01T00:00:00.000Z" } }),
  });
  if (options.confirmed !== false)
    await insert("subscriptions", {
      list_id: listId,
      email_normalised: email,
      contact_id: row.id,
      state: "confirmed",
      proof: "double_opt_in",
      entry_id: 1,
      confirmed_at: clock.now(),
    }).catch((error: unknown) => {
      // The table has no id of its own; the row is in.
      if (!(error instanceof TypeError)) throw error;
    });
  if (options.granted)
    await owner.query(
      "insert into profiling_permissions (account_id, email_normalised, state, wording_version_id, entry_id, contact_ids) values ($1, $2, 'granted', $3, 1, $4)",
      [accountId, email, wordingVersionId, [row.id]],
    );
  return { ...row, email, hash };
}

/** A sent mailing: `granted` measured people and `silent` others, all accepted, one excluded, one rejected. */
export async function sentMailing(granted: number, silent: number, level = "shared") {
  const version = await insert("content_versions", {
    locale: "de",
    subject: "Brief",
    html: "",
    text: "",
    sha256: Buffer.alloc(32),
    links: JSON.stringify(
      [1, 2, 3].map((no) => ({
        no,
        url: `https://shop.example/${no}`,
        label: no === 3 ? "=HYPERLINK(1)" : `Link ${no}`,
        part: "html",
        position: { line: no, column: 1, offset: 10 * no, length: 5 },
        notPersonal: no === 2,
      })),
    ),
  });
  const run = await insert("delivery_runs", {
    kind: "newsletter",
    content_version_id: version.id,
    sender_id: 1,
    state: "done",
    candidates: granted + silent + 2,
  });
  const mailing = await insert("mailings", {
    name: `Brief ${run.id}`,
    subject: "Ihr Brief",
    state: "sent",
    list_ids: [listId],
    content_version_id: version.id,
    run_id: run.id,
    started_at: clock.now(),
    finished_at: clock.now(),
  });
  await owner.query("update delivery_runs set mailing_id = $1 where id = $2", [mailing.id, run.id]);
  const batch = await insert("delivery_batches", {
    run_id: run.id,
    priority: 5,
    state: "ready",
    size: granted + silent + 2,
  });
  await owner.query(
    "insert into measured_mailings (account_id, mailing_id, level, level_reason, personal_base, anonymous_base, k_min, timezone, opened_at, closes_at) values ($1, $2, $3, $4, $5, $6, 10, 'Europe/Berlin', $7, $8)",
    [
      accountId,
      mailing.id,
      level,
      level === "none" ? "too_few" : null,
      granted,
      silent,
      clock.now(),
      new Date(clock.now().getTime() + 14 * 86_400_000),
    ],
  );
  for (const no of [1, 2, 3])
    await owner.query(
      "insert into measured_links (account_id, mailing_id, link, url) values ($1, $2, $3, $4)",
      [accountId, mailing.id, no, `https://shop.example/${no}`],
    );
  const people: { contactId: number; publicId: string; email: string; deliveryId: number }[] = [];
  for (let i = 0; i < granted + silent + 2; i++) {
    const person = await contact({ granted: i < granted });
    const delivery = await insert("deliveries", {
      batch_id: batch.id,
      run_id: run.id,
      kind: "newsletter",
      contact_id: person.id,
      list_id: listId,
      email: person.email,
      email_normalised: person.email,
    });
    const outcome =
      i < granted + silent ? "accepted" : i === granted + silent ? "excluded" : "rejected";
    await owner.query(
      "insert into delivery_outcomes (account_id, delivery_id, attempt, batch_id, run_id, outcome, final, reason, phase, measured, at) values ($1, $2, 1, $3, $4, $5, true, $6, $7, $8, $9)",
      [
        accountId,
        delivery.id,
        batch.id,
        run.id,
        outcome,
        outcome === "excluded" ? "retained" : outcome === "rejected" ? "hard" : null,
        outcome === "excluded" ? "preparation" : null,
        outcome === "accepted" ? (i < granted ? "personal" : "anonymous") : null,
        clock.now(),
      ],
    );
    if (i < granted)
      await owner.query(
        "insert into measured_deliveries (account_id, delivery_id, mailing_id, contact_id, email_normalised) values ($1, $2, $3, $4, $5)",
        [accountId, delivery.id, mailing.id, person.id, person.email],
      );
    people.push({
      contactId: person.id,
      publicId: person.public_id,
      email: person.email,
      deliveryId: delivery.id,
    });
  }
  const event = (at: number, link: number, agent = 0, hour = "2026-11-21T09:00:00Z") =>
    owner.query(
      "insert into personal_events (account_id, mailing_id, delivery_id, link, hour, agent) values ($1, $2, $3, $4, $5, $6)",
      [accountId, mailing.id, people[at]!.deliveryId, link, hour, agent],
    );
  const total = (link: number, day: string, hits: number, agent = 0) =>
    owner.query(
      "insert into anonymous_totals (account_id, mailing_id, link, day, agent, hits) values ($1, $2, $3, $4, $5, $6)",
      [accountId, mailing.id, link, day, agent, hits],
    );
  return { ...mailing, people, event, total };
}

/** Audit entries of an action, the oldest first. */
export const audits = async (action: string) =>
  (
    await owner.query("select object_id, detail from audit_entries where action = $1 order by id", [
      action,
    ])
  ).rows as {
    object_id: string;
    detail: Record<string, unknown>;
  }[];
