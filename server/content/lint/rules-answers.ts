import type { Localised } from "../../../contract/content.ts";
import { ANSWER_LIMITS, type AddressAnswer } from "../addresses/address-answer.ts";
import type { HtmlAttribute } from "../html-scan.ts";
import { linkElements, linkLabel, storedUrl } from "../links.ts";
import { CONDITIONS } from "./conditions.ts";
import type { LintContext } from "./lint-input.ts";

/** Together these are slow on a phone; one image beyond the second is worth compressing. */
const WEIGHT = { total: 1_000_000, one: 400_000 };

/**
 * What the last check of the links knows: dead and moved targets at their place, images that are gone, and how heavy the
 * images are together (CNT-05, CNT-09, CNT-10). Without a check nothing is said; nothing is asked here.
 */
export function lintAnswers(context: LintContext): void {
  const { answers, facts } = context.input;
  lintExpired(context);
  if (!answers || answers.size === 0) return;
  const { scan } = context.analysis;
  const privacy = answers.get(storedUrl(facts.privacyUrl) ?? "");
  if (privacy && isDead(privacy)) lintPrivacy(context, privacy);
  for (const element of linkElements(scan)) {
    if (element.conditional) continue;
    const href = element.attributes.find((attribute) => attribute.name === "href");
    const answer = href && answers.get(storedUrl(href.value) ?? "");
    if (!href || !answer || answer === privacy) continue;
    const label = linkLabel(element, scan).replaceAll(/\s+/g, " ").trim().slice(0, 60);
    lintLink(context, answer, href, label);
  }
  let total = 0;
  const seen = new Set<string>();
  for (const element of scan.elements) {
    const source = element.attributes.find(
      ({ name }) => (element.name === "img" && name === "src") || name === "background",
    );
    const answer = source && answers.get(storedUrl(source.value) ?? "");
    if (!source || !answer) continue;
    if (isDead(answer))
      context.add("LINT-IMAGES", "warn", "html", source, {
        de: `Dieses Bild ist nicht zu laden (${because(answer).de}).`,
        en: `This image cannot be loaded (${because(answer).en}).`,
      });
    if (seen.has(answer.url)) continue;
    seen.add(answer.url);
    total += answer.bytes ?? 0;
    if ((answer.bytes ?? 0) > WEIGHT.one)
      context.add("LINT-IMAGES", "warn", "html", source, {
        de: `Dieses Bild hat ${kilobytes(answer.bytes!)} kB. Verkleinern Sie es auf die doppelte Anzeigebreite, als JPEG oder WebP.`,
        en: `This image has ${kilobytes(answer.bytes!)} kB. Scale it to twice the width it is shown at, as JPEG or WebP.`,
      });
  }
  if (total > WEIGHT.total)
    context.add("LINT-IMAGES", "warn", "html", undefined, {
      de: `Die Bilder wiegen zusammen ${kilobytes(total)} kB. Auf dem Telefon lädt das langsam und kostet Datenvolumen; bleiben Sie unter 1 MB.`,
      en: `The images weigh ${kilobytes(total)} kB together. That loads slowly on a phone and costs data; stay below 1 MB.`,
    });
}

function lintPrivacy(context: LintContext, answer: AddressAnswer): void {
  context.add("CNT-05", answer.state === "not_found" ? "block" : "warn", "html", undefined, {
    de: `Ihre Datenschutzhinweise sind nicht zu erreichen (${because(answer).de}). Jede Werbemail muss auf sie verweisen können.`,
    en: `Your privacy notice cannot be reached (${because(answer).en}). Every advertising mail must be able to point to it.`,
  });
}

function lintLink(
  context: LintContext,
  answer: AddressAnswer,
  href: HtmlAttribute,
  label: string,
): void {
  const named: Localised = label ? { de: ` „${label}“`, en: ` “${label}”` } : { de: "", en: "" };
  if (answer.state === "not_found") {
    const isCondition = CONDITIONS.test(label);
    context.add(isCondition ? "CNT-09" : "LINT-LINKS", "warn", "html", href, {
      de: `Der Link${named.de} führt ins Leere (${because(answer).de}).${isCondition ? " Bedingungen müssen zu lesen sein." : ""}`,
      en: `The link${named.en} leads nowhere (${because(answer).en}).${isCondition ? " Conditions must be readable." : ""}`,
    });
  } else if (answer.state === "failed") {
    context.add("LINT-LINKS", answer.reason === "no_entry" ? "info" : "warn", "html", href, {
      de: `Der Link${named.de} gab beim Prüfen keine brauchbare Antwort (${because(answer).de}). Öffnen Sie ihn einmal selbst.`,
      en: `The link${named.en} gave no useful answer when checked (${because(answer).en}). Open it once yourself.`,
    });
  } else if (answer.state === "moved" && answer.finalUrl) {
    context.add(
      "LINT-LINKS",
      "info",
      "html",
      href,
      {
        de: `Der Link${named.de} ist dauerhaft umgezogen nach ${short(answer.finalUrl)}.`,
        en: `The link${named.en} has moved for good to ${short(answer.finalUrl)}.`,
      },
      {
        fix: {
          label: { de: "Neue Adresse einsetzen", en: "Use the new address" },
          edits: [
            {
              part: "html",
              offset: href.start,
              length: href.end - href.start,
              insert: answer.finalUrl.replaceAll("&", "&amp;").replaceAll('"', "%22"),
            },
          ],
        },
      },
    );
  }
}

/** CNT-10: a picture whose licence has ended is not sent any more. */
function lintExpired(context: LintContext): void {
  for (const { url, name, expiresOn } of context.input.expiredImages ?? []) {
    const stored = storedUrl(url) ?? url;
    const place = context.analysis.scan.elements
      .flatMap((element) => element.attributes)
      .find(({ value }) => value.trim() === url || storedUrl(value) === stored);
    const day = expiresOn.split("-").toReversed().join(".");
    context.add("CNT-10", "block", "html", place, {
      de: `Die Lizenz des Bildes „${name}“ endete am ${day}. Ersetzen Sie es, oder verlängern Sie die Lizenz in der Bildbibliothek.`,
      en: `The licence of the image “${name}” ended on ${expiresOn}. Replace it, or extend the licence in the image library.`,
    });
  }
}

const isDead = ({ state }: AddressAnswer): boolean => state === "not_found" || state === "failed";

/** Why an address gave nothing, in a few words. */
export function because(answer: Pick<AddressAnswer, "reason" | "status" | "state">): Localised {
  const { reason, status } = answer;
  if (reason === "")
    return {
      de: `Antwort ${status ?? "–"}: nicht gefunden`,
      en: `answer ${status ?? "–"}: not found`,
    };
  return REASONS[reason](status);
}

const REASONS: Record<
  Exclude<AddressAnswer["reason"], "">,
  (status: number | null) => Localised
> = {
  refused_here: () => ({ de: "liegt im eigenen Netz", en: "lies in the own network" }),
  bad_port: () => ({ de: "kein üblicher Port einer Website", en: "no usual port of a website" }),
  credentials: () => ({ de: "enthält Zugangsdaten", en: "contains credentials" }),
  unknown_host: () => ({ de: "den Namen der Website gibt es nicht", en: "no such website" }),
  late: () => ({
    de: `keine Antwort in ${ANSWER_LIMITS.milliseconds / 1000} Sekunden`,
    en: `no answer in ${ANSWER_LIMITS.milliseconds / 1000} seconds`,
  }),
  certificate: () => ({ de: "das Zertifikat ist ungültig", en: "the certificate is not valid" }),
  connection: () => ({ de: "keine Verbindung", en: "no connection" }),
  no_entry: (status) => ({
    de: `der Server weist Programme ab, Antwort ${status ?? "–"}`,
    en: `the server turns programs away, answer ${status ?? "–"}`,
  }),
  server_error: (status) => ({
    de: `Fehler des Servers, Antwort ${status ?? "–"}`,
    en: `error of the server, answer ${status ?? "–"}`,
  }),
  redirects: () => ({ de: "zu viele Weiterleitungen", en: "too many redirects" }),
  no_image: () => ({ de: "dort liegt kein Bild", en: "there is no image" }),
};

function kilobytes(bytes: number): string {
  return String(Math.round(bytes / 1000));
}

function short(url: string): string {
  return url.length > 90 ? `${url.slice(0, 89)}…` : url;
}
