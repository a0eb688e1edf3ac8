-- The ledger as a Merkle tree (RFC 9162): leaf positions, complete subtrees, signed checkpoints, their anchors
-- outside the operator's reach, and what verifications found.

-- Committed entries that have no position yet. Filled by the transaction that makes the entry, emptied by the
-- sequencer, so that nobody who signs up waits for the order of the log.
create table ledger_queue (
  account_id int not null,
  entry_id bigint not null,
  primary key (account_id, entry_id)
);
select protect_table('ledger_queue', 'select, delete', 'select', '');
create function ledger_enqueue() returns trigger language plpgsql security definer set search_path = public as $$
begin
  insert into ledger_queue (account_id, entry_id) select account_id, id from added;
  return null;
end $$;
revoke execute on function ledger_enqueue from public;
create trigger ledger_entries_enqueue after insert on ledger_entries
  referencing new table as added for each statement execute function ledger_enqueue();
insert into ledger_queue (account_id, entry_id) select account_id, id from ledger_entries;

-- Which entry stands at which position of the tree. Positions have no gap and never change.
create table ledger_leaves (
  account_id int not null,
  position bigint not null check (position >= 0),
  entry_id bigint not null,
  primary key (account_id, position),
  unique (account_id, entry_id),
  foreign key (account_id, entry_id) references ledger_entries (account_id, id)
);
-- Hashes of complete subtrees: level 0 holds the leaves, a node of level n spans 2^n of them.
create table ledger_nodes (
  account_id int not null,
  level smallint not null,
  position bigint not null,
  hash bytea not null check (length(hash) = 32),
  primary key (account_id, level, position)
);
-- Signed heads of the tree (C2SP tlog-checkpoint).
create table ledger_checkpoints (
  account_id int not null,
  id bigint generated always as identity,
  public_id text not null default 'lcp_' || replace(gen_random_uuid()::text, '-', ''),
  at timestamptz not null,
  tree_size bigint not null,
  root bytea not null,
  note text not null,
  primary key (account_id, id),
  unique (account_id, public_id),
  unique (account_id, tree_size)
);
select protect_table('ledger_leaves', 'select, insert', '', '');
select protect_table('ledger_nodes', 'select, insert', '', '');
select protect_table('ledger_checkpoints', 'select, insert', '', '');

-- What an entry of the kind "erased" stands for: of how many entries the content was destroyed. The entry's
-- commitment holds the number, so that no other content can vanish unseen. Says nothing about whose it was.
create table ledger_erasures (
  account_id int not null,
  entry_id bigint not null,
  salt bytea not null,
  entries int not null,
  primary key (account_id, entry_id),
  foreign key (account_id, entry_id) references ledger_entries (account_id, id)
);
select protect_table('ledger_erasures', 'select', '', 'select, insert');

-- Where checkpoints go. No row: to the privacy contact by mail, and nowhere else.
create table ledger_anchor_settings (
  account_id int primary key,
  by_mail boolean not null default true,
  webhook_url text,
  timestamp_url text,
  updated_at timestamptz not null
);
create table ledger_anchors (
  account_id int not null,
  id bigint generated always as identity,
  public_id text not null default 'lan_' || replace(gen_random_uuid()::text, '-', ''),
  checkpoint_id bigint not null,
  kind text not null check (kind in ('mail', 'webhook', 'timestamp')),
  -- The service's host; nothing for mails, whose receiver stands in the account's settings.
  host text,
  state text not null default 'waiting' check (state in ('waiting', 'done', 'failed')),
  attempts int not null default 0,
  asked_at timestamptz not null,
  finished_at timestamptz,
  -- What the other side said, or what went wrong.
  answer text,
  -- RFC 3161: the token as it came.
  token bytea,
  primary key (account_id, id),
  unique (account_id, public_id),
  foreign key (account_id, checkpoint_id) references ledger_checkpoints (account_id, id)
);
create index ledger_anchors_newest on ledger_anchors (account_id, kind, id desc);
create table ledger_verifications (
  account_id int not null,
  id bigint generated always as identity,
  public_id text not null default 'lvf_' || replace(gen_random_uuid()::text, '-', ''),
  asked_at timestamptz not null,
  finished_at timestamptz,
  -- A checkpoint that came from outside and was compared with.
  outside_note text,
  ok boolean,
  entries bigint,
  checkpoints int,
  findings jsonb not null default '[]',
  duration_ms int,
  primary key (account_id, id),
  unique (account_id, public_id)
);
select protect_table('ledger_anchor_settings', 'select, insert, update', '', '');
select protect_table('ledger_anchors', 'select, insert, update (state, attempts, finished_at, answer, token)', '', '');
select protect_table('ledger_verifications', 'select, insert, update (finished_at, ok, entries, checkpoints, findings, duration_ms)', '', '');
