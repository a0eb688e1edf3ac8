-- Contacts. A contact belongs to exactly one pot: newsletter (known by its address) or core (known by person number).

create table contacts (
  account_id int not null,
  id bigint generated always as identity,
  public_id text not null default 'ctc_' || replace(gen_random_uuid()::text, '-', ''),
  pot text not null default 'newsletter' check (pot in ('newsletter', 'core')),
  email text not null,
  email_normalised text not null,
  -- Keyed hash of the normalised address: what old unsubscribe links carry (UNS-22).
  address_hash bytea not null,
  salutation text not null default '' check (salutation in ('', 'frau', 'herr', 'divers')),
  title text not null default '',
  first_name text not null default '',
  last_name text not null default '',
  company text not null default '',
  locale text check (locale in ('de', 'en')),
  -- German order: umlauts beside their vowels, made by the application.
  sort_key text not null default '',
  custom jsonb not null default '{}',
  -- Where each field comes from: { field: { source, at, detail } } (DSR-03).
  origins jsonb not null default '{}',
  source_system text,
  person_number text,
  record_number text,
  restricted_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (account_id, id),
  unique (account_id, public_id),
  check (pot = 'newsletter' or (source_system is not null and person_number is not null))
);
create index contacts_email on contacts (account_id, email_normalised);
create index contacts_address_hash on contacts (account_id, address_hash);
create index contacts_sort on contacts (account_id, sort_key, id);
create index contacts_recent on contacts (account_id, created_at desc, id desc);
create unique index contacts_core on contacts (account_id, source_system, person_number, coalesce(record_number, '')) where pot = 'core';
-- Prefix search. LIKE is not leak-proof, so under row-level security its index would not be used; this function
-- takes the account of the transaction itself and reads past the policy.
create index contacts_email_prefix on contacts (account_id, email_normalised text_pattern_ops);
create index contacts_sort_prefix on contacts (account_id, sort_key text_pattern_ops);
select protect_table('contacts', 'select, insert, update, delete');
create function search_contacts(email_prefix text, sort_prefix text, max_rows int) returns setof bigint
language sql stable security definer set search_path = public
begin atomic
  (select c.id from contacts c where c.account_id = app_account() and c.email_normalised like email_prefix limit max_rows)
  union
  (select c.id from contacts c where c.account_id = app_account() and c.sort_key like sort_prefix limit max_rows);
end;
revoke execute on function search_contacts from public;
grant execute on function search_contacts to klarpost_app;
