import { systemActor, type AuditActor } from "../accounts/index.ts";
import type { StoredActor } from "./import.ts";

/** Who acts, as far as a job that runs later needs to know. */
export function storedActor(actor: AuditActor): StoredActor {
  if (!("permissions" in actor)) return { kind: "system", name: actor.name };
  return {
    kind: actor.kind,
    name: actor.name,
    ...(actor.operatorId === undefined ? {} : { operatorId: actor.operatorId }),
    ...(actor.apiKeyId === undefined ? {} : { apiKeyId: actor.apiKeyId }),
  };
}

/** The same for the audit log. It carries no rights. */
export function auditActor(stored: StoredActor | null): AuditActor {
  if (stored === null || stored.kind === "system") return systemActor;
  const { kind, ...rest } = stored;
  return { ...rest, kind, roles: [], permissions: new Set() };
}
