/** The pages of signing up. Pure: a context (whose page, which language) and a model in, a document out. */
export {
  signupFields,
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
  type ConfirmedList,
  type ConfirmedModel,
  type ConfirmLandingModel,
} from "./letter-pages.ts";
