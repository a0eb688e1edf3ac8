/** The pages of changing one's mind. Pure: a context (whose page, which language) and a model in, a document out. */
export {
  accessFields,
  accessPage,
  accessSentPage,
  freshLinkSentPage,
  staleLinkPage,
  type AccessModel,
  type AccessProblem,
  type StaleLinkModel,
} from "./access-pages.ts";
export {
  manageFields,
  type ManagedList,
  type ManageModel,
  type ManageNotice,
  type ManageProblem,
  type OwnRequest,
  type RecordedEvent,
  type StoredFact,
  type TrackingPanel,
} from "./manage-model.ts";
export { managePage } from "./manage-page.ts";
export {
  addressChangedPage,
  addressConfirmPage,
  erasedPage,
  erasePage,
  type AddressConfirmModel,
  type ErasedCounts,
  type EraseModel,
} from "./person-pages.ts";
export {
  trackingAnsweredPage,
  trackingQuestionPage,
  type TrackingQuestionModel,
} from "./question-pages.ts";
export { objectionPage } from "./objection-page.ts";
export { campaignPage, type CampaignPageModel } from "./campaign-page.ts";
export { receiptPage, type Receipt } from "./receipt-page.ts";
export {
  undonePage,
  undoTooLatePage,
  unsubscribedPage,
  unsubscribePage,
  unsubscribeScript,
  unsubscribeScriptPath,
  type LeavingKind,
  type UnsubscribedModel,
  type UnsubscribeModel,
} from "./unsubscribe-pages.ts";
