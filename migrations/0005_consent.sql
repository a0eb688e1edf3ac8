-- What people agree to: wordings as immutable versions, the state of the permission to analyse, and the ledger of proofs.

create table wordings (
  account_id int not null,
  id bigint generated always as identity,
  public_id text not null default 'wrd_' || replace(gen_random_uuid()::text, '-', ''),
  purpose text not null check (purpose in ('newsletter', 'profiling', 'sales_1to1', 'crm_campaign_email', 'web_tracking', 'web_email_link')),
  name text not null,
  created_at timestamptz not null default now(),
  primary key (account_id, id),
  unique (account_id, public_id)
);
create table wording_versions (
  account_id int not null,
  id bigint generated always as identity,
  public_id text not null default 'wrv_' || replace(gen_random_uuid()::text, '-', ''),
  wording_id bigint not null,
  version int not null,
  locale text not null check (locale in ('de', 'en')),
  -- Text with placeholders such as {{absender}}; what a person saw, filled in, is in the ledger.
  text text not null,
  sha256 bytea not null,
  material boolean not null default false,
  techniques text[] not null default '{}',
  uses text[] not null default '{}',
  -- CON-20: newsletter, campaign, one_to_one.
  channels text[] not null default '{newsletter}',
  created_by bigint,
  created_at timestamptz not null default now(),
  approved_at timestamptz,
  approved_by bigint,
  retired_at timestamptz,
  primary key (account_id, id),
  unique (account_id, public_id),
  unique (account_id, wording_id, version, locale),
  foreign key (account_id, wording_id) references wordings (account_id, id)
);
select protect_table('wordings', 'select, insert, update');
-- CON-04: approval and retirement may be set, the wording itself never changes.
select protect_table('wording_versions', 'select, insert, update (approved_at, approved_by, retired_at)');

-- Newsletter pot: permission to analyse a person's use, per address. No row means unknown.
create table profiling_permissions (
  account_id int not null,
  email_normalised text not null,
  state text not null check (state in ('unknown', 'granted', 'refused', 'withdrawn')),
  wording_version_id bigint,
  entry_id bigint,
  -- The contacts on this address who granted it. Others on the address keep it anonymous (TRK-24).
  contact_ids bigint[] not null default '{}',
  source text not null default '',
  changed_at timestamptz not null default now(),
  -- CON-26: refusers are asked again after 12 months at the earliest, silent people at most twice.
  asked_count int not null default 0,
  last_asked_at timestamptz,
  primary key (account_id, email_normalised),
  -- A permission cannot exist without its proof (CON-23, TRK-03).
  check (state <> 'granted' or (wording_version_id is not null and entry_id is not null))
);
select protect_table('profiling_permissions', 'select, insert, update, delete');
-- Who may be measured per person at this moment: granted by every contact on the address, none of them
-- restricted (Art. 18). The pipeline of hits joins it in the inserting statement (TRK-01).
create view profiling_granted as
  select p.account_id, p.email_normalised, w.techniques, w.channels
  from profiling_permissions p
  join wording_versions w on w.account_id = p.account_id and w.id = p.wording_version_id
  where p.state = 'granted'
    and not exists (
      select 1 from contacts c
      where c.account_id = p.account_id and c.email_normalised = p.email_normalised and c.pot = 'newsletter'
        and (c.id <> all (p.contact_ids) or c.restricted_at is not null));
grant select on profiling_granted to klarpost_worker;

-- The ledger. Entries say nothing about a person: the commitment is a salted hash of the payload, and the
-- payload is encrypted with a key of its subject, so that erasure destroys what must go and the log stays whole.
create table ledger_entries (
  account_id int not null,
  id bigint generated always as identity,
  public_id text not null default 'led_' || replace(gen_random_uuid()::text, '-', ''),
  at timestamptz not null default now(),
  kind text not null,
  commitment bytea not null,
  primary key (account_id, id),
  unique (account_id, public_id)
);
create index ledger_by_time on ledger_entries (account_id, at desc, id desc);
create index ledger_by_kind on ledger_entries (account_id, kind, at desc, id desc);
-- A subject is an address or a contact, known here by a keyed hash. After erasure it is sealed: still readable
-- for a dispute (Art. 17(3)(e)), until the key is destroyed. Whoever signs up again starts a new subject.
create table ledger_subjects (
  account_id int not null,
  id bigint generated always as identity,
  subject_hash bytea,
  key_sealed bytea,
  sealed_until date,
  destroyed_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (account_id, id),
  check ((destroyed_at is null) = (key_sealed is not null and subject_hash is not null))
);
create unique index ledger_subjects_live on ledger_subjects (account_id, subject_hash) where sealed_until is null and destroyed_at is null;
create index ledger_subjects_hash on ledger_subjects (account_id, subject_hash);
create index ledger_subjects_sealed on ledger_subjects (account_id, sealed_until) where destroyed_at is null;
create table ledger_payloads (
  account_id int not null,
  entry_id bigint not null,
  subject_id bigint not null,
  purpose text,
  list_id bigint,
  wording_version_id bigint,
  ciphertext bytea not null,
  primary key (account_id, entry_id),
  foreign key (account_id, entry_id) references ledger_entries (account_id, id),
  foreign key (account_id, subject_id) references ledger_subjects (account_id, id)
);
create index ledger_by_subject on ledger_payloads (account_id, subject_id);
create index ledger_by_wording on ledger_payloads (account_id, wording_version_id, entry_id desc);
-- CON-06: the application adds and reads; only the retention role destroys payloads and keys.
select protect_table('ledger_entries', 'select, insert', '', 'select, insert');
select protect_table('ledger_subjects', 'select, insert, update (sealed_until)', '', 'select, update');
select protect_table('ledger_payloads', 'select, insert', '', 'select, delete');
