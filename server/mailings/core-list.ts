import type { AudienceView, ReadinessProblem } from "../../contract/mailings.ts";
import { recordCounts, type ComplianceDeps } from "../compliance/index.ts";
import { invalid, type RawBuilder, type Tx } from "../platform/index.ts";
import {
  ACKNOWLEDGE_HOURS,
  candidatesOfCoreList,
  findCoreList,
  openUnsubscribes,
  type CoreList,
} from "../records/index.ts";
import type { Mailing, MailingSettings } from "./mailing.ts";

const HOUR_MS = 3_600_000;

type Chosen = Pick<Mailing, "kind" | "settings">;

/** The core-system list a campaign goes to; undefined for other mailings, and while none is chosen. */
export async function coreListOf(
  tx: Tx,
  { kind, settings }: Chosen,
): Promise<CoreList | undefined> {
  if (kind !== "core_campaign" || settings.coreList === undefined) return undefined;
  return findCoreList(tx, settings.coreList);
}

/** The settings with another core-system list. Throws 422 `no_such_core_list`. */
export async function withCoreList(
  tx: Tx,
  settings: MailingSettings,
  publicId: string,
): Promise<MailingSettings> {
  if (!(await findCoreList(tx, publicId)))
    throw invalid("no_such_core_list", "There is no such core-system list in this account.", {
      hint: "GET /api/v1/core-lists lists them.",
    });
  return { ...settings, coreList: publicId };
}

/** Whom a campaign would look at: each record of its list once (CRM-09). Undefined: it is no campaign. */
export async function candidatesOfCampaign(
  tx: Tx,
  mailing: Chosen,
): Promise<RawBuilder<unknown> | undefined> {
  if (mailing.kind !== "core_campaign") return undefined;
  const list = await coreListOf(tx, mailing);
  // Never somebody else because the list is lost.
  if (!list) throw new Error("The core-system list of a campaign is gone.");
  return candidatesOfCoreList(list.id);
}

export async function campaignAudience(
  tx: Tx,
  deps: Pick<ComplianceDeps, "clock">,
  mailing: Chosen,
): Promise<AudienceView> {
  const list = await coreListOf(tx, mailing);
  if (!list) return { candidates: 0, mailable: 0, measurable: 0, reasons: [] };
  return recordCounts(tx, deps, list.id);
}

/** What stands in the way of a campaign, beside its content: no list, an empty one, a return channel that is not closed (CRM-14). */
export async function campaignProblems(
  tx: Tx,
  mailing: Chosen,
  audience: AudienceView,
  now: Date,
): Promise<ReadinessProblem[]> {
  const list = await coreListOf(tx, mailing);
  if (!list)
    return [
      {
        code: "core_list_missing",
        rule: "LEG-01",
        severity: "block",
        message: { de: "Wählen Sie eine Kampagnenliste.", en: "Choose a core-system list." },
        path: "/kampagnenlisten",
      },
    ];
  const path = `/kampagnenlisten/${list.publicId}`;
  const problems: ReadinessProblem[] = [];
  if (audience.mailable === 0)
    problems.push({
      code: "nobody_to_mail",
      rule: "LEG-02",
      severity: "block",
      message: {
        de: "Kein Datensatz der Liste darf angeschrieben werden.",
        en: "No record of the list may be mailed.",
      },
      path,
    });
  const [open] = await openUnsubscribes(tx, list.sourceSystem);
  const hours = open ? (now.getTime() - open.oldest.getTime()) / HOUR_MS : 0;
  if (open && hours > ACKNOWLEDGE_HOURS.alarm) {
    const isBlocked = hours > ACKNOWLEDGE_HOURS.block;
    problems.push({
      code: isBlocked ? "return_channel_blocked" : "return_channel_late",
      rule: "CRM-14",
      severity: isBlocked ? "block" : "warn",
      message: {
        de: `${count(open.count, "Abmeldung ist", "Abmeldungen sind")} dem Kernsystem „${list.sourceSystem}“ seit über ${isBlocked ? "72" : "24"} Stunden nicht übergeben.`,
        en: `${count(open.count, "unsubscribe has", "unsubscribes have")} not been handed to the core system "${list.sourceSystem}" for more than ${isBlocked ? "72" : "24"} hours.`,
      },
      path: open.listId === null ? path : `/kampagnenlisten/${open.listId}`,
    });
  }
  return problems;
}

const count = (number: number, one: string, many: string) =>
  `${number} ${number === 1 ? one : many}`;
