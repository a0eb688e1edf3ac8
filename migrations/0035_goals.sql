-- Goals on the account's own website, and who reached them after a click (docs/privacy/goals.md).

create table goals (
  account_id int not null,
  id bigint generated always as identity,
  public_id text not null default 'gol_' || replace(gen_random_uuid()::text, '-', ''),
  name text not null,
  -- What reaching it is worth when the website names no value; in cents of the account's currency.
  value_cents bigint check (value_cents >= 0),
  -- Days after the click in which reaching it still counts.
  window_days smallint not null default 7 check (window_days between 1 and 30),
  -- When the website last reported a test token.
  tested_at timestamptz,
  created_at timestamptz not null default now(),
  archived_at timestamptz,
  primary key (account_id, id)
);
create unique index goals_public on goals (account_id, public_id);
create unique index goals_name on goals (account_id, lower(name)) where archived_at is null;
-- Websites of the account. Links to them, and to nothing else, may carry the parameter; without any the feature is off.
create table goal_sites (
  account_id int not null,
  host text not null,
  added_at timestamptz not null default now(),
  primary key (account_id, host)
);
-- One row for each goal a person with permission reached after a click. It goes with the measured mail it hangs on: a
-- withdrawal, an erasure and the end of the events delete that, and an insert that meets such a deletion fails.
create table conversions (
  account_id int not null,
  delivery_id bigint not null,
  goal_id bigint not null,
  -- The random number of the click's token, so that what is reported twice counts once.
  click bigint not null,
  mailing_id bigint not null,
  link smallint not null,
  hour timestamptz not null,
  value_cents bigint,
  primary key (account_id, delivery_id, goal_id, click),
  foreign key (account_id, delivery_id) references measured_deliveries (account_id, delivery_id) on delete cascade,
  foreign key (account_id, goal_id) references goals (account_id, id)
);
create index conversions_mailing on conversions (account_id, mailing_id, goal_id);
select protect_table('goals', 'select, insert, update', 'select');
select protect_table('goal_sites', 'select, insert, delete', 'select');
select protect_table('conversions', 'select, delete');

-- The only way into conversions. As for hits, permission is a condition of the statement that stores (TRK-01): granted
-- now by everybody on the address, nobody restricted (profiling_granted), under a wording that names clicks and forms
-- (CON-20); the click itself was stored for a person in that hour, so it had permission too; the mail was measured and
-- its person not erased; the goal is open and its window has not passed.
create function record_conversion(goal bigint, mailing bigint, delivery bigint, link_no smallint, click_no bigint, clicked timestamptz, at timestamptz, value bigint)
returns boolean language sql volatile security definer set search_path = public
begin atomic
  with stored as (
    insert into conversions (account_id, delivery_id, goal_id, click, mailing_id, link, hour, value_cents)
    select d.account_id, d.delivery_id, o.id, click_no, d.mailing_id, link_no, date_trunc('hour', at), coalesce(value, o.value_cents)
    from measured_deliveries d
    join goals o on o.account_id = d.account_id and o.id = goal and o.archived_at is null
    join contacts c on c.account_id = d.account_id and c.id = d.contact_id and c.restricted_at is null
    join profiling_granted g on g.account_id = d.account_id and g.email_normalised = d.email_normalised
    where d.account_id = app_account() and d.delivery_id = delivery and d.mailing_id = mailing
      and 'click' = any (g.techniques) and 'form_use' = any (g.techniques)
      and at >= clicked and at < clicked + make_interval(days => o.window_days)
      and exists (select 1 from personal_events e
                  where e.account_id = d.account_id and e.delivery_id = d.delivery_id and e.link = link_no
                    and e.hour = date_trunc('hour', clicked) and e.agent in (0, 9))
    on conflict do nothing
    returning 1
  )
  select exists (select 1 from stored);
end;
revoke execute on function record_conversion from public;
grant execute on function record_conversion to klarpost_app;
