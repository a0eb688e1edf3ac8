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
  -- Somebody looked at the warnings about name and address and keeps them (CNT-02).
  warnings_acknowledged_at timestamptz,
  archived_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (account_id, id),
  unique (account_id, public_id)
);
create unique index senders_default on senders (account_id) where is_default and archived_at is null;
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
  -- Where the link went: a link read in the built-in mailbox proves nothing outside the sandbox.
  sent_via text not null check (sent_via in ('relay', 'mailbox')),
  confirmed_at timestamptz,
  primary key (account_id, id),
  unique (account_id, public_id),
  unique (account_id, kind, email_normalised)
);
create unique index confirmed_addresses_token on confirmed_addresses (token_hash);
-- What was found when somebody last looked at a domain's records.
create table sender_domains (
  account_id int not null,
  domain text not null,
  records jsonb not null,
  checked_at timestamptz not null,
  primary key (account_id, domain)
);
select protect_table('senders', 'select, insert, update');
select protect_table('dkim_keys', 'select, insert, update');
select protect_table('confirmed_addresses', 'select, insert, update, delete');
select protect_table('sender_domains', 'select, insert, update, delete');
-- A link's visitor has a token and no account: this question alone crosses accounts.
create function account_of_confirmation(hash bytea) returns int language sql stable security definer set search_path = public
  return (select a.account_id from confirmed_addresses a where a.token_hash = hash);
revoke execute on function account_of_confirmation from public;
grant execute on function account_of_confirmation to klarpost_app;
