/** Look and frame of the public pages: safe markup, theme, letter layout, notices that every slice answers with. */
export { html, raw, safeUrl, SafeHtml, type HtmlValue } from "./html.ts";
export { contrast, readableColours } from "../platform/index.ts";
export {
  chooseLocale,
  neutralTheme,
  pageVoice,
  type Locale,
  type PageContext,
  type PageTheme,
} from "./theme.ts";
export { accessProblems, type AccessProblem } from "./accessibility.ts";
export { icon, type Icon, type Stamp } from "./icons.ts";
export { renderPage, withLanguage, type PageOptions } from "./layout.ts";
export {
  described,
  errorSummary,
  fieldError,
  hiddenFields,
  letterPage,
  note,
  postForm,
  statusNote,
  tabs,
  type FieldProblem,
  type FormTarget,
  type Letter,
} from "./parts.ts";
export {
  contactHint,
  databaseAwayPage,
  failedPage,
  linkInvalidPage,
  mailLink,
  pageNotFound,
  programsOnlyPage,
  rateLimitedPage,
} from "./notices.ts";
export { pageHeaders } from "./headers.ts";
export { assetHeaders, pageFonts, type PageAsset } from "./assets.ts";
export {
  formatCount,
  formatDay,
  formatHour,
  formatList,
  formatMoment,
  formatShort,
  formatTime,
  formatWeekday,
} from "./format.ts";
export { answerInvalidLink, answerPage, pageAssetRoutes, requestLocale } from "./answer-page.ts";
export { answerInTime } from "./answer-time.ts";
export { createFormGuard, type FormGuard } from "./form-guard.ts";
export { networkOf } from "./network.ts";
export {
  countHit,
  isCounted,
  isWithinLimits,
  type RateKey,
  type RateLimit,
} from "./rate-limits.ts";
export { deleteExpiredCounters } from "./rate-limits.store.ts";
export { withProbe, type Probe, type ProbeAnswer } from "./probe.ts";
