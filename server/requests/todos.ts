import type { Todo } from "../../contract/dashboard.ts";
import { countUninformed } from "../contacts/index.ts";
import type { Clock, Tx } from "../platform/index.ts";
import { dayText, kindName } from "./answer-texts.ts";
import { countOpenNotices } from "./notices.store.ts";
import { todayOf } from "./present-request.ts";
import { addDays, ALARM_DAYS } from "./watch-information.ts";
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
  found.push(...(await informationTodo(tx, today)));
  return found;
}

/** DSR-02: people who are to be told within five days, and those who are locked because nobody did. */
async function informationTodo(tx: Tx, today: string): Promise<Todo[]> {
  const { soon, locked } = await countUninformed(tx, addDays(today, ALARM_DAYS));
  if (soon + locked === 0) return [];
  const [de, en] = locked > 0 ? lockedTitles(locked) : soonTitles(soon);
  return [
    {
      code: "information_due",
      urgent: true,
      title: { de, en },
      detail: {
        de: "Ihre Daten stammen nicht von ihnen selbst. Senden Sie die Information, halten Sie fest, wie sie auf anderem Weg erfolgt ist, oder löschen Sie die Kontakte (Art. 14 DSGVO).",
        en: "Their data did not come from them. Send the notice, note how it was given otherwise, or delete the contacts (Article 14 GDPR).",
      },
      path: "/datenschutz/anliegen/informationspflicht",
      rule: "DSR-02",
      at: null,
    },
  ];
}

function lockedTitles(count: number): [de: string, en: string] {
  return count === 1
    ? [
        "Ein Kontakt ist gesperrt, weil er nicht informiert wurde",
        "One contact is locked because nobody informed them",
      ]
    : [
        `${count} Kontakte sind gesperrt, weil sie nicht informiert wurden`,
        `${count} contacts are locked because nobody informed them`,
      ];
}

function soonTitles(count: number): [de: string, en: string] {
  return count === 1
    ? [
        "Ein Kontakt ist bald über seine Daten zu informieren",
        "One contact must soon be informed of their data",
      ]
    : [
        `${count} Kontakte sind bald über ihre Daten zu informieren`,
        `${count} contacts must soon be informed of their data`,
      ];
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
