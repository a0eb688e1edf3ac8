import type { MultipartFile } from "@fastify/multipart";
import { audit } from "../accounts/index.ts";
import {
  DomainChange,
  DomainKeyParams,
  DomainListSchema,
  DomainParams,
  DomainReportsSchema,
  DomainSchema,
  NewDomainKey,
  RecordedReportSchema,
  ReportsQuery,
} from "../../contract/domains.ts";
import { conflict, invalid, route, type RouteSpec } from "../platform/index.ts";
import { bounceDomainFor } from "./bounce-domain.ts";
import { checkDomain, requireDomain } from "./check-domain.ts";
import type { SendersDeps } from "./deps.ts";
import { findDomain, saveDomainSettings } from "./domains.store.ts";
import { presentDomain, presentDomains } from "./present-domain.ts";
import { readReports } from "./reports/read-reports.ts";
import { recordDomainReport } from "./reports/record-report.ts";
import { MAX_PACKED_BYTES } from "./reports/unpack.ts";
import { activateDkimKey, createDkimKey, removeDkimKey, withdrawDkimKey } from "./rotate-keys.ts";

const tag = "Sending domains";
const BASE = "/api/v1/sender-domains";

/** Domains that send: their DNS records, signing keys, and what receivers report. */
export function domainRoutes(deps: SendersDeps): RouteSpec[] {
  return [...settingsRoutes(deps), ...keyRoutes(deps), ...reportRoutes(deps)];
}

function settingsRoutes(deps: SendersDeps): RouteSpec[] {
  const { db } = deps;
  return [
    route({
      method: "GET",
      path: BASE,
      permission: "senders.read",
      summary: "List the domains of all senders with the state of their DNS records",
      tag,
      response: DomainListSchema,
      handle: ({ accountId }) => db.account(accountId, (tx) => presentDomains(tx, deps, accountId)),
    }),
    route({
      method: "GET",
      path: `${BASE}/:domain`,
      permission: "senders.read",
      summary: "A sender's domain: DNS records and what was found last, signing keys, history",
      tag,
      params: DomainParams,
      response: DomainSchema,
      handle: ({ accountId, params }) =>
        db.account(accountId, (tx) => presentDomain(tx, deps, accountId, params.domain)),
    }),
    route({
      method: "PATCH",
      path: `${BASE}/:domain`,
      permission: "senders.write",
      summary:
        "Choose where the DNS is kept, and whether envelope senders have a domain of their own",
      tag,
      params: DomainParams,
      body: DomainChange,
      response: DomainSchema,
      handle: ({ accountId, actor, params, body }) =>
        db.account(accountId, async (tx) => {
          const { domain } = await requireDomain(tx, params.domain);
          if (body.bounceDomain === true && !deps.inboundDomain)
            throw conflict("no_inbound_domain", "This installation takes no mail yet.", {
              hint: "Set INBOUND_DOMAIN and INBOUND_SMTP_PORT first.",
            });
          const before = await findDomain(tx, domain);
          await saveDomainSettings(tx, accountId, domain, {
            bounceDomain:
              body.bounceDomain === undefined
                ? (before?.bounceDomain ?? null)
                : body.bounceDomain
                  ? bounceDomainFor(domain)
                  : null,
            dnsHost: body.dnsHost === undefined ? (before?.dnsHost ?? null) : body.dnsHost,
            postmasterAt:
              body.postmaster === undefined
                ? (before?.postmasterAt ?? null)
                : body.postmaster
                  ? (before?.postmasterAt ?? deps.clock.now())
                  : null,
          });
          await audit(tx, accountId, actor, "sender_domain.changed", {
            objectType: "sender_domain",
            objectId: domain,
            detail: { ...body },
          });
          return presentDomain(tx, deps, accountId, domain);
        }),
    }),
    route({
      method: "POST",
      path: `${BASE}/:domain/check`,
      permission: "senders.write",
      summary: "Look for the DNS records now",
      tag,
      params: DomainParams,
      response: DomainSchema,
      async handle({ accountId, actor, params }) {
        await checkDomain(deps, accountId, params.domain, { actor, automatic: false });
        return db.account(accountId, (tx) => presentDomain(tx, deps, accountId, params.domain));
      },
    }),
  ];
}

function keyRoutes(deps: SendersDeps): RouteSpec[] {
  const show = (accountId: number, domain: string) =>
    deps.db.account(accountId, (tx) => presentDomain(tx, deps, accountId, domain));
  return [
    route({
      method: "POST",
      path: `${BASE}/:domain/keys`,
      permission: "senders.write",
      summary: "Make a DKIM key to publish; it does not sign yet",
      tag,
      params: DomainParams,
      body: NewDomainKey,
      response: DomainSchema,
      status: 201,
      async handle({ accountId, actor, params, body }) {
        await createDkimKey(deps, { accountId, actor }, params.domain, {
          algorithm: body.algorithm,
          stream: body.stream ?? null,
          label: body.label ?? null,
        });
        return show(accountId, params.domain);
      },
    }),
    route({
      method: "POST",
      path: `${BASE}/:domain/keys/:selector/activate`,
      permission: "senders.write",
      summary:
        "Sign with a published key from now on; the one before stays published for seven days",
      tag,
      params: DomainKeyParams,
      response: DomainSchema,
      async handle({ accountId, actor, params }) {
        await activateDkimKey(deps, { accountId, actor }, params.domain, params.selector);
        return show(accountId, params.domain);
      },
    }),
    route({
      method: "POST",
      path: `${BASE}/:domain/keys/:selector/withdraw`,
      permission: "senders.write",
      summary: "Stop signing with a key, or withdraw a replaced one at once",
      tag,
      params: DomainKeyParams,
      response: DomainSchema,
      async handle({ accountId, actor, params }) {
        await withdrawDkimKey(deps, { accountId, actor }, params.domain, params.selector);
        return show(accountId, params.domain);
      },
    }),
    route({
      method: "DELETE",
      path: `${BASE}/:domain/keys/:selector`,
      permission: "senders.write",
      summary: "Remove a DKIM key that never signed or was withdrawn",
      tag,
      params: DomainKeyParams,
      handle: ({ accountId, actor, params }) =>
        removeDkimKey(deps, { accountId, actor }, params.domain, params.selector),
    }),
  ];
}

function reportRoutes(deps: SendersDeps): RouteSpec[] {
  const { db, clock } = deps;
  return [
    route({
      method: "GET",
      path: `${BASE}/:domain/reports`,
      permission: "senders.read",
      summary: "What receivers report about a domain: DMARC and TLS, by day and sending server",
      tag,
      params: DomainParams,
      query: ReportsQuery,
      response: DomainReportsSchema,
      handle: ({ accountId, params, query }) =>
        db.account(accountId, async (tx) => {
          const { domain } = await requireDomain(tx, params.domain);
          return readReports(tx, domain, clock.now(), query.days ?? 30);
        }),
    }),
    route({
      method: "POST",
      path: "/api/v1/sender-domain-reports",
      permission: "senders.write",
      summary:
        "Upload a DMARC aggregate or TLS report (multipart/form-data): XML or JSON, plain, as gzip or zip, or the mail",
      tag,
      response: RecordedReportSchema,
      status: 201,
      async handle({ accountId, actor, request }) {
        const part: MultipartFile | undefined = request.isMultipart()
          ? await request.file({ limits: { fileSize: MAX_PACKED_BYTES + 1 } })
          : undefined;
        const raw = await part?.toBuffer();
        if (!raw)
          throw invalid("file_missing", "There is no file in this request.", {
            hint: "Send the report as multipart/form-data, up to 5 MB.",
          });
        return db.account(accountId, async (tx) => {
          const recorded = await recordDomainReport(tx, deps, accountId, { raw });
          await audit(tx, accountId, actor, "domain_report.uploaded", {
            objectType: "domain_report",
            detail: { ...recorded },
          });
          return recorded;
        });
      },
    }),
  ];
}
