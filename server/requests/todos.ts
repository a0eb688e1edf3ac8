import type { Todo } from "../../contract/dashboard.ts";
import type { Clock, Tx } from "../platform/index.ts";
import { dayText, kindName } from "./answer-texts.ts";
import { countOpenNotices } from "./notices.store.ts";
import { todayOf } from "./present-request.ts";
import { numberText, urgencyOf, type DataRequest } from "./request.ts";
import { openRequests } from "./requests.store.ts";

const NAMED = 3;
const PATH = "/datenschutz/anliegen";

/** DSR-10: cases that wait, on the start page of who answers for them; nobody is named. */
export async function requestTodos(tx: Tx, clock: Clock): Promise<Todo[]> {
  const open = await openRequests(tx, 200);
  const today = await todayOf(tx, clock);
  const found = open.slice(0, NAMED).map((one) => todoOf(one, today));
  const rest = open.length - NAMED;
  if (rest > 0)
    found.push({
      code: "data_request_open",
      urgent: false,
      title: {
        de: rest === 1 ? "Ein weiteres Anliegen ist offen" : `${rest} weitere Anliegen sind offen`,
        en: rest === 1 ? "One more request is open" : `${rest} more requests are open`,
      },
      detail: null,
      path: PATH,
      rule: "DSR-10",
      at: null,
    });
  const notices = await countOpenNotices(tx);
  if (notices > 0)
    found.push({
      code: "data_notice_open",
      urgent: false,
      title: {
        de:
          notices === 1
            ? "Eine Stelle von einer Änderung an Daten informieren"
            : `${notices} Mitteilungen über geänderte Daten sind offen`,
        en:
          notices === 1
            ? "Tell one recipient that data changed"
            : `${notices} notices about changed data are open`,
      },
      detail: {
        de: "Wer die Daten geliefert oder erhalten hat, erfährt von Löschung, Berichtigung und Einschränkung (Art. 19 DSGVO).",
        en: "Whoever delivered or received the data learns of erasure, correction and restriction (Article 19 GDPR).",
      },
      path: `${PATH}/mitteilungen`,
      rule: "DSR-14",
      at: null,
    });
  return found;
}

function todoOf(request: DataRequest, today: string): Todo {
  const urgency = urgencyOf(request, today);
  const number = numberText(request);
  return {
    code: "data_request_open",
    urgent: urgency === "urgent" || urgency === "overdue",
    title: {
      de: `Anliegen ${number}: ${kindName(request.kind, "sie")}`,
      en: `Request ${number}: ${kindName(request.kind, "en")}`,
    },
    detail:
      urgency === "overdue"
        ? {
            de: `Die Frist ist am ${dayText(request.dueOn, "de")} abgelaufen.`,
            en: `The deadline passed on ${dayText(request.dueOn, "en")}.`,
          }
        : {
            de: `Zu beantworten bis ${dayText(request.dueOn, "de")}.`,
            en: `To be answered by ${dayText(request.dueOn, "en")}.`,
          },
    path: `${PATH}/${request.publicId}`,
    rule: "DSR-10",
    at: null,
  };
}
