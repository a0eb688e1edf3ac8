import {
  ConfirmedSchema,
  ConfirmInput,
  ConfirmParams,
  DocumentListSchema,
  DocumentParams,
  DocumentQuery,
  DocumentSchema,
  PageQuery,
  type DocumentKind,
} from "../../contract/documents.ts";
import { responsibilityText } from "../accounts/index.ts";
import { route, type Actor, type Keys, type Locale, type RouteSpec } from "../platform/index.ts";
import { assessmentRoutes } from "./assessments.routes.ts";
import { confirmDocument } from "./confirm-document.ts";
import { documentHtml, documentPolicy, type Frame } from "./document-html.ts";
import { documentPdf } from "./document-pdf.ts";
import { documentText } from "./document-text.ts";
import { entryRoutes } from "./entries.routes.ts";
import { impactRoutes } from "./impact.routes.ts";
import { presentDocument } from "./present-document.ts";
import { forReader, requireReader } from "./readers.ts";
import {
  readDocument,
  readDocuments,
  summarise,
  type DocumentsDeps,
  type Reading,
} from "./read-documents.ts";
import { longDay, stateWords } from "./words.ts";

export interface DocumentRouteDeps extends DocumentsDeps {
  keys: Keys;
}

const tag = "Documents";

/** Documents that the configuration writes, what the house adds to them, and its own assessments. */
export function documentRoutes(deps: DocumentRouteDeps): RouteSpec[] {
  return [
    ...readingRoutes(deps),
    ...fileRoutes(deps),
    ...entryRoutes(deps),
    ...impactRoutes(deps),
    ...assessmentRoutes(deps),
  ];
}

function readingRoutes(deps: DocumentRouteDeps): RouteSpec[] {
  const { db } = deps;
  return [
    route({
      method: "GET",
      path: "/api/v1/documents",
      permission: "documents.read",
      tag,
      summary: "The documents made from the configuration: what is valid, what waits for whom.",
      response: DocumentListSchema,
      handle: ({ accountId, actor }) =>
        db.account(accountId, async (tx) => forReader(await readDocuments(tx, deps), actor)),
    }),
    route({
      method: "GET",
      path: "/api/v1/documents/:kind",
      permission: "documents.read",
      tag,
      summary: "A document as it is now, or a confirmed version, with what changed since.",
      params: DocumentParams,
      query: DocumentQuery,
      response: DocumentSchema,
      handle({ accountId, actor, params, query }) {
        requireReader(actor, params.kind);
        return db.account(accountId, (tx) =>
          presentDocument(tx, deps, params.kind, query.locale ?? "de", query.version),
        );
      },
    }),
    route({
      method: "POST",
      path: "/api/v1/documents/:kind/confirm",
      permission: "privacy.manage",
      tag,
      summary: "Confirm a document by name, as it was read; valid for twelve months (CHK-30).",
      params: ConfirmParams,
      body: ConfirmInput,
      response: ConfirmedSchema,
      status: 201,
      handle: ({ accountId, actor, params, body }) =>
        db.account(accountId, (tx) =>
          confirmDocument(tx, deps, accountId, actor, params.kind, body.sha256),
        ),
    }),
  ];
}

/** What stands around a document: account, state, checksum, day, responsibility. */
export function frameOf(reading: Reading, kind: DocumentKind, locale: Locale, now: Date): Frame {
  const { of, newest, version, sha256, today } = reading;
  const { timezone } = of.account;
  const summary = summarise(of, kind, newest, today);
  const shown =
    version === undefined
      ? summary
      : {
          ...summary,
          state: "current" as const,
          version: version.version,
          confirmedBy: version.confirmedBy,
          confirmedAt: version.confirmedAt.toISOString(),
          validUntil: version.validUntil,
        };
  return {
    account: of.controller,
    state: stateWords(shown, locale, timezone),
    sha256: sha256.toString("hex"),
    made: longDay(now, locale, timezone),
    responsibility: responsibilityText.text[locale],
    locale,
  };
}

const fileNames: Record<DocumentKind, Record<Locale, string>> = {
  records: { de: "verarbeitungsverzeichnis", en: "records-of-processing" },
  contract: { de: "auftragsverarbeitung", en: "processing-on-behalf" },
  measures: { de: "massnahmen", en: "measures" },
  screening: { de: "dsfa-vorpruefung", en: "dpia-screening" },
  notice: { de: "datenschutzerklaerung-bausteine", en: "privacy-notice-blocks" },
  impact: { de: "dsfa-vorlage", en: "dpia-template" },
  dossier: { de: "unterlagen-datenschutz", en: "privacy-dossier" },
};

function fileRoutes(deps: DocumentRouteDeps): RouteSpec[] {
  const { db, clock } = deps;
  const read = (
    call: { accountId: number; actor: Actor },
    kind: DocumentKind,
    version?: number,
  ) => {
    requireReader(call.actor, kind);
    return db.account(call.accountId, (tx) => readDocument(tx, deps, kind, version));
  };
  return [
    route({
      method: "GET",
      path: "/api/v1/documents/:kind/page",
      permission: "documents.read",
      tag,
      summary: "A document as a page of its own, for reading and printing.",
      params: DocumentParams,
      query: PageQuery,
      status: 200,
      async handle({ accountId, actor, params, query, reply }) {
        const locale = query.locale ?? "de";
        const prints = query.print === true;
        const reading = await read({ accountId, actor }, params.kind, query.version);
        void reply
          .type("text/html; charset=utf-8")
          .header("content-security-policy", documentPolicy(prints));
        const frame = frameOf(reading, params.kind, locale, clock.now());
        return documentHtml(reading.content[locale], frame, prints);
      },
    }),
    route({
      method: "GET",
      path: "/api/v1/documents/:kind/pdf",
      permission: "documents.read",
      tag,
      summary: "A document as tagged PDF.",
      params: DocumentParams,
      query: DocumentQuery,
      status: 200,
      async handle({ accountId, actor, params, query, reply }) {
        const locale = query.locale ?? "de";
        const reading = await read({ accountId, actor }, params.kind, query.version);
        const now = clock.now();
        const name = `${fileNames[params.kind][locale]}-${reading.today}.pdf`;
        void reply
          .type("application/pdf")
          .header("content-disposition", `attachment; filename="${name}"`);
        const frame = frameOf(reading, params.kind, locale, now);
        return documentPdf(reading.content[locale], frame, now);
      },
    }),
    route({
      method: "GET",
      path: "/api/v1/documents/:kind/text",
      permission: "documents.read",
      tag,
      summary: "A document as plain text.",
      params: DocumentParams,
      query: DocumentQuery,
      status: 200,
      async handle({ accountId, actor, params, query, reply }) {
        const locale = query.locale ?? "de";
        const reading = await read({ accountId, actor }, params.kind, query.version);
        void reply.type("text/plain; charset=utf-8");
        const frame = frameOf(reading, params.kind, locale, clock.now());
        return documentText(reading.content[locale], frame);
      },
    }),
  ];
}
