import type { ReactNode } from "react";
import type { WordingVersionView, WordingView } from "../../../../../contract/consent.ts";
import { useApiQuery, useCan } from "../../../api/index.ts";
import {
  Card,
  FindingList,
  KeyValue,
  Link,
  Notice,
  Pill,
  useFormat,
  useLocale,
  useTexts,
} from "../../../ui/index.ts";
import type { AuditEntry } from "../audit/audit-words.ts";
import { places } from "../places.ts";
import { texts as shared } from "../texts.ts";
import { ApprovePanel } from "./approve-panel.tsx";
import { addressTexts } from "./address-texts.ts";
import { texts } from "./texts.ts";
import { stateOf, TONES } from "./wording-state.ts";
import { WordingText } from "./wording-text.tsx";

/** One version in full: its text, what it covers, what it lacks, and who approved it when. */
export function VersionCard(props: {
  wording: WordingView;
  version: WordingVersionView;
}): ReactNode {
  const t = useTexts(texts);
  const address = useTexts(addressTexts);
  const tShared = useTexts(shared);
  const format = useFormat();
  const { wording, version } = props;
  const state = stateOf(version, wording);
  return (
    <Card
      title={`${tShared("version", { version: version.version })}, ${tShared(`locale.${version.locale}`)}`}
      aside={
        <span className="k-row">
          {version.material && <Pill tone="wait">{t("materialPill")}</Pill>}
          <Pill tone={TONES[state]}>{t(`states.${state}`)}</Pill>
        </span>
      }
    >
      <div className="k-stack">
        <blockquote className="pv-quote" lang={version.locale}>
          <WordingText text={version.text} />
        </blockquote>
        {version.material && (
          <Notice tone="wait">
            {t("materialNote")}
            {version.changes.length > 0 && (
              <>
                {" "}
                {t("newIs", {
                  what: format.list(version.changes.map((change) => t(`changes.${change}`))),
                })}
              </>
            )}
          </Notice>
        )}
        {version.otherAddress && (state === "current" || state === "waiting") && (
          <Notice>{address(`version.${version.otherAddress}`)}</Notice>
        )}
        {wording.purpose === "profiling" && <Scope version={version} />}
        {version.annex && <Annex annex={version.annex} locale={version.locale} />}
        {state === "waiting" && <Parts version={version} />}
        <Facts version={version} />
        <ApprovePanel wording={wording} version={version} state={state} />
      </div>
    </Card>
  );
}

function Scope({ version }: { version: WordingVersionView }): ReactNode {
  const t = useTexts(texts);
  const words = (kind: "technique" | "use" | "channel", values: string[]): string =>
    values.length === 0
      ? t("scopeNothing")
      : values.map((value) => t(`${kind}.${value}` as "technique.open")).join(", ");
  return (
    <div>
      <p className="k-lab">{t("scope")}</p>
      <KeyValue
        items={[
          [t("techniques"), words("technique", version.techniques)],
          [t("uses"), words("use", version.uses)],
          [t("channels"), words("channel", version.channels)],
        ]}
      />
    </div>
  );
}

function Annex(props: {
  annex: NonNullable<WordingVersionView["annex"]>;
  locale: string;
}): ReactNode {
  const t = useTexts(texts);
  const { annex } = props;
  return (
    <details className="pv-annex">
      <summary>
        {t("annex")}: <span lang={props.locale}>{annex.title}</span>
      </summary>
      <p className="pv-annex-text" lang={props.locale}>
        {annex.text}
      </p>
      <p className="k-mono pv-hash">{annex.sha256}</p>
    </details>
  );
}

function Parts({ version }: { version: WordingVersionView }): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  return (
    <div>
      <p className="k-lab" style={{ marginBottom: 8 }}>
        {t("parts")}
      </p>
      <FindingList
        findings={
          version.findings.length === 0
            ? [{ id: "complete", level: "ok", title: t("complete") }]
            : version.findings.map((finding) => ({
                id: finding.code + finding.message.en,
                level: "error",
                title: finding.message[locale],
                rule: finding.rule,
              }))
        }
      />
    </div>
  );
}

function Facts({ version }: { version: WordingVersionView }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const can = useCan();
  const approval = useApiQuery<{ items: AuditEntry[] }>(
    version.approvedAt && can("audit.read") ? "/audit" : undefined,
    { action: "wording.approved", objectId: version.id, limit: 1 },
    { staleTime: Infinity },
  ).data?.items[0];
  const items: [ReactNode, ReactNode][] = [[t("createdAt"), format.dateTime(version.createdAt)]];
  if (version.approvedAt)
    items.push([
      t("approvedAt"),
      approval
        ? t("approvedBy", { when: format.dateTime(version.approvedAt), who: approval.actor.name })
        : format.dateTime(version.approvedAt),
    ]);
  if (version.retiredAt) items.push([t("retiredAt"), format.dateTime(version.retiredAt)]);
  items.push([
    t("given"),
    version.consents > 0 && can("consents.read") ? (
      <Link
        key="proofs"
        to={`${places.proofs}?wording=${version.id}`}
        aria-label={`${format.number(version.consents)}: ${t("showProofs")}`}
      >
        {format.number(version.consents)}
      </Link>
    ) : (
      format.number(version.consents)
    ),
  ]);
  items.push([
    t("hash"),
    <span key="hash" className="k-mono pv-hash">
      {version.sha256}
    </span>,
  ]);
  return (
    <div className="pv-facts">
      <KeyValue items={items} />
    </div>
  );
}
