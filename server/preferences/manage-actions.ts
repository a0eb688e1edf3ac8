import { withdrawProfiling, grantProfiling } from "../consent/index.ts";
import { audit, personActor } from "../accounts/index.ts";
import { setRestricted, sortKey, updateContact, type ContactFields } from "../contacts/index.ts";
import { findList, listTexts, type List } from "../lists/index.ts";
import { answerPage, type FormGuard } from "../pages/index.ts";
import { notFound, parseEmailAddress, type Call, type Tx } from "../platform/index.ts";
import { refreshed, type Access } from "./access.ts";
import { requestAddressChange } from "./change-address.ts";
import { insertCorrection } from "./corrections.store.ts";
import { trackingDeclaration } from "./declarations.ts";
import type { PreferenceDeps } from "./deps.ts";
import { joinList } from "./join-list.ts";
import { countEvents, formOf, hasObjected, manageModel, type ManageState } from "./manage.ts";
import { manageFields, managePage, receiptPage } from "./pages/index.ts";
import { PAGE_MAX_AGE_MS } from "./parameters.ts";
import {
  objectToAdvertising,
  unsubscribe,
  unsubscribeFromAll,
  type Leaver,
} from "./unsubscribe.ts";

export interface Pages {
  deps: PreferenceDeps;
  guard: FormGuard;
}

const EVENTS = 10_000;
const MAX_NAME = 100;

/** The posted value of a field, as text; empty when it is missing or something else. */
export function field({ body }: Call, name: string): string {
  const value = (body as Record<string, unknown> | null | undefined)?.[name];
  return typeof value === "string" ? value.trim() : "";
}

/** The page, with what just happened told on top. */
export async function showManage(
  tx: Tx,
  { deps, guard }: Pages,
  call: Call,
  access: Access,
  state: ManageState = {},
): Promise<string> {
  const current = state.notice === undefined ? access : await refreshed(tx, access);
  const model = await manageModel(tx, deps, guard, current, state);
  const status = (state.problems ?? []).length > 0 ? 422 : 200;
  return answerPage(call.reply, access.context.theme, managePage(access.context, model), {
    status,
  });
}

const leaverOf = ({ account, addressHash, contact }: Access): Leaver => ({
  accountId: account.id,
  addressHash,
  contactId: contact?.id ?? null,
});

/** One newsletter on or off. Joining needs a fresh link, because it is a consent (DSR-17). */
export async function switchList(
  tx: Tx,
  pages: Pages,
  call: Call,
  access: Access,
  listPublicId: string,
): Promise<string> {
  const { deps } = pages;
  const list = await findList(tx, listPublicId);
  if (!list) throw notFound("list");
  if (field(call, manageFields.set) !== "on") {
    const left = await unsubscribe(
      tx,
      deps,
      { ...leaverOf(access), listId: list.id },
      { origin: "manage_page" },
    );
    return showManage(tx, pages, call, access, { notice: left.changed ? "left" : "unchanged" });
  }
  const joined = await join(tx, pages, access, list);
  return showManage(tx, pages, call, access, { notice: joined ? "joined" : "unchanged" });
}

async function join(tx: Tx, { deps }: Pages, access: Access, list: List): Promise<boolean> {
  const { contact, scope } = access;
  const form = await formOf(tx, deps, access);
  const isOffered = list.archivedAt === null && (form?.lists.includes(list.publicId) ?? false);
  if (scope !== "fresh" || contact === undefined || !isOffered) return false;
  if (await hasObjected(tx, access)) return false;
  return joinList(tx, deps, access.account, {
    list,
    contactId: contact.id,
    emailNormalised: access.emailNormalised,
    locale: access.context.locale,
    form: form && { publicId: form.publicId, version: form.version },
    linkSentAt: access.issuedAt,
  });
}

/** The analysis on or off. Off works from every link; on needs a fresh one and shows its wording (TRK-15, CON-26). */
export async function switchTracking(
  tx: Tx,
  pages: Pages,
  call: Call,
  access: Access,
): Promise<string> {
  const { deps } = pages;
  const { account, context, contact, emailNormalised } = access;
  if (field(call, manageFields.set) === "on") {
    const declaration = await trackingDeclaration(tx, account, context.locale);
    if (access.scope !== "fresh" || contact === undefined || declaration === undefined)
      return showManage(tx, pages, call, access, { notice: "unchanged" });
    const entry = await grantProfiling(tx, deps, {
      accountId: account.id,
      emailNormalised,
      contactId: contact.id,
      wordingVersionId: declaration.versionId,
      evidence: {
        channel: "preference_page",
        source: "preferences",
        shownText: declaration.text,
        locale: context.locale,
        grantedAt: deps.clock.now().toISOString(),
        addressProvenBy: "access_link",
        linkSentAt: access.issuedAt.toISOString(),
      },
    });
    return showManage(tx, pages, call, access, {
      notice: entry === null ? "unchanged" : "tracking_on",
    });
  }
  const deleted = countEvents((await deps.personalEvents(tx, emailNormalised, EVENTS)).newest);
  const entry = await withdrawTracking(tx, pages, access);
  const page = receiptPage(context, {
    kind: "tracking_withdrawn",
    at: deps.clock.now(),
    address: access.email,
    ...(access.isShared ? {} : { deleted }),
    number: entry ?? undefined,
    manageUrl: access.path,
  });
  return answerPage(call.reply, context.theme, page);
}

async function withdrawTracking(
  tx: Tx,
  { deps }: Pages,
  { account, emailNormalised, contact }: Access,
): Promise<string | undefined> {
  const entry = await withdrawProfiling(tx, deps, {
    accountId: account.id,
    emailNormalised,
    // Whoever reads the mailbox may end the analysis for everybody on it (TRK-24).
    contactId: contact?.id ?? 0,
    evidence: { channel: "preference_page", via: "manage_page" },
  });
  return entry?.publicId;
}

export async function leaveAllLists(
  tx: Tx,
  { deps }: Pages,
  call: Call,
  access: Access,
): Promise<string> {
  const { context } = access;
  const left = await unsubscribeFromAll(tx, deps, leaverOf(access), { origin: "manage_page" });
  const page = receiptPage(context, {
    kind: "all_unsubscribed",
    at: deps.clock.now(),
    address: access.email,
    lists: left.lists.map((list) => listTexts(list, context.locale).name),
    number: left.receipt ?? undefined,
    manageUrl: access.path,
  });
  return answerPage(call.reply, context.theme, page);
}

/** Art. 21(2) GDPR, with the page's own nonce, because it ends more than the link is for. */
export async function objectFromPage(
  tx: Tx,
  pages: Pages,
  call: Call,
  access: Access,
): Promise<string> {
  const { deps, guard } = pages;
  const nonce = field(call, "nonce");
  if (!guard.accepts(nonce, PAGE_MAX_AGE_MS, "manage-object", access.path))
    return showManage(tx, pages, call, access, { problems: ["form_expired"] });
  const done = await objectToAdvertising(tx, deps, leaverOf(access), { origin: "manage_page" });
  const page = receiptPage(access.context, {
    kind: "objected",
    at: deps.clock.now(),
    address: access.email,
    number: done.receipt ?? undefined,
    manageUrl: access.path,
  });
  return answerPage(call.reply, access.context.theme, page);
}

/** Salutation and name; an empty field empties what we know (DSR-05). */
export async function saveNames(tx: Tx, pages: Pages, call: Call, access: Access): Promise<string> {
  const { contact } = access;
  if (access.scope !== "fresh" || contact === undefined)
    return showManage(tx, pages, call, access, { notice: "unchanged" });
  const salutation = field(call, manageFields.salutation);
  const locale = field(call, manageFields.locale);
  const names = {
    firstName: oneLine(field(call, manageFields.firstName)),
    lastName: oneLine(field(call, manageFields.lastName)),
  };
  if (Object.values(names).some((name) => name.length > MAX_NAME))
    return showManage(tx, pages, call, access, { problems: ["name_too_long"] });
  const fields: ContactFields = {
    ...names,
    salutation: ["frau", "herr", "divers"].includes(salutation)
      ? (salutation as "frau" | "herr" | "divers")
      : "",
    ...(locale === "de" || locale === "en" ? { locale } : {}),
  };
  const changed = (["salutation", "firstName", "lastName", "locale"] as const).filter(
    (name) => fields[name] !== undefined && contact[name] !== fields[name],
  );
  if (changed.length === 0) return showManage(tx, pages, call, access, { notice: "unchanged" });
  const { deps } = pages;
  const now = deps.clock.now();
  const origin = { source: "preferences", at: now.toISOString() };
  await updateContact(tx, contact.id, {
    fields,
    sortKey: sortKey({ ...contact, ...names }, contact.emailNormalised),
    origins: Object.fromEntries(changed.map((name) => [name, origin])),
    now,
  });
  for (const name of changed)
    await insertCorrection(tx, access.account.id, {
      contactId: contact.id,
      field: name,
      oldValue: contact[name] ?? "",
      newValue: fields[name] ?? "",
      at: now,
    });
  await deps.requests.tellOthers(tx, access.account.id, contact, "rectification");
  await audit(tx, access.account.id, personActor, "contact.changed", {
    objectType: "contact",
    objectId: contact.publicId,
    detail: { fields: changed, asked: "preferences" },
  });
  return showManage(tx, pages, call, access, { notice: "names_saved" });
}

/** Art. 18 GDPR: locked at once, because waiting would defeat it; the person may lift it as easily (DSR-07). */
export async function switchRestriction(
  tx: Tx,
  pages: Pages,
  call: Call,
  access: Access,
): Promise<string> {
  const { deps } = pages;
  const { account, contact, context } = access;
  if (access.scope !== "fresh" || contact === undefined || access.isShared)
    return showManage(tx, pages, call, access, { notice: "unchanged" });
  const locks = field(call, manageFields.set) === "on";
  const changed = await setRestricted(tx, contact.id, locks ? deps.clock.now() : null);
  if (!changed) return showManage(tx, pages, call, access, { notice: "unchanged" });
  await deps.requests.tellOthers(
    tx,
    account.id,
    contact,
    locks ? "restriction" : "restriction_lifted",
  );
  await deps.requests.record(tx, account.id, {
    kind: "restriction",
    act: locks ? "restrict" : "lift_restriction",
    locale: context.locale,
  });
  await audit(tx, account.id, personActor, locks ? "contact.restricted" : "contact.unrestricted", {
    objectType: "contact",
    objectId: contact.publicId,
    detail: { asked: "preferences" },
  });
  return showManage(tx, pages, call, access, { notice: locks ? "restricted" : "unrestricted" });
}

/** Whoever presses this reads the stored address, so the identity is proven without any document (DSR-11). */
export async function proveRequests(
  tx: Tx,
  pages: Pages,
  call: Call,
  access: Access,
): Promise<string> {
  const { account, contact, emailNormalised } = access;
  if (access.scope !== "fresh" || contact === undefined || access.isShared)
    return showManage(tx, pages, call, access, { notice: "unchanged" });
  const proven = await pages.deps.requests.prove(tx, account.id, {
    contactId: contact.id,
    emailNormalised,
  });
  return showManage(tx, pages, call, access, { notice: proven > 0 ? "proven" : "unchanged" });
}

const oneLine = (text: string): string =>
  text
    .replace(/\p{C}+/gu, " ")
    .replace(/\s+/g, " ")
    .trim();

export async function changeAddressFromPage(
  tx: Tx,
  pages: Pages,
  call: Call,
  access: Access,
): Promise<string> {
  const { contact } = access;
  if (access.scope !== "fresh" || contact === undefined || access.isShared)
    return showManage(tx, pages, call, access, { notice: "unchanged" });
  const entered = field(call, manageFields.email);
  const parsed = parseEmailAddress(entered);
  const again = (problem: "email_invalid" | "email_same") =>
    showManage(tx, pages, call, access, { problems: [problem], entered: entered.slice(0, 254) });
  if (!parsed.ok) return again("email_invalid");
  if (parsed.normalised === access.emailNormalised) return again("email_same");
  await requestAddressChange(tx, pages.deps, { ...access, contact }, parsed);
  return showManage(tx, pages, call, access, { notice: "address_sent" });
}
