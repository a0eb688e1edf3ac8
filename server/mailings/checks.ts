import { getAccount } from "../accounts/index.ts";
import type { Check, CheckContext, CheckOutcome } from "../platform/index.ts";
import { newestLook, newestUnseen } from "./test-looks.store.ts";

const YEAR_MS = 365 * 86_400_000;

/** CHK-35: a person opened a test mail in a mailbox of their own and said that it is right (CNT-18). */
export function mailingChecks(): Check[] {
  return [
    {
      id: "CHK-35",
      rules: ["CNT-18"],
      blocking: true,
      label: {
        de: "Testversand im eigenen Postfach von einem Menschen geprüft",
        en: "Test mailing looked at by a person in their own mailbox",
      },
      run: checkLook,
    },
  ];
}

async function checkLook({ tx, clock }: CheckContext): Promise<CheckOutcome> {
  const { mode } = await getAccount(tx);
  const isLive = mode === "live";
  const look = await newestLook(tx, isLive);
  const age = look?.lookedAt ? clock.now().getTime() - look.lookedAt.getTime() : Infinity;
  if (look && age < YEAR_MS)
    return {
      status: "passed",
      message: {
        de: `Die Testmail zu „${look.mailingName}“ hat jemand angesehen und für richtig befunden${isLive ? "" : ", im Testpostfach; im Echtbetrieb wird das noch einmal verlangt"}.`,
        en: `Somebody looked at the test mail of “${look.mailingName}” and found it right${isLive ? "" : ", in the test mailbox; live operation asks for that once more"}.`,
      },
      evidence: {
        mailing: look.mailingName,
        sentVia: look.sentVia,
        sentAt: look.sentAt.toISOString(),
        lookedAt: look.lookedAt!.toISOString(),
      },
    };
  const waiting = await newestUnseen(tx);
  if (waiting)
    return {
      status: "failed",
      message: {
        de: `Eine Testmail ist unterwegs, aber niemand hat sie bestätigt. Öffnen Sie sie ${isLive ? "in Ihrem Postfach" : "im Testpostfach"}, und folgen Sie dem Link am Ende.`,
        en: `A test mail is on its way, but nobody confirmed it. Open it ${isLive ? "in your mailbox" : "in the test mailbox"} and follow the link at its end.`,
      },
      evidence: { sentAt: waiting.toISOString() },
    };
  return {
    status: "failed",
    message: {
      de: `Schicken Sie eine Testmail ${isLive ? "an Ihr eigenes Postfach" : "an eine Testadresse"}, sehen Sie sie an, und folgen Sie dem Link an ihrem Ende.`,
      en: `Send a test mail ${isLive ? "to your own mailbox" : "to a test address"}, look at it, and follow the link at its end.`,
    },
  };
}
