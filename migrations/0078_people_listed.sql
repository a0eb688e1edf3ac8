-- ORG-12: how many people somebody was shown in lists, for some minutes; then it goes into the audit log as one entry. So
-- paging through thousands is seen and does not fill the log with a line for each page.
create table people_listed (
  account_id int not null,
  actor_kind text not null check (actor_kind in ('operator', 'api_key')),
  -- The operator or the key; 0: nobody in particular.
  actor_id bigint not null,
  actor_name text not null,
  began_at timestamptz not null default now(),
  last_at timestamptz not null default now(),
  -- Who is shown twice counts twice.
  people bigint not null,
  pages int not null,
  primary key (account_id, actor_kind, actor_id)
);
select protect_table('people_listed', 'select, insert, update, delete');
