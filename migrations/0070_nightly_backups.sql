-- Nightly backups are on until somebody switches them off; `since` keeps the first from running in the middle of a set-up.
alter table backup_settings alter column nightly set default true;
alter table backup_settings add column since timestamptz not null default now();
update backup_settings set nightly = true where updated_by is null;
