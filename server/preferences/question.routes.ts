import { Type } from "typebox";
import type { Account } from "../accounts/index.ts";
import { answerQuestion, keepsEarlierGrant, profilingStates } from "../consent/index.ts";
import { addressHash, findContactById, type Contact } from "../contacts/index.ts";
import {
  findListsById,
  listTexts,
  subscriptionsOfAddress,
  type LinkSubject,
} from "../lists/index.ts";
import {
  answerInvalidLink,
  answerPage,
  createFormGuard,
  type PageContext,
} from "../pages/index.ts";
import { publicRoute, route, type Call, type RouteSpec, type Tx } from "../platform/index.ts";
import { trackingDeclaration } from "./declarations.ts";
import type { PreferenceDeps } from "./deps.ts";
import { field, type Pages } from "./manage-actions.ts";
import { openContext } from "./page-context.ts";
import { staleLinkPage, trackingAnsweredPage, trackingQuestionPage } from "./pages/index.ts";
import { PAGE_MAX_AGE_MS, VIEW_MS } from "./parameters.ts";

const tag = "Preferences";
const params = Type.Object({ token: Type.String({ maxLength: 200 }) });

/** The question for the permission to analyse (CON-26). Never counted; looking at it changes nothing. */
export function questionRoutes(deps: PreferenceDeps): RouteSpec[] {
  const pages: Pages = { deps, guard: createFormGuard(deps) };
  return [
    route({
      method: "GET",
      path: "/q/:token",
      permission: publicRoute,
      tag,
      summary: "Asks for the permission to analyse, with two equal buttons.",
      page: true,
      params,
      handle: (call) =>
        visit(deps, call, call.params.token, (tx, visited) =>
          ask(tx, pages, call, call.params.token, visited),
        ),
    }),
    route({
      method: "POST",
      path: "/q/:token",
      permission: publicRoute,
      tag,
      summary: "Takes the answer with its proof.",
      page: true,
      params,
      handle: (call) =>
        visit(deps, call, call.params.token, (tx, visited) =>
          answer(tx, pages, call, call.params.token, visited),
        ),
    }),
  ];
}

interface Visited {
  account: Account;
  context: PageContext;
  contact: Contact;
  subject: LinkSubject;
}

/**
 * Only who still has the address and a newsletter is asked: what would be allowed has to exist (UNS-14). After 30
 * days the answer needs a fresh link, because granting does (architecture, "Tokens in links").
 */
async function visit(
  deps: PreferenceDeps,
  call: Call,
  token: string,
  work: (tx: Tx, visited: Visited) => Promise<string>,
): Promise<string> {
  const subject = deps.links.open("question", token);
  if (!subject || subject.person || subject.accountId === 0)
    return answerInvalidLink(call.request, call.reply);
  const page = await deps.db.account(subject.accountId, async (tx) => {
    const contact = await findContactById(tx, subject.contactId);
    const opened = await openContext(tx, subject.accountId, call, contact?.locale);
    if (!opened) return undefined;
    const { account, context } = opened;
    const now = deps.clock.now();
    if (now.getTime() - subject.issuedAt.getTime() > VIEW_MS)
      return stalePage(deps, call, context, subject);
    if (!contact || !(await isSubscriber(tx, deps, contact, subject))) return undefined;
    return work(tx, { account, context, contact, subject });
  });
  return page ?? answerInvalidLink(call.request, call.reply);
}

async function isSubscriber(
  tx: Tx,
  { keys }: PreferenceDeps,
  { emailNormalised }: Contact,
  { accountId, addressHash: hash }: LinkSubject,
): Promise<boolean> {
  if (!addressHash(keys, accountId, emailNormalised).equals(hash)) return false;
  const found = await subscriptionsOfAddress(tx, emailNormalised);
  return found.some((one) => one.state === "confirmed");
}

/** Sends the fresh link as the link to the settings of the same mail would. */
function stalePage(
  deps: PreferenceDeps,
  call: Call,
  context: PageContext,
  subject: LinkSubject,
): string {
  const path = `/v/${deps.links.make("manage", subject)}`;
  const page = staleLinkPage(context, { renew: { action: `${path}/fresh` } });
  return answerPage(call.reply, context.theme, page);
}

async function ask(
  tx: Tx,
  { deps, guard }: Pages,
  call: Call,
  token: string,
  { account, context, contact, subject }: Visited,
  status = 200,
): Promise<string> {
  const manageUrl = `/v/${deps.links.make("manage", subject)}`;
  const { emailNormalised } = contact;
  const known = (await profilingStates(tx, [emailNormalised])).get(emailNormalised);
  const renewed = keepsEarlierGrant(known, contact.id, "refused");
  if (!renewed && known?.state === "granted" && known.contactIds.includes(contact.id)) {
    const page = trackingAnsweredPage(context, { answer: "granted", manageUrl });
    return answerPage(call.reply, context.theme, page);
  }
  const declaration = await trackingDeclaration(tx, account, context.locale);
  if (!declaration) return answerInvalidLink(call.request, call.reply);
  const [list] = await findListsById(tx, [subject.listId]);
  const target = (value: "granted" | "refused") => ({
    action: `/q/${token}`,
    fields: {
      answer: value,
      wording: declaration.publicId,
      nonce: guard.nonce("question", token, declaration.publicId),
    },
  });
  const page = trackingQuestionPage(context, {
    agree: target("granted"),
    decline: target("refused"),
    listName: list && listTexts(list, context.locale).name,
    wording: declaration.text,
    renewed,
  });
  return answerPage(call.reply, context.theme, page, { status });
}

async function answer(
  tx: Tx,
  pages: Pages,
  call: Call,
  token: string,
  visited: Visited,
): Promise<string> {
  const { deps, guard } = pages;
  const { account, context, contact, subject } = visited;
  const declaration = await trackingDeclaration(tx, account, context.locale);
  const given = field(call, "answer");
  const nonce = field(call, "nonce");
  const isMeant =
    declaration !== undefined &&
    (given === "granted" || given === "refused") &&
    // The wording that was read is the one that is agreed to.
    guard.accepts(nonce, PAGE_MAX_AGE_MS, "question", token, declaration.publicId);
  if (!isMeant) return ask(tx, pages, call, token, visited, 422);
  const decision = {
    accountId: account.id,
    emailNormalised: contact.emailNormalised,
    contactId: contact.id,
    wordingVersionId: declaration.versionId,
    evidence: {
      channel: "preference_page" as const,
      page: `${deps.pagesUrl}/q/`,
      shownText: declaration.text,
      locale: context.locale,
      privacyNotice: {
        url: account.privacy.noticeUrl ?? "",
        version: account.privacy.noticeVersion ?? "",
      },
      grantedAt: deps.clock.now().toISOString(),
      mailWrittenAt: subject.issuedAt.toISOString(),
    },
  };
  const known = (await profilingStates(tx, [contact.emailNormalised])).get(contact.emailNormalised);
  const kept = keepsEarlierGrant(known, contact.id, given);
  await answerQuestion(tx, deps, decision, { answer: given, mailingId: subject.mailingId });
  const page = trackingAnsweredPage(context, {
    answer: kept ? "kept" : given,
    manageUrl: `/v/${deps.links.make("manage", subject)}`,
  });
  return answerPage(call.reply, context.theme, page);
}
