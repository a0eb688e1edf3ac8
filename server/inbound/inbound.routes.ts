import type { Readable } from "node:stream";
import {
  INBOUND_MAX_BYTES,
  InboundQuery,
  InboundResultSchema,
  RecipientReply,
  type InboundResult,
} from "../../contract/inbound.ts";
import { MailboxParams } from "../../contract/sandbox.ts";
import { audit, getAccount } from "../accounts/index.ts";
import {
  AppError,
  invalid,
  notFound,
  parseEmailAddress,
  route,
  type Actor,
  type RouteSpec,
  type Tx,
} from "../platform/index.ts";
import { readMailboxMessage } from "../sandbox/index.ts";
import type { InboundDeps } from "./deps.ts";
import { replyLocalPart, targetOf } from "./inbound-address.ts";
import { parseInbound } from "./parse-inbound.ts";
import { receiveMessage } from "./receive-message.ts";
import type { InboundOutcome } from "./receive-reply.ts";
import { unknownRoutes } from "./unknown.routes.ts";
import { writeReply } from "./write-reply.ts";

export interface InboundRouteDeps extends InboundDeps {
  /** The instance's data folder, where the sandbox mailbox lies. */
  dataDir: string;
}

/** Mail that a fetcher, a webhook or a reader of the sandbox mailbox brings. */
export function inboundRoutes(deps: InboundRouteDeps): RouteSpec[] {
  return [deliverRoute(deps), sandboxReplyRoute(deps), ...unknownRoutes(deps)];
}

function deliverRoute(deps: InboundDeps): RouteSpec {
  return route({
    method: "POST",
    path: "/api/v1/inbound/messages",
    permission: "inbound.write",
    tag: "Replies",
    summary:
      "Deliver a message that came in (message/rfc822 as body, up to 10 MB): an unsubscribe by mail, a reply, or a complaint. What is none of them is forgotten.",
    query: InboundQuery,
    response: InboundResultSchema,
    async handle({ accountId, actor, request, query }) {
      if (!/^message\/rfc822\b/i.test(request.headers["content-type"] ?? ""))
        throw new AppError("message_missing", 400, "There is no message in this request.", {
          hint: "Send the message as it is, as body with `Content-Type: message/rfc822`.",
        });
      const raw = await readAll(request.raw);
      const mail = await parseInbound(raw);
      const addresses = query.recipient === undefined ? mail.recipients : [query.recipient];
      const target = targetOf(deps, accountId, addresses);
      const outcome = await receiveMessage(
        deps,
        target,
        { raw, read: async () => mail, source: "api" },
        noteAs(actor, "inbound.message_delivered"),
      );
      return present(outcome);
    },
  });
}

async function readAll(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    // Read to its end, so that the answer arrives, and kept no longer.
    if (size > INBOUND_MAX_BYTES) chunks.length = 0;
    else chunks.push(chunk);
    if (size > 4 * INBOUND_MAX_BYTES) break;
  }
  if (size > INBOUND_MAX_BYTES)
    throw new AppError("message_too_large", 413, "The message is larger than 10 MB.", {
      hint: "Replies and unsubscribes are small; leave out attachments.",
    });
  if (size === 0)
    throw new AppError("message_missing", 400, "There is no message in this request.", {
      hint: "Send the message as it is, as body with `Content-Type: message/rfc822`.",
    });
  return Buffer.concat(chunks);
}

function sandboxReplyRoute(deps: InboundRouteDeps): RouteSpec {
  return route({
    method: "POST",
    path: "/api/v1/mailbox/:id/reply",
    permission: "mailbox.write",
    tag: "Mailbox",
    summary: "Answer a message of the sandbox mailbox as its recipient, to try what happens.",
    params: MailboxParams,
    body: RecipientReply,
    response: InboundResultSchema,
    async handle({ accountId, actor, params, body }) {
      const account = await deps.db.account(accountId, getAccount);
      const message = await readMailboxMessage(deps.dataDir, account.publicId, params.id);
      if (!message) throw notFound("message");
      const author = parseEmailAddress(message.envelope.to[0] ?? "");
      if (!author.ok)
        throw invalid("no_recipient", "This message has no recipient who could answer.");
      const raw = writeReply({
        from: author.address,
        to: `${replyLocalPart(deps.keys, accountId)}@${deps.inboundDomain ?? "inbound.klarpost.invalid"}`,
        message,
        subject: body.subject,
        text: body.text,
        at: deps.clock.now(),
      });
      const outcome = await receiveMessage(
        deps,
        { kind: "account", accountId },
        { raw, read: () => parseInbound(raw), source: "api" },
        noteAs(actor, "mailbox.message_answered"),
      );
      return present(outcome);
    },
  });
}

function noteAs(actor: Actor, action: string) {
  return (tx: Tx, accountId: number, { result, reply }: InboundOutcome) =>
    audit(tx, accountId, actor, action, {
      ...(reply ? { objectType: "reply", objectId: reply.publicId } : {}),
      detail: { result },
    });
}

function present({ result, reply }: InboundOutcome): InboundResult {
  return { result, replyId: reply?.publicId ?? null };
}
