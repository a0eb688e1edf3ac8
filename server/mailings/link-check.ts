import type { LinkCheckView } from "../../contract/link-check.ts";
import { getAccount } from "../accounts/index.ts";
import {
  addressesIn,
  ANSWER_LIMITS,
  answersOf,
  askAddresses,
  because,
  forgetAnswers,
  saveAnswer,
  type ContentAddress,
} from "../content/index.ts";
import { findListsById } from "../lists/index.ts";
import { enqueueJob, type JobHandler, type Tx } from "../platform/index.ts";
import { contentExtras, contentFacts, contentSource, dayIn } from "./content-facts.ts";
import { offerOfMailing } from "./customer-offer.ts";
import type { MailingDeps } from "./deps.ts";
import { beginLinkCheck, findLinkCheck, noteLinkCheck } from "./link-check.store.ts";
import { webViewUrl, type Mailing } from "./mailing.ts";
import { findMailingById } from "./mailings.store.ts";
import { findTranslation } from "./translations.store.ts";

export const LINK_CHECK_JOB = "mailings.check-links";

/** Answers older than this are forgotten with the next check. */
const FORGET_MS = 90 * 86_400_000;

/** Links and images of a mailing in all its languages, each once. */
async function addressesOf(
  tx: Tx,
  deps: Pick<MailingDeps, "clock" | "pagesUrl">,
  mailing: Mailing,
): Promise<ContentAddress[]> {
  const account = await getAccount(tx);
  const lists = await findListsById(tx, mailing.listIds);
  const offer = await offerOfMailing(tx, mailing);
  const day = dayIn(account.timezone, deps.clock.now());
  const other = await findTranslation(tx, mailing.id);
  const found = new Map<string, ContentAddress>();
  for (const version of other ? [mailing, other] : [mailing]) {
    const draft = { ...version, notPersonalLinks: version.settings.notPersonalLinks ?? [] };
    const webView = webViewUrl(deps.pagesUrl, version);
    const extras = await contentExtras(tx, draft);
    const facts = contentFacts(account, lists, version.locale, day, webView, offer, extras);
    for (const address of addressesIn(contentSource(draft), facts))
      if (!found.has(address.url)) found.set(address.url, address);
  }
  return [...found.values()].slice(0, ANSWER_LIMITS.addresses);
}

/** Has the links and images of a mailing asked, by a job. One check of a mailing at a time. */
export async function startLinkCheck(
  tx: Tx,
  deps: Pick<MailingDeps, "clock" | "pagesUrl">,
  accountId: number,
  mailing: Mailing,
): Promise<void> {
  const now = deps.clock.now();
  const { length } = await addressesOf(tx, deps, mailing);
  await beginLinkCheck(tx, accountId, mailing.id, length, now);
  await enqueueJob(tx, {
    kind: LINK_CHECK_JOB,
    accountId,
    payload: { mailingId: mailing.id },
    runAt: now,
    uniqueKey: `${accountId}:${mailing.id}`,
  });
}

/** The job: asks each address once and stores its answer as it comes. May be repeated. */
export function checkLinksJob(deps: MailingDeps): JobHandler {
  const { db, clock, guard } = deps;
  return async (job, { signal }) => {
    const { accountId } = job;
    const mailingId = Number(job.payload["mailingId"]);
    const addresses = await db.account(accountId, async (tx) => {
      await forgetAnswers(tx, new Date(clock.now().getTime() - FORGET_MS));
      const mailing = await findMailingById(tx, mailingId);
      return mailing ? addressesOf(tx, deps, mailing) : [];
    });
    let done = 0;
    await askAddresses(
      { guard, clock },
      addresses,
      (answer) =>
        db.account(accountId, async (tx) => {
          await saveAnswer(tx, accountId, answer);
          await noteLinkCheck(tx, mailingId, { done: ++done });
        }),
      signal,
    );
    if (signal.aborted) return { again: clock.now() };
    await db.account(accountId, (tx) =>
      noteLinkCheck(tx, mailingId, { done, finishedAt: clock.now() }),
    );
    return undefined;
  };
}

/** What is known of a mailing's addresses as they are in the draft now. */
export async function showLinkCheck(
  tx: Tx,
  deps: Pick<MailingDeps, "clock" | "pagesUrl">,
  mailing: Mailing,
): Promise<LinkCheckView> {
  const check = await findLinkCheck(tx, mailing.id);
  const addresses = await addressesOf(tx, deps, mailing);
  const since = new Date(deps.clock.now().getTime() - ANSWER_LIMITS.ageMs);
  const answers = await answersOf(
    tx,
    addresses.map(({ url }) => url),
    since,
  );
  return {
    state: !check ? "never" : check.finishedAt === null ? "running" : "done",
    total: check?.total ?? addresses.length,
    done: check?.done ?? 0,
    askedAt: check?.askedAt.toISOString() ?? null,
    finishedAt: check?.finishedAt?.toISOString() ?? null,
    addresses: addresses.map((address) => {
      const answer = answers.get(address.url);
      const isFine = !answer || answer.state === "reachable" || answer.state === "moved";
      return {
        ...address,
        state: answer?.state ?? "open",
        status: answer?.status ?? null,
        reason: isFine ? null : because(answer),
        finalUrl: answer?.finalUrl ?? null,
        bytes: answer?.bytes ?? null,
        checkedAt: answer?.checkedAt.toISOString() ?? null,
      };
    }),
  };
}
