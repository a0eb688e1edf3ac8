-- Who the mails come from: sender addresses, their signing keys, and addresses that proved to be read.

create table senders (
  account_id int not null,
  id bigint generated always as identity,
  public_id text not null default 'snd_' || replace(gen_random_uuid()::text, '-', ''),
  from_name text not null,
  from_address text not null,
  domain text not null,
  reply_to text not null,
  is_default boolean not null default false,
  archived_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (account_id, id),
  unique (account_id, public_id)
);
create table dkim_keys (
  account_id int not null,
  id bigint generated always as identity,
  domain text not null,
  selector text not null,
  algorithm text not null check (algorithm in ('rsa', 'ed25519')),
  private_key_sealed bytea not null,
  public_key text not null,
  created_at timestamptz not null default now(),
  retired_at timestamptz,
  primary key (account_id, id),
  unique (account_id, domain, selector)
);
-- Reply addresses (CNT-03) and test addresses (SND-17) that a person confirmed by a link.
create table confirmed_addresses (
  account_id int not null,
  id bigint generated always as identity,
  public_id text not null default 'adr_' || replace(gen_random_uuid()::text, '-', ''),
  kind text not null check (kind in ('reply_to', 'test', 'privacy_contact')),
  email text not null,
  email_normalised text not null,
  token_hash bytea,
  requested_at timestamptz not null default now(),
  confirmed_at timestamptz,
  primary key (account_id, id),
  unique (account_id, public_id),
  unique (account_id, kind, email_normalised)
);
select protect_table('senders', 'select, insert, update');
select protect_table('dkim_keys', 'select, insert, update');
select protect_table('confirmed_addresses', 'select, insert, update, delete');
