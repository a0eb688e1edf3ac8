import { Button, Select, TextInput } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { CoreHandoverView, CoreListDetail } from "../../../../contract/crm.ts";
import { api, invalidate, queryClient, useCan } from "../../api/index.ts";
import {
  Card,
  ConfirmDialog,
  DateTime,
  inSentence,
  Notice,
  Pill,
  showDone,
  showProblem,
  SimpleTable,
  useFormat,
  useLocale,
  useTexts,
} from "../../ui/index.ts";
import { texts } from "./texts.ts";

/** Downloads the return file and marks it as handed over (CRM-12, CRM-14, CRM-16). */
export function ReturnCard({ list }: { list: CoreListDetail }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const locale = useLocale();
  const can = useCan();
  const [reason, setReason] = useState("");
  const [mailing, setMailing] = useState("");
  const [busy, setBusy] = useState(false);
  const [asked, setAsked] = useState<CoreHandoverView | null>(null);
  const take = async (kind: "csv" | "xlsx"): Promise<void> => {
    setBusy(true);
    try {
      await api.download(`/core-lists/${list.id}/return-files`, {
        method: "POST",
        body: { format: kind, reason: reason.trim(), locale, ...(mailing ? { mailing } : {}) },
      });
      await invalidate(queryClient, ["/core-lists"]);
    } catch (error) {
      showProblem(error);
    } finally {
      setBusy(false);
    }
  };
  const ready = reason.trim().length >= 3;
  return (
    <Card className="c6" title={t("returnTitle")}>
      <div className="k-stack">
        {list.open > 0 && list.openSince && (
          <Notice tone="wait">
            {t("returnOpen", {
              count: list.open,
              since: inSentence(format.moment(list.openSince)),
            })}
          </Notice>
        )}
        <p className="k-muted">{t("returnText")}</p>
        {can("contacts.export") && (
          <>
            {list.mailings.length > 0 && (
              <Select
                label={t("scope")}
                value={mailing}
                allowDeselect={false}
                onChange={(value) => setMailing(value ?? "")}
                data={[
                  { value: "", label: t("wholeList") },
                  ...list.mailings.map((one) => ({ value: one.id, label: one.name })),
                ]}
              />
            )}
            <TextInput
              label={t("reason")}
              description={t("reasonHelp")}
              placeholder={t("reasonExample")}
              maxLength={300}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
            />
            <div className="k-row">
              <Button disabled={!ready} loading={busy} onClick={() => void take("csv")}>
                {t("csv")}
              </Button>
              <Button disabled={!ready} loading={busy} onClick={() => void take("xlsx")}>
                {t("xlsx")}
              </Button>
            </div>
          </>
        )}
        <Handovers list={list} onAsk={setAsked} />
      </div>
      <ConfirmDialog
        opened={asked !== null}
        onClose={() => setAsked(null)}
        title={t("acknowledgeTitle")}
        action={t("acknowledgeDo")}
        onConfirm={async () => {
          await api.post(`/core-handovers/${asked!.id}/acknowledge`);
          setAsked(null);
          await invalidate(queryClient, ["/core-lists"]);
          showDone(t("acknowledgedDone"));
        }}
      >
        {t("acknowledgeText")}
      </ConfirmDialog>
    </Card>
  );
}

function Handovers(props: {
  list: CoreListDetail;
  onAsk: (handover: CoreHandoverView) => void;
}): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const can = useCan();
  const { handovers } = props.list;
  if (handovers.length === 0) return <p className="k-muted">{t("noHandover")}</p>;
  return (
    <SimpleTable
      label={t("handovers")}
      words
      head={
        <tr>
          <th scope="col">{t("made")}</th>
          <th scope="col">{t("rows")}</th>
          <th scope="col">{t("state")}</th>
        </tr>
      }
    >
      {handovers.map((one) => (
        <tr key={one.id}>
          <td data-label={t("made")}>
            <DateTime value={one.madeAt} />
            <span className="k-sub">{`${one.madeBy} · ${one.reason}`}</span>
          </td>
          <td data-label={t("rows")}>{format.number(one.rows)}</td>
          <td data-label={t("state")}>
            {one.acknowledgedAt ? (
              t("acknowledged", {
                when: inSentence(format.moment(one.acknowledgedAt)),
                who: one.acknowledgedBy ?? "",
              })
            ) : one.mailing ? (
              <Pill>{t("partOnly")}</Pill>
            ) : (
              can("contacts.export") && (
                <button type="button" className="k-textbutton" onClick={() => props.onAsk(one)}>
                  {t("acknowledge")}
                </button>
              )
            )}
          </td>
        </tr>
      ))}
    </SimpleTable>
  );
}
