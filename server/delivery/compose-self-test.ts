import { randomBytes } from "node:crypto";
import { getAccount, imprintLines } from "../accounts/index.ts";
import { compileContent, MessageBuffer } from "../content/index.ts";
import { CUSTOMER_MAIL } from "../lists/index.ts";
import { signingKeys, type SelfTestMail } from "../senders/index.ts";
import { createComposer } from "./compose.ts";
import { extraHeaders } from "./mail-headers.ts";
import { toDkimKeys, type MailSourceDeps } from "./mail-source.ts";

/** Numbers of no mailing, contact or delivery; links of a test mail lead nowhere. */
const NOBODY = 0;

/**
 * Makes a newsletter of one sentence exactly as mailings are made: compiled, filled, with the headers for unsubscribing,
 * signed with the keys in use. It is looked at and goes nowhere (CHK-10, CHK-11, CHK-12).
 */
export function createSelfTestMail(
  deps: Pick<
    MailSourceDeps,
    "keys" | "engine" | "tracking" | "links" | "unsubscribeMailto" | "pagesUrl" | "trackUrl"
  >,
): SelfTestMail {
  return async ({ tx, accountId, clock }, sender) => {
    const account = await getAccount(tx);
    const now = clock.now();
    const locale = account.locale;
    const compiled = compileContent(
      {
        subject: locale === "de" ? "Selbsttest" : "Self-test",
        preheader: "",
        html: "<!doctype html><html><body><p>Klarpost</p>{{ footer }}</body></html>",
        text: "Klarpost\n\n{{ footer }}",
      },
      {
        locale,
        accountName: account.name,
        listName: account.name,
        imprintLines: imprintLines(account, locale),
        privacyUrl: account.privacy.noticeUrl ?? deps.pagesUrl,
        mailingDate: now.toISOString().slice(0, 10),
      },
    );
    if (!compiled.ok) return null;
    const composer = createComposer(
      {
        accountId,
        mailingId: NOBODY,
        content: compiled.content,
        level: "none",
        from: { name: sender.fromName, address: sender.fromAddress },
        replyTo: sender.replyTo,
        domain: sender.domain,
        listId: { id: `self-test.${sender.domain}`, name: account.name },
        headers: extraHeaders({
          kind: "newsletter",
          accountId,
          mailingId: NOBODY,
          domain: sender.domain,
          complaintsAddress: null,
        }),
        dkim: toDkimKeys(await signingKeys(tx, deps.keys, sender.domain, "marketing")),
        pagesUrl: deps.pagesUrl,
        trackUrl: deps.trackUrl,
      },
      deps,
    );
    const [prepared] = await composer.prepare([
      {
        deliveryId: NOBODY,
        messageKey: randomBytes(16).toString("hex"),
        email: sender.fromAddress,
        contactId: NOBODY,
        listId: CUSTOMER_MAIL,
        addressHash: randomBytes(32),
        name: "",
        contact: {
          salutation: null,
          firstName: "",
          lastName: "",
          email: sender.fromAddress,
          mayBeAsked: false,
        },
        measure: "anonymous",
      },
    ]);
    if (!prepared || "failed" in prepared) return null;
    const { bytes } = await prepared.compose(new MessageBuffer(), now);
    return Buffer.from(bytes.bytes.subarray(bytes.start, bytes.end));
  };
}
