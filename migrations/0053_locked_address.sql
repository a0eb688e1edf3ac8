-- DSR-07: whoever may not see a restricted person must not add the same address as a new one beside them.
create function app_is_locked_address(address text) returns boolean language sql stable security definer set search_path = public
  return exists (
    select 1 from contacts c
     where c.account_id = app_account() and c.pot = 'newsletter' and c.email_normalised = address and c.restricted_at is not null
  );
revoke execute on function app_is_locked_address from public;
grant execute on function app_is_locked_address to klarpost_app;
