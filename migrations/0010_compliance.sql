-- Results of the configuration checklist (CHK). A check that could not look says so and is never green.

create table check_results (
  account_id int not null,
  check_id text not null,
  status text not null check (status in ('passed', 'failed', 'not_checked', 'not_applicable')),
  -- { de, en }: what was found and what to do next.
  message jsonb not null default '{}',
  evidence jsonb not null default '{}',
  checked_at timestamptz not null default now(),
  primary key (account_id, check_id)
);
select protect_table('check_results', 'select, insert, update, delete');
