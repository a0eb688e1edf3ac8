import { createHash } from "node:crypto";
import type pg from "pg";
import type { Account } from "../accounts/index.ts";
import { freezeContent, insertContentVersion, plainTextOf } from "../content/index.ts";
import { importIntoList, makeReturnFile, suggestMapping } from "../crm/index.ts";
import { freezeCandidates, insertRun, PRIORITY, prepareRun } from "../delivery/index.ts";
import {
  contentFacts,
  createMailing,
  recordPastRun,
  webViewUrl,
  type MailingDeps,
} from "../mailings/index.ts";
import type { Actor } from "../platform/index.ts";
import { unsubscribePerson } from "../preferences/index.ts";
import { candidatesOfCoreList, insertCoreList, recordsOfPerson } from "../records/index.ts";
import { writeWorkbook } from "../reports/index.ts";
import { HUMAN, openMeasuring } from "../tracking/index.ts";
import { clearedRecords, closeDemoRun, insertDemoHits, insertDemoOutcomes } from "./demo.store.ts";
import { demoHtml } from "./demo-content.ts";
import { demoPeople } from "./demo-people.ts";

interface Filled {
  deps: MailingDeps;
  owner: pg.Client;
  account: Account;
  actor: Actor;
  senderId: number;
  senderPublicId: string;
  random: () => number;
  now: Date;
}

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const RECORDS = 200;
const COLUMNS = [
  "Personennummer",
  "E-Mail",
  "Anrede",
  "Vorname",
  "Nachname",
  "Profiling",
  "EWE-ID",
  "Rechtsgrundlage",
  "Herkunft",
];
const NAME = "Zinsbindung läuft aus";

/** A select of the core system with its campaign a week ago, an unsubscribe of this morning, and a first return file. */
export async function fillCoreLists(filled: Filled): Promise<void> {
  const { deps, account, actor, now, random } = filled;
  const accountId = account.id;
  const at = new Date(now.getTime() - 7 * DAY_MS);
  const past = { ...deps, clock: { now: () => at } };
  const list = await deps.db.account(accountId, async (tx) => {
    const made = await insertCoreList(tx, accountId, {
      name: NAME,
      occasion: "Anschlussfinanzierung, Zinsbindung endet in zwölf Monaten",
      ownerId: actor.operatorId ?? null,
      sourceSystem: "OSPlus",
      keepDays: 180,
      createdBy: actor.name,
      at,
    });
    const rows = recordLines(random).map((cells, index) => ({ line: index + 2, cells }));
    const sha256 = createHash("sha256").update(JSON.stringify(rows)).digest("hex");
    await importIntoList(tx, past, accountId, made, {
      fileName: "select-zinsbindung.csv",
      table: { sha256, columns: COLUMNS, rows },
      mapping: suggestMapping(COLUMNS),
      manual: false,
      kind: "create",
      by: actor.name,
    });
    return made;
  });
  const url = account.privacy.noticeUrl!.replace(/datenschutz$/, "zinsen");
  const html = demoHtml(
    {
      lead: "Ihre Zinsbindung läuft aus",
      paragraphs: ["Wir rechnen gern mit Ihnen durch, was danach kommt: in Ruhe und früh genug."],
      links: [{ label: "Termin vereinbaren", url, share: 1 }],
    },
    account.theme.colour ?? "#0B6E6E",
  );
  const made = await deps.db.account(accountId, async (tx) => {
    const mailing = await createMailing(
      tx,
      accountId,
      {
        kind: "core_campaign",
        coreListId: list.publicId,
        name: NAME,
        subject: "Ihre Zinsbindung läuft aus",
        html,
        senderId: filled.senderPublicId,
        locale: "de",
      },
      null,
      at,
    );
    const day = at.toISOString().slice(0, 10);
    const facts = contentFacts(account, [], "de", day, webViewUrl(deps.pagesUrl, mailing));
    const content = { subject: mailing.subject, preheader: "", html, text: plainTextOf(html) };
    const frozen = freezeContent(content, facts, false);
    if (!frozen.ok) throw new Error("The example campaign does not compile.");
    const version = await insertContentVersion(tx, accountId, frozen.version);
    const run = await insertRun(tx, accountId, {
      mailingId: mailing.id,
      kind: "core_campaign",
      contentVersionId: version.id,
      senderId: filled.senderId,
      listIds: [],
      at,
    });
    await freezeCandidates(
      tx,
      accountId,
      run.id,
      "core_campaign",
      PRIORITY.mailing,
      candidatesOfCoreList(list.id),
    );
    return { mailing, runId: run.id, versionId: version.id, links: frozen.version.links };
  });
  const signal = new AbortController().signal;
  const totals = await prepareRun(deps, accountId, made.runId, { signal });
  if (!totals) throw new Error("The example campaign was not prepared.");
  const { mailing, runId, versionId, links } = made;
  const opened = await deps.db.account(accountId, async (tx) => {
    await openMeasuring(tx, {
      accountId,
      mailingId: mailing.id,
      level: "shared",
      personalBase: totals.personal,
      anonymousBase: totals.anonymous,
      kMin: account.kMin,
      timezone: account.timezone,
      links,
      at,
    });
    await recordPastRun(tx, mailing, runId, versionId, totals, "shared", at);
    const deliveries = await clearedRecords(tx, runId);
    const ends = deliveries.map((delivery, index) => ({
      delivery,
      outcome: index % 67 === 13 ? ("rejected" as const) : ("accepted" as const),
      at: new Date(at.getTime() + index * 45),
    }));
    await insertDemoOutcomes(tx, accountId, runId, ends);
    await closeDemoRun(tx, runId, mailing.id, at, new Date(at.getTime() + 20_000));
    const read = ends.filter((end) => end.outcome === "accepted" && end.delivery.personal);
    return read.map((end) => end.delivery);
  });
  const hour = new Date(Math.floor(at.getTime() / HOUR_MS) * HOUR_MS + 2 * HOUR_MS);
  const day = hour.toISOString().slice(0, 10);
  const personal = opened
    .filter((_, index) => index % 3 !== 0)
    .flatMap((delivery, index) =>
      [0, ...(index % 4 === 0 ? [1] : [])].map((link) => ({
        deliveryId: delivery.id,
        link,
        hour,
        agent: HUMAN,
      })),
    );
  await insertDemoHits(filled.owner, accountId, mailing.id, personal, [
    { link: 0, day, agent: HUMAN, hits: 71, uniques: 0 },
    { link: 1, day, agent: HUMAN, hits: 19, uniques: 0 },
  ]);
  await deps.db.account(accountId, async (tx) => {
    const file = { format: "csv", mailing: undefined, locale: "de" } as const;
    await makeReturnFile(tx, { ...past, writeWorkbook }, accountId, actor, list, {
      ...file,
      reason: "Rückmeldung an das Kernsystem",
    });
    const person = { source: "OSPlus", number: "4711003" };
    const [record] = await recordsOfPerson(tx, person);
    const morning = { ...deps, clock: { now: () => new Date(now.getTime() - 3 * HOUR_MS) } };
    await unsubscribePerson(
      tx,
      morning,
      { accountId, person, contactId: record?.contactId ?? null, mailingId: mailing.id },
      { origin: "link", evidence: { via: "link" } },
    );
  });
}

/** Two people share an address, one stands there twice, one has no basis, one a Profiling nobody understands. */
function recordLines(random: () => number): string[][] {
  return demoPeople(RECORDS, random).map((person, index) => {
    const number = String(4_711_000 + (index === 150 ? 20 : index));
    const email =
      index === 41
        ? "familie.beispiel@haushalt.example"
        : index === 42
          ? "familie.beispiel@haushalt.example"
          : `kunde${index === 150 ? 20 : index}@haushalt.example`;
    return [
      number,
      email,
      person.salutation === "frau" ? "Frau" : "Herr",
      person.firstName,
      person.lastName,
      index === 77 ? "j" : random() < 0.35 ? "1" : "0",
      index % 50 === 7 ? "" : `EWE-${20_000 + index}`,
      index % 50 === 7 && index > 50 ? "§ 7 Abs. 3 UWG" : "",
      "Filiale Beispielstadt",
    ];
  });
}
