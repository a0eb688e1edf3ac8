-- What callers of the API have left of their calls a minute, over all processes; lost with a crash, which is no harm.
-- `granted`: how many the last statement gave, out of `calls` that had grown again.
create unlogged table call_budgets (
  caller text primary key,
  calls double precision not null,
  granted int not null,
  at timestamptz not null
);
create index call_budgets_quiet on call_budgets (at);
alter table call_budgets enable row level security;
create policy worker_rows on call_budgets to klarpost_worker using (true) with check (true);
grant select, insert, update, delete on call_budgets to klarpost_worker;
