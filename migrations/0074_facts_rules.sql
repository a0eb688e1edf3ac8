-- By which statement the kept facts were read: after an update that decides otherwise they are written anew.
alter table counted_accounts add column rules text not null default '';
