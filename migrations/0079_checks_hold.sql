-- CHK-A1: a mandatory check that turns red holds the advertising that is under way, until all of them are green again.
alter table delivery_stops drop constraint delivery_stops_cause_check;
-- restored: this database is a copy or older than what a machine of the installation has seen; checks: mandatory checks.
alter table delivery_stops add constraint delivery_stops_cause_check check (cause in ('operator', 'restored', 'checks'));
