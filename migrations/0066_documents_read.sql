-- Reading documents has rights of its own. Roles of an account's own that saw them by `checks.read` keep what their
-- template has; API keys have to be given the right.
update account_roles set permissions = permissions || '{documents.read}'
  where 'checks.read' = any (permissions) and template in ('owner', 'dpo', 'auditor', 'administrator');
update account_roles set permissions = permissions || '{assessments.read}'
  where 'checks.read' = any (permissions) and template in ('owner', 'dpo', 'auditor');
