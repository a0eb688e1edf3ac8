import { Button } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { AnchorView, LedgerStateView } from "../../../../../contract/ledger.ts";
import { api, useApiMutation, useApiQuery, useCan } from "../../../api/index.ts";
import {
  Card,
  CardSkeletons,
  DateTime,
  KeyValue,
  Loaded,
  Notice,
  Pill,
  showDone,
  showProblem,
  useFormat,
  useLocale,
  useTexts,
  type Tone,
} from "../../../ui/index.ts";
import { AnchorSettings } from "./anchor-settings.tsx";
import { CompareCheckpoint } from "./compare-checkpoint.tsx";
import { ledgerTexts } from "./ledger-texts.ts";

const LOOK_AGAIN_MS = 2000;

/** The ledger in plain words: how much it holds, who signed it, who else holds the signature, who verified it. */
export function LedgerCard(): ReactNode {
  const t = useTexts(ledgerTexts);
  const query = useApiQuery<LedgerStateView>("/ledger", undefined, {
    refetchInterval: (data) => (data?.verifying ? LOOK_AGAIN_MS : false),
  });
  return (
    <Loaded query={query} skeleton={<CardSkeletons count={1} />}>
      {(state) => (
        <div className="k-stack">
          <Alarm state={state} />
          <Card title={t("title")} aside={<Verdict state={state} />}>
            <div className="k-stack">
              <p className="k-muted">{t("explain")}</p>
              <Facts state={state} />
              <Actions state={state} />
              <CompareCheckpoint />
              <AnchorSettings state={state} />
            </div>
          </Card>
        </div>
      )}
    </Loaded>
  );
}

function Verdict({ state }: { state: LedgerStateView }): ReactNode {
  const t = useTexts(ledgerTexts);
  if (state.verifying) return <Pill tone="wait">{t("verifying")}</Pill>;
  if (!state.verification) return <Pill tone="plain">{t("unverified")}</Pill>;
  return (
    <Pill tone={state.verification.ok ? "go" : "danger"}>
      {t(state.verification.ok ? "intact" : "altered")}
    </Pill>
  );
}

function Alarm({ state }: { state: LedgerStateView }): ReactNode {
  const t = useTexts(ledgerTexts);
  const locale = useLocale();
  if (state.verification?.ok !== false) return null;
  const messages = [
    ...new Set(state.verification.findings.map((finding) => finding.message[locale])),
  ];
  return (
    <Notice tone="danger" role="alert" title={t("alarm")}>
      <ul className="pv-findings">
        {messages.map((message) => (
          <li key={message}>{message}</li>
        ))}
      </ul>
      <p>{t("alarmText")}</p>
    </Notice>
  );
}

function Facts({ state }: { state: LedgerStateView }): ReactNode {
  const t = useTexts(ledgerTexts);
  const format = useFormat();
  const { checkpoint, verification, waiting } = state;
  const verified = verification?.finishedAt ? (
    <>
      <DateTime value={verification.finishedAt} />
      {verification.ok && (
        <span className="k-sub pv-below">
          {t("verifiedText", { count: verification.entries ?? 0 })}
          {verification.outside && `, ${t("verifiedOutside")}`}
        </span>
      )}
    </>
  ) : (
    t("never")
  );
  const signed = checkpoint ? (
    <>
      <DateTime value={checkpoint.at} />
      <span className="k-sub pv-below">{t("signedText", { count: checkpoint.size })}</span>
    </>
  ) : (
    t("unsigned")
  );
  return (
    <KeyValue
      items={[
        [
          t("entries"),
          <>
            <span className="k-tabular">{format.number(state.entries)}</span>
            {waiting > 0 && (
              <span className="k-sub pv-below">{t("waiting", { count: waiting })}</span>
            )}
          </>,
        ],
        [t("verified"), verified],
        [t("signed"), signed],
        [t("anchored"), <Anchors key="anchors" anchors={state.anchors} />],
      ]}
    />
  );
}

const anchorTones: Record<AnchorView["state"], Tone> = {
  waiting: "wait",
  done: "go",
  failed: "danger",
};

/** The newest of each way out. */
function Anchors({ anchors }: { anchors: AnchorView[] }): ReactNode {
  const t = useTexts(ledgerTexts);
  const newest = anchors.filter(
    (anchor, no) => anchors.findIndex((other) => other.kind === anchor.kind) === no,
  );
  if (newest.length === 0) return t("anchoredNone");
  return (
    <ul className="pv-anchors">
      {newest.map((anchor) => (
        <li key={anchor.id}>
          <span>
            <DateTime value={anchor.finishedAt ?? anchor.askedAt} form="short" />{" "}
            {t(`anchors.${anchor.kind}`, { host: anchor.host ?? "" })}
          </span>
          <Pill tone={anchorTones[anchor.state]}>{t(`anchorStates.${anchor.state}`)}</Pill>
          {anchor.state !== "done" && anchor.answer && (
            <span className="k-sub pv-below">{anchor.answer}</span>
          )}
        </li>
      ))}
    </ul>
  );
}

function Actions({ state }: { state: LedgerStateView }): ReactNode {
  const t = useTexts(ledgerTexts);
  const can = useCan();
  const verify = useApiMutation(() => api.post("/ledger/verifications", {}), {
    invalidates: ["/ledger", "/audit"],
    onSuccess: () => showDone(t("verifyAsked")),
    onError: (error) => showProblem(error),
  });
  const sign = useApiMutation(() => api.post<{ checkpoint: unknown }>("/ledger/checkpoints"), {
    invalidates: ["/ledger", "/audit"],
    onSuccess: ({ checkpoint }) =>
      showDone(t(checkpoint === null ? "nothingToSign" : "signedDone")),
    onError: (error) => showProblem(error),
  });
  const download = useApiMutation(
    () =>
      api.download(`/ledger/checkpoints/${state.checkpoint!.id}/note`, {
        filename: `checkpoint-${state.checkpoint!.size}.txt`,
      }),
    { onError: (error) => showProblem(error) },
  );
  return (
    <div className="pv-actions">
      {can("privacy.manage") && (
        <>
          <Button loading={verify.isPending || state.verifying} onClick={() => verify.mutate()}>
            {t("verifyNow")}
          </Button>
          <Button loading={sign.isPending} onClick={() => sign.mutate()}>
            {t("signNow")}
          </Button>
        </>
      )}
      {state.checkpoint && (
        <Button
          variant="subtle"
          leftSection={<IconDownload size={18} stroke={1.6} aria-hidden="true" />}
          loading={download.isPending}
          onClick={() => download.mutate()}
        >
          {t("download")}
        </Button>
      )}
    </div>
  );
}
