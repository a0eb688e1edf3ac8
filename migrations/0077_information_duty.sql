-- DSR-02: by when somebody whose data came from elsewhere is told of it (Art. 14(3) GDPR), that the alarm was given, and
-- since when the data are locked because nobody told them.
alter table contacts add column notice_due_on date;
alter table contacts add column notice_alarmed_at timestamptz;
alter table contacts add column notice_locked_at timestamptz;
create index contacts_uninformed on contacts (account_id, notice_due_on, id) where notice_due_on is not null;

-- Files of the last month; whoever was told, or has signed up, is told. Five days are left, so that nobody is locked unasked.
update contacts c set notice_due_on = greatest((l.at + interval '30 days')::date, current_date + 5)
from (
  select l.account_id, l.contact_id, max(i.finished_at) as at from import_lines l
    join imports i on i.account_id = l.account_id and i.id = l.import_id
  where l.result = 'created' and i.state = 'done' and i.options->'origin'->>'collectedFrom' = 'elsewhere'
  group by l.account_id, l.contact_id
) l
where c.account_id = l.account_id and c.id = l.contact_id
  and not exists (select 1 from correspondence_mails m where m.account_id = c.account_id and m.contact_id = c.id and m.kind = 'privacy_notice' and m.entry_id is not null);
