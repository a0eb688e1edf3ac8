import type { Todo } from "../../contract/dashboard.ts";
import { secondPersonKinds, type SecondPersonKind } from "../../contract/guards.ts";
import type { Tx } from "../platform/index.ts";
import { openAlerts } from "./alerts.store.ts";
import { isSecondPerson, rightFor } from "./second-person.ts";
import { listRequests } from "./second-person.store.ts";

const SHOWN = 5;
const WHAT: Readonly<Record<SecondPersonKind, { de: string; en: string }>> = {
  export: { de: "eines Exports", en: "an export" },
  evidence: { de: "eines Nachweisexports", en: "an evidence bundle" },
  release: { de: "von Adressen", en: "a release of addresses" },
  guards: { de: "höherer Grenzen", en: "higher limits" },
  lift: { de: "einer Entsperrung", en: "lifting a block" },
};

/** What waits for the caller's word: requests of colleagues they may decide, and alerts nobody looked at (ORG-12). */
export async function guardTodos(
  tx: Tx,
  may: (permission: string) => boolean,
  operatorId: number | undefined,
): Promise<Todo[]> {
  const found: Todo[] = [];
  if (may("privacy.manage")) {
    const { count, since } = (await openAlerts(tx)) ?? { count: 0, since: null };
    if (count > 0)
      found.push({
        code: "alert_open",
        urgent: true,
        title: {
          de: count === 1 ? "Ein Ereignis fällt auf" : `${count} Ereignisse fallen auf`,
          en: count === 1 ? "One event is unusual" : `${count} events are unusual`,
        },
        detail: null,
        path: "/datenschutz/auffaelligkeiten",
        rule: "ORG-12",
        at: since?.toISOString() ?? null,
      });
  }
  const waiting = await listRequests(tx, {
    kinds: secondPersonKinds.filter((kind) => may(rightFor[kind])),
    open: true,
    after: undefined,
    limit: SHOWN,
  });
  for (const request of waiting.filter((one) =>
    isSecondPerson(one, operatorId === undefined ? {} : { operatorId }),
  )) {
    const { kind, requestedName: name } = request;
    found.push({
      code: "second_person_waiting",
      urgent: true,
      title: {
        de: `${name} bittet um Freigabe ${WHAT[kind].de}`,
        en: `${name} asks you to agree to ${WHAT[kind].en}`,
      },
      detail: { de: `„${request.reason}“`, en: `“${request.reason}”` },
      path: "/contacts/freigaben",
      rule: kind === "lift" ? "UNS-23" : "ORG-05",
      at: request.requestedAt.toISOString(),
    });
  }
  return found;
}
