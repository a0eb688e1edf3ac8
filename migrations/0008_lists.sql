-- Lists and who is on them. State only; nothing here sends.

create table lists (
  account_id int not null,
  id bigint generated always as identity,
  public_id text not null default 'lst_' || replace(gen_random_uuid()::text, '-', ''),
  name text not null,
  name_en text not null default '',
  description text not null default '',
  description_en text not null default '',
  topics text not null default '',
  topics_en text not null default '',
  frequency text not null default '',
  frequency_en text not null default '',
  wording_id bigint,
  archived_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (account_id, id),
  unique (account_id, public_id)
);
-- Keyed by (list, address): one address may belong to several contacts, the data come from the one who subscribed.
create table subscriptions (
  account_id int not null,
  list_id bigint not null,
  email_normalised text not null,
  contact_id bigint not null,
  state text not null check (state in ('pending', 'confirmed', 'unsubscribed')),
  -- How the mailbox was proven (CON-13): double_opt_in, imported_double_opt_in, signed_declaration, verified_address.
  proof text,
  -- CON-18, CON-23: a flagged consent stays, but is not mailable.
  flag text check (flag in ('unverified', 'stale')),
  entry_id bigint,
  wording_version_id bigint,
  source text not null default '',
  requested_at timestamptz not null default now(),
  confirmed_at timestamptz,
  unsubscribed_at timestamptz,
  last_mailed_at timestamptz,
  primary key (account_id, list_id, email_normalised),
  foreign key (account_id, list_id) references lists (account_id, id),
  check (state <> 'confirmed' or flag = 'unverified' or (entry_id is not null and proof is not null))
);
create index subscriptions_contact on subscriptions (account_id, contact_id);
create index subscriptions_address on subscriptions (account_id, email_normalised);
create index subscriptions_state on subscriptions (account_id, list_id, state);
select protect_table('lists', 'select, insert, update');
select protect_table('subscriptions', 'select, insert, update, delete');
