import { Button } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { SlowDownView } from "../../../../../contract/pace.ts";
import { api, useApiMutation } from "../../../api/index.ts";
import {
  Card,
  ConfirmDialog,
  showDone,
  inSentence,
  useFormat,
  useTexts,
} from "../../../ui/index.ts";
import { texts } from "./texts.ts";

/** Providers that asked for less mail: since when, how far, and with which words. */
export function SlowDownsCard(props: { slowDowns: SlowDownView[]; mayChange: boolean }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const [ending, setEnding] = useState<SlowDownView>();
  const end = useApiMutation(
    ({ relay, provider }: SlowDownView) =>
      api.post("/sending-pace/slow-downs/end", { relay, provider }),
    { invalidates: ["/sending-pace"], onSuccess: () => showDone(t("slow.ended")) },
  );
  const pace = (perSecond: number): string =>
    format.number(perSecond < 10 ? Math.round(perSecond * 10) / 10 : Math.round(perSecond));
  return (
    <Card title={t("slow.title")}>
      {props.slowDowns.length === 0 ? (
        <p className="k-muted">{t("slow.none")}</p>
      ) : (
        <div className="k-stack">
          <ul className="set-lines">
            {props.slowDowns.map((slow) => (
              <li key={`${slow.relay} ${slow.provider}`}>
                <div className="pace-line">
                  <b>{slow.providerName}</b>
                  <span>
                    {t("slow.pace", {
                      now: pace(slow.perSecond),
                      before: pace(slow.beforePerSecond),
                      since: inSentence(format.moment(slow.since)),
                    })}
                  </span>
                  <span className="k-muted k-small">
                    {t("slow.why", { count: slow.objections, code: slow.code })}
                    {slow.relayName !== null && ` ${t("slow.over", { name: slow.relayName })}`}
                  </span>
                </div>
                {props.mayChange && (
                  <Button size="xs" onClick={() => setEnding(slow)}>
                    {t("slow.end")}
                  </Button>
                )}
              </li>
            ))}
          </ul>
          <p className="k-muted">{t("slow.help")}</p>
        </div>
      )}
      <ConfirmDialog
        opened={ending !== undefined}
        onClose={() => setEnding(undefined)}
        title={t("slow.endTitle")}
        action={t("slow.end")}
        onConfirm={() => (ending ? end.mutateAsync(ending) : undefined)}
      >
        {t("slow.endText", { provider: ending?.providerName ?? "" })}
      </ConfirmDialog>
    </Card>
  );
}
