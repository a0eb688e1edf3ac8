import { getAccount, imprintLines, imprintProblems, type Account } from "../accounts/index.ts";
import { lintContent, plainTextOf } from "../content/index.ts";
import type { Check, CheckContext, CheckOutcome } from "../platform/index.ts";
import type { Template } from "./template.ts";
import { ownTemplates, sharedTemplates } from "./templates.store.ts";

/** CHK-02: the imprint stands in full in everything a mailing may begin with. */
export function templateChecks(): Check[] {
  return [
    {
      id: "CHK-02",
      rules: ["CNT-04", "DOI-03"],
      blocking: true,
      label: {
        de: "Impressum in allen Vorlagen, auch der Bestätigungsmail",
        en: "Imprint in all templates, the opt-in mail included",
      },
      run: checkTemplates,
    },
  ];
}

async function checkTemplates({ tx, clock }: CheckContext): Promise<CheckOutcome> {
  const account = await getAccount(tx);
  const templates = [...(await ownTemplates(tx)), ...(await sharedTemplates(tx))];
  const lacking = templates.filter((template) => lacksImprint(template, account, clock.now()));
  const evidence = { templates: templates.length };
  if (imprintProblems(account).length > 0)
    return {
      status: "failed",
      message: {
        de: "Das Impressum ist noch nicht vollständig; deshalb steht es auch in keiner Vorlage vollständig.",
        en: "The imprint is not complete yet, so no template carries it in full.",
      },
      evidence,
    };
  if (lacking.length > 0) {
    const names = lacking.slice(0, 5).map(({ name }) => name);
    return {
      status: "failed",
      message: {
        de: `In diesen Vorlagen fehlt das Impressum: ${names.map((name) => `„${name}“`).join(", ")}. Fügen Sie den Baustein „Rechtlicher Fuß“ oder {{ footer }} ein.`,
        en: `These templates lack the imprint: ${names.map((name) => `“${name}”`).join(", ")}. Insert the block “Legal footer” or {{ footer }}.`,
      },
      evidence: { ...evidence, lacking: names },
    };
  }
  return {
    status: "passed",
    message:
      templates.length === 0
        ? {
            de: "Es gibt keine eigenen Vorlagen; die mitgelieferten tragen das Impressum.",
            en: "There are no templates of your own; those that come with the product carry the imprint.",
          }
        : {
            de: `Das Impressum steht in allen Vorlagen (${templates.length}).`,
            en: `The imprint stands in all templates (${templates.length}).`,
          },
    evidence,
  };
}

/** The lint that stops a mailing, asked for the one rule that a template has to keep. */
function lacksImprint(template: Template, account: Account, now: Date): boolean {
  const { locale } = template;
  return lintContent({
    kind: "newsletter",
    subject: template.subject,
    preheader: template.preheader,
    html: template.html,
    text: plainTextOf(template.html),
    textIsEdited: false,
    facts: {
      locale,
      accountName: account.name,
      listName: account.name,
      imprintLines: imprintLines(account, locale),
      imprintUrl: account.imprint.imprintUrl,
      privacyUrl: account.privacy.noticeUrl ?? "",
      mailingDate: now.toISOString().slice(0, 10),
    },
  }).some((finding) => finding.rule === "CNT-04" && finding.severity === "block");
}
