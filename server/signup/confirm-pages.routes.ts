import { Type } from "typebox";
import { getAccount, pageTheme } from "../accounts/index.ts";
import { addressHash, findContactById } from "../contacts/index.ts";
import { createLinkTokens, findListsById, listTexts } from "../lists/index.ts";
import {
  answerInvalidLink,
  answerPage,
  createFormGuard,
  requestLocale,
  type FormGuard,
  type PageContext,
} from "../pages/index.ts";
import {
  hashToken,
  publicRoute,
  route,
  type Call,
  type RouteSpec,
  type Tx,
} from "../platform/index.ts";
import { classifyAgent, isMachine } from "../tracking/index.ts";
import { confirmSubscription } from "./confirm-subscription.ts";
import type { ConsentRequest } from "./consent-request.ts";
import { accountOfRequest, findByToken, noteLanding } from "./consent-requests.store.ts";
import type { SignupDeps } from "./deps.ts";
import { declineRequest } from "./end-request.ts";
import { findFormById } from "./forms.store.ts";
import { describeList, wordingsOf } from "./opt-in-mail.ts";
import {
  confirmedPage,
  confirmExpiredPage,
  confirmLandingPage,
  notMeDonePage,
  notMePage,
  type ConfirmedList,
} from "./pages/index.ts";
import { PAGE_MAX_AGE_MS } from "./parameters.ts";
import { receiptOf } from "./receipt.ts";

const tag = "Sign-up";
const params = Type.Object({ token: Type.String({ maxLength: 200 }) });
/** Sooner after the receiving server took the mail, no person has opened it (DOI-16). Milliseconds. */
const FASTER_THAN_A_PERSON_MS = 3000;

/** The pages behind the two links of the opt-in mail. Opening them changes nothing; their buttons do (DOI-07). */
export function confirmPageRoutes(deps: SignupDeps): RouteSpec[] {
  const guard = createFormGuard(deps);
  return [
    route({
      method: "GET",
      path: "/b/:token",
      summary: "Asks to confirm a sign-up.",
      permission: publicRoute,
      tag,
      page: true,
      params,
      handle: (call) => showConfirm(deps, guard, call, call.params.token),
    }),
    route({
      method: "POST",
      path: "/b/:token",
      summary: "Confirms a sign-up.",
      permission: publicRoute,
      tag,
      page: true,
      params,
      handle: (call) => confirm(deps, guard, call, call.params.token),
    }),
    route({
      method: "GET",
      path: "/n/:token",
      summary: "Asks whether to delete a sign-up that somebody else made.",
      permission: publicRoute,
      tag,
      page: true,
      params,
      handle: (call) => showNotMe(deps, guard, call, call.params.token),
    }),
    route({
      method: "POST",
      path: "/n/:token",
      summary: "Deletes a sign-up that somebody else made.",
      permission: publicRoute,
      tag,
      page: true,
      params,
      handle: (call) => notMe(deps, guard, call, call.params.token),
    }),
  ];
}

interface Landing {
  accountId: number;
  request: ConsentRequest;
  context: PageContext;
  formUrl: string | undefined;
}

/** Opens a link. Undefined for every token that is not ours. */
async function land(deps: SignupDeps, call: Call, token: string): Promise<Landing | undefined> {
  const tokenHash = hashToken(token);
  const accountId = await deps.db.instance((tx) => accountOfRequest(tx, tokenHash));
  if (accountId === null) return undefined;
  return deps.db.account(accountId, async (tx) => {
    const request = await findByToken(tx, tokenHash);
    if (!request) return undefined;
    const account = await getAccount(tx);
    // The language of the declaration first: what was agreed to is read in it (A11Y-06).
    const locales = [request.locale, request.locale === "de" ? "en" : "de"] as const;
    const asked = (call.query as { lang?: string } | undefined)?.lang;
    const locale = asked === undefined ? request.locale : requestLocale(call.request, locales);
    const theme = pageTheme(account, locale);
    const form = request.formId === null ? undefined : await findFormById(tx, request.formId);
    return {
      accountId,
      request,
      context: { theme, locale, timeZone: account.timezone },
      formUrl: form === undefined || form.archivedAt ? undefined : `/f/${form.publicId}`,
    };
  });
}

function isOver(request: ConsentRequest, now: Date): boolean {
  return request.state !== "confirmed" && (request.state !== "pending" || request.expiresAt <= now);
}

async function showConfirm(
  deps: SignupDeps,
  guard: FormGuard,
  call: Call,
  token: string,
): Promise<string> {
  const landing = await land(deps, call, token);
  if (!landing) return answerInvalidLink(call.request, call.reply);
  const now = deps.clock.now();
  if (isOver(landing.request, now)) return over(landing, call);
  if (landing.request.state === "confirmed") return confirmed(deps, landing, call);
  const scanner = isScanner(call, landing.request, now);
  await deps.db.account(landing.accountId, (tx) =>
    noteLanding(tx, landing.request.id, { scanner, at: now }),
  );
  return askToConfirm(guard, landing, call, token);
}

/** DOI-16: counted, never taken for interest, and nothing of the visitor is kept. */
function isScanner({ request }: Call, { acceptance }: ConsentRequest, now: Date): boolean {
  const header = (name: string) => String(request.headers[name] ?? "");
  const agent = classifyAgent({
    method: request.method,
    userAgent: header("user-agent"),
    address: request.ip,
    purpose: header("sec-purpose") || header("purpose") || header("x-moz"),
  });
  const acceptedAt = acceptance === null ? undefined : Date.parse(acceptance.at);
  return (
    isMachine(agent) ||
    (acceptedAt !== undefined && now.getTime() - acceptedAt < FASTER_THAN_A_PERSON_MS)
  );
}

function askToConfirm(
  guard: FormGuard,
  { request, context }: Landing,
  { reply }: Call,
  token: string,
  status = 200,
): string {
  const declaration = request.declaration!;
  const page = confirmLandingPage(context, {
    target: { action: `/b/${token}`, fields: { nonce: guard.nonce("confirm", token) } },
    address: request.email!,
    lists: declaration.lists.map((list) => ({ name: list.name, description: describeList(list) })),
    wordings: wordingsOf(declaration),
    tracking: declaration.tracking !== null,
    expiresAt: request.expiresAt,
    notMeUrl: `/n/${token}`,
  });
  return answerPage(reply, context.theme, page, { status });
}

async function confirm(
  deps: SignupDeps,
  guard: FormGuard,
  call: Call,
  token: string,
): Promise<string> {
  const landing = await land(deps, call, token);
  if (!landing) return answerInvalidLink(call.request, call.reply);
  const { nonce } = (call.body ?? {}) as { nonce?: unknown };
  const isPressed = guard.accepts(nonce, PAGE_MAX_AGE_MS, "confirm", token);
  // Without the page's own nonce nobody pressed our button: the question again, with a fresh one.
  if (
    !isPressed &&
    landing.request.state === "pending" &&
    !isOver(landing.request, deps.clock.now())
  )
    return askToConfirm(guard, landing, call, token, 422);
  const result = await deps.db.account(landing.accountId, (tx) =>
    confirmSubscription(tx, deps, landing.accountId, token),
  );
  if (!result || result.kind === "over") return over(landing, call);
  const contactId = result.kind === "confirmed" ? result.contactId : result.request.contactId;
  return confirmed(deps, { ...landing, request: { ...result.request, contactId } }, call);
}

/** T-8. The same for every request that is over, whoever ended it. */
function over({ context, formUrl }: Landing, { reply }: Call): string {
  return answerPage(reply, context.theme, confirmExpiredPage(context, { formUrl }), {
    status: 410,
  });
}

/** The success page, also for every later look at a used link; it needs nothing of the declaration. */
async function confirmed(deps: SignupDeps, landing: Landing, { reply }: Call): Promise<string> {
  const { accountId, request, context, formUrl } = landing;
  const { lists, manageUrl, receipt } = await deps.db.account(accountId, async (tx) => ({
    lists: await listsOf(tx, request, context),
    receipt: await receiptOf(tx, deps, accountId, request),
    manageUrl: await manageUrlOf(tx, deps, accountId, request),
  }));
  const page = confirmedPage(context, {
    lists,
    tracking: request.wantsProfiling,
    manageUrl: manageUrl ?? (formUrl === undefined ? "/" : `${formUrl}/verwalten`),
    receipt,
  });
  return answerPage(reply, context.theme, page);
}

async function listsOf(
  tx: Tx,
  { listIds }: ConsentRequest,
  { locale }: PageContext,
): Promise<ConfirmedList[]> {
  return (await findListsById(tx, listIds)).map((list) => {
    const { name, ...texts } = listTexts(list, locale);
    return { name, description: describeList(texts) };
  });
}

/** The link to the settings that a mail of the first list would carry. */
async function manageUrlOf(
  tx: Tx,
  deps: SignupDeps,
  accountId: number,
  request: ConsentRequest,
): Promise<string | undefined> {
  const contact =
    request.contactId === null ? undefined : await findContactById(tx, request.contactId);
  if (!contact) return undefined;
  const token = createLinkTokens(deps.keys).make("manage", {
    accountId,
    listId: request.listIds[0] ?? 0,
    contactId: contact.id,
    addressHash: addressHash(deps.keys, accountId, contact.emailNormalised),
    mailingId: 0,
    issuedAt: request.finishedAt ?? deps.clock.now(),
  });
  return `/v/${token}`;
}

async function showNotMe(
  deps: SignupDeps,
  guard: FormGuard,
  call: Call,
  token: string,
): Promise<string> {
  const landing = await land(deps, call, token);
  if (!landing) return answerInvalidLink(call.request, call.reply);
  if (isOver(landing.request, deps.clock.now())) return over(landing, call);
  if (landing.request.state === "confirmed") return confirmed(deps, landing, call);
  return askNotMe(guard, landing, call, token);
}

function askNotMe(
  guard: FormGuard,
  { context }: Landing,
  { reply }: Call,
  token: string,
  status = 200,
): string {
  const target = { action: `/n/${token}`, fields: { nonce: guard.nonce("not-me", token) } };
  return answerPage(reply, context.theme, notMePage(context, { target }), { status });
}

async function notMe(
  deps: SignupDeps,
  guard: FormGuard,
  call: Call,
  token: string,
): Promise<string> {
  const landing = await land(deps, call, token);
  if (!landing) return answerInvalidLink(call.request, call.reply);
  const { context, request } = landing;
  if (request.state === "confirmed") return confirmed(deps, landing, call);
  const { nonce } = (call.body ?? {}) as { nonce?: unknown };
  const isPressed = guard.accepts(nonce, PAGE_MAX_AGE_MS, "not-me", token);
  if (!isPressed && !isOver(request, deps.clock.now()))
    return askNotMe(guard, landing, call, token, 422);
  if (request.state !== "declined") await declineRequest(deps, landing.accountId, token);
  return answerPage(call.reply, context.theme, notMeDonePage(context));
}
