-- Imports of contacts: the file, how it was read, and where every line ended.

create table imports (
  account_id int not null,
  id bigint generated always as identity,
  public_id text not null default 'imp_' || replace(gen_random_uuid()::text, '-', ''),
  name text not null,
  state text not null check (state in ('uploaded', 'checking', 'checked', 'running', 'done', 'failed', 'cancelled', 'undoing', 'undone')),
  -- Null once the file was imported: what it said is then in the contacts.
  file_id bigint,
  -- Encoding, delimiter, headings, size and SHA-256 of the file.
  format jsonb not null,
  -- Field per column, null for a column that is not imported.
  mapping jsonb not null,
  -- Lists, origin, evidence of consent (CON-23, LEAD-12).
  options jsonb not null default '{}',
  -- Of the check, and of the run; `run_line` is the last line that is committed.
  check_counts jsonb,
  counts jsonb,
  run_line int not null default 0,
  progress jsonb not null default '{}',
  undo_counts jsonb,
  error jsonb,
  -- Who started what is being done.
  actor jsonb,
  created_by bigint,
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  undone_at timestamptz,
  primary key (account_id, id),
  unique (account_id, public_id)
);
create index imports_recent on imports (account_id, id desc);
-- Every line ends as created, updated, unchanged or rejected with a reason.
create table import_lines (
  account_id int not null,
  import_id bigint not null,
  line int not null,
  result text not null check (result in ('created', 'updated', 'unchanged', 'rejected')),
  reason text,
  contact_id bigint,
  -- By which a person's lines are found. Emptied after 30 days, as is the detail.
  email_normalised text,
  -- What it takes to undo the line; for a rejected one its columns, and what was expected and found.
  detail jsonb,
  undone text check (undone in ('undone', 'kept')),
  primary key (account_id, import_id, line),
  foreign key (account_id, import_id) references imports (account_id, id) on delete cascade
);
create index import_lines_address on import_lines (account_id, email_normalised);
create index import_lines_contact on import_lines (account_id, contact_id);
create index import_lines_rejected on import_lines (account_id, import_id, line) where result = 'rejected';
select protect_table('imports', 'select, insert, update, delete');
-- An erasure takes the person out of a line; the line stays for the count.
select protect_table('import_lines', 'select, insert, update, delete', '', 'select, update, delete');
