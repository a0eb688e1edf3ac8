import type { RequestAct, RequestKind } from "../../contract/data-requests.ts";
import { getAccount } from "../accounts/index.ts";
import type { Contact } from "../contacts/index.ts";
import { wallClockAt, type Clock, type Keys, type Locale, type Tx } from "../platform/index.ts";
import { tellOthers } from "./notices.ts";
import { ENDED, dueAfter, numberText } from "./request.ts";
import {
  addEvent,
  insertRequest,
  lockRequest,
  requestsOf,
  updateRequest,
} from "./requests.store.ts";

type Deps = { clock: Clock; keys: Keys };

/** A case as the person it is about sees it. */
export interface OwnRequest {
  id: string;
  number: string;
  kind: RequestKind;
  state: "received" | "identified" | "working" | "answered" | "refused" | "closed";
  receivedOn: string;
  dueOn: string;
  extended: boolean;
}

/** What "Verwalten" asks of cases; the composition root hands it to preferences, which rank lower. */
export function requestPorts(deps: Deps) {
  return {
    /** Open cases of the person, and how the last ones ended. */
    async ofPerson(
      tx: Tx,
      person: { contactId: number | null; emailNormalised: string },
    ): Promise<OwnRequest[]> {
      const found = await requestsOf(tx, person.contactId, person.emailNormalised);
      return found
        .filter((one) => one.channel !== "self_service")
        .slice(0, 5)
        .map((one) => ({
          id: one.publicId,
          number: numberText(one),
          kind: one.kind,
          state: one.state,
          receivedOn: one.receivedOn,
          dueOn: one.dueOn,
          extended: one.extendedAt !== null,
        }));
    },
    /** Whoever presses the button behind a fresh link reads the stored address: the identity is proven (DSR-11). */
    async prove(
      tx: Tx,
      accountId: number,
      person: { contactId: number | null; emailNormalised: string },
    ): Promise<number> {
      let proven = 0;
      for (const one of await requestsOf(tx, person.contactId, person.emailNormalised)) {
        const request = await lockRequest(tx, one.publicId);
        if (!request || ENDED.has(request.state) || request.identity !== null) continue;
        const at = deps.clock.now();
        await updateRequest(tx, request, {
          state: "identified",
          identity: "link",
          identifiedAt: at,
          contactId: request.contactId ?? person.contactId,
        });
        await addEvent(tx, accountId, request.id, { kind: "identified", actor: "", at });
        proven++;
      }
      return proven;
    },
    /** The register also holds what people did themselves; it names nobody, because nothing is left to answer. */
    async record(
      tx: Tx,
      accountId: number,
      done: { kind: RequestKind; act?: RequestAct; locale: Locale },
    ): Promise<void> {
      const now = deps.clock.now();
      const receivedOn = wallClockAt(now, (await getAccount(tx)).timezone).date;
      const request = await insertRequest(tx, accountId, {
        kind: done.kind,
        channel: "self_service",
        state: "answered",
        locale: done.locale,
        email: null,
        emailNormalised: null,
        contactId: null,
        personName: "",
        message: "",
        receivedOn,
        dueOn: dueAfter(receivedOn),
        endedAt: now,
        anonymisedAt: now,
        createdAt: now,
      });
      if (done.act !== undefined) await updateRequest(tx, request, { done: { [done.act]: {} } });
      await addEvent(tx, accountId, request.id, { kind: "answered", actor: "", at: now });
    },
    /** Art. 19: whoever delivered or received the data learns of it. */
    tellOthers: (
      tx: Tx,
      accountId: number,
      contact: Contact,
      reason: "rectification" | "restriction" | "restriction_lifted",
    ) => tellOthers(tx, deps, accountId, contact, reason),
  };
}

export type RequestPorts = ReturnType<typeof requestPorts>;
