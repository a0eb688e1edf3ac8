-- The checklist: since when an entry stands as it does, what people answered, what was passed over, and what was seen when.

alter table check_results
  add column changed_at timestamptz,
  -- When somebody was told that a live account turned red; empty again once it is green.
  add column alarmed_at timestamptz,
  -- What only a person can say: [{key, text: {de, en}}].
  add column asks jsonb not null default '[]';

-- What was found, kept whenever state or evidence changed. Gone after 400 days.
create table check_changes (
  account_id int not null,
  id bigint generated always as identity,
  check_id text not null,
  status text not null check (status in ('passed', 'failed', 'not_checked', 'not_applicable')),
  message jsonb not null,
  evidence jsonb not null,
  at timestamptz not null,
  primary key (account_id, id)
);
create index check_changes_of on check_changes (account_id, check_id, id);
create index check_changes_old on check_changes (at);
select protect_table('check_changes', 'select, insert', '', 'select, delete');

-- What only a person can say (a signed contract, a proxy without log): who said it, on what grounds, until when it counts.
create table check_answers (
  account_id int not null,
  id bigint generated always as identity,
  public_id text not null default 'can_' || replace(gen_random_uuid()::text, '-', ''),
  check_id text not null,
  question_key text not null check (length(question_key) <= 120),
  -- As it was asked.
  question jsonb not null,
  evidence text not null check (length(evidence) between 3 and 2000),
  answered_by text not null,
  operator_id bigint references operators (id) on delete set null,
  answered_at timestamptz not null,
  valid_until date not null,
  withdrawn_by text,
  withdrawn_at timestamptz,
  primary key (account_id, id),
  unique (account_id, public_id)
);
create index check_answers_of on check_answers (account_id, check_id, question_key, id desc);
select protect_table('check_answers', 'select, insert, update', '', 'select, delete');

-- CHK-A2: entries that do not block may be passed over for 30 days at most.
create table check_overrides (
  account_id int not null,
  id bigint generated always as identity,
  check_id text not null check (check_id in ('CHK-18', 'CHK-32')),
  reason text not null check (length(reason) between 10 and 1000),
  made_by text not null,
  operator_id bigint references operators (id) on delete set null,
  made_at timestamptz not null,
  expires_at timestamptz not null,
  ended_by text,
  ended_at timestamptz,
  primary key (account_id, id),
  check (expires_at > made_at and expires_at <= made_at + interval '30 days')
);
create unique index check_overrides_one on check_overrides (account_id, check_id) where ended_at is null;
select protect_table('check_overrides', 'select, insert, update', '', 'select, delete');

-- CHK-35: somebody opened a test mail and said that it looks right. The link is stored as its hash only.
create table test_mail_looks (
  account_id int not null,
  id bigint generated always as identity,
  token_hash bytea not null,
  mailing_id bigint not null,
  sent_via text not null check (sent_via in ('relay', 'mailbox')),
  sent_by text not null,
  sent_at timestamptz not null,
  looked_at timestamptz,
  primary key (account_id, id)
);
create unique index test_mail_looks_token on test_mail_looks (token_hash);
create index test_mail_looks_done on test_mail_looks (account_id, looked_at desc) where looked_at is not null;
select protect_table('test_mail_looks', 'select, insert, update', '', 'select, delete');
-- A link's visitor has a token and no account: this question alone crosses accounts.
create function account_of_test_look(hash bytea) returns int language sql stable security definer set search_path = public
  return (select t.account_id from test_mail_looks t where t.token_hash = hash);
revoke execute on function account_of_test_look from public;
grant execute on function account_of_test_look to klarpost_app;
