import { agentReason } from "../../contract/tracking.ts";
import { profilingStates, readEntries, type LedgerEntry } from "../consent/index.ts";
import { allFields } from "../contacts/index.ts";
import {
  allLists,
  listTexts,
  subscriptionsOfAddress,
  type List,
  type Subscription,
} from "../lists/index.ts";
import type { FormGuard } from "../pages/index.ts";
import type { Tx } from "../platform/index.ts";
import { activeForAddress } from "../suppression/index.ts";
import type { Access } from "./access.ts";
import { listDeclaration, trackingDeclaration } from "./declarations.ts";
import type { FormSummary, PreferenceDeps } from "./deps.ts";
import type { ManagedList, ManageModel, RecordedEvent, TrackingPanel } from "./pages/index.ts";
import { consentHistory, storedFacts, type EventCounts } from "./stored-facts.ts";
import { describeGrant } from "./stored-texts.ts";

/** Events counted for the page; the whole is in the copy. */
const COUNTED_EVENTS = 10_000;

/** The form whose newsletters the page lists: the one whose tab was used, else the first that is open (DSR-17). */
export async function formOf(
  tx: Tx,
  { forms }: PreferenceDeps,
  { formPublicId }: Pick<Access, "formPublicId">,
): Promise<FormSummary | undefined> {
  const own = formPublicId === null ? undefined : await forms.find(tx, formPublicId);
  return own ?? forms.first(tx);
}

export type ManageState = Pick<ManageModel, "notice" | "problems"> & { entered?: string };

/** Builds the page. What a link may not show is not even read (DSR-13, DSR-15). */
export async function manageModel(
  tx: Tx,
  deps: PreferenceDeps,
  guard: FormGuard,
  access: Access,
  state: ManageState = {},
): Promise<ManageModel> {
  const { path, contact, scope, isShared } = access;
  const form = await formOf(tx, deps, access);
  const entries =
    scope === "fresh" && !isShared
      ? await readEntries(tx, deps, access.account.id, {
          emailNormalised: access.emailNormalised,
        })
      : [];
  const objected = scope === "fresh" && (await hasObjected(tx, access));
  const target = (action: string) => ({ action: `${path}/${action}` });
  const guarded = (action: string) => ({
    action: `${path}/${action}`,
    fields: { nonce: guard.nonce(`manage-${action}`, path) },
  });
  const subscriptions = await subscriptionsOfAddress(tx, access.emailNormalised);
  const base: ManageModel = {
    address: access.email,
    until: access.until,
    selfUrl: path,
    signupUrl: form === undefined || form.archived ? undefined : `/f/${form.publicId}`,
    notice: state.notice,
    problems: state.problems,
    lists: await managedLists(tx, deps, access, subscriptions, objected ? undefined : form),
    // Also what came without proof or is stale can be left; who left everything has nothing more to leave.
    leaveAll: subscriptions.some(({ state }) => state !== "unsubscribed")
      ? target("all")
      : undefined,
    tracking: await trackingPanel(tx, access, entries),
    ...(objected ? { objected } : { object: guarded("object") }),
  };
  if (scope === "mail") return { ...base, fresh: target("fresh") };
  if (contact === undefined || isShared)
    return contact === undefined ? base : { ...base, names: namesOf(access, contact) };
  return {
    ...base,
    names: namesOf(access, contact),
    newAddress: { target: target("address"), entered: state.entered },
    ...(await personalParts(tx, deps, access, contact, entries)),
    copy: { target: target("copy"), formats: ["pdf", "json", "csv", "portable"] },
    restriction: { target: target("restrict"), on: contact.restrictedAt !== null },
    requests: await ownRequests(tx, deps, access, contact),
    erase: target("erase"),
  };
}

/** While an objection holds, a new consent would change nothing: only the house lifts it, on the person's word. */
export async function hasObjected(
  tx: Tx,
  { emailNormalised, addressHash }: Pick<Access, "emailNormalised" | "addressHash">,
): Promise<boolean> {
  const active = await activeForAddress(tx, emailNormalised, addressHash);
  return active.some(({ scope }) => scope === "account_address");
}

type Contact = NonNullable<Access["contact"]>;

function namesOf({ path }: Access, contact: Contact): NonNullable<ManageModel["names"]> {
  const { salutation, firstName, lastName, locale } = contact;
  return { target: { action: `${path}/names` }, salutation, firstName, lastName, locale };
}

async function ownRequests(
  tx: Tx,
  deps: PreferenceDeps,
  { emailNormalised, path }: Access,
  contact: Contact,
): Promise<ManageModel["requests"]> {
  const list = await deps.requests.ofPerson(tx, { contactId: contact.id, emailNormalised });
  if (list.length === 0) return undefined;
  const waits = list.some((one) => one.state === "received");
  return { list, ...(waits ? { prove: { action: `${path}/prove` } } : {}) };
}

async function personalParts(
  tx: Tx,
  deps: PreferenceDeps,
  access: Access,
  contact: Contact,
  entries: LedgerEntry[],
): Promise<Pick<ManageModel, "stored" | "events" | "history">> {
  const { context, emailNormalised } = access;
  const events = await deps.personalEvents(tx, emailNormalised, COUNTED_EVENTS);
  const lists = await allLists(tx, { archived: true });
  return {
    stored: storedFacts(context, {
      contact,
      fields: await allFields(tx, { archived: true }),
      entries: entries.length,
      events: countEvents(events.newest),
    }),
    events,
    history: consentHistory(context, entries, lists),
  };
}

/** Opens and clicks are a person's; everything else is counted as the requests of machines and of who knows whom. */
export function countEvents(events: readonly RecordedEvent[]): EventCounts {
  const persons = events.filter(({ agent }) => agentReason(agent).certainty === "person");
  const opens = persons.filter((event) => event.kind === "open").length;
  const clicks = persons.filter((event) => event.kind === "click").length;
  return { opens, clicks, others: events.length - persons.length };
}

/** A mail's link shows what it may end; a fresh one also what can be joined, with its wording. */
async function managedLists(
  tx: Tx,
  deps: PreferenceDeps,
  access: Access,
  subscriptions: readonly Subscription[],
  form: FormSummary | undefined,
): Promise<ManagedList[]> {
  const { locale } = access.context;
  const shown: ManagedList[] = [];
  for (const list of await allLists(tx, { archived: true })) {
    const subscription = subscriptions.find((one) => one.listId === list.id);
    const state = stateOf(subscription);
    const offered = list.archivedAt === null && (form?.lists.includes(list.publicId) ?? false);
    const mayJoin = access.scope === "fresh" && access.contact !== undefined && offered;
    if (state === "none" && !mayJoin) continue;
    const declaration =
      state === "none" ? await listDeclaration(tx, access.account, list, locale) : undefined;
    if (state === "none" && declaration === undefined) continue;
    shown.push({
      id: list.publicId,
      ...describe(list, locale),
      state,
      since: subscription?.confirmedAt ?? undefined,
      wording: declaration?.text ?? "",
      target: { action: `${access.path}/lists/${list.publicId}` },
    });
  }
  const order = form?.lists ?? [];
  const rank = (id: string) => (order.includes(id) ? order.indexOf(id) : order.length);
  return shown.toSorted((a, b) => rank(a.id) - rank(b.id));
}

function stateOf(subscription: Subscription | undefined): ManagedList["state"] {
  if (subscription?.state === "confirmed") return "subscribed";
  return subscription?.state === "pending" ? "pending" : "none";
}

function describe(list: List, locale: "de" | "en"): { name: string; description?: string } {
  const { name, topics, frequency } = listTexts(list, locale);
  const description = [topics, frequency].filter((part) => part !== "").join(" · ");
  return description === "" ? { name } : { name, description };
}

/** The stored state, never a wish (DSR-12). Allowing it needs a fresh link and a person (TRK-24). */
async function trackingPanel(
  tx: Tx,
  access: Access,
  entries: LedgerEntry[],
): Promise<TrackingPanel> {
  const { account, context, emailNormalised, path } = access;
  const permission = (await profilingStates(tx, [emailNormalised])).get(emailNormalised);
  const state = permission?.state ?? "unknown";
  const panel: TrackingPanel = { state, target: { action: `${path}/tracking` } };
  if (access.scope === "mail" || access.contact === undefined) return panel;
  if (state !== "granted") {
    const declaration = await trackingDeclaration(tx, account, context.locale);
    return { ...panel, offeredWording: declaration?.text };
  }
  const entry = entries.find((one) => one.entryId === permission?.entryId);
  const evidence = entry?.document?.evidence;
  if (!entry || typeof evidence?.shownText !== "string") return panel;
  return {
    ...panel,
    accepted: {
      wording: evidence.shownText,
      version: entry.document?.wording?.version ?? 1,
      at: entry.at,
      source: describeGrant(evidence.channel, context.locale),
    },
  };
}
