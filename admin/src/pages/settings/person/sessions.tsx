import { Button } from "@mantine/core";
import { IconDeviceDesktop, IconDeviceMobile } from "@tabler/icons-react";
import type { Static } from "typebox";
import type { ReactNode } from "react";
import type { SessionSchema } from "../../../../../contract/operators.ts";
import { api, useApiMutation, useApiQuery } from "../../../api/index.ts";
import {
  Card,
  CardSkeletons,
  Loaded,
  Pill,
  showDone,
  showProblem,
  useFormat,
  useTexts,
  inSentence,
} from "../../../ui/index.ts";
import { texts } from "./texts.ts";

type Session = Static<typeof SessionSchema>;

/** Where one is signed in, with the way to end it. */
export function Sessions(): ReactNode {
  const t = useTexts(texts);
  const query = useApiQuery<{ items: Session[] }>("/sessions");
  const endOthers = useApiMutation(() => api.delete<{ ended: number }>("/sessions"), {
    invalidates: ["/sessions"],
    onSuccess: () => showDone(t("othersEnded")),
    onError: showProblem,
  });
  return (
    <Loaded query={query} skeleton={<CardSkeletons count={1} />}>
      {({ items }) => (
        <Card
          title={t("sessions")}
          aside={
            items.length > 1 && (
              <Button size="xs" loading={endOthers.isPending} onClick={() => endOthers.mutate()}>
                {t("endOthers")}
              </Button>
            )
          }
          foot={t("sessionsFoot")}
        >
          <ul className="set-lines">
            {items.map((session) => (
              <SessionLine key={session.id} session={session} />
            ))}
          </ul>
        </Card>
      )}
    </Loaded>
  );
}

function SessionLine({ session }: { session: Session }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const end = useApiMutation(() => api.delete(`/sessions/${session.id}`), {
    invalidates: ["/sessions"],
    onSuccess: () => showDone(t("ended")),
    onError: showProblem,
  });
  const browser = session.browser ?? t("unknownBrowser");
  const DeviceIcon = /iOS|Android/.test(browser) ? IconDeviceMobile : IconDeviceDesktop;
  return (
    <li>
      <div className="set-person">
        <span className="k-dot" aria-hidden="true">
          <DeviceIcon size={20} stroke={1.5} />
        </span>
        <div>
          <b>{browser}</b>
          <p>
            {t("lastSeen", { at: inSentence(format.moment(session.lastSeenAt)) })}
            {" · "}
            {t(`methods.${session.method}`)}
            {session.withFactor && session.method === "password" && ` ${t("withFactor")}`}
          </p>
        </div>
      </div>
      {session.current ? (
        <Pill tone="go">{t("current")}</Pill>
      ) : (
        <Button
          size="xs"
          loading={end.isPending}
          aria-label={`${t("end")}: ${browser}`}
          onClick={() => end.mutate()}
        >
          {t("end")}
        </Button>
      )}
    </li>
  );
}
