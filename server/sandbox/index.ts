export { sandboxHelloName, type MailboxEntry, type ParsedMessage } from "./mailbox.ts";
export { sweepMailboxes } from "./mailbox-files.ts";
export { readMailboxMessage, type MailboxMessage } from "./read-mailbox-message.ts";
export { sandboxRoutes } from "./sandbox.routes.ts";
export { startSandboxMailbox } from "./start-sandbox-mailbox.ts";
