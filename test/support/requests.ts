import { createSystemMailer } from "../../server/system-mailer.ts";
import { makePaper } from "../../server/reports/pdf-paper.ts";
import { requestRoutes, type RequestsDeps } from "../../server/requests/index.ts";
import type { Database } from "../../server/platform/index.ts";
import type { PreferenceDeps } from "../../server/preferences/index.ts";
import { preferenceWorld } from "./preferences.ts";
import { PAGES_URL } from "./signup.ts";

export type RequestWorld = Awaited<ReturnType<typeof requestWorld>>;

/** The world of `preferenceWorld` with cases about personal data, wired as the product does. */
export async function requestWorld(db: Database) {
  let requests!: RequestsDeps;
  const world = await preferenceWorld(db, (preferences) =>
    requestRoutes((requests = requestsDeps(preferences))),
  );
  const { accountId } = world;
  return {
    ...world,
    requests,
    formPath: `/anfrage/${world.account.publicId}`,
    /** Calls the API of cases. */
    api: (method: string, path: string, body?: unknown) =>
      world.http.call(method, `/api/v1${path}`, body === undefined ? {} : { body }),
    accountId,
  };
}

function requestsDeps(preferences: PreferenceDeps): RequestsDeps {
  const { db, clock, keys, log, compliance } = preferences;
  return {
    db,
    clock,
    keys,
    log,
    pagesUrl: PAGES_URL,
    publicUrl: PAGES_URL,
    preferences,
    sendSystemMail: createSystemMailer({ keys, clock, compliance, hasRelay: true }),
    eraseDataSubject: preferences.eraseDataSubject,
    copyDataSubject: preferences.copyDataSubject,
    makePaper,
    answerAfterMs: 0,
  };
}
