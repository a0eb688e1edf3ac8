import { Button } from "@mantine/core";
import { useEffect, useState, type ReactNode } from "react";
import type { ProofView } from "../../../../../contract/consent.ts";
import {
  Card,
  CopyButton,
  KeyValue,
  Notice,
  Pill,
  useFormat,
  useTexts,
} from "../../../ui/index.ts";
import type { ProofEntryView } from "./evidence.ts";
import { ledgerTexts } from "./ledger-texts.ts";
import { texts } from "./texts.ts";
import { verdictOf, verdictTones } from "./verdict.ts";
import { computeCommitment } from "./verify-here.ts";

/** Is it unaltered? As the server says, and as this browser computes it. */
export function TechnicalCard(props: {
  entry: ProofEntryView;
  leaf: ProofView["leaf"];
}): ReactNode {
  const { entry, leaf } = props;
  const t = useTexts(texts);
  const tLedger = useTexts(ledgerTexts);
  const format = useFormat();
  const [open, setOpen] = useState(false);
  const here = useComputedHere(entry);
  const verdict = verdictOf(entry);
  return (
    <Card title={t("technical")} aside={<Pill tone={verdictTones[verdict]}>{t(verdict)}</Pill>}>
      <div className="k-stack">
        {verdict === "altered" ? (
          <Notice tone="danger">{t("alteredText")}</Notice>
        ) : (
          <p>{t(`${verdict}Text`)}</p>
        )}
        <div className="pv-kv">
          <KeyValue
            items={[
              ...(entry.canonical === null
                ? []
                : [
                    [t("here"), here === "asking" ? "…" : <HereWord key="here" state={here} />] as [
                      ReactNode,
                      ReactNode,
                    ],
                  ]),
              [
                tLedger("place"),
                leaf === null ? tLedger("placeOpen") : format.number(leaf.index + 1),
              ],
              [
                t("commitment"),
                <span key="sum" className="k-mono pv-hash">
                  {entry.commitment}
                </span>,
              ],
            ]}
          />
        </div>
        {entry.canonical !== null && (
          <div>
            <p className="k-small k-muted">{t("technicalText")}</p>
            <Button
              size="xs"
              variant="subtle"
              aria-expanded={open}
              style={{ marginLeft: -8 }}
              onClick={() => setOpen(!open)}
            >
              {t(open ? "hide" : "show")}
            </Button>
            {open && (
              <div>
                <p className="k-lab">{t("salt")}</p>
                <p className="k-mono pv-hash">{entry.salt}</p>
                <p className="k-lab" style={{ marginTop: 8 }}>
                  {t("canonical")}
                </p>
                <pre className="pv-mail k-mono" tabIndex={0}>
                  {entry.canonical}
                </pre>
              </div>
            )}
          </div>
        )}
      </div>
    </Card>
  );
}

type Here = "asking" | "ok" | "bad" | "no";

function HereWord({ state }: { state: Exclude<Here, "asking"> }): ReactNode {
  const t = useTexts(texts);
  if (state === "no") return <span className="k-muted">{t("hereNo")}</span>;
  return (
    <Pill tone={state === "ok" ? "go" : "danger"}>{t(state === "ok" ? "hereOk" : "hereBad")}</Pill>
  );
}

function useComputedHere(entry: ProofEntryView): Here {
  const { salt, canonical, commitment } = entry;
  const [state, setState] = useState<Here>("asking");
  useEffect(() => {
    if (salt === null || canonical === null) return;
    let current = true;
    void computeCommitment(salt, canonical).then((computed) => {
      if (current) setState(computed === undefined ? "no" : computed === commitment ? "ok" : "bad");
    });
    return () => {
      current = false;
    };
  }, [salt, canonical, commitment]);
  return state;
}

/** How anybody checks the file without us. */
export function OfflineCard({ id }: { id: string }): ReactNode {
  const t = useTexts(texts);
  const command = `node scripts/verify-proof.mjs ${id}.json`;
  return (
    <Card title={t("offline")}>
      <div className="k-stack">
        <p className="k-small">{t("offlineText")}</p>
        <div className="pv-command">
          <code>{command}</code>
          <CopyButton value={command} />
        </div>
        <p className="k-small k-muted">{t("offlineAfter")}</p>
      </div>
    </Card>
  );
}
