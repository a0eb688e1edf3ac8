-- A permission that is given again does not reach back (TRK-14). What was measured before is deleted behind the
-- withdrawal, a moment later; whoever agrees again within that moment must not be measured by the mails of before.
create function forget_measured_before() returns trigger
  language plpgsql security definer set search_path = public as $$
begin
  with gone as (
    delete from measured_deliveries d
     where d.account_id = new.account_id and d.email_normalised = new.email_normalised
    returning d.delivery_id
  )
  delete from personal_events e using gone where e.account_id = new.account_id and e.delivery_id = gone.delivery_id;
  return null;
end $$;

create trigger profiling_permissions_again after update of state on profiling_permissions
  for each row when (old.state in ('refused', 'withdrawn') and new.state = 'granted')
  execute function forget_measured_before();
