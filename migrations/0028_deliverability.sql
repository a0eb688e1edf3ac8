-- What receivers did with our mail, day by day; tests at own addresses; where certified receivers send complaints.

alter table accounts add column complaints_address text check (length(complaints_address) between 3 and 254);

-- Attempts a day and receiving provider. Counted from the outcomes of one batch at a time: `batch_id` names an open
-- batch, whose rows are made anew whenever it rests; with its end they are added to the rows of batch 0, in the same
-- transaction. So every attempt is counted once, whatever crashes.
create table delivery_days (
  account_id int not null,
  -- In the account's time zone.
  day date not null,
  -- A provider of many domains or a domain; '*' for domains too small to show.
  provider text not null,
  -- Domain of the visible sender; '' where the mail was never made.
  sender_domain text not null,
  stream text not null check (stream in ('marketing', 'opt_in', 'transactional')),
  -- Way out; 0: not known.
  relay_id bigint not null default 0,
  batch_id bigint not null default 0,
  accepted int not null default 0,
  -- Put off by the receiver and tried again.
  deferred int not null default 0,
  soft int not null default 0,
  hard int not null default 0,
  policy int not null default 0,
  unknown int not null default 0,
  uncertain int not null default 0,
  primary key (account_id, day, provider, sender_domain, stream, relay_id, batch_id)
);
create index delivery_days_batch on delivery_days (account_id, batch_id) where batch_id <> 0;
-- What refusals and delays meant, counted the same way. `sample` is one reply without any address.
create table delivery_refusals (
  account_id int not null,
  day date not null,
  provider text not null,
  sender_domain text not null,
  meaning text not null,
  batch_id bigint not null default 0,
  count int not null,
  sample text,
  primary key (account_id, day, provider, sender_domain, meaning, batch_id)
);
create index delivery_refusals_batch on delivery_refusals (account_id, batch_id) where batch_id <> 0;

-- A mailing sent to own addresses at several providers, to see where it lands (SND-17). Addresses stand in the
-- deliveries and leave with them.
create table seed_tests (
  account_id int not null,
  id bigint generated always as identity,
  public_id text not null default 'sdt_' || replace(gen_random_uuid()::text, '-', ''),
  mailing_id bigint not null,
  subject text not null,
  created_by bigint,
  created_at timestamptz not null,
  primary key (account_id, id),
  unique (account_id, public_id)
);
create table seed_results (
  account_id int not null,
  seed_test_id bigint not null,
  delivery_id bigint not null,
  provider text not null,
  -- What somebody saw in the mailbox.
  placement text check (placement in ('inbox', 'tab', 'spam', 'missing')),
  noted_at timestamptz,
  primary key (account_id, seed_test_id, delivery_id)
);
select protect_table('delivery_days', 'select', 'select, insert, update, delete');
select protect_table('delivery_refusals', 'select', 'select, insert, update, delete');
select protect_table('seed_tests', 'select, insert, delete');
select protect_table('seed_results', 'select, insert, update, delete');
