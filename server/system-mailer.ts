import type { SendSystemMail } from "./accounts/index.ts";
import { getAccount, pageTheme } from "./accounts/index.ts";
import { decide, loadFacts, type ComplianceDeps } from "./compliance/index.ts";
import { buildSystemMail } from "./content/index.ts";
import { queueDelivery } from "./delivery/index.ts";
import { AppError, parseEmailAddress, type Clock, type Keys, type Tx } from "./platform/index.ts";
import { hasWayOut } from "./relays/index.ts";

/** Whether system mail of the transaction's account leaves the house: live, and with a way out. */
export async function systemMailLeaves(tx: Tx, hasRelay: boolean): Promise<boolean> {
  return (await getAccount(tx)).mode === "live" && hasWayOut(tx, "transactional", hasRelay);
}

/**
 * The port through which lower slices have the product write to operators and test addresses. The mail passes the gate
 * and the queue like every other.
 */
export function createSystemMailer(deps: {
  keys: Keys;
  clock: Clock;
  compliance: ComplianceDeps;
  hasRelay: boolean;
}): SendSystemMail {
  return async (tx, mail) => {
    const account = await getAccount(tx);
    const address = parseEmailAddress(mail.to);
    if (!address.ok)
      throw new AppError("address_not_valid", 400, "This is not an e-mail address.", {
        hint: "Expected a form such as name@example.org.",
      });
    const destination = account.mode === "sandbox" ? "catch_all" : "internet";
    const [facts] = await loadFacts(tx, deps.compliance, {
      kind: "system",
      listIds: [],
      destination,
      targets: [{ contactId: null, emailNormalised: address.normalised }],
    });
    const decision = decide(facts!, "system", deps.clock.now());
    if (decision.kind === "excluded")
      throw new AppError(
        "address_excluded",
        409,
        `The gate refuses this address: ${decision.reason}.`,
        { hint: "See the blacklist." },
      );
    const built = buildSystemMail(
      pageTheme(account, mail.locale),
      { locale: mail.locale, timeZone: account.timezone },
      {
        kind: "plain",
        subject: mail.subject,
        heading: mail.heading,
        paragraphs: mail.paragraphs,
        button: mail.button,
        note: mail.note,
      },
    );
    await queueDelivery(tx, deps, mail.accountId, {
      recipient: decision.recipient,
      email: address.address,
      message: {
        ...built,
        locale: mail.locale,
        autoSubmitted: true,
        ...(mail.replyTo === undefined ? {} : { replyTo: mail.replyTo }),
      },
      ...(mail.reference === undefined ? {} : { reference: mail.reference }),
    });
    const leaves = await systemMailLeaves(tx, deps.hasRelay);
    return { via: leaves ? "relay" : "mailbox" };
  };
}
