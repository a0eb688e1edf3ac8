import { loadFacts } from "../compliance/index.ts";
import { profilingStates } from "../consent/index.ts";
import { findFirstByAddresses } from "../contacts/index.ts";
import { subscriptionsOfAddresses } from "../lists/index.ts";
import type { Tx } from "../platform/index.ts";
import { leftLists } from "../suppression/index.ts";
import { detailsOf } from "./details.store.ts";
import type { ImportDeps } from "./import.ts";
import { subscriptionKey, type BatchFacts } from "./plan-batch.ts";
import type { ParsedLine } from "./read-line.ts";
import type { Recipe } from "./recipe.ts";
import { lookUpByIndex, strangersAmong } from "./strangers.store.ts";

/** Everything known about the people of a batch, in one statement a kind. */
export async function loadBatchFacts(
  tx: Tx,
  deps: Pick<ImportDeps, "compliance">,
  lines: readonly ParsedLine[],
  recipe: Recipe,
): Promise<BatchFacts> {
  const known = lines.filter((line) => line.rejection === undefined);
  const listIds = recipe.lists.map((list) => list.id);
  if (known.length === 0)
    return {
      contacts: new Map(),
      subscriptions: new Map(),
      left: new Set(),
      profiling: new Map(),
      recipients: new Map(),
      details: new Map(),
    };
  await lookUpByIndex(tx);
  const strangers = await strangersAmong(tx, listIds, known);
  const named = known.filter((line) => !strangers.has(line.emailNormalised));
  // The gate is asked about one stranger for all of them.
  const [stranger] = strangers;
  const emails = named.map((line) => line.emailNormalised);
  const asked = stranger === undefined ? emails : [...emails, stranger];
  const found = emails.length === 0 ? [] : await findFirstByAddresses(tx, emails);
  const contacts = new Map(found.map((contact) => [contact.emailNormalised, contact]));
  const isAsked = listIds.length > 0 && emails.length > 0;
  const subscriptions = isAsked ? await subscriptionsOfAddresses(tx, listIds, emails) : [];
  const left = isAsked ? await leftLists(tx, listIds, named) : [];
  const profiling = await profilingStates(
    tx,
    known.filter((line) => line.profiling).map((line) => line.emailNormalised),
  );
  const recipients = await loadFacts(tx, deps.compliance, {
    kind: "newsletter",
    listIds,
    targets: asked.map((emailNormalised) => ({
      contactId: contacts.get(emailNormalised)?.id ?? null,
      emailNormalised,
    })),
  });
  const byEmail = new Map(recipients.map((facts, index) => [asked[index]!, facts]));
  for (const email of strangers) byEmail.set(email, byEmail.get(stranger!)!);
  const ids = known.some((line) => line.tags.length > 0 || line.stage || line.responsibleId)
    ? [...contacts.values()].map((contact) => contact.id)
    : [];
  const details = ids.length > 0 ? await detailsOf(tx, ids) : [];
  return {
    contacts,
    details: new Map(details.map((one) => [one.contactId, one])),
    subscriptions: new Map(
      subscriptions.map((one) => [subscriptionKey(one.listId, one.emailNormalised), one]),
    ),
    left: new Set(left.map((one) => subscriptionKey(one.listId, one.emailNormalised))),
    profiling,
    recipients: byEmail,
  };
}
