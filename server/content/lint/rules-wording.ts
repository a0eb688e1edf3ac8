import type { FindingFix, Localised, Severity } from "../../../contract/content.ts";
import { CONDITIONS } from "./conditions.ts";
import { MASK } from "../html-scan.ts";
import { linkElements, linkLabel } from "../links.ts";
import { parseTemplate, type OutputToken } from "../template.ts";
import { isAdvertising, type LintContext } from "./lint-input.ts";
import type { LocatedText } from "./visible-text.ts";

const SALUTATION = "{{ contact.salutation_line }}";
const SPLIT_GREETING =
  /(?:sehr geehrte\s?\(?[/(]?\s?-?r\)?|liebe\s?[/(]\s?-?r\)?|lieber?\s?\/\s?liebe[r]?|dear sir\s?(?:\/|or)\s?madam)(?=[\s,])/giu;
const BOTH_GENDERS = /sehr geehrte (?:damen und herren|dame,? sehr geehrter herr)/giu;
const GREETING_WITH_FIELD =
  /(?:(sehr geehrte[r]?|liebe[r]?|dear)|hallo|guten (?:tag|morgen|abend)|moin|hello|hi)(?:\s+(frau|herrn?|mrs?\.?|ms\.?))?\s+(\uE002+)/giu;
const TRACKED_BEHAVIOUR = [
  /(?:ich habe|wir haben|uns ist)\s+(?:gesehen|bemerkt|aufgefallen|festgestellt|registriert),?\s+dass sie/giu,
  /sie haben\s+(?:[\p{L}-]+\s+){0,6}(?:newsletter|e-mail|mail|mailing|link|nachricht)\s*(?:[\p{L}-]+\s+){0,3}(?:nicht\s+|noch nicht\s+)?(?:geöffnet|angeklickt|geklickt|gelesen)/giu,
  /sie haben\s+(?:[\p{L}-]+\s+){0,4}(?:auf unserer (?:website|webseite|seite|homepage))\s*(?:[\p{L}-]+\s+){0,4}(?:angesehen|angeschaut|besucht)/giu,
  /(?:we|i)\s+(?:noticed|saw|have seen|can see)\s+(?:that\s+)?you/giu,
  /you\s+(?:have\s+)?(?:not\s+|haven.t\s+|didn.t\s+)?(?:opened?|clicked)\s+(?:[\p{L}-]+\s+){0,4}(?:e-?mail|newsletter|message|link)/giu,
] as const;
const GREEN_CLAIMS =
  /(?<![\p{L}])(?:klima-?neutral|klima-?positiv|klima-?freundlich|co2-?neutral|co₂-?neutral|umweltfreundlich|umweltschonend|umweltverträglich|ökologisch abbaubar|biologisch abbaubar|nachhaltigste|climate[- ]neutral|climate[- ]positive|carbon[- ]neutral|eco-?friendly|environmentally friendly|biodegradable)\p{L}*/giu;
const PRIZES =
  /(?<![\p{L}])(?:gewinnspiel|verlosung|preisausschreiben|prize draw|sweepstake|giveaway|give-away)\p{L}*|(?<![\p{L}])(?:gutschein|rabatt|coupon|voucher|discount)\p{L}*/giu;
const ADVERTISING =
  /(?<![\p{L}])(?:umfrage|zufriedenheitsbefragung|bewerten sie|ihre bewertung|ihre meinung zählt|weiterempfehl|geburtstagsangebot|survey|rate us|review us|leave a review|your opinion matters)\p{L}*/giu;
const FOREIGN_PLACEHOLDERS =
  /\*\|[A-Z0-9_:]{2,40}\|\*|%%[\w .-]{2,40}%%|\[\[[\w .-]{2,40}\]\]|(?<![{])\{(?:vorname|nachname|anrede|name|email|firstname|lastname)\}(?!\})|##[A-Z_]{3,30}##/gi;

/** CNT-09, CNT-16, CNT-17, CNT-19, LEG-18: what the words say. */
export function lintWording(context: LintContext): void {
  for (const text of context.texts) {
    lintGreeting(context, text);
    eachMatch(text, TRACKED_BEHAVIOUR, (place) => {
      context.add("CNT-17", "warn", text.part, place, {
        de: "Hier erfährt der Leser, dass sein Verhalten beobachtet wurde. Das ist nur bei Empfängern zulässig, die das Profiling erlaubt haben, und wirkt auch dann befremdlich.",
        en: "Here the reader learns that his behaviour was watched. This is allowed only for recipients who permitted profiling, and even then it feels strange.",
      });
    });
    eachMatch(text, [FOREIGN_PLACEHOLDERS], (place, found) => {
      context.add("LINT-FIELD", "warn", text.part, place, {
        de: `„${found}“ sieht aus wie ein Platzhalter eines anderen Systems. Hier heißen Felder zum Beispiel ${SALUTATION}.`,
        en: `“${found}” looks like a placeholder of another system. Here fields are called ${SALUTATION}, for example.`,
      });
    });
    lintClaims(context, text);
    if (context.input.kind === "transactional") lintAdvertising(context, text);
  }
  if (isAdvertising(context.input.kind)) lintConditions(context);
  lintEmptyFields(context);
}

function lintGreeting(context: LintContext, text: LocatedText): void {
  eachMatch(text, [SPLIT_GREETING], (place, found, isContinuous) => {
    salutation(context, text, place, isContinuous, "warn", {
      de: `„${found}“ lässt die Anrede offen. Nehmen Sie die neutrale Anrede; sie fällt auf „Guten Tag“ zurück.`,
      en: `“${found}” leaves the salutation open. Use the neutral salutation; it falls back to “Hello”.`,
    });
  });
  eachMatch(text, [BOTH_GENDERS], (place, found, isContinuous) => {
    salutation(context, text, place, isContinuous, "info", {
      de: `„${found}“ schließt nicht alle ein. Die neutrale Anrede spricht jeden Empfänger richtig an.`,
      en: `“${found}” does not include everyone. The neutral salutation addresses every recipient properly.`,
    });
  });
  for (const match of text.text.matchAll(GREETING_WITH_FIELD)) {
    const place = text.locate(match.index, match[0].length);
    const gendered = match[1] !== undefined || match[2] !== undefined;
    const token = outputAt(
      context,
      text,
      text.locate(match.index + match[0].length - match[3]!.length, 1).start,
    );
    const field = token?.field ?? "";
    const hasFallback = token?.filters.some((filter) => filter.name === "default") ?? false;
    if (!/^contact\.(?:first_name|last_name|title)$/.test(field) || (hasFallback && !gendered))
      continue;
    salutation(context, text, place, text.isContinuous(match.index, match[0].length), "warn", {
      de: gendered
        ? "Diese Anrede legt ein Geschlecht fest oder bleibt ohne Namen unvollständig. Nehmen Sie die neutrale Anrede."
        : "Ohne Namen bleibt diese Anrede unvollständig. Nehmen Sie die neutrale Anrede; sie fällt auf „Guten Tag“ zurück.",
      en: gendered
        ? "This salutation fixes a gender or stays incomplete without a name. Use the neutral salutation."
        : "Without a name this salutation stays incomplete. Use the neutral salutation; it falls back to “Hello”.",
    });
  }
}

function salutation(
  context: LintContext,
  text: LocatedText,
  place: { start: number; end: number },
  isContinuous: boolean,
  severity: Severity,
  message: Localised,
): void {
  const fix: FindingFix | undefined =
    isContinuous && text.part !== "sender"
      ? {
          label: { de: "Neutrale Anrede einsetzen", en: "Insert the neutral salutation" },
          edits: [
            {
              part: text.part,
              offset: place.start,
              length: place.end - place.start,
              insert: SALUTATION,
            },
          ],
        }
      : undefined;
  context.add("CNT-16", severity, text.part, place, message, { fix });
}

function outputAt(
  context: LintContext,
  text: LocatedText,
  offset: number,
): OutputToken | undefined {
  if (text.part === "sender") return undefined;
  const { tokens } = context.analysis.parsed[text.part];
  const token = tokens.find((each) => each.start <= offset && offset < each.end);
  return token?.kind === "output" ? token : undefined;
}

function lintClaims(context: LintContext, text: LocatedText): void {
  const seen = new Set<string>();
  eachMatch(text, [GREEN_CLAIMS], (place, found) => {
    if (seen.has(found.toLowerCase())) return;
    seen.add(found.toLowerCase());
    context.add(
      "CNT-19",
      "info",
      text.part,
      place,
      {
        de: `„${found}“ ist eine allgemeine Umweltaussage. Seit dem 27.09.2026 muss sie belegt oder genau erläutert sein.`,
        en: `“${found}” is a generic environmental claim. Since 27 September 2026 it must be proven or explained precisely.`,
      },
      { moreUrl: "https://eur-lex.europa.eu/eli/dir/2024/825/oj" },
    );
  });
}

function lintAdvertising(context: LintContext, text: LocatedText): void {
  eachMatch(text, [ADVERTISING], (place, found) => {
    context.add("LEG-18", "block", text.part, place, {
      de: `„${found}“ ist Werbung im Sinne des Gesetzes und hat in einer reinen Servicemail keinen Platz. Senden Sie sie als Newsletter oder an Bestandskunden.`,
      en: `“${found}” is advertising in the sense of the law and has no place in a mere service mail. Send it as a newsletter or to existing customers.`,
    });
  });
}

/** CNT-09: whoever promises a prize or a discount must link to its conditions. */
function lintConditions(context: LintContext): void {
  const text = context.htmlText;
  PRIZES.lastIndex = 0;
  const match = PRIZES.exec(text.text);
  if (!match) return;
  const { scan } = context.analysis;
  const isExplained = linkElements(scan).some((element) =>
    CONDITIONS.test(linkLabel(element, scan)),
  );
  if (isExplained) return;
  context.add("CNT-09", "warn", "html", text.locate(match.index, match[0].length), {
    de: `Zu „${match[0]}“ gehört ein Link zu den Bedingungen, zum Beispiel „Teilnahmebedingungen“.`,
    en: `“${match[0]}” needs a link to its conditions, for example “Terms and conditions”.`,
  });
}

/** CNT-16: a field without a fallback leaves a hole where the value is unknown. */
function lintEmptyFields(context: LintContext): void {
  for (const part of ["subject", "preheader", "html"] as const) {
    const { tokens } = parseTemplate(context.input[part]);
    let depth = 0;
    for (const token of tokens) {
      if (token.kind === "tag")
        depth += /^(?:if|unless|case)$/.test(token.name)
          ? 1
          : token.name.startsWith("end")
            ? -1
            : 0;
      if (token.kind !== "output" || depth > 0) continue;
      const mayBeEmpty = /^contact\.(?:first_name|last_name|title|company|custom\..+)$/.test(
        token.field ?? "",
      );
      if (!mayBeEmpty || token.filters.some((filter) => filter.name === "default")) continue;
      if (
        context.findings.some(
          (each) =>
            each.rule === "CNT-16" &&
            each.part === part &&
            each.position &&
            each.position.offset <= token.start &&
            token.end <= each.position.offset + each.position.length,
        )
      )
        continue;
      context.add("CNT-16", "info", part, token, {
        de: `„${token.field}“ ist nicht bei jedem Kontakt bekannt; dann bleibt hier eine Lücke. Geben Sie einen Ersatz an: {{ ${token.field} | default: "…" }}.`,
        en: `“${token.field}” is not known for every contact; then there is a gap here. Give a fallback: {{ ${token.field} | default: "…" }}.`,
      });
    }
  }
}

/** At most this many findings of one pattern in a part; the rest says nothing new. */
const MAX_MATCHES = 10;

function eachMatch(
  text: LocatedText,
  patterns: readonly RegExp[],
  found: (place: { start: number; end: number }, words: string, isContinuous: boolean) => void,
): void {
  for (const pattern of patterns) {
    let count = 0;
    for (const match of text.text.matchAll(pattern)) {
      if (++count > MAX_MATCHES) break;
      const words = match[0].replaceAll(MASK, "").replaceAll(/\s+/g, " ").trim();
      found(
        text.locate(match.index, match[0].length),
        words,
        text.isContinuous(match.index, match[0].length),
      );
    }
  }
}
