import type { BehaviourCountsView } from "../../contract/behaviour.ts";
import type { AudienceView, ReadinessProblem } from "../../contract/mailings.ts";
import { getAccount, type Account } from "../accounts/index.ts";
import { audienceCounts, blockingChecks, customerCounts } from "../compliance/index.ts";
import type { Finding } from "../content/index.ts";
import { countOpenComments } from "../editing/index.ts";
import { findListsById, type List } from "../lists/index.ts";
import type { RawBuilder, Tx } from "../platform/index.ts";
import { hasWayOut } from "../relays/index.ts";
import { findSenderById, replyToIsConfirmed, type Sender } from "../senders/index.ts";
import { contentExtras, contentFacts, dayIn, lintDraft, lintKnowledge } from "./content-facts.ts";
import { campaignAudience, campaignProblems } from "./core-list.ts";
import { offerOfMailing, offerProblems, type ChosenOffer } from "./customer-offer.ts";
import type { MailingDeps } from "./deps.ts";
import { countsForFollowUp, followUpProblems, originalOf } from "./follow-up.ts";
import { levelOfMailing } from "./level-of-mailing.ts";
import { scopeOfMailing } from "./mailing-scope.ts";
import { templateProblems } from "./recurring/template-problems.ts";
import { againProblems } from "./send-again.ts";
import { questionProblems } from "./question-problems.ts";
import { audienceConditionOf, partsOfTest, variantProblems } from "./variants.ts";
import { approvalHolds } from "./approval.ts";
import { latestApproval } from "./approvals.store.ts";
import { mailingRules } from "./mailing-rules.store.ts";
import { languageProblems } from "./translations.ts";
import { countApprovers } from "./mailings.store.ts";
import { approvalNeeded, webViewUrl, type ApprovalNeed, type Mailing } from "./mailing.ts";

/** Everything the final check shows: who, how many, why the others not, what is measured, and what still stands in the way. */
export interface Readiness {
  account: Account;
  sender: Sender | undefined;
  lists: List[];
  findings: Finding[];
  problems: ReadinessProblem[];
  audience: AudienceView;
  /** Of an audience chosen by behaviour. */
  behaviour: BehaviourCountsView | null;
  level: "none" | "clicks_only" | "shared" | "unique";
  levelReason: string | null;
  approval: ApprovalNeed;
  /** A second person approved this very revision. */
  approved: boolean;
  threshold: number;
  ready: boolean;
}

/** Looks at a mailing as the gate, the lint and the checklist will. Nothing is changed. */
export async function checkReadiness(
  tx: Tx,
  deps: MailingDeps,
  mailing: Mailing,
): Promise<Readiness> {
  const account = await getAccount(tx);
  const sender = mailing.senderId === null ? undefined : await findSenderById(tx, mailing.senderId);
  const lists = await findListsById(tx, mailing.listIds);
  const draft = { ...mailing, notPersonalLinks: mailing.settings.notPersonalLinks ?? [] };
  const offer = await offerOfMailing(tx, mailing);
  const day = dayIn(account.timezone, deps.clock.now());
  const facts = contentFacts(
    account,
    lists,
    mailing.locale,
    day,
    webViewUrl(deps.pagesUrl, mailing),
    offer,
    await contentExtras(tx, draft),
  );
  const now = deps.clock.now();
  const known = await lintKnowledge(tx, draft, facts, now);
  const findings = lintDraft(draft, facts, account, sender, mailing.kind, known);
  const audience = await audienceOf(tx, deps, mailing);
  const lintVersion = async (version: Mailing) => {
    const other = { ...version, notPersonalLinks: version.settings.notPersonalLinks ?? [] };
    const otherFacts = { ...facts, ...(await contentExtras(tx, other)), locale: version.locale };
    const otherKnown = await lintKnowledge(tx, other, otherFacts, now);
    return lintDraft(other, otherFacts, account, sender, mailing.kind, otherKnown);
  };
  const looked = { account, sender, lists, audience, offer };
  const problems = await problemsOf(tx, deps, mailing, looked);
  problems.push(...(await languageProblems(tx, mailing, lintVersion)));
  const level = await levelOfMailing(tx, deps, account, mailing, {
    anonymous: audience.mailable - audience.measurable,
    personal: audience.measurable,
  });
  const { approvalAbove } = await mailingRules(tx);
  const approval = approvalNeeded(
    audience.mailable * (await partsOfTest(tx, mailing.id)),
    account.mode,
    await countApprovers(tx),
    approvalAbove,
  );
  const blocked =
    problems.some((problem) => problem.severity === "block") ||
    findings.some((finding) => finding.severity === "block");
  return {
    account,
    sender,
    lists,
    findings,
    problems,
    audience,
    behaviour: await chosenFrom(tx, deps, mailing),
    level: level.level,
    levelReason: level.reason,
    approval,
    approved: approvalHolds(mailing, await latestApproval(tx, mailing.id)),
    threshold: approvalAbove,
    ready: !blocked,
  };
}

async function chosenFrom(
  tx: Tx,
  deps: MailingDeps,
  { settings }: Mailing,
): Promise<BehaviourCountsView | null> {
  if (!settings.behaviour) return null;
  const original = await originalOf(tx, settings.behaviour.of);
  // Whoever may not see these figures gets no readiness at all (`requireMaySeeFigures`).
  const viewer = { seesPersons: true, at: deps.clock.now() };
  return countsForFollowUp(tx, original, settings.behaviour, viewer);
}

interface Looked {
  account: Account;
  sender: Sender | undefined;
  lists: List[];
  audience: AudienceView;
  offer: ChosenOffer | undefined;
}

/** The segment's part of a question about the audience. */
export async function chosenBy(
  tx: Tx,
  mailing: Pick<Mailing, "settings"> & { id?: number },
  at: Date,
): Promise<{ chosen?: RawBuilder<unknown> }> {
  const chosen = await audienceConditionOf(tx, mailing, at);
  return chosen ? { chosen } : {};
}

/** Who the mailing would look at now, and the gate's answers. */
export async function audienceOf(
  tx: Tx,
  deps: Pick<MailingDeps, "compliance">,
  mailing: Pick<Mailing, "kind" | "listIds" | "settings"> & { id?: number },
): Promise<AudienceView> {
  const { offer, ...scope } = await scopeOfMailing(tx, mailing);
  if (mailing.kind === "newsletter")
    return audienceCounts(tx, deps.compliance, {
      listIds: mailing.listIds,
      ...scope,
      ...(await chosenBy(tx, mailing, deps.compliance.clock.now())),
    });
  if (mailing.kind === "core_campaign") return campaignAudience(tx, deps.compliance, mailing);
  if (!offer) return { candidates: 0, mailable: 0, measurable: 0, reasons: [] };
  return customerCounts(tx, deps.compliance, offer);
}

async function problemsOf(
  tx: Tx,
  deps: MailingDeps,
  mailing: Mailing,
  { account, sender, lists, audience, offer }: Looked,
): Promise<ReadinessProblem[]> {
  const problems: ReadinessProblem[] = [];
  const add = (
    code: string,
    rule: string,
    severity: "block" | "warn",
    de: string,
    en: string,
    path?: string,
  ) =>
    problems.push({
      code,
      rule,
      severity,
      message: { de, en },
      ...(path === undefined ? {} : { path }),
    });
  if (!sender)
    add(
      "sender_missing",
      "CNT-02",
      "block",
      "Wählen Sie einen Absender.",
      "Choose a sender.",
      "/einstellungen/absender",
    );
  if (offer) problems.push(...offerProblems(account, offer, audience.mailable));
  else if (mailing.kind === "core_campaign")
    problems.push(...(await campaignProblems(tx, mailing, audience, deps.clock.now())));
  else if (lists.length === 0)
    add(
      "list_missing",
      "LEG-01",
      "block",
      "Wählen Sie mindestens eine Liste.",
      "Choose at least one list.",
    );
  if (lists.some((list) => list.archivedAt))
    add(
      "list_archived",
      "LEG-01",
      "block",
      "Eine gewählte Liste ist archiviert.",
      "A chosen list is archived.",
    );
  if (mailing.subject.trim() === "")
    add("subject_missing", "CNT-08", "block", "Der Betreff fehlt.", "The subject is missing.");
  if (mailing.html.trim() === "")
    add("content_missing", "CNT-04", "block", "Der Inhalt fehlt.", "The content is missing.");
  if (mailing.settings.purpose === "tracking_question")
    problems.push(...(await questionProblems(tx, mailing, account, lists)));
  problems.push(...(await variantProblems(tx, mailing)));
  problems.push(...(await templateProblems(tx, mailing)));
  problems.push(...(await againProblems(tx, mailing, deps.clock.now())));
  problems.push(...(await followUpProblems(tx, mailing, audience.mailable, deps.clock.now())));
  if (lists.length > 0 && audience.mailable === 0 && !mailing.settings.behaviour) {
    add(
      "nobody_to_mail",
      "LEG-02",
      "block",
      "Niemand auf den gewählten Listen darf angeschrieben werden.",
      "Nobody on the chosen lists may be mailed.",
    );
  }
  const openComments = await countOpenComments(tx, mailing.id);
  if (openComments > 0)
    add(
      "open_comments",
      "CNT-18",
      "warn",
      openComments === 1
        ? "Eine Anmerkung zu diesem Entwurf ist noch offen."
        : `${openComments} Anmerkungen zu diesem Entwurf sind noch offen.`,
      openComments === 1
        ? "One comment on this draft is still open."
        : `${openComments} comments on this draft are still open.`,
      `/mailings/${mailing.publicId}?comments=open`,
    );
  if (mailing.testSentAt === null) {
    add(
      "no_test_mail",
      "CNT-18",
      account.mode === "live" ? "block" : "warn",
      "Dieses Mailing hat noch niemand als Testmail gesehen.",
      "Nobody has seen this mailing as a test mail yet.",
    );
  }
  if (sender && !(await replyToIsConfirmed(tx, sender, deps.clock.now()))) {
    const severity = account.mode === "live" ? "block" : "warn";
    add(
      "reply_to_unconfirmed",
      "CNT-03",
      severity,
      "Die Antwortadresse ist nicht bestätigt: Liest dort jemand mit?",
      "The reply address is not confirmed: does anybody read it?",
      "/einstellungen/absender",
    );
  }
  if (account.mode === "live") {
    if (!(await hasWayOut(tx, "marketing", deps.hasRelay)))
      add(
        "relay_missing",
        "SND-01",
        "block",
        "Für den Echtbetrieb gibt es keinen Versandweg für Mailings.",
        "There is no sending route for mailings in live operation.",
        "/einstellungen/versandwege",
      );
    for (const check of await blockingChecks(tx, deps.clock.now()))
      add(
        "check_failed",
        check.id,
        "block",
        check.label.de,
        check.label.en,
        "/datenschutz/checkliste",
      );
  }
  return problems;
}
