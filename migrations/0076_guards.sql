-- Whoever raises the number from which a second person is asked is asked for one too.
alter table second_person_requests drop constraint second_person_requests_kind_check;
alter table second_person_requests add constraint second_person_requests_kind_check
  check (kind in ('export', 'release', 'lift', 'guards'));
