import { compileMessage, MessageBuffer } from "../content/index.ts";
import { findListsById, listTexts } from "../lists/index.ts";
import type { Tx } from "../platform/index.ts";
import { getAccount } from "../accounts/index.ts";
import { senderForMail } from "../senders/index.ts";
import type { MailingDeps } from "./deps.ts";
import type { Mailing } from "./mailing.ts";
import { examplePerson } from "./preview-mailing.ts";
import { renderExample } from "./send-test-mailing.ts";

/**
 * A draft as a whole message to an example person, untracked and unsigned, for programs that judge mail. Nothing is sent.
 *
 * @throws AppError `mailing_not_renderable` (409)
 */
export async function exampleMessage(
  tx: Tx,
  deps: Pick<MailingDeps, "engine" | "pagesUrl" | "clock">,
  mailing: Mailing,
): Promise<Buffer> {
  const rendered = await renderExample(tx, deps, mailing, "unknown");
  const sender = await senderForMail(tx, await getAccount(tx), mailing.senderId);
  const [list] = await findListsById(tx, mailing.listIds.slice(0, 1));
  const person = examplePerson(mailing.locale);
  const message = compileMessage({
    from: { name: sender.fromName, address: sender.fromAddress },
    replyTo: sender.replyTo === sender.fromAddress ? undefined : { address: sender.replyTo },
    subject: [rendered.subject],
    html: [rendered.html],
    text: [rendered.text],
    messageIdDomain: sender.domain,
    tokenLength: 0,
    listUnsubscribe: true,
    listId: list && {
      id: `${list.publicId.replace("_", "-")}.${sender.domain}`,
      name: listTexts(list, mailing.locale).name,
    },
  }).render(
    {
      to: { name: `${person.firstName} ${person.lastName}`, address: person.email },
      messageId: mailing.publicId.slice(4),
      date: deps.clock.now(),
      fields: {},
      tokens: [],
      unsubscribe: { url: `${deps.pagesUrl}/beispiel/unsubscribe` },
    },
    new MessageBuffer(),
  );
  const { bytes, start, end } = message.complete();
  return Buffer.from(bytes.subarray(start, end));
}
