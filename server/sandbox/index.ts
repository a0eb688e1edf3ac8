export {
  isMailboxName,
  sandboxHelloName,
  unassigned,
  type MailboxEntry,
  type ParsedMessage,
} from "./mailbox.ts";
export {
  deleteMailboxMessage,
  emptyMailbox,
  listMailbox,
  readMailboxRaw,
  sweepMailboxes,
} from "./mailbox-files.ts";
export { readMailboxMessage, type MailboxMessage } from "./read-mailbox-message.ts";
export { sandboxRoutes } from "./sandbox.routes.ts";
export { startSandboxMailbox } from "./start-sandbox-mailbox.ts";
