-- Gross clicks and replies may decide a test of variants, and what recurs may leave by the recipients' clocks.

-- How many mails of people answered a mailing: a bare total, of nobody in particular.
create table mailing_replies (
  account_id int not null,
  mailing_id bigint not null,
  replies int not null check (replies > 0),
  primary key (account_id, mailing_id),
  foreign key (account_id, mailing_id) references mailings (account_id, id) on delete cascade
);
select protect_table('mailing_replies', 'select, insert, update');

alter table mailing_tests drop constraint mailing_tests_measure_check;
alter table mailing_tests add constraint mailing_tests_measure_check
  check (measure in ('clicked', 'opened', 'uniqueOpened', 'grossClicks', 'replies', 'unsubscribed', 'accepted'));

-- Key of the own contact field with the recipients' time zones; null: everybody gets an issue at the same instant.
alter table recurring_mailings add column zone_field text;
