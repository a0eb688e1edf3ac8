import pg from "pg";
import { one, run, sql, type ConnectionSettings, type Database } from "../server/platform/index.ts";

const FIRST = ["Änne", "Jörg", "Sofia", "Mehmet", "Lena", "Piotr", "Ümit", "Clara"];
const LAST = ["Müller", "Weiß", "Schröder", "Kowalski", "Yılmaz", "von Ow", "Jäger", "Öztürk"];

/** The account's own fields of the file. */
export const OWN_FIELDS = ["filiale", "interessen", "kundennummer"];
export const HEADINGS =
  "E-Mail;Anrede;Vorname;Nachname;Firma;Sprache;Opt-in-Datum;Quelle;filiale;interessen;kundennummer";

/**
 * A file as a newsletter system exports it: eight columns and three fields of one's own, in no order of addresses. Every
 * thousandth row holds something that cannot be imported.
 */
export function* fileOf(rows: number): Generator<Buffer> {
  yield Buffer.from(`${HEADINGS}\r\n`);
  for (let at = 0; at < rows; at += 1000) {
    const lines = Array.from({ length: Math.min(1000, rows - at) }, (_, index) =>
      lineOf(at + index),
    );
    yield Buffer.from(lines.join(""));
  }
}

function lineOf(no: number): string {
  // A permutation of the numbers: neighbours in the file are none in an index.
  const key = Math.imul(no, 0x9e3779b1) >>> 0;
  const name = (from: string[], shift: number) => from[(key >>> shift) % from.length]!;
  const email =
    no % 1000 === 999 ? `ohne-at-${no}` : `p${key.toString(36)}@domain${key % 500}.example`;
  const second = String(no % 60).padStart(2, "0");
  return `${email};${no % 2 ? "Frau" : "Herr"};${name(FIRST, 3)};"${name(LAST, 7)} ${no % 9973}";Firma ${no % 1000};de;0${1 + (no % 9)}.05.2026 10:15:${second};Anmeldeseite;Süd ${no % 40};Geldanlage, Immobilien;K${100_000 + no}\r\n`;
}

/** The same file with `\copy`, into a table of texts: what the machine can do at most. Seconds. */
export async function copyPlain(
  connection: ConnectionSettings,
  rows: number,
  through: (client: pg.Client, source: Iterable<Buffer>, command: string) => Promise<void>,
): Promise<number> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    const columns = HEADINGS.split(";").map((_, at) => `c${at} text`);
    await client.query(`create table bench_copy (${columns.join(", ")})`);
    const begun = performance.now();
    await through(
      client,
      fileOf(rows),
      "copy bench_copy from stdin with (format csv, header true, delimiter ';')",
    );
    const seconds = (performance.now() - begun) / 1000;
    await client.query("drop table bench_copy");
    return seconds;
  } finally {
    await client.end();
  }
}

/** What is compared, each as number and sum of checksums of its rows. */
const STATES = {
  contacts: `select concat_ws('|', c.email, c.email_normalised, c.sort_key, c.salutation, c.title, c.first_name, c.last_name,
      c.company, c.locale, c.custom::text, (select string_agg(o.key || ':' || (o.value->>'source') || regexp_replace(o.value->>'detail', 'imp_\\w+', ''), ',' order by o.key)
        from jsonb_each(contact_origins(c.origins)) o)) as row from contacts c where c.account_id = app_account()`,
  subscriptions: `select concat_ws('|', s.email_normalised, l.name, s.state, s.proof, s.flag, s.source, s.requested_at, s.confirmed_at, c.email_normalised) as row
      from subscriptions s join lists l on l.account_id = s.account_id and l.id = s.list_id
      left join contacts c on c.account_id = s.account_id and c.id = s.contact_id where s.account_id = app_account()`,
  proofs: `select concat_ws('|', s.email_normalised, e.kind, p.purpose, v.sha256::text) as row
      from subscriptions s join ledger_entries e on e.account_id = s.account_id and e.id = s.entry_id
      join ledger_payloads p on p.account_id = e.account_id and p.entry_id = e.id
      join ledger_subjects x on x.account_id = p.account_id and x.id = p.subject_id
      join wording_versions v on v.account_id = p.account_id and v.id = p.wording_version_id where s.account_id = app_account()`,
  entries: `select e.kind as row from ledger_entries e where e.account_id = app_account()`,
  subjects: `select 'subject' as row from ledger_subjects s where s.account_id = app_account()`,
  lines: `select concat_ws('|', l.line, l.result, l.reason, l.email_normalised, c.email_normalised, (l.detail - 'at' - 'subscriptions')::text) as row
      from import_lines l left join contacts c on c.account_id = l.account_id and c.id = l.contact_id where l.account_id = app_account()`,
  counts: `select i.counts::text as row from imports i where i.account_id = app_account()`,
};

/** Everything an import left behind that does not depend on chance, ids and the time of day. */
export function stateOf(db: Database, accountId: number): Promise<Record<string, string>> {
  return db.account(accountId, async (tx) => {
    // The tables were just filled, and the planner takes them for small.
    await run(tx, sql`set local enable_nestloop = off`);
    await run(tx, sql`set local statement_timeout = 0`);
    const states: Record<string, string> = {};
    for (const [name, rows] of Object.entries(STATES)) {
      const { state } = await one<{ state: string }>(
        tx,
        sql`select count(*) || ' ' || coalesce(sum(hashtextextended(r.row, 0)::numeric), 0) as state from (${sql.raw(rows)}) r`,
      );
      states[name] = state;
    }
    return states;
  });
}
