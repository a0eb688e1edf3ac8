import {
  MailboxEmptied,
  MailboxHtmlQuery,
  MailboxList,
  MailboxListQuery,
  MailboxMessage,
  MailboxParams,
  MailboxQuery,
} from "../../contract/sandbox.ts";
import { audit } from "../accounts/index.ts";
import type { Actor, Database, RouteSpec } from "../platform/index.ts";
import { AppError, notFound, route } from "../platform/index.ts";
import type { MailboxEntry } from "./mailbox.ts";
import { unassigned } from "./mailbox.ts";
import {
  deleteMailboxMessage,
  emptyMailbox,
  listMailbox,
  readMailboxRaw,
} from "./mailbox-files.ts";
import { messagePage } from "./message-page.ts";
import { readMailboxMessage } from "./read-mailbox-message.ts";

export type SandboxDeps = {
  db: Database;
  /** The instance's data folder; the mailbox lies in `mailbox/` below it. */
  dataDir: string;
  /** The public id (`acc_…`) of an account, which names its mailbox. */
  accountPublicId(accountId: number): Promise<string>;
  /** Whether an operator runs the installation. */
  isAdministrator(operatorId: number): Promise<boolean>;
};

type MailboxCall = { accountId: number; actor: Actor; query: MailboxQuery };

/** The built-in mailbox of a sandbox account: what it would have sent to whom. */
export function sandboxRoutes(deps: SandboxDeps): RouteSpec[] {
  const { dataDir } = deps;
  const tag = "Mailbox";
  const mailboxOf = async ({ accountId, actor, query }: MailboxCall): Promise<string> => {
    if (query.box !== "unassigned") return deps.accountPublicId(accountId);
    const { operatorId } = actor;
    if (operatorId !== undefined && (await deps.isAdministrator(operatorId))) return unassigned;
    throw new AppError("permission_missing", 403, "Only administrators see unassigned mail.");
  };
  const record = (call: MailboxCall, action: string, objectId?: string) =>
    deps.db.account(call.accountId, (tx) =>
      audit(tx, call.accountId, call.actor, action, {
        objectType: "mailbox_message",
        ...(objectId === undefined ? {} : { objectId }),
      }),
    );

  return [
    route({
      method: "GET",
      path: "/api/v1/mailbox",
      permission: "mailbox.read",
      summary: "List the messages in the sandbox mailbox, newest first",
      tag,
      query: MailboxListQuery,
      response: MailboxList,
      async handle(call) {
        const page = await listMailbox(dataDir, await mailboxOf(call), call.query);
        return { ...page, items: page.items.map(present) };
      },
    }),
    route({
      method: "GET",
      path: "/api/v1/mailbox/:id",
      permission: "mailbox.read",
      summary: "Read one message of the sandbox mailbox",
      tag,
      params: MailboxParams,
      query: MailboxQuery,
      response: MailboxMessage,
      async handle(call) {
        const message = await readMailboxMessage(dataDir, await mailboxOf(call), call.params.id);
        if (!message) throw notFound("message");
        await record(call, "mailbox.message_read", message.id);
        return present(message);
      },
    }),
    route({
      method: "GET",
      path: "/api/v1/mailbox/:id/html",
      permission: "mailbox.read",
      summary: "The message as a page for a sandboxed frame; `images=0` loads nothing remote",
      tag,
      params: MailboxParams,
      query: MailboxHtmlQuery,
      async handle(call) {
        const message = await readMailboxMessage(dataDir, await mailboxOf(call), call.params.id);
        if (!message) throw notFound("message");
        const { html, headers } = messagePage(message, call.query.images !== "0");
        return call.reply.status(200).headers(headers).send(html);
      },
    }),
    route({
      method: "GET",
      path: "/api/v1/mailbox/:id/raw",
      permission: "mailbox.read",
      summary: "Download the message as it was received (message/rfc822)",
      tag,
      params: MailboxParams,
      query: MailboxQuery,
      async handle(call) {
        const raw = await readMailboxRaw(dataDir, await mailboxOf(call), call.params.id);
        if (!raw) throw notFound("message");
        await record(call, "mailbox.message_downloaded", call.params.id);
        return call.reply
          .status(200)
          .header("content-type", "message/rfc822")
          .header("content-disposition", `attachment; filename="${call.params.id}.eml"`)
          .send(raw);
      },
    }),
    route({
      method: "DELETE",
      path: "/api/v1/mailbox/:id",
      permission: "mailbox.write",
      summary: "Delete one message of the sandbox mailbox",
      tag,
      params: MailboxParams,
      query: MailboxQuery,
      async handle(call) {
        const removed = await deleteMailboxMessage(dataDir, await mailboxOf(call), call.params.id);
        if (!removed) throw notFound("message");
        await record(call, "mailbox.message_deleted", call.params.id);
      },
    }),
    route({
      method: "DELETE",
      path: "/api/v1/mailbox",
      permission: "mailbox.write",
      summary: "Empty the sandbox mailbox",
      tag,
      query: MailboxQuery,
      response: MailboxEmptied,
      async handle(call) {
        const removed = await emptyMailbox(dataDir, await mailboxOf(call));
        await record(call, "mailbox.emptied");
        return { removed };
      },
    }),
  ];
}

function present<E extends MailboxEntry>(entry: E): Omit<E, "receivedAt"> & { receivedAt: string } {
  return { ...entry, receivedAt: entry.receivedAt.toISOString() };
}
