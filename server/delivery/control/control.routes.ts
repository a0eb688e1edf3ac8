import {
  AlarmAcknowledgement,
  ComplaintDays,
  ComplaintInput,
  InstallationStopInput,
  InstallationStops,
  ResumeAnswer,
  ResumeInput,
  SendingSettingsInput,
  SendingSettingsSchema,
  SendingStateSchema,
  StopInput,
  StopSchema,
  UncertainMails,
} from "../../../contract/sending.ts";
import { IdParams } from "../../../contract/common.ts";
import { audit, auditPerson, isAdministrator, listAccountIds } from "../../accounts/index.ts";
import { findContactsById } from "../../contacts/index.ts";
import {
  AppError,
  conflict,
  invalid,
  notFound,
  outbox,
  route,
  signedIn,
  type Actor,
  type Clock,
  type Database,
  type Principal,
  type RouteSpec,
  type Tx,
} from "../../platform/index.ts";
import { findAlarm, endAlarms, openAlarms, type SendingAlarm } from "./alarms.store.ts";
import { anybodyWorks } from "./identity.store.ts";
import {
  complaintDays,
  findSettings,
  insertComplaintReport,
  saveSettings,
} from "./limits.store.ts";
import { COMPLAINTS, DEFAULT_SETTINGS, judgeComplaints } from "./limits.ts";
import { mailingOfAlarm, presentAlarm, presentStop } from "./present-control.ts";
import { confirmInstallation } from "./sending-guard.ts";
import { INSTALLATION } from "./stop.ts";
import { activeStops, endAllStops } from "./stops.store.ts";
import { stopSending } from "./stop-sending.ts";
import { uncertainSingles } from "./uncertain.store.ts";
import { acknowledgeDomain, watchComplaints } from "./watch-limits.ts";

export interface ControlDeps {
  db: Database;
  clock: Clock;
  /** Names of mailings, which this slice does not know. */
  namesOfMailings(tx: Tx, ids: number[]): Promise<Map<number, { publicId: string; name: string }>>;
}

const tag = "Sending";
/** A worker notes every few seconds that it works. */
const WORKS_WITHIN_MS = 2 * 60_000;
const DAY_MS = 86_400_000;

/** The emergency stop, limits, alarms and what is uncertain. */
export function controlRoutes(deps: ControlDeps): RouteSpec[] {
  return [...stateRoutes(deps), ...stopRoutes(deps), ...limitRoutes(deps)];
}

function stateRoutes(deps: ControlDeps): RouteSpec[] {
  const { db, clock } = deps;
  return [
    route({
      method: "GET",
      path: "/api/v1/sending",
      permission: "mailings.read",
      tag,
      summary: "Active stops, open alarms, and whether anybody works.",
      response: SendingStateSchema,
      handle: ({ accountId }) =>
        db.account(accountId, async (tx) => ({
          stops: (await activeStops(tx, accountId)).map(presentStop),
          alarms: await showAlarms(tx, deps, await openAlarms(tx, accountId)),
          isWorking: await anybodyWorks(tx, new Date(clock.now().getTime() - WORKS_WITHIN_MS)),
          settings: (await findSettings(tx, accountId)) ?? DEFAULT_SETTINGS,
          complaintLines: COMPLAINTS,
        })),
    }),
    route({
      method: "GET",
      path: "/api/v1/sending/uncertain",
      permission: "contacts.read",
      tag,
      summary: "Uncertain mails to one person each, of the last 30 days.",
      response: UncertainMails,
      handle: ({ accountId, actor }) =>
        db.account(accountId, async (tx) => {
          const since = new Date(clock.now().getTime() - 30 * DAY_MS);
          const mails = await uncertainSingles(tx, since, 200);
          const contacts = new Map(
            (
              await findContactsById(
                tx,
                mails.flatMap((mail) => mail.contactId ?? []),
              )
            ).map((contact) => [contact.id, contact.publicId]),
          );
          for (const publicId of new Set(contacts.values()))
            await auditPerson(tx, accountId, actor, publicId, "uncertain");
          return {
            items: mails.map((mail) => ({
              id: mail.publicId,
              kind: mail.kind,
              contactId: contacts.get(mail.contactId ?? 0) ?? null,
              // Of somebody the caller may not see there is no address either.
              email: mail.contactId === null || contacts.has(mail.contactId) ? mail.email : null,
              at: mail.at.toISOString(),
              isResent: mail.isResent,
            })),
          };
        }),
    }),
  ];
}

function stopRoutes(deps: ControlDeps): RouteSpec[] {
  const { db, clock } = deps;
  return [
    route({
      method: "POST",
      path: "/api/v1/sending/stop",
      permission: "mailings.send",
      tag,
      summary: "Emergency stop of the account: when it answers, no mail leaves any more (ORG-12).",
      body: StopInput,
      response: StopSchema,
      handle: async ({ accountId, actor, body }) =>
        presentStop(
          await stopSending(
            deps,
            { accountId, scope: body.scope, reason: body.reason ?? null, by: actor.name },
            async (tx, made) => {
              await audit(tx, accountId, actor, "sending.stopped", {
                objectType: "stop",
                objectId: made.publicId,
                detail: { scope: made.scope, reason: made.reason },
              });
              await outbox.publish(tx, accountId, { type: "sending.stopped" });
            },
          ),
        ),
    }),
    route({
      method: "POST",
      path: "/api/v1/sending/resume",
      permission: "mailings.send",
      tag,
      summary: "End the account's emergency stops; mails that wait leave at once.",
      body: ResumeInput,
      response: ResumeAnswer,
      handle: ({ accountId, actor, body }) =>
        db.account(accountId, async (tx) => {
          const reason = body.reason?.trim() || null;
          const ended = await endAllStops(tx, accountId, actor.name, clock.now(), reason);
          await audit(tx, accountId, actor, "sending.resumed", { detail: { ended, reason } });
          return { ended };
        }),
    }),
    route({
      method: "GET",
      path: "/api/v1/installation/stops",
      permission: signedIn,
      tag,
      summary: "Active stops of the whole installation, for the notice everybody sees.",
      response: InstallationStops,
      async handle({ principal }) {
        if (principal.operatorId === undefined)
          throw new AppError("operator_needed", 403, "Only a signed-in person can do this.");
        const stops = await db.instance((tx) => activeStops(tx, INSTALLATION));
        return { stops: stops.map(presentStop) };
      },
    }),
    route({
      method: "POST",
      path: "/api/v1/installation/stop",
      permission: signedIn,
      tag,
      summary:
        "Emergency stop of the whole installation: when it answers, no mail of any account leaves any more (ORG-12); administrators only.",
      body: InstallationStopInput,
      response: StopSchema,
      async handle({ principal, body }) {
        const actor = await administrator(db, principal);
        const made = await stopSending(deps, {
          accountId: INSTALLATION,
          scope: body.scope ?? "all",
          reason: body.reason.trim(),
          by: actor.name,
        });
        await auditEverywhere(db, actor, "sending.stopped", {
          scope: made.scope,
          reason: made.reason,
        });
        return presentStop(made);
      },
    }),
    route({
      method: "POST",
      path: "/api/v1/installation/resume",
      permission: signedIn,
      tag,
      summary:
        "Confirm that this database is the one to send from and end the installation's stops; administrators only.",
      body: ResumeInput,
      response: ResumeAnswer,
      async handle({ principal, body }) {
        const actor = await administrator(db, principal);
        const reason = body.reason?.trim() || null;
        const stops = await db.instance((tx) => activeStops(tx, INSTALLATION));
        if (reason === null && stops.some((stop) => stop.cause === "operator"))
          throw invalid("reason_missing", "Say why sending may go on.", {
            hint: "It stands in the log of every account.",
            errors: [{ path: "/reason", message: "A reason is needed." }],
          });
        const ended = await confirmInstallation(deps, actor.name, reason);
        await auditEverywhere(db, actor, "sending.resumed", { ended, reason });
        return { ended };
      },
    }),
  ];
}

function limitRoutes(deps: ControlDeps): RouteSpec[] {
  const { db, clock } = deps;
  return [
    route({
      method: "PUT",
      path: "/api/v1/sending/settings",
      permission: "mailings.send",
      tag,
      summary: "Limits that pause a mailing, and the grace after an outage.",
      body: SendingSettingsInput,
      response: SendingSettingsSchema,
      handle: ({ accountId, actor, body }) =>
        db.account(accountId, async (tx) => {
          await saveSettings(tx, accountId, body, clock.now());
          await audit(tx, accountId, actor, "sending.settings_changed", { detail: { ...body } });
          return body;
        }),
    }),
    route({
      method: "GET",
      path: "/api/v1/sending/complaints",
      permission: "mailings.read",
      tag,
      summary: "Complaints by sending domain and day, of the last 14 days (SND-07).",
      response: ComplaintDays,
      handle: ({ accountId }) =>
        db.account(accountId, async (tx) => {
          const days = await complaintDays(
            tx,
            accountId,
            new Date(clock.now().getTime() - 14 * DAY_MS),
          );
          return { items: days.map((day) => ({ ...day, verdict: judgeComplaints(day) })) };
        }),
    }),
    route({
      method: "POST",
      path: "/api/v1/sending/complaints",
      permission: "mailings.send",
      tag,
      summary: "Note a number or share of complaints read off at a provider (SND-07).",
      body: ComplaintInput,
      response: ComplaintDays,
      status: 201,
      handle: ({ accountId, actor, body }) =>
        db.account(accountId, async (tx) => {
          if ((body.complaints === undefined) === (body.rate === undefined))
            throw invalid("complaints_or_rate", "Give a number or a share of complaints.", {
              errors: [{ path: "/rate", message: "Exactly one of `complaints` and `rate`." }],
            });
          await insertComplaintReport(tx, accountId, {
            domain: body.domain.trim().toLowerCase(),
            day: body.day,
            complaints: body.complaints ?? null,
            rate: body.rate ?? null,
            by: actor.name,
            at: clock.now(),
          });
          await audit(tx, accountId, actor, "sending.complaints_noted", { detail: { ...body } });
          await watchComplaints(tx, deps, accountId);
          const days = await complaintDays(tx, accountId, new Date(clock.now().getTime() - DAY_MS));
          return { items: days.map((day) => ({ ...day, verdict: judgeComplaints(day) })) };
        }),
    }),
    route({
      method: "POST",
      path: "/api/v1/sending/alarms/:id/acknowledge",
      permission: "mailings.send",
      tag,
      summary:
        "Take note of an alarm. A mailing it paused goes on by POST /api/v1/mailings/:id/acknowledge.",
      params: IdParams,
      body: AlarmAcknowledgement,
      handle: ({ accountId, actor, params, body }) =>
        db.account(accountId, async (tx) => {
          const alarm = await findAlarm(tx, accountId, params.id);
          if (!alarm) throw notFound("alarm");
          if (alarm.endedAt === null) await acknowledge(tx, deps, alarm, actor);
          await audit(tx, accountId, actor, "sending.alarm_acknowledged", {
            objectType: "alarm",
            objectId: alarm.publicId,
            detail: { code: alarm.code, reason: body.reason, figures: alarm.figures },
          });
        }),
    }),
  ];
}

async function acknowledge(
  tx: Tx,
  deps: ControlDeps,
  alarm: SendingAlarm,
  actor: Actor,
): Promise<void> {
  const { accountId, code, subject } = alarm;
  if (code === "complaints" || code === "complaints_high")
    return void (await acknowledgeDomain(tx, deps, accountId, subject, actor.name));
  if (code === "stalled" || code === "occurrence" || code === "winner")
    return void (await endAlarms(tx, accountId, code, subject, actor.name, null, deps.clock.now()));
  throw conflict("alarm_of_mailing", "This alarm ends with a decision on its mailing.", {
    hint: "Go on with the mailing, schedule it anew, or cancel it.",
  });
}

/** Alarms with the names of their mailings. */
export async function showAlarms(
  tx: Tx,
  deps: Pick<ControlDeps, "namesOfMailings">,
  alarms: SendingAlarm[],
): Promise<ReturnType<typeof presentAlarm>[]> {
  const names = await deps.namesOfMailings(
    tx,
    alarms.flatMap((alarm) => mailingOfAlarm(alarm) ?? []),
  );
  return alarms.map((alarm) => presentAlarm(alarm, names.get(mailingOfAlarm(alarm) ?? 0) ?? null));
}

async function administrator(db: Database, principal: Principal): Promise<Actor> {
  const { operatorId } = principal;
  if (operatorId === undefined || !(await isAdministrator(db, operatorId)))
    throw new AppError("administrator_needed", 403, "Only an administrator does this.", {
      hint: "Ask the person who runs this installation.",
    });
  return {
    kind: "operator",
    operatorId,
    name: principal.name,
    roles: [],
    permissions: new Set(),
  };
}

/** What concerns the whole installation stands in the log of each account. */
async function auditEverywhere(
  db: Database,
  actor: Actor,
  action: string,
  detail: Record<string, unknown>,
): Promise<void> {
  for (const accountId of await listAccountIds(db))
    await db.account(accountId, (tx) =>
      audit(tx, accountId, actor, action, { detail: { ...detail, installation: true } }),
    );
}
