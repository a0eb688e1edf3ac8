import { createHash } from "node:crypto";
import type { CheckContext, CheckOutcome } from "../platform/index.ts";
import type { CountingLevel } from "./account.ts";
import { getAccount } from "./accounts.store.ts";
import { privacyProblems } from "./set-up.ts";

/** Where an imprint page is named, it answers and names the provider (§ 5 DDG). */
export async function checkImprintPage({ tx, fetch }: CheckContext): Promise<CheckOutcome> {
  const { imprint } = await getAccount(tx);
  const url = imprint.imprintUrl ?? "";
  const none = {
    de: "Es ist keine eigene Impressumsseite angegeben.",
    en: "No imprint page of its own is named.",
  };
  if (url === "") return { status: "not_applicable", message: none };
  const evidence = { imprintUrl: url };
  try {
    if (!fetch) throw new Error("Nobody can look.");
    const { status, text } = await fetch(url);
    const found = { ...evidence, imprintStatus: status };
    const plain = text.replace(/\s+/g, " ").toLowerCase();
    const name = (imprint.legalName ?? "").trim().replace(/\s+/g, " ").toLowerCase();
    if (status !== 200 || !plain.includes(name))
      return {
        status: "failed",
        message:
          status === 200
            ? {
                de: `Die Impressumsseite nennt „${imprint.legalName ?? ""}“ nicht. Prüfen Sie Adresse und Name.`,
                en: `The imprint page does not name “${imprint.legalName ?? ""}”. Check address and name.`,
              }
            : {
                de: `Die Impressumsseite antwortet nicht wie erwartet (Status ${status}). Prüfen Sie die Adresse.`,
                en: `The imprint page does not answer as expected (status ${status}). Check its address.`,
              },
        evidence: found,
      };
    return {
      status: "passed",
      message: {
        de: "Die Impressumsseite ist erreichbar und nennt den Anbieter.",
        en: "The imprint page is reachable and names the provider.",
      },
      evidence: found,
    };
  } catch {
    return {
      status: "not_checked",
      message: {
        de: `Die Impressumsseite ließ sich von hier aus nicht abrufen: ${url}`,
        en: `The imprint page could not be fetched from here: ${url}`,
      },
      evidence,
    };
  }
}

/** A short name of what a question was asked about, so that an answer counts for exactly that. */
export const nameOf = (about: unknown): string =>
  createHash("sha256").update(JSON.stringify(about)).digest("hex").slice(0, 12);

type Notice = { outcome: CheckOutcome } | { status: number; url: string; text: string };

/** Fetches the privacy notice; an outcome instead when there is none or nobody could look. */
async function fetchNotice({ tx, fetch }: CheckContext): Promise<Notice> {
  const account = await getAccount(tx);
  const [problem] = privacyProblems(account).filter((each) => each.path === "privacy.noticeUrl");
  if (problem) return { outcome: { status: "failed", message: problem.message } };
  const url = account.privacy.noticeUrl ?? "";
  try {
    if (fetch) return await fetch(url);
  } catch {
    // Said below.
  }
  return {
    outcome: {
      status: "not_checked",
      message: {
        de: `Die Datenschutzerklärung ließ sich von hier aus nicht abrufen: ${url}`,
        en: `The privacy notice could not be fetched from here: ${url}`,
      },
      evidence: { url },
    },
  };
}

export async function checkNotice(context: CheckContext): Promise<CheckOutcome> {
  const notice = await fetchNotice(context);
  if ("outcome" in notice) return notice.outcome;
  const evidence = { url: notice.url, status: notice.status };
  if (notice.status !== 200 || !notice.url.startsWith("https:"))
    return {
      status: "failed",
      message: {
        de: `Die Datenschutzerklärung antwortet nicht wie erwartet (Status ${notice.status}). Prüfen Sie die Adresse.`,
        en: `The privacy notice does not answer as expected (status ${notice.status}). Check its address.`,
      },
      evidence,
    };
  const lacking = [
    { pattern: /widerruf|widerrufen|withdraw|revoke/i, de: "Widerruf", en: "withdrawal" },
    { pattern: /newsletter|e-?mail-werbung/i, de: "Newsletter", en: "newsletter" },
  ].filter(({ pattern }) => !pattern.test(notice.text));
  if (lacking.length > 0)
    return {
      status: "failed",
      message: {
        de: `In der Datenschutzerklärung fehlt etwas zu: ${lacking.map((each) => each.de).join(", ")}.`,
        en: `The privacy notice says nothing about: ${lacking.map((each) => each.en).join(", ")}.`,
      },
      evidence,
    };
  return {
    status: "passed",
    message: {
      de: "Die Datenschutzerklärung ist erreichbar und nennt Newsletter und Widerruf.",
      en: "The privacy notice is reachable and names newsletter and withdrawal.",
    },
    evidence,
  };
}

/** § 14 BFSG; who is exempt says so by name (§ 3(3) BFSG). */
export async function checkStatement({ tx }: CheckContext): Promise<CheckOutcome> {
  const { imprint } = await getAccount(tx);
  const url = imprint.accessibilityUrl ?? "";
  if (url !== "")
    return {
      status: "passed",
      message: {
        de: "Die Erklärung zur Barrierefreiheit ist auf allen Seiten verlinkt.",
        en: "The accessibility statement is linked on all pages.",
      },
      evidence: { accessibilityUrl: url },
    };
  return {
    status: "passed",
    message: {
      de: "Für das Haus gilt die Ausnahme vom Barrierefreiheitsstärkungsgesetz.",
      en: "The house is exempt from the accessibility act (BFSG).",
    },
    asks: [
      {
        key: "bfsg-exempt",
        text: {
          de: "Wir sind von der Erklärung zur Barrierefreiheit ausgenommen (Kleinstunternehmen nach § 3 Abs. 3 BFSG, oder nur Geschäftskunden).",
          en: "We are exempt from the accessibility statement (micro-enterprise under § 3(3) BFSG, or business customers only).",
        },
        hint: {
          de: "Sonst tragen Sie die Adresse Ihrer Erklärung im Impressum ein.",
          en: "Otherwise enter the address of your statement in the imprint.",
        },
      },
    ],
  };
}

export async function checkNoticeOnMeasuring(context: CheckContext): Promise<CheckOutcome> {
  const notice = await fetchNotice(context);
  if ("outcome" in notice) return notice.outcome;
  const { privacy, countingLevel } = await getAccount(context.tx);
  const found =
    notice.status === 200 &&
    /zählpixel|messgrafik|tracking|öffnungs|klick|auswertung (meiner|ihrer|deiner) nutzung|measuring image|pixel|open rate/i.test(
      notice.text,
    );
  const evidence = {
    url: notice.url,
    status: notice.status,
    noticeVersion: privacy.noticeVersion ?? null,
    countingLevel,
  };
  if (!found)
    return {
      status: "failed",
      message: {
        de: "Die Datenschutzerklärung sagt nichts über Zählpixel und Linkmessung oder deren Fehlen. Ergänzen Sie einen Absatz; Textbausteine stehen unter „Datenschutz, Unterlagen“.",
        en: "The privacy notice says nothing about measuring pixel and links, or their absence. Add a paragraph; text blocks stand under “Data protection, Documents”.",
      },
      evidence,
    };
  return {
    status: "passed",
    message: {
      de: "Die Datenschutzerklärung spricht über die Messung von Öffnungen und Klicks.",
      en: "The privacy notice speaks about measuring opens and clicks.",
    },
    evidence,
    // Words can be found by a program; whether they describe what is set, only by a reader. Asked anew when level, address or version changes.
    asks: [
      {
        key: `measuring ${countingLevel} ${nameOf(privacy.noticeUrl)} ${privacy.noticeVersion ?? ""}`
          .trim()
          .slice(0, 120),
        text: {
          de: `Die Datenschutzerklärung${privacy.noticeVersion ? ` (Stand ${privacy.noticeVersion})` : ""} beschreibt, wie hier gemessen wird: mit Erlaubnis je Person, ohne Erlaubnis ${levelWords[countingLevel].de}.`,
          en: `The privacy notice${privacy.noticeVersion ? ` (as of ${privacy.noticeVersion})` : ""} describes how we measure: per person with permission, without permission ${levelWords[countingLevel].en}.`,
        },
      },
    ],
  };
}

const levelWords: Record<CountingLevel, CheckOutcome["message"]> = {
  unique: {
    de: "anonym, jede Öffnung und jeden Klick einmal",
    en: "anonymously, every open and click once",
  },
  shared: { de: "nur als Summen", en: "as totals only" },
  clicks_only: { de: "nur Klicks als Summe", en: "clicks as a total only" },
  none: { de: "gar nicht", en: "not at all" },
};
