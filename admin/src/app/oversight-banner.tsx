import { IconSchool } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { IncidentView } from "../../../contract/incidents.ts";
import { useApiQuery, useSession } from "../api/index.ts";
import { useTexts } from "../i18n/index.ts";
import { ButtonLink } from "../ui/navigation.tsx";
import { Notice } from "../ui/problem.tsx";
import { appTexts } from "./texts.ts";

const ASK_EVERY_MS = 60_000;
const SOON_MINUTES = 24 * 60;
const INCIDENTS = "/datenschutz/vorfaelle";
const TRAINING = "/datenschutz/schulung";

/** Over every page: the 72 hours of an open breach (ORG-11), and that somebody's course is overdue (ORG-14). */
export function OversightBanner({ pathname }: { pathname: string }): ReactNode {
  return (
    <>
      <ClockBanner pathname={pathname} />
      <TrainingBanner pathname={pathname} />
    </>
  );
}

function ClockBanner({ pathname }: { pathname: string }): ReactNode {
  const t = useTexts(appTexts);
  const { can } = useSession();
  const { data } = useApiQuery<{ items: IncidentView[] }>(
    can("privacy.manage") ? "/incidents" : undefined,
    { state: "open" },
    { refetchInterval: ASK_EVERY_MS, staleTime: ASK_EVERY_MS / 2 },
  );
  const [first] = (data?.items ?? [])
    .filter(({ running }) => running)
    .toSorted((a, b) => a.minutesLeft - b.minutesLeft);
  if (!first || pathname.startsWith(INCIDENTS)) return null;
  const all = Math.abs(first.minutesLeft);
  const time = { hours: Math.floor(all / 60), minutes: all % 60 };
  const isLate = first.minutesLeft < 0;
  return (
    <Notice
      tone={isLate ? "danger" : first.minutesLeft <= SOON_MINUTES ? "wait" : "go"}
      title={t(isLate ? "incident.late" : "incident.left", time)}
      action={
        <ButtonLink size="xs" to={`${INCIDENTS}/${first.id}`}>
          {t("incident.look")}
        </ButtonLink>
      }
    >
      {`${first.number}: ${first.title}`}
    </Notice>
  );
}

function TrainingBanner({ pathname }: { pathname: string }): ReactNode {
  const t = useTexts(appTexts);
  const { account } = useSession();
  const { state } = account.training;
  if ((state !== "overdue" && state !== "suspended") || pathname === TRAINING) return null;
  return (
    <Notice
      tone={state === "suspended" ? "danger" : "wait"}
      icon={<IconSchool size={20} stroke={1.6} aria-hidden="true" />}
      title={t(state === "suspended" ? "training.suspended" : "training.overdue")}
      action={
        <ButtonLink size="xs" to={TRAINING}>
          {t("training.begin")}
        </ButtonLink>
      }
    >
      {t(state === "suspended" ? "training.suspendedText" : "training.overdueText")}
    </Notice>
  );
}
