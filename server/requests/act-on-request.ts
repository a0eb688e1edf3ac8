import type { RequestAct } from "../../contract/data-requests.ts";
import { findByAddress, findContactById, setRestricted, type Contact } from "../contacts/index.ts";
import { getAccount } from "../accounts/index.ts";
import { conflict, type Actor, type Tx } from "../platform/index.ts";
import { liftedText } from "./answer-texts.ts";
import type { RequestsDeps } from "./deps.ts";
import { lockOpen, mailText, note } from "./manage-request.ts";
import { tellOthers } from "./notices.ts";
import type { DataRequest } from "./request.ts";
import { updateRequest } from "./requests.store.ts";

interface Acting {
  accountId: number;
  actor: Actor;
}

/**
 * Does for the person of a case what they asked for: erases everything (Art. 17), locks the data (Art. 18) or lifts the
 * lock, of which the person is told first (Art. 18(3)).
 * @throws AppError 409 `identity_missing`, `person_missing`
 */
export async function actOnRequest(
  deps: RequestsDeps,
  acting: Acting,
  publicId: string,
  act: RequestAct,
): Promise<void> {
  const { accountId } = acting;
  const inAccount = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
    deps.db.account(accountId, work);
  if (act !== "erase")
    return inAccount(async (tx) => {
      const { request, contact } = await personOf(tx, publicId);
      await restrict(tx, deps, acting, request, contact, act);
    });
  const { request, contact } = await inAccount(async (tx) => {
    const found = await personOf(tx, publicId);
    await refuseShared(tx, found.contact);
    return found;
  });
  const report = await deps.eraseDataSubject({
    accountId,
    emailNormalised: contact.emailNormalised,
    contactId: contact.id,
  });
  const counts: Record<string, number> = {};
  for (const tables of Object.values(report))
    for (const [table, count] of Object.entries(tables))
      if (count > 0) counts[table] = (counts[table] ?? 0) + count;
  await inAccount(async (tx) => {
    const open = await lockOpen(tx, publicId);
    await note(tx, deps, acting, request, "acted", { detail: { act, counts } });
    await updateRequest(tx, open, {
      state: "working",
      contactId: null,
      done: { ...open.done, erase: counts },
    });
  });
}

async function personOf(
  tx: Tx,
  publicId: string,
): Promise<{ request: DataRequest; contact: Contact }> {
  const request = await lockOpen(tx, publicId);
  if (request.identity === null)
    throw conflict("identity_missing", "The identity of the person is not proven.", {
      hint: "Send the link, or say how you made sure.",
    });
  const contact =
    request.contactId === null ? undefined : await findContactById(tx, request.contactId);
  if (!contact)
    throw conflict("person_missing", "This case names nobody who is stored.", {
      hint: "Answer that nothing is stored, or open a case with the contact.",
    });
  return { request, contact };
}

/**
 * What belongs to an address would be copied or erased for everybody on it (DSR-15).
 * @throws AppError 409 `address_shared`
 */
export async function refuseShared(tx: Tx, contact: Contact): Promise<void> {
  if (contact.pot === "core" || (await findByAddress(tx, contact.emailNormalised)).length < 2)
    return;
  throw conflict("address_shared", "Several people share this address.", {
    hint: "Give one of them another address first, so that nobody receives or loses the other's data.",
  });
}

async function restrict(
  tx: Tx,
  deps: RequestsDeps,
  acting: Acting,
  request: DataRequest,
  contact: Contact,
  act: "restrict" | "lift_restriction",
): Promise<void> {
  const { accountId } = acting;
  const locks = act === "restrict";
  if (!locks)
    await mailText(
      tx,
      deps,
      accountId,
      { ...contact, locale: request.locale },
      liftedText(await getAccount(tx), request.locale),
    );
  const changed = await setRestricted(tx, contact.id, locks ? deps.clock.now() : null);
  if (changed)
    await tellOthers(tx, deps, accountId, contact, locks ? "restriction" : "restriction_lifted");
  await note(tx, deps, acting, request, "acted", {
    subject: act,
    action: locks ? "restricted" : "restriction_lifted",
    detail: { act },
  });
  await updateRequest(tx, request, {
    state: "working",
    done: { ...request.done, [act]: {} },
  });
}
