-- Machines with their reason (TRK-13; docs/privacy/measuring.md, "Persons and machines"). Numbers in agent: 0 a person, 9 the image
-- service of a mailbox provider (uncertain), everything else a machine, by the reason that contract/tracking.ts words.

-- Mails whose invisible link (1023) was opened. Small: only machines open it.
create index personal_events_honeypot on personal_events (hour, account_id, delivery_id) where link = 1023;

-- As before, and: a hit is a machine's when the invisible link of the same mail was opened in the same hour, or within the
-- minute before; the process says 7 when three links of a mail were opened within a second, and 8 for the invisible link.
-- Either also turns what the mail's people seemed to have done before: the link all of it, three links at once its
-- clicks, in that hour, and in the hour before when the hit came in the first minute (only the hour is stored).
create or replace function record_personal_hits(accounts int[], mailings bigint[], delivery_ids bigint[], links smallint[], agents smallint[], times timestamptz[])
returns text language sql volatile security definer set search_path = public
begin atomic
  with hit as (
    select h.* from unnest(accounts, mailings, delivery_ids, links, agents, times) with ordinality
      h(account_id, mailing_id, delivery_id, link, agent, at, n)
  ), judged as materialized (
    select h.account_id, h.mailing_id, h.delivery_id, h.link, h.at, h.n,
      case when h.agent not in (0, 9) then h.agent
           when (h.account_id, h.delivery_id) in (select b.account_id, b.delivery_id from hit b where b.link = 1023) then 8::smallint
           when exists (select 1 from personal_events p where p.account_id = h.account_id and p.delivery_id = h.delivery_id and p.link = 1023
                          and p.hour in (date_trunc('hour', h.at), date_trunc('hour', h.at - interval '1 minute'))) then 8::smallint
           when h.at < d.handed_over_at + interval '3 seconds' then 7::smallint
           else h.agent end as agent,
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
  ), telling as materialized (
    select j.account_id, j.delivery_id, max(j.agent) as agent, min(date_trunc('hour', j.at - interval '1 minute')) as since, max(date_trunc('hour', j.at)) as until
    from judged j where j.verdict = 's' and (j.link = 1023 or j.agent = 7 and j.link > 0) group by 1, 2
  ), found as materialized (
    -- What another transaction holds is being turned or deleted there; nobody waits, so nobody deadlocks.
    select e.ctid as place, t.agent from telling t
    join personal_events e on e.account_id = t.account_id and e.delivery_id = t.delivery_id and e.hour between t.since and t.until
      and e.agent in (0, 9) and (t.agent = 8 or e.link > 0)
    for update of e skip locked
  ), turned as (
    update personal_events e set agent = f.agent from found f where e.ctid = f.place
  )
  select string_agg(j.verdict, '' order by j.n) from judged j;
end;

-- Two processes that store hits of one mail at the same moment do not see each other's. So it is said once more, for the
-- hours that can still have been under way.
create function turn_honeypot_hours(since timestamptz)
returns void language sql volatile security definer set search_path = public
begin atomic
  with found as materialized (
    select e.ctid as place from personal_events p
    join personal_events e on e.account_id = p.account_id and e.delivery_id = p.delivery_id and e.hour = p.hour and e.agent in (0, 9)
    where p.link = 1023 and p.hour >= since
    for update of e skip locked
  )
  update personal_events e set agent = 8 from found f where e.ctid = f.place;
end;
revoke execute on function turn_honeypot_hours from public;
grant execute on function turn_honeypot_hours to klarpost_worker;
