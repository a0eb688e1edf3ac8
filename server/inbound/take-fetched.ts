import { AppError } from "../platform/index.ts";
import type { TakeMessage } from "../mailboxes/index.ts";
import type { InboundDeps } from "./deps.ts";
import { targetOf, type InboundTarget } from "./inbound-address.ts";
import type { InboundMail } from "./inbound-mail.ts";
import { noteInbound } from "./note-inbound.ts";
import { parseInbound } from "./parse-inbound.ts";
import { receiveMessage } from "./receive-message.ts";

/** Acts on a message that was fetched from a mailbox; its name there is written in the same transaction. */
export function takeFetched(deps: InboundDeps): TakeMessage {
  return async ({ mailbox, raw, seen }) => {
    const { accountId } = mailbox;
    let read: Promise<InboundMail> | undefined;
    const once = () => (read ??= parseInbound(raw));
    let target: InboundTarget;
    try {
      target = targetOf(deps, accountId, (await once()).recipients);
    } catch (error) {
      // What cannot be read is kept for a person to look at.
      if (!(error instanceof AppError) || error.status !== 422) throw error;
      target = { kind: "account", accountId };
    }
    await receiveMessage(
      deps,
      target,
      { raw, read: once, source: "mailbox", mailbox: { id: mailbox.id, purpose: mailbox.purpose } },
      async (tx, account, outcome, { messageKey, remove }) => {
        await noteInbound(tx, account, outcome);
        await seen(tx, messageKey, remove);
      },
    );
  };
}
