-- A sub-select without a FROM is never part of a parallel plan, and a function that was not declared safe forbids it: since
-- policies named whom somebody is responsible for, one process alone counted a million contacts. The same conditions with a
-- FROM, which several processes share.
alter function app_restricted_contacts() parallel safe;
alter function app_hidden_contacts() parallel safe;

do $$
declare p record;
begin
  for p in select c.relname, o.polname, pg_get_expr(o.polqual, o.polrelid) as condition
    from pg_policy o join pg_class c on c.oid = o.polrelid
    where pg_get_expr(o.polqual, o.polrelid) ~ 'SELECT unnest\(app_(assigned|hidden)_contacts\(\)\) AS unnest' loop
    execute format('alter policy %I on %I using (%s)', p.polname, p.relname,
      regexp_replace(p.condition, 'SELECT unnest\(app_(assigned|hidden)_contacts\(\)\) AS unnest', 'SELECT x.id FROM unnest(app_\1_contacts()) x(id)', 'g'));
  end loop;
end $$;
