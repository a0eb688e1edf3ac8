import { withRowSettings, type Actor } from "../platform/index.ts";

/** Who may see people whose processing is restricted (Art. 18 GDPR). */
const SEES = "privacy.manage";
/**
 * Ways in that show nobody anything: what people say must reach a restricted person too, and the gate has to know of the
 * restriction.
 */
const BLIND: ReadonlySet<string> = new Set([
  "intake.record",
  "inbound.write",
  "conversions.report",
  "transactional.send",
]);

/**
 * DSR-07: for everybody but those who manage data protection, restricted people are not there, in lists, searches,
 * counts, reports and by their id. Row-level security hides them, so that no statement can forget it.
 */
export function hideRestricted<T>(
  { permission }: { permission: string },
  { actor, accountId }: { actor: Actor | undefined; accountId: number },
  work: () => Promise<T>,
): Promise<T> {
  const hides = accountId > 0 && actor !== undefined && !actor.permissions.has(SEES);
  return hides && !BLIND.has(permission)
    ? withRowSettings({ "app.hides_restricted": "on" }, work)
    : work();
}
