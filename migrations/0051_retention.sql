-- Retention: periods an account sets, holds, counts for the monthly protocol, the deletion concept's versions; the journal
-- of erasures and objections; backups and restores.

-- A period of the account's own for a class of data; longer than the rule's only with a reason.
create table retention_periods (
  account_id int not null,
  class text not null,
  days int not null check (days between 1 and 3650),
  reason text not null default '',
  set_by text not null,
  set_at timestamptz not null,
  primary key (account_id, class)
);
select protect_table('retention_periods', 'select, insert, update, delete');

-- Legal holds (RET-10): of a person, of a class of data, or of everything. An ended one keeps no address.
create table retention_holds (
  account_id int not null,
  id bigint generated always as identity,
  public_id text not null default ('hld_' || replace(gen_random_uuid()::text, '-', '')),
  scope text not null check (scope in ('person', 'class', 'account')),
  contact_id bigint,
  email_normalised text,
  class text,
  reason text not null,
  review_on date not null,
  ends_on date not null,
  started_by text not null,
  started_at timestamptz not null,
  ended_by text,
  ended_at timestamptz,
  primary key (account_id, id),
  unique (account_id, public_id),
  check ((scope = 'class') = (class is not null)),
  check (scope <> 'person' or ended_at is not null or (contact_id is not null and email_normalised is not null))
);
create index retention_holds_active on retention_holds (account_id, scope) where ended_at is null;
create index retention_holds_person on retention_holds (account_id, email_normalised) where ended_at is null and scope = 'person';
select protect_table('retention_holds', 'select, insert, update', '', 'select, update');

-- Whether a hold keeps a person's rows. Asked by the policies below, so that no deletion by time or request can pass it.
create function person_held(account int, contact bigint, email text) returns boolean language sql stable security definer set search_path = public
  return exists (select 1 from retention_holds h where h.account_id = account and h.ended_at is null and h.scope = 'person'
    and (h.contact_id = contact or h.email_normalised = email));
revoke execute on function person_held from public;
grant execute on function person_held to klarpost_app, klarpost_retention;

-- What the retention role would remove or minimise of a held person stays as it is (Art. 17(3)(e) GDPR).
create policy not_held on contacts as restrictive for delete to klarpost_app, klarpost_retention using (not person_held(account_id, id, email_normalised));
create policy not_held on subscriptions as restrictive for delete to klarpost_retention using (not person_held(account_id, contact_id, email_normalised));
create policy not_held on purchases as restrictive for delete to klarpost_retention using (not person_held(account_id, contact_id, email_normalised));
create policy not_held on inquiries as restrictive for delete to klarpost_retention using (not person_held(account_id, contact_id, null));
create policy not_held on reply_tasks as restrictive for delete to klarpost_retention using (not person_held(account_id, contact_id, email_normalised));
create policy not_held on deliveries as restrictive for update to klarpost_retention using (not person_held(account_id, contact_id, email_normalised));
create policy not_held_either on deliveries as restrictive for delete to klarpost_retention using (not person_held(account_id, contact_id, email_normalised));
create policy not_held on correspondence_mails as restrictive for update to klarpost_retention using (not person_held(account_id, contact_id, email_normalised));
create policy not_held_either on correspondence_mails as restrictive for delete to klarpost_retention using (not person_held(account_id, contact_id, email_normalised));

-- How much went because its time was over, by month and class: the deletion protocol (RET-14). Counts only.
create table retention_counts (
  account_id int not null,
  month date not null,
  class text not null,
  done bigint not null default 0,
  -- Due, and kept by a hold, as the last run of the month saw it.
  held bigint not null default 0,
  last_at timestamptz not null,
  primary key (account_id, month, class)
);
select protect_table('retention_counts', 'select, insert, update', '', 'select, insert, update');

-- A finished month, sealed.
create table retention_protocols (
  account_id int not null,
  id bigint generated always as identity,
  public_id text not null default ('rpt_' || replace(gen_random_uuid()::text, '-', '')),
  month date not null,
  counts jsonb not null,
  holds int not null,
  made_at timestamptz not null,
  seal bytea not null,
  primary key (account_id, id),
  unique (account_id, month),
  unique (account_id, public_id)
);
select protect_table('retention_protocols', 'select, insert', '', 'select, insert');

-- Versions of the deletion concept (RET-13): one for each state of the configuration that somebody asked for.
create table deletion_concepts (
  account_id int not null,
  version int not null,
  content jsonb not null,
  sha256 bytea not null,
  made_at timestamptz not null,
  made_by text not null,
  primary key (account_id, version)
);
select protect_table('deletion_concepts', 'select, insert');

-- The journal of erasures and objections (RET-11): keyed hashes only. Numbered when it is written to the files beside the
-- database, which outlive it. `pending` names a person of the core system until then.
create table erasure_journal (
  account_id int not null,
  id bigint generated always as identity,
  no bigint,
  at timestamptz not null default now(),
  kind text not null check (kind in ('erased', 'suppressed', 'lifted', 'withdrawn', 'restricted', 'unrestricted')),
  address_hash bytea,
  subject_hash bytea,
  scope text,
  list_id bigint,
  origin text,
  pending jsonb,
  primary key (account_id, id)
);
create unique index erasure_journal_no on erasure_journal (no) where no is not null;
create index erasure_journal_open on erasure_journal (id) where no is null;
select protect_table('erasure_journal', 'select, insert', 'select, insert, update, delete', 'select, insert, update');
create table journal_state (
  one boolean primary key default true check (one),
  last_no bigint not null default 0
);
insert into journal_state default values;
grant select, update on journal_state to klarpost_worker;
grant select on journal_state to klarpost_app;

create function journal_suppressed() returns trigger language plpgsql security definer set search_path = public as $$
begin
  insert into erasure_journal (account_id, kind, address_hash, scope, list_id, origin, pending)
    select s.account_id, 'suppressed', s.address_hash, s.scope, s.list_id, s.origin,
      case when s.address_hash is null then jsonb_strip_nulls(jsonb_build_object('contactId', s.contact_id, 'source', s.source_system, 'number', s.person_number)) end
    from added s where s.domain is null;
  return null;
end $$;
create function journal_lifted() returns trigger language plpgsql security definer set search_path = public as $$
begin
  insert into erasure_journal (account_id, kind, address_hash, scope, list_id, origin, pending)
    select s.account_id, 'lifted', s.address_hash, s.scope, s.list_id, s.origin,
      case when s.address_hash is null then jsonb_strip_nulls(jsonb_build_object('contactId', s.contact_id, 'source', s.source_system, 'number', s.person_number)) end
    from after s join before b on b.account_id = s.account_id and b.id = s.id
    where s.domain is null and b.lifted_at is null and s.lifted_at is not null;
  return null;
end $$;
create function journal_restricted() returns trigger language plpgsql security definer set search_path = public as $$
begin
  insert into erasure_journal (account_id, kind, address_hash, pending)
    values (new.account_id, case when new.restricted_at is null then 'unrestricted' else 'restricted' end, new.address_hash, jsonb_build_object('contactId', new.id));
  return null;
end $$;
revoke execute on function journal_suppressed, journal_lifted, journal_restricted from public;
create trigger suppressions_journal after insert on suppressions referencing new table as added for each statement execute function journal_suppressed();
create trigger suppressions_journal_lifted after update on suppressions referencing old table as before new table as after for each statement execute function journal_lifted();
create trigger contacts_journal after update of restricted_at on contacts for each row
  when ((old.restricted_at is null) <> (new.restricted_at is null)) execute function journal_restricted();

-- A database that was put back: sending stays locked until the journal was replayed, or somebody said why not.
create table restores (
  id bigint generated always as identity primary key,
  restored_at timestamptz not null,
  backup text not null,
  backup_at timestamptz,
  from_no bigint not null,
  state text not null default 'pending' check (state in ('pending', 'replayed', 'confirmed')),
  replayed_at timestamptz,
  to_no bigint,
  counts jsonb not null default '{}',
  missing jsonb not null default '[]',
  confirmed_by text,
  confirmed_at timestamptz,
  reason text
);
grant select, update on restores to klarpost_app;
grant select, insert, update on restores to klarpost_worker;

create table backup_settings (
  one boolean primary key default true check (one),
  nightly boolean not null default false,
  hour smallint not null default 2 check (hour between 0 and 23),
  keep_daily smallint not null default 7 check (keep_daily between 1 and 35),
  keep_weekly smallint not null default 4 check (keep_weekly between 0 and 5),
  keep_monthly smallint not null default 1 check (keep_monthly between 0 and 1),
  -- backup.max_age (RET-12); never longer, because what was erased lives on in backups.
  max_age_days smallint not null default 35 check (max_age_days between 1 and 35),
  updated_by text,
  updated_at timestamptz
);
insert into backup_settings default values;
grant select, update on backup_settings to klarpost_app;
grant select on backup_settings to klarpost_worker;

create table backup_runs (
  id bigint generated always as identity primary key,
  public_id text not null unique default ('bkp_' || replace(gen_random_uuid()::text, '-', '')),
  kind text not null check (kind in ('backup', 'restore_test')),
  state text not null check (state in ('running', 'done', 'failed')),
  name text not null default '',
  started_by text not null,
  started_at timestamptz not null,
  finished_at timestamptz,
  tables int not null default 0,
  tables_done int not null default 0,
  total_rows bigint not null default 0,
  bytes bigint not null default 0,
  error text
);
create index backup_runs_recent on backup_runs (kind, id desc);
grant select, insert, update on backup_runs to klarpost_app;
grant select, insert, update, delete on backup_runs to klarpost_worker;
