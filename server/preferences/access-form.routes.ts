import { Type } from "typebox";
import {
  answerInTime,
  answerPage,
  countHit,
  createFormGuard,
  isWithinLimits,
  networkOf,
  neutralTheme,
  pageNotFound,
  rateLimitedPage,
  requestLocale,
  type PageContext,
} from "../pages/index.ts";
import {
  parseEmailAddress,
  publicRoute,
  route,
  type Call,
  type RouteSpec,
  type Tx,
} from "../platform/index.ts";
import type { Account } from "../accounts/index.ts";
import type { FormSummary, PreferenceDeps } from "./deps.ts";
import { field, type Pages } from "./manage-actions.ts";
import { openContext } from "./page-context.ts";
import {
  accessFields,
  accessPage,
  accessSentPage,
  type AccessModel,
  type AccessProblem,
} from "./pages/index.ts";
import { loadParameters, MIN_FILL_MS, NETWORK_WINDOW_MS, PAGE_MAX_AGE_MS } from "./parameters.ts";
import { sendAccessLink } from "./send-access-link.ts";

const tag = "Preferences";
const params = Type.Object({ formId: Type.String({ maxLength: 60 }) });

/** The tab "Verwalten" of a sign-up page: takes an address and answers neutrally (DSR-11, DSR-17). */
export function accessFormRoutes(deps: PreferenceDeps): RouteSpec[] {
  const pages: Pages = { deps, guard: createFormGuard(deps) };
  return [
    route({
      method: "GET",
      path: "/f/:formId/verwalten",
      permission: publicRoute,
      tag,
      summary: "Asks for the address to send a link to.",
      page: true,
      params,
      handle: async (call) => {
        const visit = await openForm(deps, call, call.params.formId);
        if (!visit) return unknownForm(call);
        return answerPage(
          call.reply,
          visit.context.theme,
          accessPage(visit.context, await accessModel(pages, visit)),
        );
      },
    }),
    route({
      method: "POST",
      path: "/f/:formId/verwalten",
      permission: publicRoute,
      tag,
      summary: "Sends a link to an address we know; the answer is always the same.",
      page: true,
      params,
      handle: (call) => takeRequest(pages, call, call.params.formId),
    }),
  ];
}

interface FormVisit {
  accountId: number;
  account: Account;
  context: PageContext;
  form: FormSummary;
}

async function openForm(
  deps: PreferenceDeps,
  call: Call,
  publicId: string,
): Promise<FormVisit | undefined> {
  const accountId = /^frm_[0-9a-f]{32}$/.test(publicId)
    ? await deps.forms.accountOf(publicId)
    : null;
  if (accountId === null) return undefined;
  return deps.db.account(accountId, async (tx) => {
    const form = await deps.forms.find(tx, publicId);
    const opened = await openContext(tx, accountId, call);
    if (!form || !opened) return undefined;
    const locale = requestLocale(call.request, form.locales);
    const theme = { ...opened.context.theme, locales: form.locales };
    return {
      accountId,
      account: opened.account,
      form,
      context: { ...opened.context, theme, locale },
    };
  });
}

/** The model of the page; also shown where a fresh link's hour is over. */
export async function accessModel(
  { deps, guard }: Pages,
  visit: { accountId: number; form: FormSummary },
  state: { email?: string; problems?: AccessProblem[] } = {},
): Promise<AccessModel> {
  const { accessMinutes } = await deps.db.account(visit.accountId, loadParameters);
  const { publicId, archived } = visit.form;
  const selfUrl = `/f/${publicId}/verwalten`;
  return {
    target: { action: selfUrl },
    selfUrl,
    signupUrl: archived ? undefined : `/f/${publicId}`,
    linkMinutes: accessMinutes,
    startedToken: guard.started(),
    ...state,
  };
}

async function takeRequest(pages: Pages, call: Call, publicId: string): Promise<string> {
  const began = performance.now();
  const { deps } = pages;
  const visit = await openForm(deps, call, publicId);
  if (!visit) return unknownForm(call);
  const { accountId, account, context, form } = visit;
  const problems = judge(pages, call);
  if (problems.length > 0) {
    const email = field(call, accessFields.email).slice(0, 254);
    const model = await accessModel(pages, visit, { email, problems });
    return answerPage(call.reply, context.theme, accessPage(context, model), { status: 422 });
  }
  const isAdmitted = await deps.db.account(accountId, (tx) =>
    isNetworkAdmitted(tx, deps, accountId, call.request.ip),
  );
  if (!isAdmitted) {
    const page = rateLimitedPage(context, { retryMinutes: NETWORK_WINDOW_MS / 60_000 });
    call.reply.header("retry-after", String(NETWORK_WINDOW_MS / 1000));
    return answerPage(call.reply, context.theme, page, { status: 429 });
  }
  const parsed = parseEmailAddress(field(call, accessFields.email));
  const isTrapped = field(call, accessFields.honeypot) !== "" || !parsed.ok;
  const work = deps.db.account(accountId, async (tx) => {
    if (isTrapped) return;
    await sendAccessLink(tx, deps, account, {
      emailNormalised: parsed.normalised,
      locale: context.locale,
      formPublicId: form.publicId,
    });
  });
  await answerInTime(work, began, deps);
  const page = accessSentPage(context, { accessUrl: `/f/${form.publicId}/verwalten` });
  return answerPage(call.reply, context.theme, page);
}

/** What may be said of a request without saying anything of the address (DSR-11). */
function judge({ guard }: Pages, call: Call): AccessProblem[] {
  const email = field(call, accessFields.email);
  const age = guard.ageOf(field(call, accessFields.started));
  if (age === null || age > PAGE_MAX_AGE_MS) return ["form_expired"];
  if (age < MIN_FILL_MS) return ["too_fast"];
  if (email === "") return ["email_missing"];
  return parseEmailAddress(email).ok ? [] : ["email_invalid"];
}

async function isNetworkAdmitted(
  tx: Tx,
  deps: PreferenceDeps,
  accountId: number,
  ip: string,
): Promise<boolean> {
  const { perNetwork } = await loadParameters(tx);
  const key = networkOf(ip, { v4: 32, v6: 64 }) ?? "unknown";
  const at = { bucket: "access_network", key, now: deps.clock.now() };
  const limits = [{ max: perNetwork, perMs: NETWORK_WINDOW_MS }];
  if (!(await isWithinLimits(tx, deps, accountId, { ...at, limits }))) return false;
  await countHit(tx, deps, accountId, { ...at, keepMs: 2 * NETWORK_WINDOW_MS, grainMs: 10_000 });
  return true;
}

function unknownForm({ request, reply }: Call): string {
  const theme = neutralTheme();
  const locale = requestLocale(request, theme.locales);
  const page = pageNotFound({ theme, locale, timeZone: "Europe/Berlin" });
  return answerPage(reply, theme, page, { status: 404 });
}
