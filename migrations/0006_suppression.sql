-- Addresses and persons that must not be mailed: who, how far it reaches, why, and who said so.

create table suppressions (
  account_id int not null,
  id bigint generated always as identity,
  public_id text not null default 'sup_' || replace(gen_random_uuid()::text, '-', ''),
  scope text not null check (scope in ('list_address', 'newsletters_address', 'customer_7_3_address', 'account_address', 'account_person', 'source_person', 'blacklist', 'retained', 'complaint')),
  list_id bigint,
  email_normalised text,
  address_hash bytea,
  -- Blacklist entries such as @example.com.
  domain text,
  source_system text,
  person_number text,
  contact_id bigint,
  reason text not null,
  origin text not null,
  entry_id bigint,
  created_by bigint,
  created_at timestamptz not null default now(),
  review_on date,
  lifted_at timestamptz,
  lifted_by bigint,
  lift_reason text,
  primary key (account_id, id),
  unique (account_id, public_id)
);
create index suppressions_address on suppressions (account_id, address_hash) where lifted_at is null;
create index suppressions_email on suppressions (account_id, email_normalised) where lifted_at is null;
create index suppressions_person on suppressions (account_id, source_system, person_number) where lifted_at is null and person_number is not null;
create index suppressions_domain on suppressions (account_id, domain) where lifted_at is null and domain is not null;
create index suppressions_contact on suppressions (account_id, contact_id) where lifted_at is null and contact_id is not null;
create unique index suppressions_once on suppressions
  (account_id, scope, coalesce(list_id, 0), coalesce(address_hash, ''), coalesce(domain, ''), coalesce(source_system, ''), coalesce(person_number, ''), coalesce(contact_id, 0))
  where lifted_at is null;
-- The retention role reduces entries at an erasure; it never removes an objection.
select protect_table('suppressions', 'select, insert, update', '', 'select, update');
