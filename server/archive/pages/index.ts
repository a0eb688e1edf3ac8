/** Public pages of what was sent: archive, web view, and what stands in its place. */
export { archivePage, type ArchiveIssue, type ArchiveModel } from "./archive-page.ts";
export {
  personalLinksPage,
  webViewStrip,
  webViewWaitingPage,
  webViewWithdrawnPage,
} from "./web-view-pages.ts";
export { archiveTexts } from "./texts.ts";
