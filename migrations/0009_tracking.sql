-- Measuring (docs/privacy). Personal rows only for people who agreed; for everybody else bare totals per day.

create table measured_mailings (
  account_id int not null,
  -- The number in the tokens, unique on this instance.
  mailing_id bigint not null,
  level text not null check (level in ('none', 'clicks_only', 'shared', 'unique')),
  -- Why the level is none although the account counts: the group is smaller than the smallest figure shown.
  level_reason text check (level_reason in ('too_few')),
  -- Frozen with the audience: recipients with and without permission, and the smallest figure that may be shown.
  personal_base int not null,
  anonymous_base int not null,
  k_min int not null,
  timezone text not null,
  opened_at timestamptz not null default now(),
  closes_at timestamptz not null,
  closed_at timestamptz,
  primary key (account_id, mailing_id)
);
create index measured_mailings_open on measured_mailings (closes_at) where closed_at is null;
create table measured_links (
  account_id int not null,
  mailing_id bigint not null,
  link smallint not null check (link between 1 and 1023),
  url text not null,
  label text not null default '',
  not_personal boolean not null default false,
  primary key (account_id, mailing_id, link),
  foreign key (account_id, mailing_id) references measured_mailings (account_id, mailing_id)
);
-- Only deliveries that were rendered with personal tokens.
create table measured_deliveries (
  account_id int not null,
  delivery_id bigint not null,
  mailing_id bigint not null,
  contact_id bigint not null,
  email_normalised text not null,
  handed_over_at timestamptz not null default now(),
  primary key (account_id, delivery_id)
);
create index measured_by_contact on measured_deliveries (account_id, contact_id);
create index measured_by_address on measured_deliveries (account_id, email_normalised);
create index measured_by_mailing on measured_deliveries (account_id, mailing_id);
-- Exactly these columns (TRK-17): link 0 is the pixel, the time is the hour, agent 0 a person, 1 a machine.
create table personal_events (
  account_id int not null,
  mailing_id bigint not null,
  delivery_id bigint not null,
  link smallint not null,
  hour timestamptz not null,
  agent smallint not null
);
create index personal_events_mailing on personal_events (account_id, mailing_id, link);
create index personal_events_delivery on personal_events (account_id, delivery_id);
-- What stays when personal events expire (TRK-18): hits per month of groups that are large enough.
create table expired_totals (
  account_id int not null,
  mailing_id bigint not null,
  link smallint not null,
  month date not null,
  agent smallint not null,
  hits bigint not null,
  primary key (account_id, mailing_id, link, month, agent)
);
create table anonymous_totals (
  account_id int not null,
  mailing_id bigint not null,
  link smallint not null,
  day date not null,
  agent smallint not null,
  hits bigint not null,
  primary key (account_id, mailing_id, link, day, agent)
);
select protect_table('measured_mailings', 'select, insert, update', 'select, insert, update');
select protect_table('measured_links', 'select, insert', 'select, insert');
select protect_table('measured_deliveries', 'select, insert, delete', 'select, insert');
select protect_table('personal_events', 'select, delete', 'select, delete');
select protect_table('expired_totals', 'select', '', 'select, insert, update, delete');
select protect_table('anonymous_totals', 'select', 'select, insert, update');

-- The only way into personal_events. The permission is a condition of this statement (TRK-01): granted now by everybody
-- on the address (TRK-24) under a wording that names the technique (CON-20), the person not erased, nobody on the
-- address restricted (Art. 18 GDPR), the mail rendered with personal tokens, the mailing open. Faster than three
-- seconds after the hand-over no person opens or clicks (TRK-13). Answers one letter a hit, in the order of the
-- arrays: s stored, n the mail was not measured, p no permission, t technique not covered, e erased, r restricted, c closed.
create function record_personal_hits(accounts int[], mailings bigint[], delivery_ids bigint[], links smallint[], agents smallint[], times timestamptz[])
returns text language sql volatile security definer set search_path = public
begin atomic
  with hit as (
    select h.* from unnest(accounts, mailings, delivery_ids, links, agents, times) with ordinality
      h(account_id, mailing_id, delivery_id, link, agent, at, n)
  ), judged as materialized (
    select h.account_id, h.mailing_id, h.delivery_id, h.link, h.at, h.n,
      case when h.at < d.handed_over_at + interval '3 seconds' then 1::smallint else h.agent end as agent,
      case when m.mailing_id is null or m.closed_at is not null or h.at >= m.closes_at then 'c'
           when d.delivery_id is null then 'n'
           when c.id is null then 'e'
           when c.restricted_at is not null then 'r'
           when g.email_normalised is null then 'p'
           when case when h.link = 0 then 'open' else 'click' end <> all (g.techniques) then 't'
           else 's' end as verdict
    from hit h
    left join measured_mailings m on m.account_id = h.account_id and m.mailing_id = h.mailing_id
    left join measured_deliveries d on d.account_id = h.account_id and d.delivery_id = h.delivery_id and d.mailing_id = h.mailing_id
    left join contacts c on c.account_id = d.account_id and c.id = d.contact_id
    left join profiling_granted g on g.account_id = d.account_id and g.email_normalised = d.email_normalised
  ), stored as (
    insert into personal_events (account_id, mailing_id, delivery_id, link, hour, agent)
    select j.account_id, j.mailing_id, j.delivery_id, j.link, date_trunc('hour', j.at), j.agent
    from judged j where j.verdict = 's'
  )
  select string_agg(j.verdict, '' order by j.n) from judged j;
end;
revoke execute on function record_personal_hits from public;
grant execute on function record_personal_hits to klarpost_worker;
