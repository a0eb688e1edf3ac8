import type { PageContext } from "../../server/pages/index.ts";
import type { ManageModel } from "../../server/preferences/pages/index.ts";
import {
  requestFormPage,
  requestSentPage,
  type RequestFormModel,
} from "../../server/requests/pages/request-form-page.ts";

const form: RequestFormModel = {
  selfUrl: "/anfrage/acc_1",
  manageUrl: "/f/frm_1/verwalten",
  startedToken: "started",
};

/** The pages of requests about one's data. */
export function requestPages(context: PageContext): Record<string, string> {
  return {
    "request-form": requestFormPage(context, form),
    "request-form-errors": requestFormPage(context, {
      ...form,
      entered: { kind: "access", email: "adresse@", message: "?" },
      problems: ["kind_missing", "email_invalid", "message_too_long"],
    }),
    "request-sent": requestSentPage(context, { formUrl: "/anfrage/acc_1" }),
  };
}

/** What "Verwalten" shows of a person's rights besides copy, objection and erasure. */
export const sampleRights: Pick<ManageModel, "copy" | "restriction" | "requests"> = {
  copy: {
    target: { action: "/v/token/copy", fields: { nonce: "n0nce" } },
    formats: ["pdf", "json", "csv", "portable"],
  },
  restriction: { target: { action: "/v/token/restrict" }, on: false },
  requests: {
    list: [
      {
        number: "2026-0007",
        kind: "access",
        state: "received",
        receivedOn: "2026-11-18",
        dueOn: "2026-12-18",
      },
    ],
    prove: { action: "/v/token/prove" },
  },
};

/** What an erasure took. */
export const sampleGone = { details: 3, lists: 2, uses: 41, mails: 12, purchases: 0, rest: 1 };
