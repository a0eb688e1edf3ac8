import type { Check, CheckContext, CheckOutcome } from "../platform/index.ts";
import { ACKNOWLEDGE_HOURS, openUnsubscribes } from "../records/index.ts";
import { returnChannels } from "./lists.store.ts";

const HOUR_MS = 3_600_000;

/** CHK-26: what people say after a campaign reaches the core system, and somebody there says that it did (CRM-14, CRM-15). */
export function crmChecks(): Check[] {
  return [
    {
      id: "CHK-26",
      rules: ["CRM-14", "CRM-15"],
      blocking: true,
      label: {
        de: "Rückkanal zum Kernsystem geschlossen",
        en: "Return channel to the core system closed",
      },
      run: checkReturnChannel,
    },
  ];
}

async function checkReturnChannel({ tx, clock }: CheckContext): Promise<CheckOutcome> {
  const channels = await returnChannels(tx);
  if (channels.length === 0)
    return {
      status: "not_applicable",
      message: {
        de: "Es gibt keine Listen aus einem Kernsystem.",
        en: "There are no lists from a core system.",
      },
    };
  const now = clock.now().getTime();
  const [late] = (await openUnsubscribes(tx)).filter(
    ({ oldest }) => now - oldest.getTime() > ACKNOWLEDGE_HOURS.alarm * HOUR_MS,
  );
  if (late)
    return {
      status: "failed",
      message: {
        de: `${late.count} Abmeldungen wurden „${late.source}“ seit über ${ACKNOWLEDGE_HOURS.alarm} Stunden nicht übergeben. Laden Sie die Rückgabedatei, übergeben Sie sie, und bestätigen Sie die Übergabe.`,
        en: `${late.count} unsubscribes were not handed to “${late.source}” for over ${ACKNOWLEDGE_HOURS.alarm} hours. Download the return file, hand it over, and confirm that.`,
      },
      evidence: { source: late.source, open: late.count, oldest: late.oldest.toISOString() },
    };
  const untried = channels.find(({ acknowledgedAt }) => acknowledgedAt === null);
  if (untried)
    return {
      status: "failed",
      message: {
        de: `Der Rückkanal zu „${untried.source}“ wurde noch nicht erprobt. Melden Sie einen Testdatensatz ab, übergeben Sie die Rückgabedatei der Liste, und bestätigen Sie dort die Verarbeitung.`,
        en: `The return channel to “${untried.source}” was not tried yet. Unsubscribe a test record, hand over the list's return file, and confirm there that it was processed.`,
      },
      evidence: { source: untried.source },
    };
  const sources = channels.map(({ source }) => source);
  return {
    status: "passed",
    message: {
      de: `Der Rückkanal ist erprobt, und keine Abmeldung wartet länger als ${ACKNOWLEDGE_HOURS.alarm} Stunden (${sources.join(", ")}).`,
      en: `The return channel was tried, and no unsubscribe waits longer than ${ACKNOWLEDGE_HOURS.alarm} hours (${sources.join(", ")}).`,
    },
    evidence: {
      channels: channels.map(({ source, acknowledgedAt }) => ({
        source,
        acknowledgedAt: acknowledgedAt?.toISOString() ?? null,
      })),
    },
    asks: sources.map((source) => ({
      key: `automatic ${source}`.slice(0, 120),
      text: {
        de: `„${source}“ verarbeitet zurückgemeldete Abmeldungen und unzustellbare Adressen automatisch; die Einstellung ist dort eingeschaltet.`,
        en: `“${source}” processes returned unsubscribes and undeliverable addresses automatically; the setting is on there.`,
      },
    })),
  };
}
