-- Imports from other systems, and exports of contacts.

alter table imports add column remembered boolean not null default false;

-- How files with these headings were mapped last: headings and fields, nobody's data.
create table import_mappings (
  account_id int not null,
  -- SHA-256 of the folded headings in alphabetical order.
  headings bytea not null,
  mapping jsonb not null,
  used_at timestamptz not null,
  primary key (account_id, headings)
);

-- A file of contacts that is made, or was made, with the reason for it. The file itself lives for a day.
create table contact_exports (
  account_id int not null,
  id bigint generated always as identity,
  public_id text not null default 'exp_' || replace(gen_random_uuid()::text, '-', ''),
  state text not null check (state in ('waiting', 'running', 'done', 'failed', 'cancelled', 'expired')),
  format text not null check (format in ('csv', 'xlsx', 'jsonl')),
  filter jsonb not null default '{}',
  reason text not null,
  locale text not null check (locale in ('de', 'en')),
  total int not null default 0,
  written int not null default 0,
  error text,
  file_id bigint,
  -- Opens the file together with the instance's key; gone with the file.
  key_sealed bytea,
  size_bytes bigint,
  actor jsonb not null,
  created_by bigint,
  created_at timestamptz not null,
  finished_at timestamptz,
  expires_at timestamptz,
  downloads int not null default 0,
  primary key (account_id, id),
  unique (account_id, public_id)
);
create index contact_exports_recent on contact_exports (account_id, id desc);

select protect_table('import_mappings', 'select, insert, update, delete');
select protect_table('contact_exports', 'select, insert, update, delete');
