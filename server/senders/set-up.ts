import type { SetupStep } from "../../contract/accounts.ts";
import type { Tx } from "../platform/index.ts";
import { findDefaultSender } from "./senders.store.ts";

/** The step of the set-up that belongs to senders. Confirming and the DNS follow before going live. */
export async function senderSetupSteps(tx: Tx): Promise<SetupStep[]> {
  const done = (await findDefaultSender(tx)) !== undefined;
  return [
    {
      id: "sender",
      label: { de: "Absender und Antwortadresse", en: "Sender and reply address" },
      done,
      problems: done
        ? []
        : [
            {
              path: "sender",
              rule: "CNT-02",
              message: {
                de: "Bitte legen Sie einen Absender mit Antwortadresse an.",
                en: "Please create a sender with a reply address.",
              },
            },
          ],
    },
  ];
}
