import type { AuditActor } from "../accounts/index.ts";
import type { ExportActor } from "./export.ts";

/** Who acts, as far as a job that runs later needs to know. */
export function exportActorOf(actor: AuditActor): ExportActor {
  if (!("permissions" in actor)) return { kind: "system", name: actor.name };
  return {
    kind: actor.kind,
    name: actor.name,
    ...(actor.operatorId === undefined ? {} : { operatorId: actor.operatorId }),
    ...(actor.apiKeyId === undefined ? {} : { apiKeyId: actor.apiKeyId }),
    ...(actor.assignedOnly === true ? { assignedOnly: true } : {}),
  };
}
