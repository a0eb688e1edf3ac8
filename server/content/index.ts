export type {
  ContentEdit,
  ContentLink,
  ContentPart,
  Finding,
  Localised,
  MergeField,
  Position,
  Preview,
  PreviewState,
  Severity,
  Starter,
} from "../../contract/content.ts";
export type { ContentSource } from "./analyse-content.ts";
export { contentVoice, type ContentFacts } from "./blocks.ts";
export { customerReason } from "./objection-notice.ts";
export { asksForTracking } from "./asks-for-tracking.ts";
export {
  compileContent,
  type CompiledContent,
  type CompiledPart,
  type CompileResult,
} from "./compile-content.ts";
export {
  startTemplateEngine,
  type RenderOutcome,
  type TemplateEngine,
  type TemplateEngineOptions,
} from "./liquid-engine.ts";

export {
  mergeValues,
  neutralValues,
  type MergeContact,
  type MergeValues,
  type SystemLink,
} from "./merge-fields.ts";

export { personalise, type PersonalContent, type PersonalResult } from "./personalise.ts";
export {
  bindVariant,
  escapeHtml,
  withoutConditionalMeasuring,
  writePieces,
  type Piece,
  type UrlWriter,
  type Variant,
} from "./pieces.ts";
export { maskPlaceholders, scanHtml, type HtmlAttribute } from "./html-scan.ts";
export { URL_ATTRIBUTES } from "./placement.ts";
export { contentFor, type Translation } from "./translation.ts";
export { plainTextOf } from "./plain-text.ts";
export { blocksToMjml, compileBlocks, type BlockOptions } from "./blocks/compile-blocks.ts";
export { compileMjml, type MjmlResult } from "./blocks/compile-mjml.ts";
export { PLAIN_KIT } from "./blocks/look.ts";
export { placedInSource } from "./blocks/placed-in-source.ts";
export {
  DESK_LIMITS,
  openLetterDesk,
  TOO_COSTLY,
  type DeskResult,
  type LetterDesk,
} from "./desk/letter-desk.ts";
export type { LetterLint, LetterOnDesk, ReadLetter } from "./desk/read-letter.ts";
export { brokenLocks } from "./blocks/locked-sections.ts";
export {
  fillMessageFields,
  messagePieces,
  type MessagePart,
  type TokenUrls,
} from "./message-pieces.ts";
export {
  compileMessage,
  MessageBuffer,
  type CompiledMessage,
  type Mailbox,
  type MessageBytes,
  type MessagePiece,
  type MessageTemplate,
  type MessageValues,
  type RenderedMessage,
} from "./mime/index.ts";
export { lintContent } from "./lint/lint-content.ts";
export type { LintInput, LintMailKind, LintSender } from "./lint/lint-input.ts";
export { judgeSender } from "./lint/rules-sender.ts";
export { lintOptInMail, type OptInMailInput } from "./lint/lint-opt-in-mail.ts";
export { STARTERS, startersFor } from "./starters/starters.ts";
export { withPicture, type Design, type SceneName } from "./starters/design.ts";
export {
  writeLetter,
  type BuiltMail,
  type Letter,
  type LetterPart,
  type MailTheme,
} from "./letter-mail.ts";
export {
  buildSystemMail,
  type MailPlace,
  type SignupOrigin,
  type SystemMailContent,
} from "./system-mail.ts";
export {
  compileVersion,
  freezeContent,
  type ContentSettings,
  type ContentVersion,
  type FreezeResult,
  type NewContentVersion,
} from "./content-version.ts";
export { findContentVersion, insertContentVersion } from "./content.store.ts";
export { feedsIn, type Feed, type FeedInContent, type FeedItem } from "./feeds/feed.ts";
export { feedsForContent, insertFeed, noteFetch } from "./feeds/feeds.store.ts";
export { feedRoutes, type FeedRouteDeps } from "./feeds/feeds.routes.ts";
export { PREVIEW_AGE_MS, refreshFeeds, type FeedDeps } from "./feeds/refresh-feeds.ts";
export {
  ANSWER_LIMITS,
  type AddressAnswer,
  type ContentAddress,
} from "./addresses/address-answer.ts";
export { addressesIn } from "./addresses/addresses-in.ts";
export { answersOf, forgetAnswers, saveAnswer } from "./addresses/answers.store.ts";
export { askAddresses } from "./addresses/ask-addresses.ts";
export { because } from "./lint/rules-answers.ts";
