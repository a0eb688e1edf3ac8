import { Type } from "typebox";
import { findListsById, listTexts } from "../lists/index.ts";
import { answerPage } from "../pages/index.ts";
import {
  publicRoute,
  route,
  type Call,
  type Locale,
  type RouteSpec,
  type Tx,
} from "../platform/index.ts";
import { formForLists } from "../signup/index.ts";
import { accountOfWebView, archivesOfLists, findByKey } from "./archive.store.ts";
import type { ArchiveDeps } from "./deps.ts";
import {
  personalLinksPage,
  webViewStrip,
  webViewWaitingPage,
  webViewWithdrawnPage,
} from "./pages/index.ts";
import type { SharedRenderings } from "./render-shared.ts";
import { answerUnknown, mayBeIndexed, visitOf, type Visit } from "./visit.ts";
import { webViewHeaders, webViewState, type ViewedMailing } from "./web-view.ts";

const tag = "Archive";
const params = Type.Object({ key: Type.String({ maxLength: 60 }) });

/** The web view of a mailing: one address for everyone. Nothing is counted, kept or logged of who looks (TRK-06). */
export function webViewRoutes(deps: ArchiveDeps, renderings: SharedRenderings): RouteSpec[] {
  return [
    route({
      method: "GET",
      path: "/w/:key",
      permission: publicRoute,
      tag,
      summary: "A mailing as everyone may see it.",
      page: true,
      params,
      handle: (call) =>
        look(deps, call, (tx, seen) => showMailing(tx, deps, renderings, call, seen)),
    }),
    route({
      method: "GET",
      path: "/w/:key/persoenlich",
      permission: publicRoute,
      tag,
      summary: "Says where the personal links of a mail are found.",
      page: true,
      params,
      handle: (call) => look(deps, call, (tx, seen) => showPersonal(tx, call, seen)),
    }),
  ];
}

interface Seen extends Visit {
  accountId: number;
  mailing: ViewedMailing;
}

/** Looks a web view's address up; an address that is none gets the one answer to all of them. */
async function look(
  deps: ArchiveDeps,
  { request, reply, params: { key } }: Call<{ key: string }>,
  show: (tx: Tx, seen: Seen) => Promise<string>,
): Promise<string> {
  const accountId = /^[0-9a-f]{32}$/.test(key)
    ? await deps.db.instance((tx) => accountOfWebView(tx, key))
    : null;
  if (accountId === null) return answerUnknown(request, reply);
  return deps.db.account(accountId, async (tx) => {
    const mailing = (await findByKey(tx, key))!;
    return show(tx, { accountId, mailing, ...(await visitOf(tx, request)) });
  });
}

async function showMailing(
  tx: Tx,
  deps: ArchiveDeps,
  renderings: SharedRenderings,
  { reply, request }: Call,
  { accountId, mailing, account, context }: Seen,
): Promise<string> {
  const state = webViewState(mailing);
  if (state === "waiting")
    return answerPage(reply, context.theme, webViewWaitingPage(context), { status: 404 });
  if (state === "withdrawn")
    return answerPage(reply, context.theme, webViewWithdrawnPage(context), { status: 410 });
  const { html } = await renderings.of(tx, accountId, mailing, languageAsked(request, mailing));
  const strip = webViewStrip(
    { ...context, locale: mailing.locale },
    {
      personalUrl: `${deps.pagesUrl}/w/${mailing.webViewKey}/persoenlich`,
      archive: await archiveOf(tx, deps, mailing),
    },
  );
  const shown = mailing.outside === null;
  reply.headers(webViewHeaders(shown && mayBeIndexed(account, mailing.indexed)));
  return html[0] + strip + html[1];
}

/** The language in the address, which a mail in the second language carries; else the mailing's own. */
function languageAsked({ query }: Call["request"], mailing: ViewedMailing): Locale {
  const asked = (query as { lang?: unknown } | undefined)?.lang;
  return asked === "de" || asked === "en" ? asked : mailing.locale;
}

/** The archive that holds the mailing, to read on. */
async function archiveOf(
  tx: Tx,
  deps: ArchiveDeps,
  mailing: ViewedMailing,
): Promise<{ url: string; listName: string } | undefined> {
  if (mailing.outside !== null) return undefined;
  const [archive] = await archivesOfLists(tx, mailing.listIds.slice(0, 1));
  const [list] = await findListsById(tx, mailing.listIds.slice(0, 1));
  if (!archive || !list) return undefined;
  return {
    url: `${deps.pagesUrl}/archiv/${archive.slug}?lang=${mailing.locale}`,
    listName: listTexts(list, mailing.locale).name,
  };
}

async function showPersonal(tx: Tx, { reply }: Call, { mailing, context }: Seen): Promise<string> {
  const lists = await findListsById(tx, mailing.listIds);
  const form = await formForLists(
    tx,
    lists.map((list) => list.publicId),
  );
  const page = personalLinksPage(context, {
    accessUrl: form && `/f/${form.publicId}/verwalten`,
    backUrl: webViewState(mailing) === "open" ? `/w/${mailing.webViewKey}` : undefined,
  });
  return answerPage(reply, context.theme, page);
}
