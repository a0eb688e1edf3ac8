import type { Todo } from "../../contract/dashboard.ts";
import { waitingApprovals } from "../mailings/index.ts";
import type { Tx } from "../platform/index.ts";
import type { MailingHead } from "./dashboard.store.ts";

/** CNT-18: what a colleague asked to have approved; nobody approves what they made or asked for themselves. */
export async function approvalTodos(tx: Tx, operatorId: number | undefined): Promise<Todo[]> {
  if (operatorId === undefined) return [];
  const waiting = await waitingApprovals(tx);
  return waiting
    .filter((one) => one.requestedBy !== operatorId && one.createdBy !== operatorId)
    .map(({ publicId, name, at }) =>
      todo("approval_waiting", `/mailings/${publicId}/check`, {
        title: {
          de: `„${name}“ wartet auf Ihre Freigabe`,
          en: `"${name}" waits for your approval`,
        },
        rule: "CNT-18",
        urgent: true,
        at,
      }),
    );
}

/** What waits with a mailing. */
export function mailingTodo(mailing: MailingHead): Todo {
  const path = `/mailings/${mailing.publicId}`;
  const { name } = mailing;
  switch (mailing.state) {
    case "paused":
      return todo("mailing_paused", path, {
        title: { de: `„${name}“ ist angehalten`, en: `"${name}" is paused` },
        urgent: true,
        at: mailing.updatedAt,
      });
    case "missed":
      return todo("mailing_missed", path, {
        title: {
          de: `„${name}“ hat seinen Sendetermin verpasst`,
          en: `"${name}" missed its time to go out`,
        },
        urgent: true,
        at: mailing.scheduledAt,
      });
    case "scheduled":
      return todo("mailing_scheduled", path, {
        title: { de: `„${name}“ ist geplant`, en: `"${name}" is scheduled` },
        at: mailing.scheduledAt,
      });
    default:
      return todo("mailing_draft", path, {
        title: { de: `Entwurf „${name}“ weiterschreiben`, en: `Go on with the draft "${name}"` },
        at: mailing.updatedAt,
      });
  }
}

/** One entry of the start page; what is left out is not urgent and has no detail. */
export function todo(
  code: Todo["code"],
  path: string,
  more: Pick<Todo, "title"> &
    Partial<Pick<Todo, "detail" | "urgent" | "rule">> & { at?: Date | null },
): Todo {
  const { at, ...rest } = more;
  return {
    code,
    path,
    urgent: false,
    detail: null,
    rule: null,
    ...rest,
    at: at?.toISOString() ?? null,
  };
}
