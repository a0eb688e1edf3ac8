import type pg from "pg";
import type { SeededNewsletter } from "./newsletter.ts";
import {
  CHOICES,
  drawPerson,
  maybe,
  names,
  NOW,
  TODAY,
  ZONE,
  type Person,
} from "./segment-people.ts";

async function ask(
  owner: pg.Client,
  text: string,
  values: unknown[] = [],
): Promise<{ id: number; publicId: string }> {
  const { rows: found } = await owner.query(text, values);
  return { id: Number(found[0]?.id), publicId: String(found[0]?.public_id) };
}

/** Sixty people with everything drawn, written as the product writes it. */
export async function fillPeople(owner: pg.Client, seeded: SeededNewsletter): Promise<Person[]> {
  const a = seeded.accountId;
  names["list"] = seeded.listPublicId;
  const second = await ask(
    owner,
    `insert into lists (account_id, name) values ($1, 'Zweite') returning id, public_id`,
    [a],
  );
  names["list2"] = second.publicId;
  for (const [key, type] of [
    ["notiz", "text"],
    ["punkte", "number"],
    ["geburtstag", "date"],
    ["vip", "boolean"],
    ["farbe", "choice"],
    ["farben", "choices"],
  ] as const) {
    const made = await ask(
      owner,
      `insert into contact_fields (account_id, key, label, type, choices, purpose, legal_basis, owner) values ($1, $2, $2, $3, $4, 'Test', 'consent', 'Test') returning id, public_id`,
      [a, key, type, JSON.stringify(type.startsWith("choice") ? CHOICES : [])],
    );
    names[key] = made.publicId;
  }
  const tag = await ask(
    owner,
    `insert into contact_tags (account_id, name) values ($1, 'Messe') returning id, public_id`,
    [a],
  );
  const tag2 = await ask(
    owner,
    `insert into contact_tags (account_id, name) values ($1, 'Presse') returning id, public_id`,
    [a],
  );
  const parent = await ask(
    owner,
    `insert into product_categories (account_id, name) values ($1, 'Vorsorge') returning id, public_id`,
    [a],
  );
  const child = await ask(
    owner,
    `insert into product_categories (account_id, name, parent_id) values ($1, 'Rente', $2) returning id, public_id`,
    [a, parent.id],
  );
  const entity = await ask(
    owner,
    `insert into legal_entities (account_id, name, relation) values ($1, 'Musterbank', 'own') returning id, public_id`,
    [a],
  );
  const made = await ask(
    owner,
    `insert into imports (account_id, name, state, format, mapping) values ($1, 'Messe', 'done', '{}', '{}') returning id, public_id`,
    [a],
  );
  Object.assign(names, {
    tag: tag.publicId,
    tag2: tag2.publicId,
    parent: parent.publicId,
    child: child.publicId,
    import: made.publicId,
  });
  const operator = await ask(owner, `select id, public_id from operators where id = $1`, [
    seeded.operatorId,
  ]);
  names["operator"] = operator.publicId;
  const mailings: { id: number; publicId: string; run: number }[] = [];
  for (const [at, name] of ["m1", "m2"].entries()) {
    const mailing = await ask(
      owner,
      `insert into mailings (account_id, name, state) values ($1, $2, 'sent') returning id, public_id`,
      [a, name],
    );
    const run = await ask(
      owner,
      `insert into delivery_runs (account_id, mailing_id, kind, content_version_id, sender_id, list_ids) values ($1, $2, 'newsletter', 1, $3, '{}') returning id`,
      [a, mailing.id, seeded.senderId],
    );
    await owner.query(
      `insert into measured_mailings (account_id, mailing_id, level, personal_base, anonymous_base, k_min, timezone, opened_at, closes_at) values ($1, $2, 'shared', 50, 50, 10, $3, $4, $5)`,
      [a, mailing.id, ZONE, `2027-02-2${at}T10:00:00Z`, "2027-03-10T10:00:00Z"],
    );
    await owner.query(
      `insert into measured_links (account_id, mailing_id, link, url) values ($1, $2, 1, 'https://a.example')`,
      [a, mailing.id],
    );
    mailings.push({ ...mailing, run: run.id });
    names[name] = mailing.publicId;
  }
  const { rows: contacts } = await owner.query(
    `select id::int from contacts where account_id = $1 order by id`,
    [a],
  );
  const found: Person[] = [];
  let delivery = 5_000_000;
  for (const [at, { id }] of contacts.entries()) {
    const person = drawPerson(id, at);
    found.push(person);
    await owner.query(
      `update contacts set email = $2, email_normalised = $2, first_name = $3, last_name = $4, company = $5, title = $6, salutation = $7, locale = $8, stage = $9, responsible_id = $10, custom = $11,
         origins = $12, created_at = $13, updated_at = $14 where account_id = $15 and id = $1`,
      [
        id,
        person.email,
        person.firstName,
        person.lastName,
        person.company,
        person.title,
        person.salutation,
        person.locale,
        person.stage,
        person.responsible ? operator.id : null,
        person.custom,
        { email: { source: person.source, at: NOW } },
        person.createdAt,
        person.updatedAt,
        a,
      ],
    );
    await owner.query(`delete from subscriptions where account_id = $1 and contact_id = $2`, [
      a,
      id,
    ]);
    for (const one of person.subscriptions)
      await owner.query(
        `insert into subscriptions (account_id, list_id, email_normalised, contact_id, state, proof, entry_id, flag, confirmed_at, requested_at, unsubscribed_at, last_mailed_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $9, $10)`,
        [
          a,
          one.list === seeded.listPublicId ? seeded.listId : second.id,
          person.email,
          id,
          one.state,
          one.proven ? "double_opt_in" : null,
          one.proven ? 1 : null,
          one.proven ? null : "unverified",
          one.at,
          one.mailedAt,
        ],
      );
    await owner.query(
      `delete from profiling_permissions where account_id = $1 and contact_ids = array[$2::bigint]`,
      [a, id],
    );
    if (person.analysis !== "unknown" || maybe(0.2))
      await owner.query(
        `insert into profiling_permissions (account_id, email_normalised, state, wording_version_id, entry_id, contact_ids) values ($1, $2, $3, $4, 1, array[$5::bigint])`,
        [a, person.email, person.analysis, seeded.profilingVersionId, id],
      );
    for (const each of person.tags)
      await owner.query(
        `insert into contact_tagged (account_id, tag_id, contact_id, at) values ($1, $2, $3, $4)`,
        [a, each === tag.publicId ? tag.id : tag2.id, id, NOW],
      );
    for (const [no, one] of person.purchases.entries())
      await owner.query(
        `insert into purchases (account_id, contact_id, order_number, kind, category_id, entity_id, concluded_on, cancelled_on, email, email_normalised, address_given, source, created_by)
         values ($1, $2, $3, 'purchase', $4, $5, $6, $7, $8, $8, true, 'form', 'Test')`,
        [
          a,
          id,
          `${id}-${no}`,
          one.category === child.publicId ? child.id : parent.id,
          entity.id,
          one.on,
          one.cancelled ? TODAY : null,
          person.email,
        ],
      );
    if (person.imported)
      await owner.query(
        `insert into import_lines (account_id, import_id, line, result, contact_id) values ($1, $2, $3, 'created', $4)`,
        [a, made.id, at + 1, id],
      );
    for (const [no, mailing] of mailings.entries()) {
      const told = person.behaviour[mailing.publicId];
      const got = no === 0 ? person.received : told !== undefined;
      if (!got) continue;
      delivery++;
      await owner.query(
        `insert into deliveries (account_id, id, batch_id, run_id, kind, contact_id, email, email_normalised) overriding system value values ($1, $2, 1, $3, 'newsletter', $4, $5, $5)`,
        [a, delivery, mailing.run, id, person.email],
      );
      await owner.query(
        `insert into delivery_outcomes (account_id, delivery_id, attempt, batch_id, run_id, outcome, final, at) values ($1, $2, 1, 1, $3, 'accepted', true, $4)`,
        [a, delivery, mailing.run, NOW],
      );
      if (!told) continue;
      await owner.query(
        `insert into measured_deliveries (account_id, delivery_id, mailing_id, contact_id, email_normalised, handed_over_at) values ($1, $2, $3, $4, $5, '2027-02-22T10:00:00Z')`,
        [a, delivery, mailing.id, id, person.email],
      );
      for (const [link, did] of [
        [0, told.opened],
        [1, told.clicked],
      ] as const)
        if (did)
          await owner.query(
            `insert into personal_events (account_id, mailing_id, delivery_id, link, hour, agent) values ($1, $2, $3, $4, '2027-02-22T11:00:00Z', 0)`,
            [a, mailing.id, delivery, link],
          );
      if (person.analysis !== "granted") delete person.behaviour[mailing.publicId];
    }
    // A click counts as an opening too.
    for (const told of Object.values(person.behaviour)) told.opened ||= told.clicked;
  }
  return found;
}
