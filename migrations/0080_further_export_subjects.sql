-- People of a report and the evidence of a list leave as contacts do. Evidence may be taken by whoever reads proofs, who
-- need not be allowed to export contacts, so its second person is somebody with that right.
alter table contact_exports drop constraint contact_exports_what_check;
alter table contact_exports add constraint contact_exports_what_check
  check (what in ('contacts', 'blocks', 'retained', 'report_persons', 'evidence'));
alter table second_person_requests drop constraint second_person_requests_kind_check;
alter table second_person_requests add constraint second_person_requests_kind_check
  check (kind in ('export', 'evidence', 'release', 'lift', 'guards'));
