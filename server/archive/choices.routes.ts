import {
  ListArchiveChange,
  ListArchiveSchema,
  WebViewChange,
  WebViewSchema,
  type ListArchiveView,
  type WebViewView,
} from "../../contract/archive.ts";
import { IdParams } from "../../contract/common.ts";
import { audit } from "../accounts/index.ts";
import { findList, type List } from "../lists/index.ts";
import { webViewUrl } from "../mailings/index.ts";
import { notFound, route, type RouteSpec, type Tx } from "../platform/index.ts";
import {
  archivesOfLists,
  countIssues,
  findArchive,
  findViewed,
  saveChoice,
} from "./archive.store.ts";
import { changeArchive } from "./change-archive.ts";
import type { ArchiveDeps } from "./deps.ts";
import { webViewState, type ViewedMailing } from "./web-view.ts";

/** What operators decide about public pages: each mailing's web view, each list's archive. */
export function choiceRoutes(deps: ArchiveDeps): RouteSpec[] {
  return [...webViewChoices(deps), ...archiveChoices(deps)];
}

function webViewChoices(deps: ArchiveDeps): RouteSpec[] {
  const { db, clock } = deps;
  const path = "/api/v1/mailings/:id/web-view";
  return [
    route({
      method: "GET",
      path,
      permission: "mailings.read",
      tag: "Mailings",
      summary: "The shared web view of a mailing, and the public archives it is in.",
      params: IdParams,
      response: WebViewSchema,
      handle: ({ accountId, params }) =>
        db.account(accountId, async (tx) =>
          presentWebView(tx, deps, await requireMailing(tx, params.id)),
        ),
    }),
    route({
      method: "PATCH",
      path,
      permission: "mailings.write",
      tag: "Mailings",
      summary: "Switch a mailing's web view off or on, or leave the mailing out of the archives.",
      params: IdParams,
      body: WebViewChange,
      response: WebViewSchema,
      handle: ({ accountId, actor, params, body }) =>
        db.account(accountId, async (tx) => {
          const known = await requireMailing(tx, params.id);
          const open = body.open ?? known.withdrawnAt === null;
          const leftOut = body.inArchives === undefined ? known.leftOut : !body.inArchives;
          await saveChoice(tx, accountId, known.id, {
            withdrawnAt: open ? null : (known.withdrawnAt ?? clock.now()),
            leftOut,
          });
          await audit(tx, accountId, actor, "mailing.web_view_changed", {
            objectType: "mailing",
            objectId: known.publicId,
            detail: { open, inArchives: !leftOut },
          });
          return presentWebView(tx, deps, await requireMailing(tx, params.id));
        }),
    }),
  ];
}

function archiveChoices(deps: ArchiveDeps): RouteSpec[] {
  const { db, clock } = deps;
  const path = "/api/v1/lists/:id/archive";
  return [
    route({
      method: "GET",
      path,
      permission: "lists.read",
      tag: "Lists",
      summary: "The public archive of a list, and how many mailings it shows.",
      params: IdParams,
      response: ListArchiveSchema,
      handle: ({ accountId, params }) =>
        db.account(accountId, async (tx) =>
          presentArchive(tx, deps, await requireList(tx, params.id)),
        ),
    }),
    route({
      method: "PATCH",
      path,
      permission: "lists.write",
      tag: "Lists",
      summary: "Open or close the public archive of a list. It is closed until somebody opens it.",
      params: IdParams,
      body: ListArchiveChange,
      response: ListArchiveSchema,
      handle: ({ accountId, actor, params, body }) =>
        db.account(accountId, async (tx) => {
          const list = await requireList(tx, params.id);
          const saved = await changeArchive(tx, accountId, list, body, clock.now());
          await audit(tx, accountId, actor, "list.archive_changed", {
            objectType: "list",
            objectId: list.publicId,
            detail: { open: saved.isOpen, indexed: saved.isIndexed },
          });
          return presentArchive(tx, deps, list);
        }),
    }),
  ];
}

async function requireMailing(tx: Tx, publicId: string): Promise<ViewedMailing> {
  const found = await findViewed(tx, publicId);
  if (!found) throw notFound("mailing");
  return found;
}

async function requireList(tx: Tx, publicId: string): Promise<List> {
  const found = await findList(tx, publicId);
  if (!found) throw notFound("list");
  return found;
}

async function presentWebView(
  tx: Tx,
  { pagesUrl }: ArchiveDeps,
  mailing: ViewedMailing,
): Promise<WebViewView> {
  const archives = await archivesOfLists(tx, mailing.listIds);
  return {
    url: webViewUrl(pagesUrl, mailing),
    state: webViewState(mailing),
    withdrawnAt: mailing.withdrawnAt?.toISOString() ?? null,
    inArchives: !mailing.leftOut,
    outside: mailing.outside,
    archives: archives
      .filter((archive) => archive.isOpen)
      .map(({ listPublicId, listName, slug }) => ({
        listId: listPublicId,
        list: listName,
        url: `${pagesUrl}/archiv/${slug}`,
      })),
  };
}

async function presentArchive(
  tx: Tx,
  { pagesUrl }: ArchiveDeps,
  list: List,
): Promise<ListArchiveView> {
  const archive = await findArchive(tx, list.id);
  const url = archive ? `${pagesUrl}/archiv/${archive.slug}` : null;
  return {
    open: archive?.isOpen ?? false,
    indexed: archive?.isIndexed ?? false,
    url,
    feedUrl: url && `${url}/rss`,
    openedAt: archive?.openedAt?.toISOString() ?? null,
    issues: await countIssues(tx, list.id),
  };
}
