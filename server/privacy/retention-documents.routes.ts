import { DocumentQuery, ProtocolParams } from "../../contract/retention.ts";
import { getAccount } from "../accounts/index.ts";
import { csvRow, notFound, route, type Locale, type RouteSpec } from "../platform/index.ts";
import { conceptHtml, conceptWords, longDay, readConcept } from "./concept.ts";
import type { RetentionDeps } from "./retention.jobs.ts";
import { conceptPdf, protocolPdf } from "./retention-pdf.ts";
import { retentionClass } from "./retention.ts";
import { findProtocol } from "./retention.store.ts";

const tag = "Retention";

/** The deletion concept and the months' protocols, as files. */
export function documentRoutes(deps: RetentionDeps): RouteSpec[] {
  const { db, clock } = deps;
  const concept = (accountId: number, locale: Locale) =>
    db.account(accountId, async (tx) => {
      const { concept: content, sha256, newest } = await readConcept(tx, deps.map);
      const { timezone } = await getAccount(tx);
      const say = conceptWords[locale];
      const state = newest?.sha256.equals(sha256)
        ? say.version(newest.version, longDay(newest.madeAt, locale, timezone), newest.madeBy)
        : say.draft(longDay(clock.now(), locale, timezone));
      return { content, state };
    });
  return [
    route({
      method: "GET",
      path: "/api/v1/retention/concept.html",
      permission: "checks.read",
      tag,
      summary: "The deletion concept from the live configuration, as a page (RET-13).",
      query: DocumentQuery,
      status: 200,
      async handle({ accountId, query, reply }) {
        const locale = query.locale ?? "de";
        const { content, state } = await concept(accountId, locale);
        void reply
          .type("text/html; charset=utf-8")
          .header("content-disposition", `attachment; filename="${fileName(locale)}.html"`);
        return conceptHtml(content, state, locale);
      },
    }),
    route({
      method: "GET",
      path: "/api/v1/retention/concept.pdf",
      permission: "checks.read",
      tag,
      summary: "The deletion concept from the live configuration, as PDF (RET-13).",
      query: DocumentQuery,
      status: 200,
      async handle({ accountId, query, reply }) {
        const locale = query.locale ?? "de";
        const { content, state } = await concept(accountId, locale);
        void reply
          .type("application/pdf")
          .header("content-disposition", `attachment; filename="${fileName(locale)}.pdf"`);
        return conceptPdf(content, state, locale, clock.now());
      },
    }),
    route({
      method: "GET",
      path: "/api/v1/retention/protocols/:id/pdf",
      permission: "checks.read",
      tag,
      summary: "A month's deletion protocol as PDF: counts only (RET-14).",
      params: ProtocolParams,
      query: DocumentQuery,
      status: 200,
      async handle({ accountId, params, query, reply }) {
        const locale = query.locale ?? "de";
        const found = await db.account(accountId, async (tx) => ({
          protocol: await findProtocol(tx, params.id),
          account: await getAccount(tx),
        }));
        if (!found.protocol) throw notFound("protocol");
        const { protocol, account } = found;
        void reply
          .type("application/pdf")
          .header(
            "content-disposition",
            `attachment; filename="${protocol.month.slice(0, 7)}.pdf"`,
          );
        const made = longDay(protocol.madeAt, locale, account.timezone);
        return protocolPdf(protocol, account.name, made, locale);
      },
    }),
    route({
      method: "GET",
      path: "/api/v1/retention/protocols/:id/csv",
      permission: "checks.read",
      tag,
      summary: "A month's deletion protocol as CSV: counts only (RET-14).",
      params: ProtocolParams,
      query: DocumentQuery,
      status: 200,
      async handle({ accountId, params, query, reply }) {
        const protocol = await db.account(accountId, (tx) => findProtocol(tx, params.id));
        if (!protocol) throw notFound("protocol");
        const say = conceptWords[query.locale ?? "de"];
        void reply
          .type("text/csv; charset=utf-8")
          .header(
            "content-disposition",
            `attachment; filename="${protocol.month.slice(0, 7)}.csv"`,
          );
        const rows = Object.entries(protocol.counts).map(([id, { done, held }]) => [
          retentionClass(id)?.label[query.locale ?? "de"] ?? id,
          String(done),
          String(held),
        ]);
        return [[say.class, say.done, say.held], ...rows].map((row) => csvRow(row)).join("");
      },
    }),
  ];
}

const fileName = (locale: Locale): string =>
  locale === "de" ? "loeschkonzept" : "deletion-concept";
