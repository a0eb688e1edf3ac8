import type { HtmlElement } from "../html-scan.ts";
import { MASK } from "../html-scan.ts";
import { linkElements, linkLabel, NOT_PERSONAL_ATTRIBUTE, storedUrl, textUrls } from "../links.ts";
import { getPublicSuffix, parse } from "tldts";
import { isShortener, registrableDomain } from "./known-hosts.ts";
import type { LintContext } from "./lint-input.ts";

const PURPOSELESS =
  /^(?:hier|hier klicken|klicken sie hier|klick|klicken|link|dieser link|click here|here|click|this link|more info)[.!»›→>\s]*$/i;

/** CNT-15, TRK-25 and what makes a link useless. */
export function lintLinks(context: LintContext): void {
  const { analysis } = context;
  for (const element of linkElements(analysis.scan)) {
    if (!element.conditional) lintAnchor(context, element);
  }
  if (context.input.textIsEdited) {
    for (const place of textUrls(analysis.maskedText)) {
      const url = URL.parse(place.url);
      if (url)
        lintTarget(context, url, "text", {
          start: place.start,
          end: place.start + place.url.length,
        });
    }
  }
  for (const link of analysis.list.links) {
    if (!link.sensitiveWord || link.notPersonal) continue;
    const { offset, length } = link.position;
    const element = analysis.scan.elements.find(
      (each) => each.start < offset && offset <= each.openEnd,
    );
    context.add(
      "TRK-25",
      "info",
      link.part,
      { start: offset, end: offset + length },
      {
        de: `„${link.sensitiveWord}“ kann etwas über Gesundheit oder andere besonders geschützte Umstände verraten. Soll dieser Link nie persönlich gemessen werden?`,
        en: `“${link.sensitiveWord}” may reveal something about health or other specially protected circumstances. Shall this link never be measured personally?`,
      },
      link.part === "html" && element
        ? {
            fix: {
              label: { de: "Nicht persönlich messen", en: "Do not measure personally" },
              edits: [
                {
                  part: "html",
                  offset: element.start + 1 + element.name.length,
                  length: 0,
                  insert: ` ${NOT_PERSONAL_ATTRIBUTE}`,
                },
              ],
            },
          }
        : {},
    );
  }
}

function lintAnchor(context: LintContext, element: HtmlElement): void {
  const href = element.attributes.find((attribute) => attribute.name === "href");
  const place = { start: element.start, end: element.openEnd };
  const label = linkLabel(element, context.analysis.scan).replaceAll(/\s+/g, " ").trim();
  if (!href) return;
  const target = href.value.trim();
  if (target === "" || target === "#") {
    context.add("LINT-LINKS", "warn", "html", place, {
      de: `Der Link${label ? ` „${label.slice(0, 60)}“` : ""} hat kein Ziel.`,
      en: `The link${label ? ` “${label.slice(0, 60)}”` : ""} has no target.`,
    });
    return;
  }
  if (!/[\p{L}\p{N}]/u.test(label)) {
    context.add("A11Y-05", "warn", "html", place, {
      de: "Dieser Link hat keinen Text. Geben Sie ihm einen, oder dem Bild darin einen Alternativtext.",
      en: "This link has no text. Give it one, or give the image in it an alternative text.",
    });
  } else if (PURPOSELESS.test(label)) {
    context.add("A11Y-05", "warn", "html", place, {
      de: `„${label}“ sagt nicht, wohin der Link führt. Nennen Sie das Ziel, zum Beispiel „Zum Jahresrückblick“.`,
      en: `“${label}” does not say where the link leads. Name the target, for example “To the annual review”.`,
    });
  }
  if (target.includes(MASK)) return;
  const stored = storedUrl(target);
  if (stored) {
    const url = new URL(stored);
    lintTarget(context, url, "html", { start: href.start, end: href.end });
    lintMismatch(context, url, label, place);
  } else if (/^https?:/i.test(target)) {
    context.add("LINT-LINKS", "block", "html", place, {
      de: "Diese Adresse ist ungültig.",
      en: "This address is not valid.",
    });
  } else if (!/^(?:mailto|tel|sms|#)/i.test(target) && !/^[a-z][a-z0-9+.-]*:/i.test(target)) {
    context.add("LINT-LINKS", "block", "html", place, {
      de: "Diese Adresse ist unvollständig. Ergänzen Sie https:// und den Namen der Website.",
      en: "This address is incomplete. Add https:// and the name of the website.",
    });
  }
}

function lintTarget(
  context: LintContext,
  url: URL,
  part: "html" | "text",
  place: { start: number; end: number },
): void {
  if (isShortener(url.hostname)) {
    context.add("CNT-15", "warn", part, place, {
      de: `Ein Link führt über den Kurzlink-Dienst „${url.hostname}“. Verlinken Sie das Ziel selbst, damit es erkennbar ist.`,
      en: `A link goes through the shortener “${url.hostname}”. Link to the target itself, so that readers can recognise it.`,
    });
  }
  if (url.protocol === "http:") {
    const secure = context.input[part].slice(place.start, place.end).search(/http:/i);
    context.add(
      "CNT-15",
      "warn",
      part,
      place,
      {
        de: `Der Link zu „${url.hostname}“ ist unverschlüsselt (http).`,
        en: `The link to “${url.hostname}” is not encrypted (http).`,
      },
      secure === -1
        ? {}
        : {
            fix: {
              label: { de: "https verwenden", en: "Use https" },
              edits: [{ part, offset: place.start + secure, length: 5, insert: "https:" }],
            },
          },
    );
  }
  if (url.username || url.password) {
    context.add("CNT-15", "block", part, place, {
      de: `Diese Adresse täuscht ein anderes Ziel vor: Sie führt zu „${url.hostname}“.`,
      en: `This address pretends another target: it leads to “${url.hostname}”.`,
    });
  } else if (parse(url.hostname).isIp) {
    context.add("CNT-15", "warn", part, place, {
      de: "Dieser Link führt zu einer IP-Adresse statt zu einem Namen.",
      en: "This link leads to an IP address instead of a name.",
    });
  }
}

/** A visible address that is not where the link goes. */
function lintMismatch(
  context: LintContext,
  url: URL,
  label: string,
  place: { start: number; end: number },
): void {
  const shown =
    /^(?:https?:\/\/)?((?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+\p{L}{2,})(?::\d+)?(?:[/?#]\S*)?$/iu.exec(
      label,
    )?.[1];
  if (!shown) return;
  const host = URL.parse(`https://${shown}`)?.hostname;
  if (!host || (!/^https?:/i.test(label) && !isRealSuffix(host))) return;
  if (registrableDomain(host) === registrableDomain(url.hostname)) return;
  context.add("CNT-15", "block", "html", place, {
    de: `Sichtbar ist „${shown}“, der Link führt aber zu „${url.hostname}“. Das ist das Muster von Betrugsmails.`,
    en: `Readers see “${shown}”, but the link leads to “${url.hostname}”. That is the pattern of phishing mails.`,
  });
}

/** "z.B." and "Datei.pdf" are no host names. */
function isRealSuffix(host: string): boolean {
  return parse(host).isIcann === true && getPublicSuffix(host) !== host;
}
