import { Type } from "typebox";
import {
  CORE_MAIL,
  CUSTOMER_MAIL,
  findListsById,
  listTexts,
  subscriptionsOfAddress,
  type LinkSubject,
} from "../lists/index.ts";
import {
  answerInvalidLink,
  answerPage,
  assetHeaders,
  createFormGuard,
  type FormGuard,
  type PageContext,
} from "../pages/index.ts";
import { publicRoute, route, type Call, type RouteSpec, type Tx } from "../platform/index.ts";
import { classifyAgent, isMachine } from "../tracking/index.ts";
import type { PreferenceDeps } from "./deps.ts";
import { openContext } from "./page-context.ts";
import {
  receiptPage,
  undonePage,
  undoTooLatePage,
  unsubscribedPage,
  unsubscribePage,
  unsubscribeScript,
  unsubscribeScriptPath,
  type LeavingKind,
  type UnsubscribedModel,
} from "./pages/index.ts";
import { BUTTON_ONLY_MS, PAGE_MAX_AGE_MS, UNDO_MS, VIEW_MS } from "./parameters.ts";
import { isOneClick } from "./read-body.ts";
import { undoUnsubscribe } from "./undo-unsubscribe.ts";
import {
  findAddress,
  objectToAdvertising,
  unsubscribe,
  unsubscribeFromAll,
  type Left,
} from "./unsubscribe.ts";

const tag = "Preferences";
const params = Type.Object({ token: Type.String({ maxLength: 200 }) });

/** Leaving by the link or the header of a mail. Never counted, never an event (UNS-21). */
export function unsubscribeRoutes(deps: PreferenceDeps): RouteSpec[] {
  const guard = createFormGuard(deps);
  const pages = { deps, guard };
  return [
    route({
      method: "GET",
      path: "/u/:token",
      permission: publicRoute,
      tag,
      summary: "Asks whether to unsubscribe. Changes nothing.",
      page: true,
      params,
      handle: (call) => show(pages, call, call.params.token),
    }),
    route({
      method: "POST",
      path: "/u/:token",
      permission: publicRoute,
      tag,
      summary: "Unsubscribes: by the page's button, or with one click (RFC 8058).",
      page: true,
      params,
      handle: (call) => leave(pages, call, call.params.token),
    }),
    route({
      method: "POST",
      path: "/u/:token/undo",
      permission: publicRoute,
      tag,
      summary: "Takes an unsubscribe back within half an hour.",
      page: true,
      params,
      handle: (call) => undo(pages, call, call.params.token),
    }),
    route({
      method: "POST",
      path: "/u/:token/all",
      permission: publicRoute,
      tag,
      summary: "Leaves all newsletters.",
      page: true,
      params,
      handle: (call) => leaveAll(pages, call, call.params.token),
    }),
    route({
      method: "POST",
      path: "/u/:token/object",
      permission: publicRoute,
      tag,
      summary: "Objects to all advertising (Art. 21 GDPR).",
      page: true,
      params,
      handle: (call) => object(pages, call, call.params.token),
    }),
    route({
      method: "GET",
      path: unsubscribeScriptPath,
      permission: publicRoute,
      tag,
      summary: "Presses the unsubscribe button for people with scripts.",
      hidden: true,
      handle: async ({ reply }) =>
        reply.headers(assetHeaders).type("text/javascript; charset=utf-8").send(unsubscribeScript),
    }),
  ];
}

interface Pages {
  deps: PreferenceDeps;
  guard: FormGuard;
}

interface Visit {
  tx: Tx;
  subject: LinkSubject;
  context: PageContext;
  now: Date;
}

/** Opens the token and runs the work in the account it names; the one 404 page for everything else (UNS-18). */
async function visit(
  { deps }: Pages,
  call: Call,
  token: string,
  work: (visit: Visit) => Promise<string>,
): Promise<string> {
  const subject = deps.links.open("unsubscribe", token);
  if (!subject || subject.accountId === 0) return answerInvalidLink(call.request, call.reply);
  const page = await deps.db.account(subject.accountId, async (tx) => {
    const opened = await openContext(tx, subject.accountId, call);
    if (!opened) return undefined;
    return work({ tx, subject, context: opened.context, now: deps.clock.now() });
  });
  return page ?? answerInvalidLink(call.request, call.reply);
}

function show(pages: Pages, call: Call, token: string): Promise<string> {
  return visit(pages, call, token, async ({ tx, subject, context, now }) => {
    const [list] = await findListsById(tx, [subject.listId]);
    const autoSubmit = mayPressItself(call, subject, now);
    const page = unsubscribePage(context, {
      action: `/u/${token}`,
      kind: kindOf(subject),
      listName: list && listTexts(list, context.locale).name,
      autoSubmit,
    });
    return answerPage(call.reply, context.theme, page, { script: autoSubmit });
  });
}

const kindOf = ({ listId }: LinkSubject): LeavingKind =>
  listId === CUSTOMER_MAIL ? "customer" : listId === CORE_MAIL ? "campaign" : "newsletter";

/** UNS-04: shortly after hand-over and from scanner networks, only the button unsubscribes. */
function mayPressItself({ request }: Call, { issuedAt }: LinkSubject, now: Date): boolean {
  const header = (name: string) => String(request.headers[name] ?? "");
  const agent = classifyAgent({
    method: request.method,
    userAgent: header("user-agent"),
    address: request.ip,
    purpose: header("sec-purpose") || header("purpose") || header("x-moz"),
  });
  return !isMachine(agent) && now.getTime() - issuedAt.getTime() >= BUTTON_ONLY_MS;
}

async function leave(pages: Pages, call: Call, token: string): Promise<string> {
  const { deps, guard } = pages;
  const oneClick = await isOneClick(call.request);
  return visit(pages, call, token, async ({ tx, subject, context, now }) => {
    const act = { origin: oneClick ? ("header" as const) : ("link" as const) };
    const left = await unsubscribe(tx, deps, subject, act);
    if (oneClick) {
      call.reply.type("text/plain; charset=utf-8").header("cache-control", "no-store");
      return "ok\n";
    }
    const model = await leftModel(tx, { guard, deps }, { token, subject, context, now, left });
    return answerPage(call.reply, context.theme, unsubscribedPage(context, model));
  });
}

/** T-3 with what else can be done with one click (UNS-07, UNS-09). */
async function leftModel(
  tx: Tx,
  { guard, deps }: Pages,
  at: { token: string; subject: LinkSubject; context: PageContext; now: Date; left: Left },
): Promise<UnsubscribedModel> {
  const { token, subject, context, now, left } = at;
  const target = (name: string, ...of: string[]) => ({
    action: `/u/${token}/${name}`,
    fields: { nonce: guard.nonce(`unsubscribe-${name}`, token, ...of) },
  });
  const { list, endedAt } = left;
  const until = endedAt && new Date(endedAt.getTime() + UNDO_MS);
  const kind = kindOf(subject);
  const canUndo = (list !== null || kind !== "newsletter") && until !== null && until > now;
  const young = now.getTime() - subject.issuedAt.getTime() <= VIEW_MS;
  return {
    kind,
    listName: list === null ? undefined : listTexts(list, context.locale).name,
    allNewsletters: list === null && kind === "newsletter",
    undo: canUndo ? { target: target("undo", endedAt!.toISOString()), until } : undefined,
    // What else is on the address is not shown behind a link that is about a person (CRM-01).
    remaining: young && kind !== "campaign" ? await otherLists(tx, left, context) : undefined,
    leaveAll: target("all"),
    object: target("object"),
    manageUrl: `/v/${deps.links.make("manage", subject)}`,
  };
}

async function otherLists(
  tx: Tx,
  { emailNormalised }: Left,
  { locale }: PageContext,
): Promise<string[]> {
  if (emailNormalised === null) return [];
  const confirmed = (await subscriptionsOfAddress(tx, emailNormalised)).filter(
    (one) => one.state === "confirmed",
  );
  const lists = await findListsById(
    tx,
    confirmed.map((one) => one.listId),
  );
  return lists.map((list) => listTexts(list, locale).name);
}

const nonceIn = ({ body }: Call): unknown => (body as { nonce?: unknown } | undefined)?.nonce;

function undo(pages: Pages, call: Call, token: string): Promise<string> {
  const { deps, guard } = pages;
  return visit(pages, call, token, async ({ tx, subject, context }) => {
    const isMeant = (endedAt: Date) =>
      guard.accepts(nonceIn(call), UNDO_MS, "unsubscribe-undo", token, endedAt.toISOString());
    const { kind, list } = await undoUnsubscribe(tx, deps, subject, isMeant);
    if (kind === "too_late") {
      const form = await deps.forms.first(tx);
      const signupUrl = form && `/f/${form.publicId}`;
      const late = undoTooLatePage(context, { kind: kindOf(subject), signupUrl });
      return answerPage(call.reply, context.theme, late, { status: 410 });
    }
    const page = undonePage(context, {
      kind: kindOf(subject),
      listName: list === null ? undefined : listTexts(list, context.locale).name,
      manageUrl: `/v/${deps.links.make("manage", subject)}`,
    });
    return answerPage(call.reply, context.theme, page);
  });
}

/** Buttons beyond the link's own purpose need the page they stand on; without it, the page once more. */
async function again(pages: Pages, call: Call, token: string, visited: Visit): Promise<string> {
  const { tx, subject, context, now } = visited;
  const { emailNormalised } = await findAddress(tx, pages.deps, subject);
  const [list = null] = await findListsById(tx, [subject.listId]);
  const left = { changed: false, emailNormalised, list, endedAt: null, receipt: null };
  const model = await leftModel(tx, pages, { token, subject, context, now, left });
  return answerPage(call.reply, context.theme, unsubscribedPage(context, model), { status: 422 });
}

function leaveAll(pages: Pages, call: Call, token: string): Promise<string> {
  const { deps, guard } = pages;
  return visit(pages, call, token, async (visited) => {
    const { tx, subject, context, now } = visited;
    if (!guard.accepts(nonceIn(call), PAGE_MAX_AGE_MS, "unsubscribe-all", token))
      return again(pages, call, token, visited);
    const left = await unsubscribeFromAll(tx, deps, subject, { origin: "link" });
    const page = receiptPage(context, {
      kind: "all_unsubscribed",
      at: now,
      lists: left.lists.map((list) => listTexts(list, context.locale).name),
      number: left.receipt ?? undefined,
      manageUrl: `/v/${deps.links.make("manage", subject)}`,
    });
    return answerPage(call.reply, context.theme, page);
  });
}

function object(pages: Pages, call: Call, token: string): Promise<string> {
  const { deps, guard } = pages;
  return visit(pages, call, token, async (visited) => {
    const { tx, subject, context, now } = visited;
    if (!guard.accepts(nonceIn(call), PAGE_MAX_AGE_MS, "unsubscribe-object", token))
      return again(pages, call, token, visited);
    const done = await objectToAdvertising(tx, deps, subject, { origin: "link" });
    const page = receiptPage(context, {
      kind: "objected",
      at: now,
      number: done.receipt ?? undefined,
    });
    return answerPage(call.reply, context.theme, page);
  });
}
