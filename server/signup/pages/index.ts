/** The pages of signing up. Pure: a context (whose page, which language) and a model in, a document out. */
export { signupFields } from "./field-names.ts";
export {
  signupFormPage,
  type OfferedList,
  type SignupFormModel,
  type SignupProblem,
} from "./form-page.ts";
export {
  confirmedPage,
  confirmExpiredPage,
  confirmLandingPage,
  formClosedPage,
  notMeDonePage,
  notMePage,
  signupThanksPage,
  tooYoungPage,
  type ConfirmedList,
  type ConfirmedModel,
  type ConfirmLandingModel,
} from "./letter-pages.ts";
export { ageQuestion, frameWords, type FrameWords } from "./texts.ts";
export { workScript, workScriptPath } from "./work-script.ts";
