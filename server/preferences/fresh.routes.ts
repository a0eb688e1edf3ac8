import { Type } from "typebox";
import { audit, personActor } from "../accounts/index.ts";
import { answerInvalidLink, answerPage, createFormGuard } from "../pages/index.ts";
import { publicRoute, route, type Call, type RouteSpec, type Tx } from "../platform/index.ts";
import { activeForAddress } from "../suppression/index.ts";
import {
  accountOfToken,
  openFreshAccess,
  openLink,
  type Access,
  type OpenedLink,
} from "./access.ts";
import { accessModel } from "./access-form.routes.ts";
import { confirmAddressChange, maskAddress } from "./change-address.ts";
import type { CopyFormat, PreferenceDeps } from "./deps.ts";
import { formOf } from "./manage.ts";
import {
  changeAddressFromPage,
  field,
  leaveAllLists,
  objectFromPage,
  saveNames,
  showManage,
  switchList,
  proveRequests,
  switchRestriction,
  switchTracking,
  type Pages,
} from "./manage-actions.ts";
import {
  accessPage,
  addressChangedPage,
  addressConfirmPage,
  erasedPage,
  erasePage,
  manageFields,
} from "./pages/index.ts";
import { PAGE_MAX_AGE_MS } from "./parameters.ts";
import { noteLanding } from "./preference-links.store.ts";
import { erasedCounts, whatStays } from "./stored-facts.ts";

const tag = "Preferences";
const params = Type.Object({ token: Type.String({ maxLength: 200 }) });

type Action = (tx: Tx, pages: Pages, call: Call, access: Access) => Promise<string>;

/** "Verwalten" from a link that was just sent to the address: everything, for an hour (DSR-12). */
export function freshRoutes(deps: PreferenceDeps): RouteSpec[] {
  const pages: Pages = { deps, guard: createFormGuard(deps) };
  const action = (path: string, summary: string, act: Action): RouteSpec =>
    route({
      method: "POST",
      path: `/z/:token/${path}`,
      permission: publicRoute,
      tag,
      summary,
      page: true,
      params,
      handle: (call) =>
        visit(pages, call, call.params.token, (tx, access) => act(tx, pages, call, access)),
    });
  return [
    route({
      method: "GET",
      path: "/z/:token",
      permission: publicRoute,
      tag,
      summary: "The settings of a recipient, or the question whether a new address is theirs.",
      page: true,
      params,
      handle: (call) => show(pages, call, call.params.token),
    }),
    route({
      method: "POST",
      path: "/z/:token/lists/:list",
      permission: publicRoute,
      tag,
      summary: "Joins or leaves one newsletter (DSR-17).",
      page: true,
      params: Type.Object({
        token: Type.String({ maxLength: 200 }),
        list: Type.String({ maxLength: 60 }),
      }),
      handle: (call) =>
        visit(pages, call, call.params.token, (tx, access) =>
          switchList(tx, pages, call, access, call.params.list),
        ),
    }),
    action("tracking", "Allows the analysis or switches it off.", switchTracking),
    action("all", "Leaves all newsletters.", leaveAllLists),
    action("object", "Objects to all advertising (Art. 21 GDPR).", objectFromPage),
    action("names", "Saves salutation and name.", saveNames),
    action("address", "Asks a new address to confirm (DOI-14).", changeAddressFromPage),
    action(
      "restrict",
      "Locks the person's data, or lifts the lock (Art. 18 GDPR).",
      switchRestriction,
    ),
    action("prove", "Says that an open case is the reader's own (DSR-11).", proveRequests),
    action("erase", "Says what erasing takes and what stays. Erases nothing.", askToErase),
    route({
      method: "POST",
      path: "/z/:token/erase/now",
      permission: publicRoute,
      tag,
      summary: "Erases everything about the person (Art. 17 GDPR).",
      page: true,
      params,
      handle: (call) => erase(pages, call, call.params.token),
    }),
    route({
      method: "POST",
      path: "/z/:token/copy",
      permission: publicRoute,
      tag,
      summary: "A copy of everything stored, or what the person takes along (Art. 15, 20 GDPR).",
      page: true,
      params,
      handle: (call) => copy(pages, call, call.params.token),
    }),
    route({
      method: "POST",
      path: "/z/:token/confirm",
      permission: publicRoute,
      tag,
      summary: "Confirms a new address (DOI-14).",
      page: true,
      params,
      handle: (call) => confirmAddress(pages, call, call.params.token),
    }),
  ];
}

/** Opens a fresh link and runs the work in its account. Afterwards, the page that sends another one. */
async function visit(
  pages: Pages,
  call: Call,
  token: string,
  work: (tx: Tx, access: Access) => Promise<string>,
): Promise<string> {
  const opened = await open(pages, call, token, work);
  if (typeof opened === "string") return opened;
  return opened === undefined
    ? answerInvalidLink(call.request, call.reply)
    : sendAnother(pages, call, opened);
}

/** The page, or the link whose time is over, or nothing at all. */
async function open(
  { deps }: Pages,
  call: Call,
  token: string,
  work: (tx: Tx, access: Access) => Promise<string>,
): Promise<string | OpenedLink | undefined> {
  const accountId = await accountOfToken(deps, token);
  if (accountId === null) return undefined;
  return deps.db.account(accountId, async (tx) => {
    const opened = await openLink(tx, accountId, call, token);
    if (!opened || opened.link.kind !== "access") return undefined;
    const access = await openFreshAccess(tx, deps, token, opened);
    return access === undefined ? opened : work(tx, access);
  });
}

async function sendAnother(pages: Pages, call: Call, opened: OpenedLink): Promise<string> {
  const { deps } = pages;
  const { link, account, context } = opened;
  const form = await deps.db.account(account.id, (tx) => formOf(tx, deps, link));
  if (!form) return answerInvalidLink(call.request, call.reply);
  const model = await accessModel(pages, { accountId: account.id, form });
  return answerPage(call.reply, context.theme, accessPage(context, model), { status: 410 });
}

async function show(pages: Pages, call: Call, token: string): Promise<string> {
  const { deps } = pages;
  const accountId = await accountOfToken(deps, token);
  if (accountId === null) return answerInvalidLink(call.request, call.reply);
  const asked = await deps.db.account(accountId, async (tx) => {
    const opened = await openLink(tx, accountId, call, token);
    return opened?.link.kind === "address_change"
      ? askForAddress(tx, pages, call, token, opened)
      : undefined;
  });
  return asked ?? visit(pages, call, token, (tx, access) => showManage(tx, pages, call, access));
}

/** The question whether the new address is the person's; looking at it changes nothing (DOI-07, DOI-14). */
async function askForAddress(
  tx: Tx,
  { deps, guard }: Pages,
  call: Call,
  token: string,
  { link, context }: OpenedLink,
  status = 200,
): Promise<string> {
  const now = deps.clock.now();
  const { email, newEmail } = link;
  if (link.state === "done")
    return answerPage(call.reply, context.theme, addressChangedPage(context, {}));
  if (link.state !== "open" || link.expiresAt <= now || email === null || newEmail === null)
    return answerInvalidLink(call.request, call.reply);
  if (call.request.method === "GET") await noteLanding(tx, link.id, now);
  const page = addressConfirmPage(context, {
    target: { action: `/z/${token}/confirm`, fields: { nonce: guard.nonce("address", token) } },
    oldAddress: maskAddress(email),
    newAddress: newEmail,
    expiresAt: link.expiresAt,
  });
  return answerPage(call.reply, context.theme, page, { status });
}

async function confirmAddress(pages: Pages, call: Call, token: string): Promise<string> {
  const { deps, guard } = pages;
  const accountId = await accountOfToken(deps, token);
  if (accountId === null) return answerInvalidLink(call.request, call.reply);
  return deps.db.account(accountId, async (tx) => {
    const opened = await openLink(tx, accountId, call, token);
    if (opened?.link.kind !== "address_change") return answerInvalidLink(call.request, call.reply);
    const isPressed = guard.accepts(field(call, "nonce"), PAGE_MAX_AGE_MS, "address", token);
    if (!isPressed) return askForAddress(tx, pages, call, token, opened, 422);
    const result = await confirmAddressChange(tx, deps, opened.account, token);
    if (result !== "changed" && result !== "repeated")
      return answerInvalidLink(call.request, call.reply);
    const page = addressChangedPage(opened.context, {});
    return answerPage(call.reply, opened.context.theme, page);
  });
}

/** The person behind the link, if it is one person's data: nothing is copied or erased for several at once (DSR-15). */
async function openPerson(
  pages: Pages,
  call: Call,
  token: string,
): Promise<(Access & { contact: NonNullable<Access["contact"]> }) | string> {
  let found: Access | undefined;
  const answer = await visit(pages, call, token, async (tx, access) => {
    if (access.contact !== undefined && !access.isShared) found = access;
    return found ? "" : showManage(tx, pages, call, access, { notice: "unchanged" });
  });
  return found ? { ...found, contact: found.contact! } : answer;
}

async function askToErase(tx: Tx, pages: Pages, call: Call, access: Access): Promise<string> {
  const { deps, guard } = pages;
  const { context, path } = access;
  if (access.contact === undefined || access.isShared)
    return showManage(tx, pages, call, access, { notice: "unchanged" });
  const page = erasePage(context, {
    target: { action: `${path}/erase/now`, fields: { nonce: guard.nonce("erase", path) } },
    backUrl: path,
    stays: whatStays(context, deps.clock.now(), await isSuppressed(tx, access)),
  });
  return answerPage(call.reply, context.theme, page);
}

const isSuppressed = async (tx: Tx, { emailNormalised, addressHash }: Access): Promise<boolean> =>
  (await activeForAddress(tx, emailNormalised, addressHash)).length > 0;

async function erase(pages: Pages, call: Call, token: string): Promise<string> {
  const { deps, guard } = pages;
  const access = await openPerson(pages, call, token);
  if (typeof access === "string") return access;
  const { account, contact, context, emailNormalised, path } = access;
  const inAccount = <T>(work: (tx: Tx) => Promise<T>) => deps.db.account(account.id, work);
  if (!guard.accepts(field(call, "nonce"), PAGE_MAX_AGE_MS, "erase", path))
    return inAccount((tx) => askToErase(tx, pages, call, access));
  const suppressed = await inAccount((tx) => isSuppressed(tx, access));
  const report = await deps.eraseDataSubject({
    accountId: account.id,
    emailNormalised,
    contactId: contact.id,
  });
  await inAccount(async (tx) => {
    await deps.requests.record(tx, account.id, { kind: "erasure", locale: context.locale });
    await audit(tx, account.id, personActor, "contact.erased", {
      objectType: "contact",
      objectId: contact.publicId,
      detail: { asked: "preferences" },
    });
  });
  const page = erasedPage(context, {
    stays: whatStays(context, deps.clock.now(), suppressed),
    gone: erasedCounts(report),
  });
  return answerPage(call.reply, context.theme, page);
}

const FORMATS: readonly string[] = ["pdf", "csv", "portable"] satisfies CopyFormat[];

async function copy(pages: Pages, call: Call, token: string): Promise<unknown> {
  const { deps } = pages;
  const access = await openPerson(pages, call, token);
  if (typeof access === "string") return access;
  const { account, contact, context, emailNormalised } = access;
  const { locale } = context;
  const asked = field(call, manageFields.format);
  const format = FORMATS.includes(asked) ? (asked as CopyFormat) : "json";
  const file = await deps.copyDataSubject(
    { accountId: account.id, emailNormalised, contactId: contact.id, locale },
    format,
  );
  await deps.db.account(account.id, async (tx) => {
    const kind = format === "portable" ? "portability" : "access";
    await deps.requests.record(tx, account.id, { kind, locale });
    await audit(tx, account.id, personActor, "contact.copied", {
      objectType: "contact",
      objectId: contact.publicId,
      detail: { asked: "preferences", format },
    });
  });
  return call.reply
    .type(file.mediaType)
    .header("cache-control", "no-store")
    .header("content-disposition", `attachment; filename="${file.name}"`)
    .send(file.bytes);
}
