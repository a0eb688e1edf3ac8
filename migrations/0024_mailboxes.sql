-- Mail that comes back: mailboxes that are read, what receivers reported after acceptance, and
-- messages nobody understood yet.

-- Mailboxes at a provider that are read by IMAP or POP3.
create table mailboxes (
  account_id int not null,
  id bigint generated always as identity,
  public_id text not null default 'mbx_' || replace(gen_random_uuid()::text, '-', ''),
  name text not null,
  protocol text not null check (protocol in ('imap', 'pop3')),
  host text not null,
  port int not null check (port between 1 and 65535),
  tls text not null check (tls in ('tls', 'starttls', 'none')),
  auth text not null check (auth in ('password', 'xoauth2')),
  username text not null,
  -- Password or token, sealed with the instance's key.
  secret bytea not null,
  purpose text not null check (purpose in ('bounces', 'replies', 'reports', 'all')),
  folder text not null default 'INBOX',
  -- IMAP: where finished messages go instead of being deleted.
  done_folder text,
  -- `bounces+%@example.org`: which addresses end here; null where none with a token do.
  pattern text,
  active boolean not null default true,
  every_seconds int not null default 120 check (every_seconds between 30 and 86400),
  next_at timestamptz not null default now(),
  -- One reader at a time.
  lease_until timestamptz,
  last_at timestamptz,
  last_ok_at timestamptz,
  last_count int,
  failures int not null default 0,
  -- A key of contract/mailbox-texts.ts, never the server's own words.
  problem text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (account_id, id),
  unique (account_id, public_id)
);
create index mailboxes_due on mailboxes (next_at) where active;
select protect_table('mailboxes', 'select, insert, update, delete', 'select, update');

-- Messages of a mailbox whose result is committed. The row is written with the result and goes when the message has
-- left the mailbox, so a kill in between neither loses nor repeats one.
create table mailbox_seen (
  account_id int not null,
  mailbox_id bigint not null,
  -- IMAP: UIDVALIDITY and UID, POP3: UIDL.
  uid text not null,
  message_key bytea not null,
  -- Whether it may leave the mailbox: what a person still has to read stays.
  remove boolean not null,
  at timestamptz not null,
  primary key (account_id, mailbox_id, uid)
);
select protect_table('mailbox_seen', 'select, insert, update, delete');

-- Every message that came in, by a keyed digest: delivered twice it counts once. No address, no word of it.
create table inbound_messages (
  account_id int not null,
  message_key bytea not null,
  result text not null,
  source text not null check (source in ('listener', 'mailbox', 'api', 'webhook', 'operator')),
  forwarded boolean not null default false,
  at timestamptz not null,
  primary key (account_id, message_key)
);
create index inbound_messages_at on inbound_messages (account_id, at);
select protect_table('inbound_messages', 'select, insert, update, delete');

-- What receivers reported about a mail after they had accepted it (SND-08, SND-13).
create table delivery_bounces (
  account_id int not null,
  delivery_id bigint not null,
  class text not null check (class in ('hard', 'soft', 'policy', 'unknown', 'complaint')),
  -- RFC 3463.
  status text,
  -- The receiver's words without addresses.
  text text,
  source text not null check (source in ('listener', 'mailbox', 'api', 'webhook', 'operator')),
  at timestamptz not null,
  primary key (account_id, delivery_id, class)
);
create index delivery_bounces_at on delivery_bounces (account_id, at);
select protect_table('delivery_bounces', 'select, insert', 'select', 'select, update, delete');

-- Messages nobody understood: kept sealed until a person says what they are, at most 30 days.
create table unknown_messages (
  account_id int not null,
  id bigint generated always as identity,
  public_id text not null default 'unk_' || replace(gen_random_uuid()::text, '-', ''),
  message_key bytea not null,
  mailbox_id bigint,
  source text not null check (source in ('listener', 'mailbox', 'api', 'webhook')),
  -- Sealed, at most the first megabyte; null once decided.
  sealed bytea,
  size_bytes int not null,
  email text,
  email_normalised text,
  subject text not null,
  -- The delivery its address names, where it came to a bounce address.
  delivery_id bigint,
  -- The class a rule proposes although the recipient is not known.
  rule_id bigint,
  state text not null default 'waiting' check (state in ('waiting', 'decided')),
  decision text check (decision in ('hard', 'soft', 'policy', 'auto_reply', 'complaint', 'ignore')),
  decided_by bigint,
  decided_at timestamptz,
  received_at timestamptz not null,
  primary key (account_id, id),
  unique (account_id, public_id),
  unique (account_id, message_key)
);
create index unknown_messages_state on unknown_messages (account_id, state, id desc);
create index unknown_messages_email on unknown_messages (account_id, email_normalised);
select protect_table('unknown_messages', 'select, insert, update, delete', '', 'select, delete');

-- What an account taught: messages like this are that.
create table message_rules (
  account_id int not null,
  id bigint generated always as identity,
  public_id text not null default 'mru_' || replace(gen_random_uuid()::text, '-', ''),
  -- Each is matched without regard to case; null: any. At least one stands.
  sender text,
  subject text,
  fragment text,
  class text not null check (class in ('hard', 'soft', 'policy', 'auto_reply', 'complaint', 'ignore')),
  applied int not null default 0,
  last_applied_at timestamptz,
  created_by bigint,
  created_at timestamptz not null default now(),
  primary key (account_id, id),
  unique (account_id, public_id),
  check (num_nonnulls(sender, subject, fragment) > 0)
);
select protect_table('message_rules', 'select, insert, update, delete');

-- To whom an account's human replies are passed on: public ids of confirmed addresses.
create table reply_forwarding (
  account_id int primary key,
  targets text[] not null default '{}',
  updated_at timestamptz not null default now()
);
select protect_table('reply_forwarding', 'select, insert, update');

-- The synthetic bounce of CHK-17: when it left and when it was understood.
create table bounce_probes (
  account_id int primary key,
  way text not null,
  sent_at timestamptz not null,
  arrived_at timestamptz
);
select protect_table('bounce_probes', 'select, insert, update, delete');
