import type { AlarmView, StopView } from "../../../contract/sending.ts";
import type { SendingAlarm } from "./alarms.store.ts";
import { INSTALLATION, type SendingStop } from "./stop.ts";

export function presentStop(stop: SendingStop): StopView {
  return {
    id: stop.publicId,
    isInstallation: stop.accountId === INSTALLATION,
    scope: stop.scope,
    cause: stop.cause,
    reason: stop.reason,
    startedBy: stop.startedBy,
    startedAt: stop.startedAt.toISOString(),
  };
}

/** An alarm in the form of the contract; `mailing` is what its run or schedule belongs to. */
export function presentAlarm(
  alarm: SendingAlarm,
  mailing: { publicId: string; name: string } | null,
): AlarmView {
  const number = (name: string): number | null => {
    const value = alarm.figures[name];
    return typeof value === "number" ? value : null;
  };
  const text = (name: string): string | null => {
    const value = alarm.figures[name];
    return typeof value === "string" ? value : null;
  };
  return {
    id: alarm.publicId,
    code: alarm.code,
    domain: text("domain"),
    mailing: mailing && { id: mailing.publicId, name: mailing.name },
    path: text("path"),
    figures: {
      hard: number("hard"),
      handedOver: number("handedOver"),
      complaints: number("complaints"),
      accepted: number("accepted"),
      rate: number("rate"),
      day: text("day"),
      dueAt: text("dueAt"),
    },
    raisedAt: alarm.raisedAt.toISOString(),
  };
}

/** Number of the mailing an alarm is about, if any. */
export function mailingOfAlarm(alarm: SendingAlarm): number | null {
  const scheduled = alarm.figures["mailingId"];
  return alarm.mailingId ?? (typeof scheduled === "number" ? scheduled : null);
}
