import type { ReadinessProblem } from "../../contract/mailings.ts";
import { pageTheme, type Account } from "../accounts/index.ts";
import { currentWording } from "../consent/index.ts";
import { asksForTracking } from "../content/index.ts";
import type { List } from "../lists/index.ts";
import type { Tx } from "../platform/index.ts";
import { compileDraft, contentExtras, contentFacts } from "./content-facts.ts";
import { webViewUrl, type Mailing } from "./mailing.ts";

/** What a mailing that asks for the permission to analyse needs beyond every other (CON-26). */
export async function questionProblems(
  tx: Tx,
  mailing: Mailing,
  account: Account,
  lists: List[],
): Promise<ReadinessProblem[]> {
  const problems: ReadinessProblem[] = [];
  const draft = { ...mailing, notPersonalLinks: mailing.settings.notPersonalLinks ?? [] };
  const compiled = compileDraft(
    draft,
    contentFacts(
      account,
      lists,
      mailing.locale,
      "2026-01-01",
      webViewUrl("", mailing),
      undefined,
      await contentExtras(tx, draft),
    ),
  );
  if (compiled.ok && mailing.html.trim() !== "" && !asksForTracking(compiled.content))
    problems.push({
      code: "question_missing",
      rule: "CON-26",
      severity: "block",
      message: {
        de: "Die Frage fehlt: Setzen Sie den Baustein {{ tracking_question }} in den Inhalt.",
        en: "The question is missing: put the block {{ tracking_question }} into the content.",
      },
    });
  for (const locale of pageTheme(account, mailing.locale).locales)
    if (!(await currentWording(tx, "profiling", locale)))
      problems.push({
        code: "question_wording_missing",
        rule: "CON-09",
        severity: "block",
        message: {
          de: `Der Text „Auswertung meiner Nutzung“ ist noch nicht freigegeben (${locale === "de" ? "Deutsch" : "Englisch"}). Ohne ihn hat die Frage keine Seite.`,
          en: `The wording of the permission to analyse is not approved yet (${locale === "de" ? "German" : "English"}). Without it the question has no page.`,
        },
        path: "/datenschutz/einwilligungstexte",
      });
  if (compiled.ok && compiled.content.links.length > 0)
    problems.push({
      code: "question_with_links",
      rule: "CON-26",
      severity: "warn",
      message: {
        de: "Das Mailing enthält weitere Links. Sie werden nicht gezählt; am besten bleibt die Frage für sich.",
        en: "The mailing contains other links. They are not counted; the question is best left alone.",
      },
    });
  return problems;
}
