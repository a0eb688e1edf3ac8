import type {
  AnswerTemplate,
  IdentityWay,
  NextStep,
  RequestAct,
  RequestChannel,
  RequestKind,
  RequestState,
  Urgency,
} from "../../contract/data-requests.ts";
import type { Locale } from "../platform/index.ts";

/** What somebody asks for about their data, from its receipt to its answer (Articles 12 to 22 GDPR). */
export interface DataRequest {
  id: number;
  publicId: string;
  number: number;
  kind: RequestKind;
  channel: RequestChannel;
  state: RequestState;
  locale: Locale;
  email: string | null;
  emailNormalised: string | null;
  contactId: number | null;
  personName: string;
  message: string;
  /** Days in the account's time zone, such as 2026-11-22. */
  receivedOn: string;
  dueOn: string;
  extendedAt: Date | null;
  extensionReason: string;
  identity: IdentityWay | null;
  identityNote: string;
  identifiedAt: Date | null;
  linkSentAt: Date | null;
  done: Partial<Record<RequestAct, Record<string, number>>>;
  endedAt: Date | null;
  alarmed: number;
  anonymisedAt: Date | null;
  createdAt: Date;
}

/** A person who ended a restriction themselves has a case of the kind `restriction`, in which nothing was restricted. */
export const liftsRestriction = ({ kind, done }: Pick<DataRequest, "kind" | "done">): boolean =>
  kind === "restriction" && done.lift_restriction !== undefined && done.restrict === undefined;

export const ENDED: ReadonlySet<RequestState> = new Set(["answered", "refused", "closed"]);
/** Days after receipt on which somebody is reminded (DSR-10). */
export const ALARM_DAYS = [20, 28] as const;
/** The mark of the alarm on the day after the last. */
export const OVERDUE_ALARM = 31;
/** Years a finished case names the person, to the end of the year, as every other proof (RET-09). */
export const KEPT_YEARS = 3;

const DAY_MS = 86_400_000;

/**
 * The same day so many months later; a month that is too short ends on its last day: 31 January, then 28 or 29 February
 * (Art. 12(3) GDPR, Regulation 1182/71 Art. 3(2)(c)).
 */
export function monthsLater(day: string, months: number): string {
  const [year, month, date] = day.split("-").map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last)))
    .toISOString()
    .slice(0, 10);
}

export const dueAfter = (receivedOn: string): string => monthsLater(receivedOn, 1);
/** One month and the two it may be extended by, once (Art. 12(3) GDPR). */
export const extendedDue = (receivedOn: string): string => monthsLater(receivedOn, 3);

export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);

/** The alarm a case has reached: 0, 20, 28 or `OVERDUE_ALARM`. An extended one counts back from its new last day. */
export function alarmOf(
  { receivedOn, dueOn, extendedAt }: Pick<DataRequest, "receivedOn" | "dueOn" | "extendedAt">,
  today: string,
): number {
  if (today > dueOn) return OVERDUE_ALARM;
  const [first, second] = ALARM_DAYS;
  const passed =
    extendedAt === null ? daysBetween(receivedOn, today) : 30 - daysBetween(today, dueOn);
  return passed >= second ? second : passed >= first ? first : 0;
}

export function urgencyOf(request: DataRequest, today: string): Urgency {
  if (ENDED.has(request.state)) return "ended";
  const alarm = alarmOf(request, today);
  if (alarm === OVERDUE_ALARM) return "overdue";
  return alarm === 28 ? "urgent" : alarm === 20 ? "soon" : "calm";
}

const actOfKind: Partial<Record<RequestKind, RequestAct>> = {
  erasure: "erase",
  restriction: "restrict",
};

/** One clear step for each case. */
export function nextStep(request: DataRequest): NextStep {
  if (ENDED.has(request.state)) return "none";
  if (request.identity === null) return request.linkSentAt === null ? "identify" : "wait_link";
  const act = actOfKind[request.kind];
  return act !== undefined && request.done[act] === undefined ? "act" : "answer";
}

/** Which templates end a case, and as what. */
export const endOf: Record<AnswerTemplate, RequestState | null> = {
  receipt: null,
  identity: null,
  copy: "answered",
  done: "answered",
  no_data: "answered",
  refused: "refused",
};

/** What people quote: the year of receipt and a running number. */
export const numberText = ({
  receivedOn,
  number,
}: Pick<DataRequest, "receivedOn" | "number">): string =>
  `${receivedOn.slice(0, 4)}-${String(number).padStart(4, "0")}`;

const kindWords: [RequestKind, RegExp][] = [
  ["portability", /übertragbar|datenmitnahme|portab|art(?:ikel|icle|\.)?\s*20\b/iu],
  ["restriction", /ein(?:zu)?schränk|sperr(?:en|ung) (?:meiner|der) daten|restrict/iu],
  ["rectification", /berichtig|korrigier|korrektur|rectif|correct/iu],
  ["erasure", /lösch|vergessen werden|era[sz]|delet|forgotten/iu],
  ["objection", /widerspr(?:e|u)ch|object/iu],
  ["withdrawal", /widerruf|withdraw/iu],
  ["access", /auskunft|kopie|access|copy/iu],
];

/** What a text most likely asks for; a person looks at it and may change it. */
export function guessKind(text: string): RequestKind {
  return kindWords.find(([, words]) => words.test(text))?.[0] ?? "access";
}

const RIGHTS =
  /\b(?:art(?:ikel|icle|\.)?\s*(?:1[5-9]|2[01])\b[^.]{0,60}\b(?:ds-?gvo|gdpr|datenschutz)|(?:ds-?gvo|gdpr)[^.]{0,80}\b(?:auskunft|kopie|lösch|berichtig|einschränk|access|copy|era[sz]|rectif|restrict)|(?:auskunft|kopie)\s+(?:über|zu)\s+(?:die\s+|meine\s+|alle\s+)*(?:gespeicherten\s+|personenbezogenen\s+)*daten|lösch\w*[^.]{0,40}\bmeine[rn]?\s+(?:\w+\s+){0,2}daten|(?:subject access request|copy of my (?:personal )?data|(?:delete|erase) (?:all )?my (?:personal )?data))/iu;

/** Whether a message to any address of ours asks for a right of the GDPR in so many words (DSR-16). */
export const asksForRight = (text: string): boolean => RIGHTS.test(text);
