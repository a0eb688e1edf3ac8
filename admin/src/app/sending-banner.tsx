import type { ReactNode } from "react";
import type { AlarmView, SendingState, StopView } from "../../../contract/sending.ts";
import { useApiQuery, useSession } from "../api/index.ts";
import { useTexts } from "../i18n/index.ts";
import { ButtonLink } from "../ui/navigation.tsx";
import { Notice } from "../ui/problem.tsx";
import { StopNotice, useAlarmWords } from "../ui/sending-state.tsx";
import { sendingTexts } from "../ui/sending-texts.ts";

const ASK_EVERY_MS = 10_000;
const PAGE = "/versand";
const STOP_PAGE = "/einstellungen/not-aus";
const pathOf = ({ path, mailing }: AlarmView): string =>
  path ?? (mailing ? `/mailings/${mailing.id}` : PAGE);

/** Over every page that does not say it itself: that sending is stopped, by whom and why, and what else people have to decide. */
export function SendingBanner({ pathname }: { pathname: string }): ReactNode {
  const t = useTexts(sendingTexts);
  const words = useAlarmWords();
  const { can } = useSession();
  const often = { refetchInterval: ASK_EVERY_MS, staleTime: ASK_EVERY_MS / 2 };
  const sees = can("mailings.read");
  const { data } = useApiQuery<SendingState>(sees ? "/sending" : undefined, undefined, often);
  // Whoever sees nothing of mailings still sees that nothing leaves, and why.
  const { data: installation } = useApiQuery<{ stops: StopView[] }>(
    sees ? undefined : "/installation/stops",
    undefined,
    often,
  );
  if (pathname === PAGE || pathname === STOP_PAGE) return null;
  const [wide] = installation?.stops ?? [];
  if (wide) return <StopNotice stop={wide} />;
  if (!data) return null;
  const look = (to: string): ReactNode => (
    <ButtonLink size="xs" to={to}>
      {t("look")}
    </ButtonLink>
  );
  const [stop] = data.stops;
  if (stop) return <StopNotice stop={stop} action={look(PAGE)} />;
  const alarm = data.alarms.find((one) => pathOf(one) !== pathname);
  if (alarm) {
    const { title, text } = words(alarm);
    return (
      <Notice
        tone="wait"
        role="status"
        title={alarm.mailing ? `${alarm.mailing.name}: ${title}` : title}
        action={look(pathOf(alarm))}
      >
        <p>{text}</p>
      </Notice>
    );
  }
  return null;
}
