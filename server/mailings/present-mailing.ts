import type { MailingSummary, MailingView, ReadinessView } from "../../contract/mailings.ts";
import { getAccount } from "../accounts/index.ts";
import { compileContent } from "../content/index.ts";
import { countsOfRuns } from "../delivery/index.ts";
import { countOpenComments } from "../editing/index.ts";
import { findListsById } from "../lists/index.ts";
import type { Actor, Tx } from "../platform/index.ts";
import { findSenderById } from "../senders/index.ts";
import { findSegmentById } from "../segments/index.ts";
import { measuredMailing } from "../tracking/index.ts";
import { isChosenByBehaviour } from "./segment-of-mailing.ts";
import { approvalState } from "./approval.ts";
import { latestApproval, latestApprovals } from "./approvals.store.ts";
import { campaignTags } from "./campaigns.store.ts";
import { presentApproval } from "./present-approval.ts";
import type { Readiness } from "./check-readiness.ts";
import { contentExtras, contentFacts, contentSource } from "./content-facts.ts";
import { coreListOf } from "./core-list.ts";
import { offerOfMailing } from "./customer-offer.ts";
import { presentBehaviour, seesPersons } from "./follow-up.ts";
import { BASIS, webViewUrl, type Mailing } from "./mailing.ts";
import { findMailing } from "./mailings.store.ts";
import { findRecurringById, recurringOfTemplate } from "./recurring/recurring.store.ts";
import { presentSource } from "./mailing-source.ts";

/** Mailings for a list, with two questions to the database however many they are. */
export async function presentSummaries(
  tx: Tx,
  accountId: number,
  mailings: Mailing[],
  viewer: Pick<Actor, "permissions">,
): Promise<MailingSummary[]> {
  const lists = await findListsById(tx, [...new Set(mailings.flatMap((one) => one.listIds))]);
  const counts = await countsOfRuns(
    tx,
    accountId,
    mailings.flatMap((one) => one.runId ?? []),
  );
  const approvals = await latestApprovals(
    tx,
    mailings.map((one) => one.id),
  );
  const campaigns = await campaignTags(
    tx,
    mailings.flatMap((one) => one.campaignId ?? []),
  );
  const maySee = (mailing: Mailing) => !isChosenByBehaviour(mailing) || seesPersons(viewer);
  return mailings.map((mailing) => ({
    id: mailing.publicId,
    name: mailing.name,
    kind: mailing.kind,
    state: mailing.state,
    locale: mailing.locale,
    subject: mailing.subject,
    purpose: mailing.settings.purpose ?? null,
    lists: mailing.listIds.flatMap((id) =>
      lists
        .filter((list) => list.id === id)
        .map((list) => ({ id: list.publicId, name: list.name })),
    ),
    scheduledAt: mailing.scheduledAt?.toISOString() ?? null,
    window: mailing.settings.window
      ? { ...mailing.settings.window, days: [...mailing.settings.window.days] }
      : null,
    perHour: mailing.settings.perHour ?? null,
    recipientTime: mailing.settings.recipientTime ?? null,
    startedAt: mailing.startedAt?.toISOString() ?? null,
    finishedAt: mailing.finishedAt?.toISOString() ?? null,
    counts: mailing.runId === null || !maySee(mailing) ? null : (counts.get(mailing.runId) ?? null),
    approvalState: approvalState(mailing, approvals.get(mailing.id)),
    campaign: campaigns.get(mailing.campaignId ?? 0) ?? null,
    createdAt: mailing.createdAt.toISOString(),
    updatedAt: mailing.updatedAt.toISOString(),
  }));
}

export async function presentMailing(
  tx: Tx,
  accountId: number,
  mailing: Mailing,
  viewer: Pick<Actor, "permissions" | "operatorId">,
): Promise<MailingView> {
  const account = await getAccount(tx);
  const lists = await findListsById(tx, mailing.listIds);
  const draft = { ...mailing, notPersonalLinks: mailing.settings.notPersonalLinks ?? [] };
  const compiled = compileContent(
    contentSource(draft),
    contentFacts(
      account,
      lists,
      mailing.locale,
      "2026-01-01",
      webViewUrl("", mailing),
      await offerOfMailing(tx, mailing),
      await contentExtras(tx, draft),
    ),
  );
  const sender = mailing.senderId === null ? undefined : await findSenderById(tx, mailing.senderId);
  const measuring = await measuredMailing(tx, mailing.id);
  return {
    ...(await presentSummaries(tx, accountId, [mailing], viewer))[0]!,
    senderId: sender?.publicId ?? null,
    offer:
      mailing.kind === "customer_7_3"
        ? (mailing.settings.offer ?? { categoryId: null, entityId: null })
        : null,
    coreList: await presentCoreList(tx, mailing),
    sendsAgain: await presentAgain(tx, mailing),
    recurring: await presentRecurringOf(tx, mailing),
    behaviour: await presentBehaviour(tx, mailing, seesPersons(viewer)),
    segment: await presentSegment(tx, mailing),
    source: presentSource(mailing),
    openComments: await countOpenComments(tx, mailing.id),
    preheader: mailing.preheader,
    html: mailing.html,
    text: mailing.textIsEdited ? mailing.text : contentSource(draft).text,
    textIsEdited: mailing.textIsEdited,
    notPersonalLinks: draft.notPersonalLinks,
    wordingFrom: mailing.settings.wordingFrom ?? null,
    links: compiled.ok ? [...compiled.content.links] : [],
    revision: mailing.revision,
    testSentAt: mailing.testSentAt?.toISOString() ?? null,
    approval: presentApproval(mailing, await latestApproval(tx, mailing.id), viewer),
    measuring:
      measuring && (!isChosenByBehaviour(mailing) || seesPersons(viewer))
        ? {
            level: measuring.level,
            personal: measuring.personalBase,
            anonymous: measuring.anonymousBase,
            closesAt: measuring.closesAt.toISOString(),
          }
        : null,
  };
}

async function presentCoreList(tx: Tx, mailing: Mailing): Promise<MailingView["coreList"]> {
  const list = await coreListOf(tx, mailing);
  return list ? { id: list.publicId, name: list.name, source: list.sourceSystem } : null;
}

async function presentAgain(tx: Tx, { settings }: Mailing): Promise<MailingView["sendsAgain"]> {
  const original = settings.again === undefined ? undefined : await findMailing(tx, settings.again);
  return original ? { id: original.publicId, name: original.name } : null;
}

async function presentRecurringOf(tx: Tx, mailing: Mailing): Promise<MailingView["recurring"]> {
  const { recurring } = mailing.settings;
  const template = recurring ? undefined : await recurringOfTemplate(tx, mailing.id);
  const found = recurring ? await findRecurringById(tx, recurring.id) : template;
  return found
    ? { id: found.publicId, name: found.name, isTemplate: template !== undefined }
    : null;
}

/** The segment by its present name; of a sent mailing, whose segment may be gone, by the name it had. */
async function presentSegment(tx: Tx, { settings }: Mailing): Promise<MailingView["segment"]> {
  if (!settings.segment) return null;
  const found = await findSegmentById(tx, settings.segment.id);
  return {
    id: found?.publicId ?? null,
    name: found?.name ?? settings.segment.name,
    asksBehaviour: settings.segment.behaviour,
  };
}

export function presentReadiness(readiness: Readiness, mailing: Mailing): ReadinessView {
  const { sender, account } = readiness;
  return {
    ready: readiness.ready,
    problems: readiness.problems,
    findings: readiness.findings,
    audience: readiness.audience,
    behaviour: readiness.behaviour,
    sender: sender
      ? { name: sender.fromName, address: sender.fromAddress, replyTo: sender.replyTo }
      : null,
    basis: BASIS[mailing.kind],
    level: readiness.level,
    levelReason: readiness.levelReason,
    kMin: account.kMin,
    testSentAt: mailing.testSentAt?.toISOString() ?? null,
    approval: {
      needed: readiness.approval,
      threshold: readiness.threshold,
      given: readiness.approved,
    },
    mode: account.mode,
  };
}
