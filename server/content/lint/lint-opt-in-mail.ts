import type { Finding, Localised, Severity } from "../../../contract/content.ts";
import { scanHtml, type HtmlElement, type HtmlScan } from "../html-scan.ts";
import { attributeOf, linkLabel, textUrls } from "../links.ts";
import { positionFinder } from "../position.ts";
import { blankOut, squeeze } from "./quotation.ts";
import { StyleReader } from "./style-reader.ts";
import { visibleText, type LocatedText } from "./visible-text.ts";

/** Marks the one button of an opt-in mail. */
export const CONFIRM_ATTRIBUTE = "data-doi-confirm";

/** A written opt-in mail, with the addresses as they stand in it. */
export interface OptInMailInput {
  subject: string;
  html: string;
  text: string;
  /** The only targets an opt-in mail may link to (DOI-02). */
  links: { confirm: string; notMe: string; privacy: string; imprint?: string | undefined };
  /** The complete imprint, line by line (DOI-03). */
  imprintLines: readonly string[];
  /** Consent wordings, quoted verbatim; they may speak of offers. */
  wordings: readonly string[];
  /** Names of lists and of the account, which may contain any word. */
  names: readonly string[];
  /** The one image allowed. */
  logoUrl?: string | undefined;
}

const ADVERTISING =
  /(?<![\p{L}\p{N}])(?:rabatt|gutschein|angebot|aktion(?:s|en|\b)|sonderpreis|schnäppchen|jetzt kaufen|jetzt sichern|jetzt bestellen|nur heute|nur für kurze zeit|gratis|geschenk|prämie|gewinnspiel|sale\b|neukundenbonus|empfehlen sie|weitere themen|folgen sie uns|entdecken sie|discount|voucher|coupon|special offer|offers?\b|buy now|order now|shop now|limited time|free gift|giveaway|follow us|discover)\p{L}*/giu;
const PRICE = /\d+\s?%|(?:€|eur)\s?\d|\d+(?:[.,]\d{2})?\s?(?:€|eur\b|euro\b)/giu;
const CONFIRM_WORD = /bestätig|confirm/i;
const FAKE_REPLY = /^\s*(?:re|aw|antw|fwd?|wg|sv)\s*:/i;
const MAX_EXPLANATION = 400;

/**
 * Lints an opt-in mail: it may ask for the confirmation and nothing else (DOI-02 to DOI-06). An advertising
 * addition taints the mail (BGH VI ZR 225/17), and before the confirmation nothing may be measured.
 */
export function lintOptInMail(input: OptInMailInput): Finding[] {
  const mail = new OptInMail(input);
  mail.lintTargets();
  mail.lintWords();
  mail.lintImprint();
  mail.lintSubject();
  mail.lintButton();
  mail.lintMeasuring();
  return mail.findings;
}

class OptInMail {
  readonly findings: Finding[] = [];
  readonly #input: OptInMailInput;
  readonly #scan: HtmlScan;
  readonly #text: LocatedText;
  readonly #allowed: ReadonlySet<string>;
  readonly #position: ReturnType<typeof positionFinder>;

  constructor(input: OptInMailInput) {
    this.#input = input;
    this.#scan = scanHtml(input.html);
    this.#text = visibleText("html", this.#scan);
    this.#position = positionFinder(input.html);
    this.#allowed = new Set(Object.values(input.links).filter((url) => url !== undefined));
  }

  #add(
    rule: string,
    severity: Severity,
    part: Finding["part"],
    place: { start: number; end: number } | undefined,
    message: Localised,
  ): void {
    const position =
      place && part === "html"
        ? { position: this.#position(place.start, place.end - place.start) }
        : {};
    this.findings.push({ rule, severity, part, ...position, message });
  }

  #anchors(): HtmlElement[] {
    return this.#scan.elements.filter(
      (element) =>
        (element.name === "a" || element.name === "area") &&
        attributeOf(element, "href") !== undefined,
    );
  }

  /** DOI-02: exactly confirm, "not me", privacy notice and imprint; no pictures but the logo. */
  lintTargets(): void {
    for (const anchor of this.#anchors()) {
      const target = attributeOf(anchor, "href")!.trim();
      if (this.#allowed.has(target)) continue;
      this.#add(
        "DOI-02",
        "block",
        "html",
        { start: anchor.start, end: anchor.openEnd },
        {
          de: `Ein Link zu „${target.slice(0, 80)}“ gehört nicht in die Bestätigungsmail. Erlaubt sind nur Bestätigung, „nicht angemeldet“, Impressum und Datenschutz.`,
          en: `A link to “${target.slice(0, 80)}” does not belong into the opt-in mail. Only confirmation, “not me”, legal notice and privacy notice are allowed.`,
        },
      );
    }
    for (const { url } of textUrls(this.#input.text)) {
      if (this.#allowed.has(url)) continue;
      this.#add("DOI-02", "block", "text", undefined, {
        de: `Die Adresse „${url.slice(0, 80)}“ im Textteil gehört nicht in die Bestätigungsmail.`,
        en: `The address “${url.slice(0, 80)}” in the text part does not belong into the opt-in mail.`,
      });
    }
    for (const image of this.#scan.elements) {
      if (
        image.name !== "img" ||
        (this.#input.logoUrl && attributeOf(image, "src")?.trim() === this.#input.logoUrl)
      )
        continue;
      this.#add(
        "DOI-02",
        "block",
        "html",
        { start: image.start, end: image.openEnd },
        {
          de: "Außer dem Logo darf die Bestätigungsmail kein Bild enthalten.",
          en: "The opt-in mail may contain no image but the logo.",
        },
      );
    }
  }

  /** DOI-02: no word of advertising outside the quoted consent and the names of lists. */
  lintWords(): void {
    const quoted = [
      ...this.#input.wordings,
      ...this.#input.names,
      ...this.#input.imprintLines,
    ].filter((each) => each.trim().length > 1);
    for (const [part, source] of [
      ["subject", this.#input.subject],
      ["html", this.#text.text],
      ["text", this.#input.text],
    ] as const) {
      const own = blankOut(source, quoted);
      for (const pattern of [ADVERTISING, PRICE]) {
        for (const match of own.matchAll(pattern)) {
          const place =
            part === "html" ? this.#text.locate(match.index, match[0].length) : undefined;
          this.#add("DOI-02", "block", part, place, {
            de: `„${match[0]}“ ist Werbung. Die Bestätigungsmail darf nur um die Bestätigung bitten.`,
            en: `“${match[0]}” is advertising. The opt-in mail may only ask for the confirmation.`,
          });
        }
      }
    }
  }

  /** DOI-03: every line of the imprint, in both parts. */
  lintImprint(): void {
    const { imprintLines, text } = this.#input;
    for (const [part, source] of [
      ["html", this.#text.text],
      ["text", text],
    ] as const) {
      const squeezed = squeeze(source);
      const absent = imprintLines.filter((line) => !squeezed.includes(squeeze(line)));
      if (imprintLines.length > 0 && absent.length === 0) continue;
      this.#add("DOI-03", "block", part, undefined, {
        de:
          absent.length > 0
            ? `Im Impressum der Bestätigungsmail fehlt: ${absent.join(" · ")}.`
            : "Das Impressum fehlt in der Bestätigungsmail.",
        en:
          absent.length > 0
            ? `The legal notice of the opt-in mail lacks: ${absent.join(" · ")}.`
            : "The opt-in mail has no legal notice.",
      });
    }
  }

  /** DOI-04: prompting and truthful. */
  lintSubject(): void {
    const { subject } = this.#input;
    if (FAKE_REPLY.test(subject) || !subject.trim()) {
      this.#add("DOI-04", "block", "subject", undefined, {
        de: "Der Betreff ist leer oder täuscht eine Antwort vor.",
        en: "The subject is empty or pretends to be a reply.",
      });
    } else if (!CONFIRM_WORD.test(subject)) {
      this.#add("DOI-04", "warn", "subject", undefined, {
        de: "Der Betreff sagt nicht, was zu tun ist. Zum Beispiel: „Bitte bestätigen Sie Ihre Anmeldung zum Newsletter …“.",
        en: "The subject does not say what to do. For example: “Please confirm your subscription to the newsletter …”.",
      });
    }
  }

  /** DOI-05: one button with a clear verb, and a short explanation before it. */
  lintButton(): void {
    const { confirm } = this.#input.links;
    const buttons = this.#scan.elements.filter(
      (element) =>
        attributeOf(element, CONFIRM_ATTRIBUTE) !== undefined ||
        attributeOf(element, "role") === "button" ||
        element.name === "button",
    );
    const [button] = buttons;
    const links = this.#anchors().filter(
      (anchor) => attributeOf(anchor, "href")!.trim() === confirm,
    );
    if (!button || buttons.length !== 1 || links.length !== 1 || links[0] !== button) {
      this.#add("DOI-05", "block", "html", undefined, {
        de: "Die Bestätigungsmail braucht genau einen Knopf, und er führt zur Bestätigung.",
        en: "The opt-in mail needs exactly one button, and it leads to the confirmation.",
      });
      return;
    }
    const place = { start: button.start, end: button.openEnd };
    if (!CONFIRM_WORD.test(linkLabel(button, this.#scan))) {
      this.#add("DOI-05", "block", "html", place, {
        de: "Der Knopf muss sagen, was er tut, zum Beispiel „Anmeldung bestätigen“.",
        en: "The button must say what it does, for example “Confirm subscription”.",
      });
    }
    if (!this.#input.text.includes(confirm)) {
      this.#add("DOI-05", "block", "text", undefined, {
        de: "Im Textteil fehlt die Adresse zur Bestätigung.",
        en: "The text part lacks the address of the confirmation.",
      });
    }
    const explanation = this.#explanation(button);
    if (explanation.length > MAX_EXPLANATION) {
      this.#add("DOI-05", "block", "html", place, {
        de: `Die Erklärung vor dem Knopf hat ${explanation.length} Zeichen; ein oder zwei Sätze (höchstens ${MAX_EXPLANATION} Zeichen) genügen.`,
        en: `The explanation before the button has ${explanation.length} characters; one or two sentences (at most ${MAX_EXPLANATION}) are enough.`,
      });
    }
  }

  /** The last paragraph in front of the button. */
  #explanation(button: HtmlElement): string {
    const paragraphs = this.#scan.elements.filter(
      (element) => element.name === "p" && element.closeStart <= button.start,
    );
    const last = paragraphs.at(-1);
    if (!last) return "";
    const runs = this.#scan.runs.filter(
      (run) => run.start >= last.openEnd && run.end <= last.closeStart,
    );
    return runs
      .map((run) => run.text)
      .join("")
      .replaceAll(/\s+/g, " ")
      .trim();
  }

  /** DOI-06: nothing that reports back: no pixel, no image or style address of its own for each recipient. */
  lintMeasuring(): void {
    const styles = new StyleReader(this.#scan);
    for (const element of this.#scan.elements) {
      const place = { start: element.start, end: element.openEnd };
      const loaded = ["src", "background", "srcset", "poster", "data"].flatMap(
        (name) => attributeOf(element, name) ?? [],
      );
      const style = attributeOf(element, "style") ?? "";
      const isRemoteStyle =
        /url\(\s*["']?\s*(?:https?:)?\/\//i.test(style) ||
        (element.name === "link" && attributeOf(element, "href") !== undefined);
      const hasToken = loaded.some(
        (address) =>
          address.includes("?") || /[\w-]{20,}/.test(address.replace(/^https?:\/\/[^/]*/, "")),
      );
      const isTiny =
        element.name === "img" &&
        (attributeOf(element, "width") === "1" || styles.own(element).get("width") === "1px");
      const isForbidden =
        element.name === "script" || element.name === "form" || element.name === "iframe";
      if (!isRemoteStyle && !hasToken && !isTiny && !isForbidden) continue;
      this.#add("DOI-06", "block", "html", place, {
        de: "In der Bestätigungsmail darf nichts gemessen werden: kein Zählpixel, keine Bildadresse mit Kennung, keine Inhalte von außen.",
        en: "Nothing may be measured in the opt-in mail: no pixel, no image address with an identifier, no content from outside.",
      });
    }
    for (const run of this.#scan.runs) {
      if (
        run.parent?.name === "style" &&
        /@import|url\(\s*["']?\s*(?:https?:)?\/\//i.test(run.text)
      ) {
        this.#add("DOI-06", "block", "html", run, {
          de: "Die Stilangaben laden Inhalte von außen.",
          en: "The styles load content from outside.",
        });
      }
    }
  }
}
