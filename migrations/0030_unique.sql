-- Level `unique`: numbers drawn at rendering and stored nowhere else tell repeated fetches of one mail apart.

-- One row for each number seen, while measuring is open: no time, no person, nothing that leads to a delivery. Rows come
-- sorted, a held batch at a time, and all of a mailing's go when its measuring closes. Backups leave this table out.
create table seen_numbers (
  account_id int not null,
  mailing_id bigint not null,
  link smallint not null,
  -- 0 persons, 1 machines: sets of their own.
  agent smallint not null check (agent in (0, 1)),
  number bigint not null,
  primary key (account_id, mailing_id, link, agent, number)
);
alter table seen_numbers enable row level security;
create policy worker_rows on seen_numbers to klarpost_worker using (true) with check (true);
grant select, insert, delete on seen_numbers to klarpost_worker;

-- How many numbers were new on that day; always 0 below level `unique`.
alter table anonymous_totals add column uniques bigint not null default 0;

alter table measured_mailings drop constraint measured_mailings_level_reason_check;
alter table measured_mailings add constraint measured_mailings_level_reason_check
  check (level_reason in ('too_few', 'too_few_unique', 'transport_keeps_content'));

-- Who holds level `unique` to be right, and why (TRK-07, ORG-17): {by, operatorId, at, role, arguments, reviewOn}.
alter table accounts add column counting_assessment jsonb;
