-- Ending a block needs a second person as well (UNS-23): what waits is found from the block it is about.
alter table second_person_requests drop constraint second_person_requests_kind_check;
alter table second_person_requests add constraint second_person_requests_kind_check
  check (kind in ('export', 'release', 'lift'));
create index second_person_requests_object on second_person_requests (account_id, object_id) where state = 'open';
