-- Mails to one person: written by an operator (LEG-12), about a transaction (LEG-18), or the notice of Art. 14 GDPR (DSR-02).
create table correspondence_mails (
  account_id int not null,
  id bigint generated always as identity,
  public_id text not null default ('cor_' || replace(gen_random_uuid()::text, '-', '')),
  kind text not null check (kind in ('one_to_one', 'transactional', 'privacy_notice')),
  contact_id bigint,
  -- Leave after 90 days, as in the deliveries (RET-08).
  email_normalised text,
  operator_id bigint,
  sent_by text not null,
  -- One to one: why and whence (LEG-12).
  reason_kind text,
  reason_text text,
  origin_source text,
  origin_on date,
  inquiry_id bigint,
  -- What it offers, where it may rest on a purchase (§ 7(3) UWG).
  offer_category_id bigint,
  offer_entity_id bigint,
  -- Transactional: what it is about; the law that demands it, where one does (M-2).
  category text,
  law text,
  template_id bigint,
  -- Whether a part that advertises stood in it, and whether the recipient got it (LEG-19).
  advertising text not null default 'none' check (advertising in ('none', 'open', 'sent', 'removed')),
  subject text,
  -- What an operator wrote, sealed, until it leaves with the address.
  body_sealed bytea,
  -- Keyed hashes of the body's word pairs, for seven days (LEG-12).
  body_sketch bytea,
  locale text not null check (locale in ('de', 'en')),
  basis text,
  delivery_id bigint,
  -- A notice's entry in the ledger, once the receiving server accepted it (DSR-02).
  entry_id bigint,
  created_at timestamptz not null default now(),
  primary key (account_id, id),
  unique (account_id, public_id)
);
create index correspondence_contact on correspondence_mails (account_id, contact_id, id desc) where contact_id is not null;
create index correspondence_recent on correspondence_mails (account_id, kind, id desc);
create index correspondence_operator on correspondence_mails (account_id, operator_id, created_at) where kind = 'one_to_one';
create index correspondence_address on correspondence_mails (account_id, email_normalised) where email_normalised is not null;

-- What a person asked us; an answer within 90 days is no advertising (LEG-13).
create table inquiries (
  account_id int not null,
  id bigint generated always as identity,
  public_id text not null default ('inq_' || replace(gen_random_uuid()::text, '-', '')),
  contact_id bigint not null,
  received_on date not null,
  channel text not null check (channel in ('email', 'phone', 'letter', 'in_person', 'form', 'other')),
  subject text not null,
  recorded_by text not null,
  created_at timestamptz not null default now(),
  primary key (account_id, id),
  unique (account_id, public_id)
);
create index inquiries_contact on inquiries (account_id, contact_id, received_on desc);

-- What an account decided for recipients of a country; where nothing stands, consent is needed (LEG-13).
create table one_to_one_countries (
  account_id int not null,
  country text not null check (country ~ '^[A-Z]{2}$' and country not in ('DE', 'AT')),
  policy text not null check (policy in ('consent', 'legitimate_interest')),
  reason text not null,
  decided_by text not null,
  decided_at timestamptz not null default now(),
  primary key (account_id, country)
);

create table transactional_templates (
  account_id int not null,
  id bigint generated always as identity,
  public_id text not null default ('tpl_' || replace(gen_random_uuid()::text, '-', '')),
  name text not null,
  category text not null check (category in ('order', 'contract', 'security', 'service', 'legal')),
  law text,
  locale text not null check (locale in ('de', 'en')),
  subject text not null,
  html text not null,
  text text not null default '',
  -- Lists whose consent carries the marked advertising parts (LEG-19).
  advertising_list_ids bigint[] not null default '{}',
  -- What they offer and which own company does, for existing customers (§ 7(3) UWG).
  offer_category_id bigint,
  offer_entity_id bigint,
  revision int not null default 1,
  archived_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (account_id, id),
  unique (account_id, public_id),
  check ((category = 'legal') = (law is not null))
);
create unique index transactional_templates_name on transactional_templates (account_id, name) where archived_at is null;

select protect_table('correspondence_mails', 'select, insert, update', '', 'select, update, delete');
select protect_table('inquiries', 'select, insert, delete');
select protect_table('one_to_one_countries', 'select, insert, update, delete');
select protect_table('transactional_templates', 'select, insert, update');
