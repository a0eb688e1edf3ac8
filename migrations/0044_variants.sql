-- Tests of variants: each variant is a mailing of its own to a part of the people, the rest gets what was chosen.

-- The mailing whose people are divided. Its own mails go to the rest, once somebody chose.
create table mailing_tests (
  account_id int not null,
  id bigint generated always as identity,
  mailing_id bigint not null,
  -- Percent of the people that all variants get together.
  sample smallint not null check (sample between 5 and 90),
  variants smallint not null check (variants between 2 and 5),
  created_at timestamptz not null,
  winner_id bigint,
  decided_by bigint,
  decided_at timestamptz,
  primary key (account_id, id),
  foreign key (account_id, mailing_id) references mailings (account_id, id) on delete cascade
);
create unique index mailing_tests_mailing on mailing_tests (account_id, mailing_id);
create table mailing_variants (
  account_id int not null,
  mailing_id bigint not null,
  test_id bigint not null,
  position smallint not null check (position between 0 and 4),
  primary key (account_id, mailing_id),
  foreign key (account_id, test_id) references mailing_tests (account_id, id) on delete cascade,
  foreign key (account_id, mailing_id) references mailings (account_id, id) on delete cascade
);
create unique index mailing_variants_position on mailing_variants (account_id, test_id, position);
select protect_table('mailing_tests', 'select, insert, update, delete');
select protect_table('mailing_variants', 'select, insert, delete');
