export { isDisposable, isRoleAddress, likelyDomain } from "./address-hints.ts";
export { base32, fromBase32 } from "./base32.ts";
export {
  bigintArray,
  byteaArray,
  intArray,
  readBigints,
  textArray,
  timestampArray,
} from "./binary-arrays.ts";
export { createBoundedReader } from "./bounded-reader.ts";
export type { Check, CheckContext, CheckOutcome, CheckQuestion, CheckStatus } from "./checks.ts";
export { systemClock, manualClock, type Clock } from "./clock.ts";
export { contrast, defaultColour, readableColours } from "./colour.ts";
export type { FilePage } from "./file-rows.ts";
export { csvCell, csvRow, csvStart, type CsvValue } from "./csv-row.ts";
export { measureZip } from "./measure-zip.ts";
export { decodeCursor, encodeCursor, toPage } from "./cursor.ts";
export {
  isBadValue,
  isDatabaseAway,
  kept,
  maybe,
  one,
  openDatabase,
  rows,
  run,
  sql,
  type ConnectionSettings,
  type Database,
  type RawBuilder,
  type Tx,
  unlessTaken,
  withRowSettings,
} from "./database.ts";
export {
  normaliseEmailAddress,
  parseEmailAddress,
  parseMailDomain,
  type EmailAddressProblem,
  type EmailAddressResult,
  type ParsedEmailAddress,
} from "./email-address.ts";
export { startEmbeddedPostgres, type EmbeddedPostgres } from "./embedded-postgres.ts";
export { AppError, conflict, invalid, notFound, type FieldError } from "./errors.ts";
export { getFile, readFile, storeFile, type StoredFile } from "./files.ts";
export { readSealed, storeSealed } from "./sealed-file.ts";
export { deleteExpiredFiles, deleteFile, keepFile } from "./files.store.ts";
export { deleteOldAnswers } from "./http/idempotency.store.ts";
export { createCallLimit } from "./http/call-limit.ts";
export { createHttpServer, type HttpOptions } from "./http/server.ts";
export { strictTransport } from "./http/transport.ts";
export {
  publicRoute,
  route,
  signedIn,
  type Actor,
  type Call,
  type Principal,
  type RouteSpec,
} from "./http/route.ts";
export { hashToken, newPublicId, newTimedPublicId, randomToken } from "./ids.ts";
export {
  createJobRunner,
  enqueueJob,
  offerJob,
  outbox,
  pause,
  type Job,
  type JobHandler,
  type JobRunner,
  type OutboxEvent,
} from "./jobs.ts";
export {
  createKeys,
  openWith,
  sameBytes,
  sealWith,
  secretChecks,
  sha256,
  type Keys,
} from "./keys.ts";
export { amazonCountry, isEea, isOwnNetwork, knownHost, type KnownHost } from "./known-hosts.ts";
export { canonicalJson, type Json } from "./canonical-json.ts";
export { createLogger, type Logger } from "./log.ts";
export { drawRandomBytes } from "./random-bytes.ts";
export type { Locale } from "./locale.ts";
export {
  inBothForms,
  sayIn,
  voiceOf,
  workplaceVoice,
  type Informal,
  type Voice,
  type Words,
} from "./voices.ts";
export { mailboxOf } from "./mailbox-of.ts";
export { domainsOfProviders, knownProviders, providerName, providerOf } from "./mail-providers.ts";
export { isClassHeld, noteRetention } from "./retention.store.ts";
export { onSecurityEvent, type SecurityEvent } from "./security-events.ts";
export type { DataSubject, PersonalDataSource } from "./personal-data.ts";
export { migrate, MIGRATIONS_FOLDER } from "./migrate.ts";
export { workplaceRoutes } from "./http/workplace.ts";
export { qrSquares } from "./qr-code.ts";
export { rolesSql } from "./database-roles.ts";
export {
  createLookUp,
  createOutsideFetch,
  createOutsideGuard,
  createOwnAsker,
  createPageFetcher,
  guardAsking,
  isPublicAddress,
  LEAST_TLS,
  createPoster,
  OutsideRefused,
  type AskOwn,
  type FetchPage,
  type FetchOutside,
  type LookUp,
  type MayReach,
  type OutsideGuard,
  type PostOutside,
  type RecordType,
  type RequirePlace,
} from "./outside.ts";
export {
  dayAfter,
  instantOfLocalTime,
  localTimeAt,
  wallClockAt,
  type WallClock,
} from "./zoned-time.ts";
export { createTokenSealer } from "./synthetic-iv.ts";
export {
  AccessTokenRefused,
  requestAccessToken,
  type AccessToken,
  type OAuthGrant,
} from "./access-token.ts";
export { answerApart, workApart, type ApartOptions } from "./work-apart.ts";
export { messageWithoutTokens, withoutTokens } from "./without-tokens.ts";
