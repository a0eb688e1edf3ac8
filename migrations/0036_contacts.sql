-- What an account knows of its contacts: defined fields, tags, notes, who looks after them, and the merging of duplicates.

-- LEAD-07: every custom field says what for, on which ground, for how long, and who answers for it. The values stay in
-- contacts.custom under the key, in canonical form.
create table contact_fields (
  account_id int not null,
  id bigint generated always as identity,
  public_id text not null default 'fld_' || replace(gen_random_uuid()::text, '-', ''),
  key text not null check (key ~ '^[a-z][a-z0-9_]{0,39}$'),
  label text not null,
  type text not null check (type in ('text', 'number', 'date', 'boolean', 'choice', 'choices')),
  choices jsonb not null default '[]',
  -- LEAD-08: a day of the year is kept without its year.
  without_year boolean not null default false,
  purpose text not null,
  legal_basis text not null,
  -- Null: as long as the contact.
  retention_months smallint check (retention_months between 1 and 240),
  owner text not null,
  -- LEAD-08: the documented need of a field known to be excessive.
  needed_because text not null default '',
  -- When a form, mailing, template or segment was last seen to read it.
  used_at timestamptz,
  created_at timestamptz not null default now(),
  archived_at timestamptz,
  primary key (account_id, id),
  unique (account_id, public_id),
  unique (account_id, key)
);
create table contact_tags (
  account_id int not null,
  id bigint generated always as identity,
  public_id text not null default 'tag_' || replace(gen_random_uuid()::text, '-', ''),
  name text not null,
  colour text not null default 'grey',
  created_at timestamptz not null default now(),
  primary key (account_id, id),
  unique (account_id, public_id)
);
create unique index contact_tags_name on contact_tags (account_id, lower(name));
create table contact_tagged (
  account_id int not null,
  tag_id bigint not null,
  contact_id bigint not null,
  at timestamptz not null,
  primary key (account_id, tag_id, contact_id),
  foreign key (account_id, tag_id) references contact_tags (account_id, id) on delete cascade,
  foreign key (account_id, contact_id) references contacts (account_id, id) on delete cascade
);
create index contact_tagged_contact on contact_tagged (account_id, contact_id, tag_id);
-- Notes of staff. The person may read them in a copy after Art. 15 GDPR.
create table contact_notes (
  account_id int not null,
  id bigint generated always as identity,
  public_id text not null default 'nte_' || replace(gen_random_uuid()::text, '-', ''),
  contact_id bigint not null,
  text text not null,
  author_id bigint,
  author_name text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (account_id, id),
  unique (account_id, public_id),
  foreign key (account_id, contact_id) references contacts (account_id, id) on delete cascade
);
create index contact_notes_contact on contact_notes (account_id, contact_id, id desc);

alter table contacts
  add column responsible_id bigint references operators (id) on delete set null,
  add column stage text not null default '' check (stage in ('', 'prospect', 'customer')),
  -- RET-06: since when nothing holds the contact here, and until when somebody keeps it nevertheless.
  add column orphaned_at timestamptz,
  add column kept_until date,
  add column kept_because text not null default '';
create index contacts_responsible on contacts (account_id, responsible_id, sort_key, id) where responsible_id is not null;
create index contacts_stage on contacts (account_id, stage, sort_key, id) where stage <> '';
create index contacts_orphaned on contacts (account_id, sort_key, id) where orphaned_at is not null;

-- Two contacts that may be one person. Somebody decides; nothing is merged by itself.
create table contact_pairs (
  account_id int not null,
  first_id bigint not null,
  second_id bigint not null,
  reason text not null check (reason in ('address', 'name_company', 'phone')),
  found_at timestamptz not null,
  dismissed_at timestamptz,
  primary key (account_id, first_id, second_id),
  foreign key (account_id, first_id) references contacts (account_id, id) on delete cascade,
  foreign key (account_id, second_id) references contacts (account_id, id) on delete cascade,
  check (first_id < second_id)
);
create index contact_pairs_second on contact_pairs (account_id, second_id);
create index contact_pairs_open on contact_pairs (account_id, found_at desc, first_id, second_id) where dismissed_at is null;

-- An action on many contacts and what was there before, for a day, so that it can be taken back.
create table contact_bulks (
  account_id int not null,
  id bigint generated always as identity,
  public_id text not null default 'blk_' || replace(gen_random_uuid()::text, '-', ''),
  action jsonb not null,
  changed int not null default 0,
  at timestamptz not null,
  undone_at timestamptz,
  primary key (account_id, id),
  unique (account_id, public_id)
);
create table contact_bulk_items (
  account_id int not null,
  bulk_id bigint not null,
  contact_id bigint not null,
  before text,
  primary key (account_id, bulk_id, contact_id),
  foreign key (account_id, bulk_id) references contact_bulks (account_id, id) on delete cascade,
  foreign key (account_id, contact_id) references contacts (account_id, id) on delete cascade
);
create index contact_bulk_items_contact on contact_bulk_items (account_id, contact_id);

select protect_table('contact_fields', 'select, insert, update, delete', 'select');
select protect_table('contact_tags', 'select, insert, update, delete', 'select');
select protect_table('contact_tagged', 'select, insert, update, delete', 'select');
select protect_table('contact_notes', 'select, insert, update, delete');
select protect_table('contact_pairs', 'select, insert, update, delete');
select protect_table('contact_bulks', 'select, insert, update, delete');
select protect_table('contact_bulk_items', 'select, insert, delete');

-- Everything that hangs on a contact moves to the one it is merged with; gives the number of rows per table. Deliveries
-- and inquiries nobody else may change, hence the owner's rights. What was measured or subscribed under another address
-- does not move: a permission holds for the address it was given for. A mailing both of them got stays in its sums without
-- the merged person.
create function merge_contact(kept bigint, gone bigint, same_address boolean) returns jsonb
language plpgsql security definer set search_path = public as $$
declare
  acc constant int := app_account();
  target text;
  moved int;
  counts jsonb := '{}';
begin
  update deliveries d set contact_id = kept where d.account_id = acc and d.contact_id = gone
    and (d.run_id is null or not exists (select 1 from deliveries o where o.account_id = acc and o.run_id = d.run_id and o.contact_id = kept));
  get diagnostics moved = row_count;
  counts := counts || jsonb_build_object('deliveries', moved);
  update deliveries d set contact_id = null where d.account_id = acc and d.contact_id = gone;

  foreach target in array array['purchases', 'correspondence_mails', 'inquiries', 'import_lines', 'reply_tasks', 'contact_notes'] loop
    execute format('update %I t set contact_id = $1 where t.account_id = $2 and t.contact_id = $3', target) using kept, acc, gone;
    get diagnostics moved = row_count;
    counts := counts || jsonb_build_object(target, moved);
  end loop;

  if same_address then
    foreach target in array array['subscriptions', 'measured_deliveries', 'consent_requests', 'preference_links', 'bounce_series'] loop
      execute format('update %I t set contact_id = $1 where t.account_id = $2 and t.contact_id = $3', target) using kept, acc, gone;
      get diagnostics moved = row_count;
      counts := counts || jsonb_build_object(target, moved);
    end loop;
  else
    delete from measured_deliveries m where m.account_id = acc and m.contact_id = gone;
    delete from subscriptions s where s.account_id = acc and s.contact_id = gone;
    delete from preference_links l where l.account_id = acc and l.contact_id = gone;
    update bounce_series b set contact_id = null where b.account_id = acc and b.contact_id = gone;
    update consent_requests r set contact_id = null where r.account_id = acc and r.contact_id = gone;
  end if;

  insert into contact_tagged (account_id, tag_id, contact_id, at)
    select acc, g.tag_id, kept, g.at from contact_tagged g where g.account_id = acc and g.contact_id = gone on conflict do nothing;
  get diagnostics moved = row_count;
  counts := counts || jsonb_build_object('contact_tagged', moved);
  -- What blocks the one blocks the other.
  update suppressions x set contact_id = kept where x.account_id = acc and x.contact_id = gone
    and not exists (select 1 from suppressions o where o.account_id = acc and o.contact_id = kept and o.scope = x.scope and o.lifted_at is null);
  get diagnostics moved = row_count;
  counts := counts || jsonb_build_object('suppressions', moved);
  delete from contacts c where c.account_id = acc and c.id = gone;
  return counts;
end $$;
revoke execute on function merge_contact from public;
grant execute on function merge_contact to klarpost_app;

-- Prefix search by range: the pattern of a LIKE is no constant inside of a function, so that its index would not be used.
create or replace function search_contacts(email_prefix text, sort_prefix text, max_rows int) returns setof bigint
language sql stable security definer set search_path = public
begin atomic
  (select c.id from contacts c where c.account_id = app_account()
     and c.email_normalised ~>=~ email_prefix and c.email_normalised ~<~ (email_prefix || chr(1114111)) limit max_rows)
  union
  (select c.id from contacts c where c.account_id = app_account()
     and c.sort_key ~>=~ sort_prefix and c.sort_key ~<~ (sort_prefix || chr(1114111)) limit max_rows);
end;
