import { membersWho, type Account } from "../accounts/index.ts";
import { startExport } from "../exports/index.ts";
import { noteAlert, saveGuards } from "../guards/index.ts";
import { guardDefaults } from "../../contract/guards.ts";
import {
  createLogger,
  type Actor,
  type Clock,
  type Database,
  type Keys,
} from "../platform/index.ts";
import { exportPorts } from "../reports/index.ts";

const HOUR_MS = 3_600_000;

/** A colleague's export that waits for a second person, and two things out of the ordinary. */
export async function fillGuards(
  deps: { db: Database; clock: Clock; keys: Keys },
  account: Account,
  actor: Actor,
): Promise<void> {
  const { db, clock } = deps;
  const colleague = await db.account(account.id, async (tx) => {
    const to = { ...guardDefaults, exportFrom: 100 };
    await saveGuards(tx, account.id, to, { name: actor.name, at: clock.now() });
    const members = await membersWho(tx, account.id, "contacts.export");
    return members.find(({ id }) => id !== actor.operatorId);
  });
  if (!colleague) return;
  const { id: operatorId, name } = colleague;
  const log = createLogger("silent");
  await startExport(
    {
      ...deps,
      log,
      // Nobody is written to in the example.
      guards: {
        clock,
        log,
        publicUrl: "",
        sendSystemMail: async () => ({ via: "mailbox" }),
      },
      ...exportPorts(deps),
    },
    account.id,
    { format: "xlsx", reason: "Einladungen zum Kundentag drucken lassen", locale: "de" },
    { kind: "operator", operatorId, name, roles: [], permissions: new Set() },
  );
  const ago = (hours: number) => new Date(clock.now().getTime() - hours * HOUR_MS);
  await db.account(account.id, async (tx) => {
    const about = { operatorId, who: name };
    await noteAlert(
      tx,
      account.id,
      {
        ...about,
        kind: "new_device",
        objectId: "demo",
        counted: 1,
        threshold: 1,
        detail: { browser: "Firefox, macOS" },
      },
      ago(26),
    );
    await noteAlert(
      tx,
      account.id,
      { ...about, kind: "many_people", counted: 137, threshold: 100 },
      ago(3),
    );
  });
}
