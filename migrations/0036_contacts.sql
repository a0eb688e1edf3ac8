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
  public_id text not null default 'note_' || replace(gen_random_uuid()::text, '-', ''),
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

-- A merge with all that is needed to take it back within a day. It goes with the contact that was kept.
create table contact_merges (
  account_id int not null,
  id bigint generated always as identity,
  public_id text not null default 'mrg_' || replace(gen_random_uuid()::text, '-', ''),
  kept_id bigint not null,
  -- The kept contact before, the merged contact, and the rows that moved: { table: [id, …] }.
  kept_before jsonb not null,
  merged jsonb not null,
  moved jsonb not null,
  at timestamptz not null,
  undone_at timestamptz,
  primary key (account_id, id),
  unique (account_id, public_id),
  foreign key (account_id, kept_id) references contacts (account_id, id) on delete cascade
);
create index contact_merges_kept on contact_merges (account_id, kept_id);

select protect_table('contact_fields', 'select, insert, update, delete', 'select');
select protect_table('contact_tags', 'select, insert, update, delete', 'select');
select protect_table('contact_tagged', 'select, insert, update, delete', 'select');
select protect_table('contact_notes', 'select, insert, update, delete');
select protect_table('contact_pairs', 'select, insert, update, delete');
select protect_table('contact_bulks', 'select, insert, update, delete');
select protect_table('contact_bulk_items', 'select, insert, delete');
select protect_table('contact_merges', 'select, insert, update, delete');
