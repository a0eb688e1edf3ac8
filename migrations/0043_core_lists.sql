-- Lists of the core system: each select is a list, each of its lines a record of its own (CRM-01, CRM-02, CRM-07).

create table core_lists (
  account_id int not null,
  id bigint generated always as identity,
  public_id text not null default 'cor_' || replace(gen_random_uuid()::text, '-', ''),
  name text not null,
  -- Why the core system chose these people: "Auslaufende Zinsbindung 2026".
  occasion text not null,
  -- Who answers for it in the account.
  owner_id bigint references operators (id) on delete set null,
  source_system text not null,
  -- RET-02, RET-03: a list by hand is exempt from the 180 days and has a rule of its own.
  keep_days int not null default 180 check (keep_days between 30 and 730),
  created_by text not null,
  created_at timestamptz not null,
  -- Records went at the end of their time; history and totals stay.
  ended_at timestamptz,
  primary key (account_id, id),
  unique (account_id, public_id)
);
create index core_lists_source on core_lists (account_id, source_system);

-- One file, and what became of its lines (CRM-16, CRM-18).
create table core_imports (
  account_id int not null,
  id bigint generated always as identity,
  public_id text not null default 'coi_' || replace(gen_random_uuid()::text, '-', ''),
  list_id bigint not null,
  kind text not null check (kind in ('create', 'append', 'update')),
  file_name text not null,
  sha256 text not null,
  columns text[] not null,
  mapping jsonb not null,
  counts jsonb not null,
  -- CRM-16: lines without person number were confirmed to be worked on by hand.
  manual_confirmed boolean not null default false,
  -- The task that came of it: who did it, and when.
  manual_done_by text,
  manual_done_at timestamptz,
  made_by text not null,
  made_at timestamptz not null,
  primary key (account_id, id),
  unique (account_id, public_id),
  foreign key (account_id, list_id) references core_lists (account_id, id)
);
create index core_imports_list on core_imports (account_id, list_id, id);

-- What the core system said of a record. Its contact belongs to this record alone, so nothing joins pots by address.
create table core_records (
  account_id int not null,
  contact_id bigint not null,
  list_id bigint not null,
  import_id bigint not null,
  line int not null,
  -- Empty: none given; the contact then stands for itself.
  person_number text not null,
  record_number text not null default '',
  -- CRM-19: what the mail rests on. Empty: held back.
  basis text not null default '' check (basis in ('', 'consent', 'customer_7_3')),
  basis_reference text not null default '',
  origin text not null default '',
  -- CRM-10: governs mails from this record only. Nothing but the core system's file turns it on.
  profiling boolean not null default false,
  profiling_ended_at timestamptz,
  -- What measured mails of this record are kept under instead of an address (CRM-11).
  measured_as text not null generated always as ('record:'::text || contact_id::text) stored,
  unsubscribed_at timestamptz,
  -- The line as it was (CRM-07), and what was noticed about it.
  raw jsonb not null,
  warnings text[] not null default '{}',
  -- SND-16, CRM-09: among records of one person in one list the first that has a basis is mailed.
  place text not null generated always as ((case when basis = '' then '1' else '0' end) || lpad(contact_id::text, 20, '0')) stored,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (account_id, contact_id),
  foreign key (account_id, contact_id) references contacts (account_id, id) on delete cascade,
  foreign key (account_id, list_id) references core_lists (account_id, id)
);
create index core_records_list on core_records (account_id, list_id, person_number, place);
create unique index core_records_measured on core_records (account_id, measured_as) where profiling;

-- Lines that could not become a record, for the file of errors; they go after thirty days.
create table core_refused_lines (
  account_id int not null,
  import_id bigint not null,
  line int not null,
  reason text not null,
  raw jsonb not null,
  at timestamptz not null,
  primary key (account_id, import_id, line)
);

-- CRM-18: what an update changed.
create table core_changes (
  account_id int not null,
  id bigint generated always as identity,
  contact_id bigint not null,
  list_id bigint not null,
  import_id bigint not null,
  field text not null,
  old_value text not null,
  new_value text not null,
  at timestamptz not null,
  primary key (account_id, id),
  foreign key (account_id, contact_id) references contacts (account_id, id) on delete cascade
);
create index core_changes_contact on core_changes (account_id, contact_id);
create index core_changes_list on core_changes (account_id, list_id, id);

-- What people said after a campaign mail and the core system has to learn (CRM-08, CRM-12, CRM-14, UNS-12).
create table core_withdrawals (
  account_id int not null,
  id bigint generated always as identity,
  kind text not null check (kind in ('unsubscribe', 'objection', 'profiling')),
  source_system text not null,
  -- As the contact has it: a number of our own where the core system gave none.
  person_number text not null,
  list_id bigint,
  contact_id bigint,
  mailing_id bigint,
  origin text not null,
  at timestamptz not null,
  acknowledged_at timestamptz,
  undone_at timestamptz,
  primary key (account_id, id)
);
create index core_withdrawals_open on core_withdrawals (account_id, source_system, at) where acknowledged_at is null and undone_at is null;
create index core_withdrawals_list on core_withdrawals (account_id, list_id, id);
create index core_withdrawals_person on core_withdrawals (account_id, source_system, person_number);

-- Return files that left (CRM-12, CRM-16).
create table core_handovers (
  account_id int not null,
  id bigint generated always as identity,
  public_id text not null default 'coh_' || replace(gen_random_uuid()::text, '-', ''),
  list_id bigint not null,
  mailing_id bigint,
  format text not null check (format in ('csv', 'xlsx')),
  reason text not null,
  rows int not null,
  made_by text not null,
  made_at timestamptz not null,
  acknowledged_by text,
  acknowledged_at timestamptz,
  primary key (account_id, id),
  unique (account_id, public_id),
  foreign key (account_id, list_id) references core_lists (account_id, id)
);
create index core_handovers_list on core_handovers (account_id, list_id, id);

select protect_table('core_lists', 'select, insert, update');
select protect_table('core_imports', 'select, insert, update');
select protect_table('core_records', 'select, insert, update, delete');
select protect_table('core_refused_lines', 'select, insert, delete');
select protect_table('core_changes', 'select, insert, delete');
select protect_table('core_withdrawals', 'select, insert, update', '', 'select, update, delete');
select protect_table('core_handovers', 'select, insert, update');

-- Whom a mail may be measured for: addresses of the newsletter pot as before, and records of the core system by their own
-- value, under a name that is no address (CRM-10, CRM-11). The hit's statement asks it at the moment it stores.
create or replace view profiling_granted as
  select p.account_id, p.email_normalised, w.techniques, w.channels
  from profiling_permissions p
  join wording_versions w on w.account_id = p.account_id and w.id = p.wording_version_id
  where p.state = 'granted'
    and not exists (
      select 1 from contacts c
      where c.account_id = p.account_id and c.email_normalised = p.email_normalised and c.pot = 'newsletter'
        and (c.id <> all (p.contact_ids) or c.restricted_at is not null))
  union all
  select r.account_id, r.measured_as, array['open', 'click'], array['campaign']
  from core_records r
  where r.profiling and r.unsubscribed_at is null;
