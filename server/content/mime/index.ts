export { compileMessage } from "./compile-message.ts";
export type { CompiledMessage, MessageBytes, RenderedMessage } from "./compile-message.ts";

export { MessageBuffer } from "./message-buffer.ts";
export type { Mailbox, MessageTemplate, MessageValues, Piece as MessagePiece } from "./template.ts";
