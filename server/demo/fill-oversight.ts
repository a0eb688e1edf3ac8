import type { Account } from "../accounts/index.ts";
import {
  addTool,
  changeIncident,
  closeIncident,
  decideNotice,
  listPlaces,
  listTools,
  noteTold,
  noteTool,
  recordIncident,
  savePlace,
  setPeople,
  takeCourse,
} from "../oversight/index.ts";
import type { Actor, Clock, Tx } from "../platform/index.ts";

const DAY_MS = 24 * 3_600_000;
const RIGHT = { permission: 1, covert: 2, tools: 0, rights: 2, incident: 1 };

interface Example {
  clock: Clock;
  account: Account;
  actor: Actor;
}

/** A breach of the spring with its lesson, a near miss that is still open, places, tools, and a course that was taken. */
export async function fillOversight(tx: Tx, { clock, account, actor }: Example): Promise<void> {
  const at = (daysAgo: number): Clock => ({
    now: () => new Date(clock.now().getTime() - daysAgo * DAY_MS),
  });
  const day = (daysAhead: number): string =>
    new Date(clock.now().getTime() + daysAhead * DAY_MS).toISOString().slice(0, 10);
  const by = { accountId: account.id, actor };
  await takeCourse(
    tx,
    at(95),
    { ...by, operatorId: actor.operatorId! },
    { answers: RIGHT, promised: true, locale: "de" },
  );
  await fillIncidents(tx, at, by);
  // The second route stays to be settled, so that the page has something to do.
  const relay = (await listPlaces(tx, account.id)).find(
    ({ host, role, standing }) => host !== null && role === "relay" && standing === "undeclared",
  );
  if (relay)
    await savePlace(tx, at(60), by, {
      host: relay.host,
      role: "relay",
      company: "Rechenzentrum Nord GmbH",
      country: "DE",
      purpose: "Versand der Newsletter",
      contract: "signed",
      contractOn: day(-400),
      contractNote: "Vertragsordner, Nr. 2024-118",
    });
  await savePlace(tx, at(50), by, {
    role: "sub_processor",
    company: "Postal Analytics Inc.",
    country: "US",
    purpose: "Prüfung der Zustellbarkeit mit Testadressen",
    contract: "signed",
    contractOn: day(-200),
    transfer: {
      basis: "scc",
      record:
        "Standardvertragsklauseln nach Beschluss (EU) 2021/914, Modul 2, im Vertragsordner Nr. 2026-031.",
      assessment:
        "Übermittelt werden nur Testadressen des Hauses. Zugriffe von Behörden wären ohne Folgen für Dritte; das Restrisiko ist gering.",
      name: "Dr. Jana Sommer",
      signedOn: day(-200),
      reviewOn: day(120),
    },
  });
  for (const { key, role, purpose } of await listTools(tx, account.id))
    if (role === "feed" || role === "api_key")
      await noteTool(tx, at(40), by, key, {
        owner: "Maria Beispiel",
        purpose: purpose || "Neues aus dem Blog in den Newsletter holen",
        dataClasses: role === "feed" ? ["none"] : ["address", "name"],
        canTrack: false,
        reviewOn: day(200),
      });
  await addTool(tx, at(30), by, {
    name: "Terminbuchung auf der Website",
    vendor: "Terminland",
    owner: "Vera Beispiel",
    purpose: "Beratungstermine vereinbaren",
    dataClasses: ["address", "name"],
    canTrack: false,
    reviewOn: day(150),
  });
}

async function fillIncidents(
  tx: Tx,
  at: (daysAgo: number) => Clock,
  by: { accountId: number; actor: Actor },
): Promise<void> {
  const spring = await recordIncident(tx, at(120), by, {
    title: "Einladung mit offenem Verteiler verschickt",
    kind: "disclosure",
    discoveredAt: at(120).now().toISOString(),
  });
  const id = spring.publicId;
  await changeIncident(tx, at(119.9), by, id, {
    happenedAt: at(120.1).now().toISOString(),
    what: "Eine Einladung zum Börsenabend ging aus einem persönlichen Postfach an 38 Kunden. Alle Adressen standen im Feld „An“ und waren für alle sichtbar.",
    dataKinds: ["names", "addresses"],
    consequences: "Die Empfänger erfuhren voneinander, dass sie Kunden des Hauses sind.",
    measures: "Die Empfänger wurden um Löschung gebeten. Einladungen gehen nur noch über Klarpost.",
    severity: "medium",
  });
  await setPeople(tx, at(119.9), by, id, { source: "estimate", count: 38 });
  await decideNotice(tx, at(119.8), by, id, "authority", {
    notify: true,
    reason:
      "Die Kundenbeziehung zu einer Bank wurde Dritten bekannt; ein Risiko ist nicht unwahrscheinlich.",
  });
  await noteTold(tx, at(119.5), by, id, "authority", {
    reference: "Online-Formular, Az. 61.2-0417",
  });
  await decideNotice(tx, at(119.4), by, id, "people", {
    notify: true,
    reason: "Die Betroffenen sollen wissen, wer ihre Adresse gesehen hat.",
  });
  await noteTold(tx, at(119), by, id, "people", { reference: "persönliche E-Mail" });
  await closeIncident(
    tx,
    at(110),
    by,
    id,
    "Verteiler in persönlichen Postfächern sind abgeschafft; die Schulung zeigt den Fall als Beispiel.",
  );
  await recordIncident(tx, at(2), by, {
    title: "Falsches Segment in der Freigabe bemerkt",
    kind: "disclosure",
    nearMiss: true,
    discoveredAt: at(2).now().toISOString(),
    what: "Ein Mailing für Firmenkunden war für alle Kontakte geplant. Die zweite Person hat es in der Freigabe bemerkt, nichts wurde versendet.",
  });
}
