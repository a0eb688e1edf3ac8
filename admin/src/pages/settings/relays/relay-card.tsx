import { Button } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { RelayTestView, RelayView } from "../../../../../contract/relays.ts";
import { api, useApiMutation } from "../../../api/index.ts";
import {
  Card,
  ConfirmDialog,
  KeyValue,
  Notice,
  Pill,
  inSentence,
  showDone,
  showProblem,
  useFormat,
  useTexts,
} from "../../../ui/index.ts";
import { HookPart } from "./hook-part.tsx";
import { TestResult } from "./test-result.tsx";
import { texts } from "./texts.ts";

/** One way out: how it does, what it is for, where mails are worked on. */
export function RelayCard(props: {
  relay: RelayView;
  mayChange: boolean;
  onEdit: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const { relay } = props;
  const [removing, setRemoving] = useState(false);
  const test = useApiMutation(() => api.post<RelayTestView>(`/relays/${relay.id}/test`), {
    invalidates: ["/relays"],
    onError: showProblem,
  });
  const toggle = useApiMutation(
    () => api.patch(`/relays/${relay.id}`, { enabled: !relay.enabled }),
    { invalidates: ["/relays"], onError: showProblem },
  );
  const remove = useApiMutation(() => api.delete(`/relays/${relay.id}`), {
    invalidates: ["/relays"],
    onSuccess: () => showDone(t("removed")),
  });
  const { failingSince, failure } = relay.health;
  return (
    <Card>
      <div className="k-stack">
        <div className="rel-head">
          <h2>{relay.name}</h2>
          <StatePill relay={relay} />
          {relay.place.outsideEu && <Pill tone="wait">{t("outsideEu")}</Pill>}
        </div>
        {relay.enabled && failingSince !== null && (
          <Notice
            tone="danger"
            title={t("failingSince", { moment: format.dateTime(failingSince) })}
          >
            {t("failingText", { detail: failure ?? "" })}
          </Notice>
        )}
        <div className="rel-body">
          <Facts relay={relay} />
          <div className="k-stack">
            {relay.lastTest && <TestResult test={relay.lastTest} />}
            {relay.reports && <HookPart relay={relay} mayChange={props.mayChange} />}
          </div>
        </div>
        {props.mayChange && (
          <div className="k-row">
            <Button size="xs" loading={test.isPending} onClick={() => test.mutate()}>
              {t("test")}
            </Button>
            <Button size="xs" onClick={props.onEdit}>
              {t("change")}
            </Button>
            <Button size="xs" loading={toggle.isPending} onClick={() => toggle.mutate()}>
              {relay.enabled ? t("switchOff") : t("switchOn")}
            </Button>
            <Button size="xs" variant="subtle" color="red" onClick={() => setRemoving(true)}>
              {t("remove")}
            </Button>
          </div>
        )}
      </div>
      <ConfirmDialog
        opened={removing}
        onClose={() => setRemoving(false)}
        title={t("removeTitle")}
        action={t("remove")}
        danger
        onConfirm={() => remove.mutateAsync()}
      >
        {t("removeText", { name: relay.name })}
      </ConfirmDialog>
    </Card>
  );
}

function StatePill({ relay }: { relay: RelayView }): ReactNode {
  const t = useTexts(texts);
  if (!relay.enabled) return <Pill tone="unknown">{t("states.off")}</Pill>;
  if (relay.health.failingSince !== null) return <Pill tone="danger">{t("states.failing")}</Pill>;
  if (relay.lastTest === null) return <Pill tone="unknown">{t("states.untested")}</Pill>;
  return relay.lastTest.ok ? (
    <Pill tone="go">{t("states.ready")}</Pill>
  ) : (
    <Pill tone="danger">{t("states.testFailed")}</Pill>
  );
}

function Facts({ relay }: { relay: RelayView }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const { locale } = format;
  const way =
    relay.kind === "smtp"
      ? `SMTP, ${relay.host ?? ""}:${relay.port ?? ""}`
      : [t(`kinds.${relay.kind}`), relay.region, relay.channel].filter(Boolean).join(", ");
  const streams =
    relay.streams.length === 3
      ? t("allStreams")
      : format.list(
          relay.streams.map((stream, at) =>
            at > 0 && locale === "en" ? inSentence(t(`streams.${stream}`)) : t(`streams.${stream}`),
          ),
        );
  const place = [relay.place.provider, relay.place.where[locale]].filter(Boolean).join(", ");
  const confirmed = relay.outsideEuConfirmed;
  return (
    <KeyValue
      items={[
        [relay.kind === "smtp" || relay.kind === "mx" ? t("host") : t("provider"), way],
        [t("streamsLabel"), streams],
        [
          `${t("priority")} · ${t("weight")}`,
          `${format.number(relay.priority)} · ${format.number(relay.weight)}`,
        ],
        [
          t("limits"),
          relay.perSecond === null
            ? t("limitsText", { count: relay.connections })
            : t("limitsRate", { count: relay.connections, rate: relay.perSecond }),
        ],
        [
          t("where"),
          <>
            {place}
            {confirmed && (
              <span className="k-muted k-small">
                {" · "}
                {t("outsideConfirmed", { name: confirmed.by, date: format.date(confirmed.at) })}
              </span>
            )}
          </>,
        ],
      ]}
    />
  );
}
