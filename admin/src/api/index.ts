export { chooseAccount, currentAccount, useCurrentAccount } from "./account.ts";
export { api, url, type Page, type Query, type RequestOptions } from "./client.ts";
export { useConnection, type Connection } from "./connection.ts";
export { ApiError, hasCode, isAway, type FieldProblem, type ProblemDocument } from "./error.ts";
export {
  apiKey,
  invalidate,
  queryClient,
  useApiList,
  useApiMutation,
  useApiQuery,
  type ApiList,
  type ApiQueryOptions,
} from "./queries.ts";
export {
  acceptInvitation,
  chosenAccount,
  createSession,
  fetchMe,
  lookAtInvitation,
  ME_KEY,
  saveLocale,
  SessionProvider,
  setUpOwner,
  signIn,
  signOut,
  useCan,
  useSession,
  type Me,
  type MeAccount,
  type Permission,
  type Session,
} from "./session.ts";
export { proofAnswered, useProofAsked } from "./proof-store.ts";
export { useSessionExpired } from "./session-store.ts";
export {
  addPasskey,
  askForPassword,
  backAfterProvider,
  beginTotp,
  confirmTotp,
  factorsAsked,
  fetchWays,
  finishProvider,
  giveFactor,
  givePasskey,
  giveProof,
  goToProvider,
  isPasskeyCancelled,
  lookAtPasswordLink,
  passkeysWork,
  proveByPasskey,
  setNewPassword,
  signInWithPasskey,
} from "./sign-in.ts";
