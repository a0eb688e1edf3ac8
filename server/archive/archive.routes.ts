import { Type } from "typebox";
import { findListsById, listTexts, type List } from "../lists/index.ts";
import { answerPage, pageVoice } from "../pages/index.ts";
import { publicRoute, route, type Call, type RouteSpec, type Tx } from "../platform/index.ts";
import { formForLists } from "../signup/index.ts";
import { FEED_SIZE, PAGE_SIZE, type ListArchive } from "./archive.ts";
import { accountOfArchive, countIssues, findArchiveBySlug, issuesOfList } from "./archive.store.ts";
import type { ArchiveDeps } from "./deps.ts";
import { FEED_HEADERS, writeFeed } from "./feed.ts";
import { archivePage, archiveTexts, type ArchiveIssue } from "./pages/index.ts";
import type { SharedRenderings } from "./render-shared.ts";
import { answerUnknown, mayBeIndexed, visitOf, type Visit } from "./visit.ts";

const tag = "Archive";
const params = Type.Object({ slug: Type.String({ maxLength: 80 }) });

/** The public archive of a list and its feed. Nothing is counted, kept or logged of who looks (TRK-06). */
export function archiveRoutes(deps: ArchiveDeps, renderings: SharedRenderings): RouteSpec[] {
  const see = { deps, renderings };
  return [
    route({
      method: "GET",
      path: "/archiv/:slug",
      permission: publicRoute,
      tag,
      summary: "What was sent to a list, the latest first.",
      page: true,
      params,
      handle: (call) => look(deps, call, (tx, seen) => showArchive(tx, see, call, seen)),
    }),
    route({
      method: "GET",
      path: "/archiv/:slug/rss",
      permission: publicRoute,
      tag,
      summary: "The same as an RSS feed.",
      page: true,
      params,
      handle: (call) => look(deps, call, (tx, seen) => showFeed(tx, see, call, seen)),
    }),
  ];
}

interface Seen extends Visit {
  accountId: number;
  archive: ListArchive;
  list: List;
}

interface See {
  deps: ArchiveDeps;
  renderings: SharedRenderings;
}

/** An archive that is closed answers like one that never was. */
async function look(
  deps: ArchiveDeps,
  { request, reply, params: { slug } }: Call<{ slug: string }>,
  show: (tx: Tx, seen: Seen) => Promise<string>,
): Promise<string> {
  const accountId = /^[a-z0-9-]{1,80}$/.test(slug)
    ? await deps.db.instance((tx) => accountOfArchive(tx, slug))
    : null;
  if (accountId === null) return answerUnknown(request, reply);
  return deps.db.account(accountId, async (tx) => {
    const archive = await findArchiveBySlug(tx, slug);
    if (!archive?.isOpen) return answerUnknown(request, reply);
    const [list] = await findListsById(tx, [archive.listId]);
    return show(tx, { accountId, archive, list: list!, ...(await visitOf(tx, request)) });
  });
}

async function showArchive(
  tx: Tx,
  see: See,
  { request, reply }: Call,
  seen: Seen,
): Promise<string> {
  const { archive, list, account, context } = seen;
  const pages = Math.max(1, Math.ceil((await countIssues(tx, list.id)) / PAGE_SIZE));
  const asked = Number((request.query as { seite?: unknown } | undefined)?.seite ?? 1);
  if (!Number.isInteger(asked) || asked < 1 || asked > pages) return answerUnknown(request, reply);
  const texts = listTexts(list, context.locale);
  const form = list.archivedAt === null ? await formForLists(tx, [list.publicId]) : undefined;
  const indexed = mayBeIndexed(account, archive.isIndexed);
  const page = archivePage(context, {
    listName: texts.name,
    description: texts.description,
    frequency: texts.frequency,
    issues: await issues(tx, see, seen, { limit: PAGE_SIZE, offset: (asked - 1) * PAGE_SIZE }),
    page: asked,
    pages,
    selfUrl: `/archiv/${archive.slug}`,
    feedUrl: `/archiv/${archive.slug}/rss?lang=${context.locale}`,
    formUrl: form?.offers === true ? `/f/${form.publicId}` : undefined,
    indexed,
  });
  return answerPage(reply, context.theme, page, { indexed });
}

async function showFeed(tx: Tx, see: See, { reply }: Call, seen: Seen): Promise<string> {
  const { archive, list, account, context } = seen;
  const words = archiveTexts[pageVoice(context)];
  const { name, description } = listTexts(list, context.locale);
  const base = `${see.deps.pagesUrl}/archiv/${archive.slug}`;
  reply.headers(FEED_HEADERS);
  if (!mayBeIndexed(account, archive.isIndexed)) reply.header("x-robots-tag", "noindex");
  return writeFeed({
    title: words.archiveTitle(name),
    description: description || words.feedDescription(name, account.name),
    locale: context.locale,
    url: `${base}?lang=${context.locale}`,
    selfUrl: `${base}/rss?lang=${context.locale}`,
    issues: await issues(tx, see, seen, { limit: FEED_SIZE, offset: 0 }),
  });
}

async function issues(
  tx: Tx,
  { deps, renderings }: See,
  { accountId, list }: Seen,
  page: { limit: number; offset: number },
): Promise<ArchiveIssue[]> {
  const found: ArchiveIssue[] = [];
  for (const mailing of await issuesOfList(tx, list.id, page)) {
    const { subject, excerpt } = await renderings.of(tx, accountId, mailing);
    found.push({
      title: subject,
      excerpt,
      at: mailing.startedAt!,
      url: `${deps.pagesUrl}/w/${mailing.webViewKey}`,
      locale: mailing.locale,
    });
  }
  return found;
}
