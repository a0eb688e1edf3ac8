import { Type } from "typebox";
import { requestKinds, type RequestKind } from "../../contract/data-requests.ts";
import { findAccountById, pageTheme, type Account } from "../accounts/index.ts";
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
  type FormGuard,
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
import { sendAccessLink } from "../preferences/index.ts";
import { answerTexts } from "./answer-texts.ts";
import type { RequestsDeps } from "./deps.ts";
import { openRequest } from "./open-request.ts";
import {
  requestFields,
  requestFormPage,
  requestSentPage,
  type RequestFormModel,
  type RequestProblem,
} from "./pages/request-form-page.ts";
import { accountOfForm, countSince, recentOf, updateRequest } from "./requests.store.ts";
import { MOST_A_DAY } from "./take-mail.ts";

const tag = "Data requests";
const params = Type.Object({ account: Type.String({ maxLength: 60 }) });
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const PAGE_MAX_AGE_MS = DAY_MS;
const MIN_FILL_MS = 1500;
const WINDOW_MS = 60 * MINUTE_MS;
/** Requests of one network in an hour. */
const PER_NETWORK = 10;
const MAX_MESSAGE = 4000;

interface Visit {
  accountId: number;
  account: Account;
  context: PageContext;
  selfUrl: string;
}

/** The form of the account for requests about one's data: no account, no sign-in, no enumeration (DSR-11, DSR-16). */
export function requestFormRoutes(deps: RequestsDeps): RouteSpec[] {
  const guard = createFormGuard(deps);
  return [
    route({
      method: "GET",
      path: "/anfrage/:account",
      permission: publicRoute,
      tag,
      summary: "The form for requests about one's data.",
      page: true,
      params,
      async handle(call) {
        const visit = await openForm(deps, call, call.params.account);
        if (!visit) return unknownAccount(call);
        const model = await modelOf(deps, guard, visit);
        return answerPage(call.reply, visit.context.theme, requestFormPage(visit.context, model));
      },
    }),
    route({
      method: "POST",
      path: "/anfrage/:account",
      permission: publicRoute,
      tag,
      summary: "Opens a case; the answer is always the same.",
      page: true,
      params,
      handle: (call) => takeRequest(deps, guard, call, call.params.account),
    }),
  ];
}

async function openForm(
  deps: RequestsDeps,
  call: Call,
  publicId: string,
): Promise<Visit | undefined> {
  const accountId = /^acc_[0-9a-f]{32}$/.test(publicId)
    ? await deps.db.instance((tx) => accountOfForm(tx, publicId))
    : null;
  if (accountId === null) return undefined;
  const account = await deps.db.account(accountId, (tx) => findAccountById(tx, accountId));
  if (!account) return undefined;
  const locale = requestLocale(call.request, pageTheme(account, account.locale).locales);
  const context = { theme: pageTheme(account, locale), locale, timeZone: account.timezone };
  return { accountId, account, context, selfUrl: `/anfrage/${publicId}` };
}

async function modelOf(
  deps: RequestsDeps,
  guard: FormGuard,
  { accountId, selfUrl }: Visit,
  state: Pick<RequestFormModel, "entered" | "problems"> = {},
): Promise<RequestFormModel> {
  const form = await deps.db.account(accountId, (tx) => deps.preferences.forms.first(tx));
  return {
    selfUrl,
    startedToken: guard.started(),
    manageUrl: form && `/f/${form.publicId}/verwalten`,
    ...state,
  };
}

/** As the database can hold it: what is taken here must not fail behind the answer. */
function field({ body }: Call, name: string): string {
  const value = (body as Record<string, unknown> | null | undefined)?.[name];
  return typeof value === "string" ? value.replaceAll("\0", "").toWellFormed().trim() : "";
}

async function takeRequest(
  deps: RequestsDeps,
  guard: FormGuard,
  call: Call,
  publicId: string,
): Promise<string> {
  const began = performance.now();
  const visit = await openForm(deps, call, publicId);
  if (!visit) return unknownAccount(call);
  const { accountId, account, context, selfUrl } = visit;
  const entered = {
    kind: field(call, requestFields.kind),
    email: field(call, requestFields.email).slice(0, 254),
    name: field(call, requestFields.name).slice(0, 200),
    message: field(call, requestFields.message).slice(0, MAX_MESSAGE + 1),
  };
  const problems = judge(guard, call, entered);
  if (problems.length > 0) {
    const model = await modelOf(deps, guard, visit, { entered, problems });
    return answerPage(call.reply, context.theme, requestFormPage(context, model), { status: 422 });
  }
  const isAdmitted = await deps.db.account(accountId, (tx) =>
    admit(tx, deps, accountId, call.request.ip),
  );
  if (!isAdmitted) {
    call.reply.header("retry-after", String(WINDOW_MS / 1000));
    const page = rateLimitedPage(context, { retryMinutes: WINDOW_MS / MINUTE_MS });
    return answerPage(call.reply, context.theme, page, { status: 429 });
  }
  const isTrapped = field(call, requestFields.honeypot) !== "";
  const work = deps.db.account(accountId, async (tx) => {
    if (!isTrapped) await open(tx, deps, account, context, entered);
  });
  await answerInTime(work, began, deps);
  return answerPage(call.reply, context.theme, requestSentPage(context, { formUrl: selfUrl }));
}

function judge(
  guard: FormGuard,
  call: Call,
  entered: { kind: string; email: string; message: string },
): RequestProblem[] {
  const age = guard.ageOf(field(call, requestFields.started));
  if (age === null || age > PAGE_MAX_AGE_MS) return ["form_expired"];
  if (age < MIN_FILL_MS) return ["too_fast"];
  const found: RequestProblem[] = [];
  if (!requestKinds.includes(entered.kind as RequestKind)) found.push("kind_missing");
  if (entered.email === "") found.push("email_missing");
  else if (!parseEmailAddress(entered.email).ok) found.push("email_invalid");
  if (entered.message.length > MAX_MESSAGE) found.push("message_too_long");
  return found;
}

/** A flood from one network or over a day is refused for everybody alike. */
async function admit(tx: Tx, deps: RequestsDeps, accountId: number, ip: string): Promise<boolean> {
  const now = deps.clock.now();
  const key = networkOf(ip, { v4: 32, v6: 64 }) ?? "unknown";
  const at = { bucket: "request_network", key, now };
  const limits = [{ max: PER_NETWORK, perMs: WINDOW_MS }];
  if (!(await isWithinLimits(tx, deps, accountId, { ...at, limits }))) return false;
  await countHit(tx, deps, accountId, { ...at, keepMs: 2 * WINDOW_MS, grainMs: 10_000 });
  return (await countSince(tx, new Date(now.getTime() - DAY_MS))) < MOST_A_DAY;
}

/** Known or not, a case is opened and the same mail written; only a stored address is sent it (DSR-11). */
async function open(
  tx: Tx,
  deps: RequestsDeps,
  account: Account,
  { locale }: PageContext,
  entered: { kind: string; email: string; name: string; message: string },
): Promise<void> {
  const email = parseEmailAddress(entered.email);
  if (!email.ok) return;
  const kind = entered.kind as RequestKind;
  const request =
    (await recentOf(tx, email.normalised, kind)) ??
    (await openRequest(tx, deps, account.id, {
      kind,
      channel: "form",
      email,
      name: entered.name,
      message: entered.message,
      locale,
      actor: "",
    }));
  const letter = answerTexts(request, account).find((one) => one.template === "identity")!;
  const sent = await sendAccessLink(tx, deps.preferences, account, {
    emailNormalised: email.normalised,
    locale,
    formPublicId: null,
    letter: {
      subject: letter.subject,
      paragraphs: letter.text.split("\n\n"),
      button: locale === "de" ? "Zu meinen Daten" : "To my data",
    },
  });
  if (sent === "sent") await updateRequest(tx, request, { linkSentAt: deps.clock.now() });
}

function unknownAccount({ request, reply }: Call): string {
  const theme = neutralTheme();
  const locale = requestLocale(request, theme.locales);
  const page = pageNotFound({ theme, locale, timeZone: "Europe/Berlin" });
  return answerPage(reply, theme, page, { status: 404 });
}
