-- The mail path. Delivery rows do not change; leases live on batches, marks and outcomes are appended.

-- One run of sending: a mailing. Single mails (opt-in, system, test) have none.
create table delivery_runs (
  account_id int not null,
  id bigint generated always as identity,
  -- Whoever asked for the run, for its reports and tokens.
  mailing_id bigint,
  kind text not null,
  content_version_id bigint not null,
  sender_id bigint not null,
  list_ids bigint[] not null default '{}',
  state text not null default 'preparing' check (state in ('preparing', 'running', 'paused', 'cancelled', 'done')),
  pause_reason text,
  candidates int not null default 0,
  queued int,
  started_at timestamptz,
  finished_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (account_id, id)
);
create unique index delivery_runs_mailing on delivery_runs (account_id, mailing_id) where mailing_id is not null;
create table delivery_batches (
  account_id int not null,
  id bigint generated always as identity,
  run_id bigint,
  no int not null default 0,
  priority smallint not null,
  state text not null check (state in ('frozen', 'ready', 'done')),
  size int not null,
  not_before timestamptz not null default now(),
  lease_owner text,
  lease_until timestamptz,
  -- Raised with every claim: a worker that lost its lease can write nothing more.
  fence bigint not null default 0,
  -- Counts of the finished preparation and hand-over, for progress without counting rows.
  counts jsonb not null default '{}',
  created_at timestamptz not null default now(),
  done_at timestamptz,
  primary key (account_id, id)
);
create unique index delivery_batches_no on delivery_batches (account_id, run_id, no) where run_id is not null;
create index delivery_batches_due on delivery_batches (priority, not_before, id) where state = 'ready';
create index delivery_batches_run on delivery_batches (account_id, run_id);
create table deliveries (
  account_id int not null,
  id bigint generated always as identity,
  public_id text not null default 'dlv_' || replace(gen_random_uuid()::text, '-', ''),
  batch_id bigint not null,
  run_id bigint,
  kind text not null,
  contact_id bigint,
  list_id bigint,
  sender_id bigint,
  -- Leaves after 90 days (RET-08).
  email text,
  email_normalised text,
  -- What the asker wants to be told about (a consent request, a test of a mailing).
  reference_type text,
  reference_id bigint,
  created_at timestamptz not null default now(),
  primary key (account_id, id)
);
create index deliveries_batch on deliveries (account_id, batch_id);
create unique index deliveries_once on deliveries (account_id, run_id, contact_id) where run_id is not null;
create index deliveries_contact on deliveries (account_id, contact_id);
create index deliveries_reference on deliveries (account_id, reference_type, reference_id) where reference_id is not null;
-- The finished body of a single mail, encrypted because it holds links with tokens; gone when the mail left or failed.
create table delivery_messages (
  account_id int not null,
  delivery_id bigint not null,
  sealed bytea not null,
  primary key (account_id, delivery_id)
);
-- "The final dot may leave now": durable before it does.
create table delivery_marks (
  account_id int not null,
  delivery_id bigint not null,
  attempt smallint not null,
  batch_id bigint not null,
  fence bigint not null,
  marked_at timestamptz not null default now(),
  primary key (account_id, delivery_id, attempt)
);
create index delivery_marks_batch on delivery_marks (account_id, batch_id);
create table delivery_outcomes (
  account_id int not null,
  delivery_id bigint not null,
  -- 0: decided without handing over (excluded, cancelled).
  attempt smallint not null,
  batch_id bigint not null,
  run_id bigint,
  outcome text not null check (outcome in ('accepted', 'deferred', 'rejected', 'excluded', 'uncertain', 'cancelled')),
  final boolean not null,
  -- Exclusion reason, or class of the rejection (hard, soft, policy).
  reason text,
  phase text check (phase in ('preparation', 'hand_over')),
  basis text,
  measured text check (measured in ('personal', 'anonymous', 'none')),
  smtp_code smallint,
  enhanced_code text,
  reply text,
  message_id text,
  next_attempt_at timestamptz,
  at timestamptz not null default now(),
  primary key (account_id, delivery_id, attempt)
);
-- Whatever happens, one delivery ends once.
create unique index delivery_outcomes_final on delivery_outcomes (account_id, delivery_id) where final;
create index delivery_outcomes_run on delivery_outcomes (account_id, run_id, outcome) where run_id is not null;
create index delivery_outcomes_batch on delivery_outcomes (account_id, batch_id);
select protect_table('delivery_runs', 'select, insert, update', 'select, insert, update');
select protect_table('delivery_batches', 'select, insert, update', 'select, insert, update');
select protect_table('deliveries', 'select, insert', 'select, insert', 'select, update, delete');
select protect_table('delivery_messages', 'select, insert, delete', 'select, insert, delete');
select protect_table('delivery_marks', 'select, insert', 'select, insert, delete');
select protect_table('delivery_outcomes', 'select, insert', 'select, insert', 'select, update, delete');
