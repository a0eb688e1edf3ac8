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
 * counts, reports and by their id. ORG-03: for whoever sees only the contacts they are responsible for, nobody else is.
 * Row-level security hides them, so that no statement can forget it.
 */
export function hideFromCaller<T>(
  { permission }: { permission: string },
  { actor, accountId }: { actor: Actor | undefined; accountId: number },
  work: () => Promise<T>,
): Promise<T> {
  if (accountId === 0 || actor === undefined || BLIND.has(permission)) return work();
  const settings = {
    ...(!actor.permissions.has(SEES) && { "app.hides_restricted": "on" }),
    // 0 is nobody: an actor without a number sees nobody at all.
    ...(actor.assignedOnly === true && { "app.assigned_to": String(actor.operatorId ?? 0) }),
  };
  return Object.keys(settings).length > 0 ? withRowSettings(settings, work) : work();
}
