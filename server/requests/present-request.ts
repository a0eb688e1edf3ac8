import type {
  DataRequestDetail,
  DataRequestView,
  RequestAct,
} from "../../contract/data-requests.ts";
import { getAccount } from "../accounts/index.ts";
import { displayName, findByAddress, findContactById } from "../contacts/index.ts";
import { wallClockAt, type Clock, type Tx } from "../platform/index.ts";
import {
  daysBetween,
  ENDED,
  extendedDue,
  liftsRestriction,
  nextStep,
  numberText,
  urgencyOf,
  type DataRequest,
} from "./request.ts";
import { eventsOf } from "./requests.store.ts";
import { scansOf } from "./scans.store.ts";

/** Today in the account's time zone, which is where deadlines run. */
export async function todayOf(tx: Tx, clock: Clock): Promise<string> {
  return wallClockAt(clock.now(), (await getAccount(tx)).timezone).date;
}

export async function presentRequest(
  tx: Tx,
  request: DataRequest,
  today: string,
): Promise<DataRequestView> {
  const contact =
    request.contactId === null ? undefined : await findContactById(tx, request.contactId);
  return {
    id: request.publicId,
    number: numberText(request),
    kind: request.kind,
    lifts: liftsRestriction(request),
    channel: request.channel,
    state: request.state,
    urgency: urgencyOf(request, today),
    next: nextStep(request),
    person: request.personName || (contact && displayName(contact)) || (request.email ?? ""),
    contactId: contact?.publicId ?? null,
    receivedOn: request.receivedOn,
    dueOn: request.dueOn,
    daysLeft: daysBetween(today, request.dueOn),
    extended: request.extendedAt !== null,
    identity: request.identity,
    endedAt: request.endedAt?.toISOString() ?? null,
  };
}

/** The whole case with its history. */
/** What was done is told by its own name. */
const ACTED: Readonly<Record<string, { kind: string; subject: "" }>> = {
  restrict: { kind: "restricted", subject: "" },
  lift_restriction: { kind: "restriction_lifted", subject: "" },
};

export async function presentDetail(
  tx: Tx,
  clock: Clock,
  request: DataRequest,
): Promise<DataRequestDetail> {
  const people =
    request.emailNormalised === null ? [] : await findByAddress(tx, request.emailNormalised);
  const contact =
    request.contactId === null ? undefined : await findContactById(tx, request.contactId);
  const isOpen = !ENDED.has(request.state);
  return {
    ...(await presentRequest(tx, request, await todayOf(tx, clock))),
    locale: request.locale,
    email: request.email,
    name: request.personName,
    message: request.message,
    known: contact !== undefined || people.length > 0,
    shared: people.length > 1,
    restricted: contact?.restrictedAt != null,
    extensionReason: request.extensionReason,
    extendableTo: isOpen && request.extendedAt === null ? extendedDue(request.receivedOn) : null,
    identityNote: request.identityNote,
    identifiedAt: request.identifiedAt?.toISOString() ?? null,
    linkSentAt: request.linkSentAt?.toISOString() ?? null,
    done: Object.keys(request.done) as RequestAct[],
    anonymisedAt: request.anonymisedAt?.toISOString() ?? null,
    counts: request.done.erase ?? {},
    events: (await eventsOf(tx, request.id)).map(({ at, ...event }) => ({
      at: at.toISOString(),
      ...event,
      ...ACTED[event.kind === "acted" ? event.subject : ""],
    })),
    scans: (await scansOf(tx, request.id)).map(({ publicId, mediaType, sizeBytes }) => ({
      id: publicId,
      mediaType,
      sizeBytes,
    })),
  };
}
