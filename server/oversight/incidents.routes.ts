import { IdParams } from "../../contract/common.ts";
import {
  IncidentAddressee,
  IncidentChange,
  IncidentClose,
  IncidentDecision,
  IncidentDetailSchema,
  IncidentListQuery,
  IncidentListSchema,
  IncidentNote,
  IncidentPeople,
  IncidentReason,
  IncidentTold,
  NewIncident,
  NoticeQuery,
} from "../../contract/incidents.ts";
import { audit } from "../accounts/index.ts";
import { notFound, route, type Actor, type RouteSpec, type Tx } from "../platform/index.ts";
import type { OversightDeps } from "./deps.ts";
import { numberText, type Incident } from "./incident.ts";
import { letterPdf, noticeText, writeNotice } from "./incident-notice.ts";
import { findIncident, listIncidents } from "./incidents.store.ts";
import {
  acceptProposal,
  addNote,
  changeIncident,
  closeIncident,
  decideNotice,
  dismissProposal,
  noteTold,
  recordIncident,
  reopenIncident,
  setPeople,
  type Acting,
} from "./manage-incident.ts";
import { presentDetail, presentIncident } from "./present-incident.ts";

const tag = "Incidents";
const READ = "privacy.manage";
const WRITE = READ;
const PATH = "/api/v1/incidents";

/** The register of breaches and near misses (Art. 33(5) GDPR). */
export function incidentRoutes(deps: OversightDeps): RouteSpec[] {
  return [...readingRoutes(deps), ...factRoutes(deps), ...decisionRoutes(deps), ...endRoutes(deps)];
}

function readingRoutes({ db, clock, makePaper }: OversightDeps): RouteSpec[] {
  return [
    route({
      method: "GET",
      path: PATH,
      permission: READ,
      tag,
      summary: "Breaches and near misses with the time that is left of the 72 hours.",
      query: IncidentListQuery,
      response: IncidentListSchema,
      handle: ({ accountId, query }) =>
        db.account(accountId, async (tx) => ({
          items: (await listIncidents(tx, query.state ?? "all")).map((one) =>
            presentIncident(one, clock.now()),
          ),
        })),
    }),
    route({
      method: "GET",
      path: `${PATH}/:id`,
      permission: READ,
      tag,
      summary: "One entry with its history. The look is written to the audit log.",
      params: IdParams,
      response: IncidentDetailSchema,
      handle: ({ accountId, actor, params }) =>
        db.account(accountId, async (tx) => {
          const incident = await findIncident(tx, params.id);
          if (!incident) throw notFound("incident");
          await audit(tx, accountId, actor, "incident.viewed", {
            objectType: "incident",
            objectId: params.id,
          });
          return presentDetail(tx, clock, incident);
        }),
    }),
    route({
      method: "GET",
      path: `${PATH}/:id/notices/:addressee`,
      permission: READ,
      tag,
      summary:
        "The notice to the authority (Art. 33) or the people (Art. 34), filled in, as text or PDF.",
      params: IncidentAddressee,
      query: NoticeQuery,
      status: 200,
      async handle({ accountId, params, query, reply }) {
        const letter = await db.account(accountId, async (tx) => {
          const incident = await findIncident(tx, params.id);
          if (!incident) throw notFound("incident");
          const locale = query.locale ?? "de";
          return {
            number: numberText(incident),
            ...(await writeNotice(tx, clock, incident, params.addressee, locale)),
          };
        });
        if (query.format === "text") return noticeText(letter);
        const name = `${params.addressee === "authority" ? "art-33" : "art-34"}-${letter.number}.pdf`;
        return reply
          .header("content-disposition", `attachment; filename="${name}"`)
          .header("cache-control", "private, no-store")
          .type("application/pdf")
          .send(await letterPdf(letter, makePaper));
      },
    }),
  ];
}

type Work = (tx: Tx, acting: Acting) => Promise<Incident>;

const acting =
  ({ db, clock }: OversightDeps) =>
  ({ accountId, actor }: { accountId: number; actor: Actor }, work: Work) =>
    db.account(accountId, async (tx) =>
      presentDetail(tx, clock, await work(tx, { accountId, actor })),
    );

function factRoutes(deps: OversightDeps): RouteSpec[] {
  const { clock } = deps;
  const act = acting(deps);
  return [
    route({
      method: "POST",
      path: PATH,
      permission: WRITE,
      tag,
      summary: "Enter a breach or near miss; the 72 hours run from when somebody became aware.",
      body: NewIncident,
      response: IncidentDetailSchema,
      status: 201,
      handle: (call) => act(call, (tx, by) => recordIncident(tx, clock, by, call.body)),
    }),
    route({
      method: "PATCH",
      path: `${PATH}/:id`,
      permission: WRITE,
      tag,
      summary: "Change the facts of an open entry; what stood there stays in its history.",
      params: IdParams,
      body: IncidentChange,
      response: IncidentDetailSchema,
      handle: (call) =>
        act(call, (tx, by) => changeIncident(tx, clock, by, call.params.id, call.body)),
    }),
    route({
      method: "PUT",
      path: `${PATH}/:id/people`,
      permission: WRITE,
      tag,
      summary:
        "How many people are concerned: an estimate, or counted from a segment, mailing or list.",
      params: IdParams,
      body: IncidentPeople,
      response: IncidentDetailSchema,
      handle: (call) => act(call, (tx, by) => setPeople(tx, clock, by, call.params.id, call.body)),
    }),
    route({
      method: "POST",
      path: `${PATH}/:id/notes`,
      permission: WRITE,
      tag,
      summary: "Add a note to the history.",
      params: IdParams,
      body: IncidentNote,
      response: IncidentDetailSchema,
      handle: (call) =>
        act(call, (tx, by) => addNote(tx, clock, by, call.params.id, call.body.text)),
    }),
  ];
}

function decisionRoutes(deps: OversightDeps): RouteSpec[] {
  const { clock } = deps;
  const act = acting(deps);
  return [
    route({
      method: "POST",
      path: `${PATH}/:id/decisions/:addressee`,
      permission: WRITE,
      tag,
      summary: "Decide whether the authority or the people are told, with the reason either way.",
      params: IncidentAddressee,
      body: IncidentDecision,
      response: IncidentDetailSchema,
      handle: (call) =>
        act(call, (tx, by) =>
          decideNotice(tx, clock, by, call.params.id, call.params.addressee, call.body),
        ),
    }),
    route({
      method: "POST",
      path: `${PATH}/:id/told/:addressee`,
      permission: WRITE,
      tag,
      summary: "Note when the authority or the people were told.",
      params: IncidentAddressee,
      body: IncidentTold,
      response: IncidentDetailSchema,
      handle: (call) =>
        act(call, (tx, by) =>
          noteTold(tx, clock, by, call.params.id, call.params.addressee, call.body),
        ),
    }),
  ];
}

function endRoutes(deps: OversightDeps): RouteSpec[] {
  const { clock } = deps;
  const act = acting(deps);
  return [
    route({
      method: "POST",
      path: `${PATH}/:id/accept`,
      permission: WRITE,
      tag,
      summary: "Take on what the product proposed: it was a breach.",
      params: IdParams,
      response: IncidentDetailSchema,
      handle: (call) => act(call, (tx, by) => acceptProposal(tx, clock, by, call.params.id)),
    }),
    route({
      method: "POST",
      path: `${PATH}/:id/dismiss`,
      permission: WRITE,
      tag,
      summary: "Say why what the product proposed was none; it stays in the register.",
      params: IdParams,
      body: IncidentReason,
      response: IncidentDetailSchema,
      handle: (call) =>
        act(call, (tx, by) => dismissProposal(tx, clock, by, call.params.id, call.body.reason)),
    }),
    route({
      method: "POST",
      path: `${PATH}/:id/close`,
      permission: WRITE,
      tag,
      summary: "Close an entry with what was learned; refused while a step is open.",
      params: IdParams,
      body: IncidentClose,
      response: IncidentDetailSchema,
      handle: (call) =>
        act(call, (tx, by) => closeIncident(tx, clock, by, call.params.id, call.body.lesson)),
    }),
    route({
      method: "POST",
      path: `${PATH}/:id/reopen`,
      permission: WRITE,
      tag,
      summary: "Open a closed entry again, with the reason.",
      params: IdParams,
      body: IncidentReason,
      response: IncidentDetailSchema,
      handle: (call) =>
        act(call, (tx, by) => reopenIncident(tx, clock, by, call.params.id, call.body.reason)),
    }),
  ];
}
