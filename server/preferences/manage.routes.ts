import { Type } from "typebox";
import { findContactById } from "../contacts/index.ts";
import { withdrawProfiling } from "../consent/index.ts";
import type { LinkSubject } from "../lists/index.ts";
import { answerInvalidLink, answerPage, createFormGuard } from "../pages/index.ts";
import { publicRoute, route, type Call, type RouteSpec, type Tx } from "../platform/index.ts";
import { openMailAccess, type Access, type StaleAccess } from "./access.ts";
import { campaignSettings, type CampaignAct } from "./campaign-settings.ts";
import type { PreferenceDeps } from "./deps.ts";
import {
  field,
  leaveAllLists,
  objectFromPage,
  showManage,
  switchList,
  switchTracking,
  type Pages,
} from "./manage-actions.ts";
import { freshLinkSentPage, manageFields, receiptPage, staleLinkPage } from "./pages/index.ts";
import { sendAccessLink } from "./send-access-link.ts";
import { findAddress } from "./unsubscribe.ts";

const tag = "Preferences";
const params = Type.Object({ token: Type.String({ maxLength: 200 }) });
const listParams = Type.Object({
  token: Type.String({ maxLength: 200 }),
  list: Type.String({ maxLength: 60 }),
});

/** "Verwalten" from a mail's own link: shows subscriptions and switches for 30 days, ends things for ever (DSR-13). */
export function manageRoutes(deps: PreferenceDeps): RouteSpec[] {
  const pages: Pages = { deps, guard: createFormGuard(deps) };
  return [
    route({
      method: "GET",
      path: "/v/:token",
      permission: publicRoute,
      tag,
      summary: "Subscriptions and switches of a recipient.",
      page: true,
      params,
      handle: (call) =>
        visit(pages, call, call.params.token, (tx, access) =>
          access.scope === "stale"
            ? stalePage(pages, call, access)
            : showManage(tx, pages, call, access),
        ),
    }),
    route({
      method: "POST",
      path: "/v/:token/lists/:list",
      permission: publicRoute,
      tag,
      summary: "Leaves one newsletter.",
      page: true,
      params: listParams,
      handle: (call) =>
        visit(pages, call, call.params.token, (tx, access) =>
          access.scope === "stale"
            ? stalePage(pages, call, access)
            : switchList(tx, pages, call, access, call.params.list),
        ),
    }),
    route({
      method: "POST",
      path: "/v/:token/tracking",
      permission: publicRoute,
      tag,
      summary: "Switches the analysis off, however old the mail is (TRK-15).",
      page: true,
      params,
      handle: (call) =>
        visit(
          pages,
          call,
          call.params.token,
          (tx, access) =>
            access.scope === "stale"
              ? staleTracking(tx, pages, call, access)
              : switchTracking(tx, pages, call, access),
          "stop_measuring",
        ),
    }),
    route({
      method: "POST",
      path: "/v/:token/all",
      permission: publicRoute,
      tag,
      summary: "Leaves all newsletters.",
      page: true,
      params,
      handle: (call) =>
        visit(pages, call, call.params.token, (tx, access) =>
          access.scope === "stale"
            ? stalePage(pages, call, access)
            : leaveAllLists(tx, pages, call, access),
        ),
    }),
    route({
      method: "POST",
      path: "/v/:token/object",
      permission: publicRoute,
      tag,
      summary: "Objects to all advertising (Art. 21 GDPR).",
      page: true,
      params,
      handle: (call) =>
        visit(
          pages,
          call,
          call.params.token,
          (tx, access) =>
            access.scope === "stale"
              ? stalePage(pages, call, access)
              : objectFromPage(tx, pages, call, access),
          "object",
        ),
    }),
    route({
      method: "POST",
      path: "/v/:token/fresh",
      permission: publicRoute,
      tag,
      summary: "Sends a fresh link to the address the mail went to, and to no other (DSR-13).",
      page: true,
      params,
      handle: (call) =>
        visit(pages, call, call.params.token, (tx, access) =>
          access.scope === "stale"
            ? renewStale(tx, pages, call, access)
            : renew(tx, pages, call, access),
        ),
    }),
  ];
}

/** Opens the token; the one 404 page for everything that is not ours (UNS-18). */
async function visit(
  { deps, guard }: Pages,
  call: Call,
  token: string,
  work: (tx: Tx, access: Access | StaleAccess) => Promise<string> | string,
  campaign: CampaignAct = "show",
): Promise<string> {
  const subject: LinkSubject | null = deps.links.open("manage", token);
  if (!subject || subject.accountId === 0) return answerInvalidLink(call.request, call.reply);
  const page = await deps.db.account(subject.accountId, async (tx) => {
    if (subject.person)
      return campaignSettings(tx, { deps, guard }, call, { token, subject, act: campaign });
    const access = await openMailAccess(tx, deps, call, token, subject);
    return access && work(tx, access);
  });
  return page ?? answerInvalidLink(call.request, call.reply);
}

function stalePage({ deps }: Pages, call: Call, access: StaleAccess): string {
  const { context, path, subject } = access;
  const page = staleLinkPage(context, {
    renew: { action: `${path}/fresh` },
    trackingOff: { action: `${path}/tracking`, fields: { [manageFields.set]: "off" } },
    leave: { action: `/u/${deps.links.make("unsubscribe", subject)}` },
  });
  return answerPage(call.reply, context.theme, page);
}

/** Off, whatever the age of the mail; nothing of the person is shown (TRK-15, DSR-13). */
async function staleTracking(
  tx: Tx,
  pages: Pages,
  call: Call,
  access: StaleAccess,
): Promise<string> {
  const { deps } = pages;
  const { account, context, subject } = access;
  if (field(call, manageFields.set) === "on") return stalePage(pages, call, access);
  const { emailNormalised } = await findAddress(tx, deps, subject);
  if (emailNormalised !== null)
    await withdrawProfiling(tx, deps, {
      accountId: account.id,
      emailNormalised,
      contactId: subject.contactId,
      evidence: { channel: "preference_page", via: "link" },
    });
  const page = receiptPage(context, { kind: "tracking_withdrawn", at: deps.clock.now() });
  return answerPage(call.reply, context.theme, page);
}

async function renew(tx: Tx, pages: Pages, call: Call, access: Access): Promise<string> {
  await sendAccessLink(tx, pages.deps, access.account, {
    emailNormalised: access.emailNormalised,
    locale: access.context.locale,
    formPublicId: null,
    ...(access.contact === undefined ? {} : { contactId: access.contact.id }),
  });
  return showManage(tx, pages, call, access, { notice: "fresh_sent" });
}

/** Only to the address of the mail itself: if its reader has moved or gone, nothing is sent, and nobody is told. */
async function renewStale(
  tx: Tx,
  { deps }: Pages,
  call: Call,
  { account, context, subject, contact }: StaleAccess,
): Promise<string> {
  const person = contact && (await findContactById(tx, contact.id));
  if (person)
    await sendAccessLink(tx, deps, account, {
      emailNormalised: person.emailNormalised,
      locale: context.locale,
      formPublicId: null,
      contactId: subject.contactId,
    });
  return answerPage(call.reply, context.theme, freshLinkSentPage(context));
}
