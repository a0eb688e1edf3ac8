import { useId, useState, type ReactNode } from "react";
import type { ContactOverview, TimelineEntry } from "../../../../contract/directory.ts";
import { useCan } from "../../api/index.ts";
import {
  Card,
  Link,
  RuleTag,
  Timeline,
  useLocale,
  useTexts,
  type TimelineItem,
} from "../../ui/index.ts";
import { texts } from "./contact-texts.ts";

const SHOWN = 9;

/** What happened with a person: mails, permissions and, while they permit it, their use. */
export function ContactHistory({ data }: { data: ContactOverview }): ReactNode {
  const t = useTexts(texts);
  const [all, setAll] = useState(false);
  const toItem = useItem(data);
  const entries = all ? data.timeline : data.timeline.slice(0, SHOWN);
  return (
    <Card
      className="c-history"
      title={t("history.title")}
      aside={
        data.timeline.length > SHOWN && (
          <button
            type="button"
            className="k-textbutton"
            aria-expanded={all}
            onClick={() => setAll(!all)}
          >
            {all ? t("history.less") : t("history.all")}
          </button>
        )
      }
    >
      {entries.length === 0 ? (
        <p className="k-muted">{t("history.empty")}</p>
      ) : (
        <Timeline items={entries.map(toItem)} />
      )}
    </Card>
  );
}

/** Person or machine; why, and what nobody knows, on demand (TRK-13). */
function Agent({ agent }: { agent: NonNullable<TimelineEntry["agent"]> }): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <>
      <button
        type="button"
        className="k-textbutton c-agent"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        {agent.certainty === "person"
          ? t("history.person")
          : t(`history.${agent.certainty}`, { reason: agent.label[locale] })}
      </button>
      <span id={id} className="c-why" hidden={!open}>
        {agent.explanation[locale]} {t("history.unknown", { what: agent.unknown[locale] })}
      </span>
    </>
  );
}

const GIVEN = new Set(["consent_granted", "profiling_granted", "imported_with_evidence"]);
const TAKEN = new Set([
  "consent_withdrawn",
  "profiling_withdrawn",
  "profiling_refused",
  "unsubscribed",
  "objection",
]);

function useItem(data: ContactOverview): (entry: TimelineEntry, index: number) => TimelineItem {
  const locale = useLocale();
  const can = useCan();
  const toneOf = (entry: TimelineEntry): TimelineItem["tone"] => {
    if (entry.kind !== "consent") return "go";
    const kind = data.permissions.find(
      (one) => one.at === entry.at && one.label.de === entry.title.de,
    )?.kind;
    return kind && GIVEN.has(kind) ? "ok" : kind && TAKEN.has(kind) ? "no" : "plain";
  };
  return (entry, index) => {
    const use = entry.kind === "opened" || entry.kind === "clicked";
    const { mailing } = entry;
    const name =
      mailing && can("reports.read") ? (
        <Link to={`/mailings/${mailing.id}/report`}>{mailing.name}</Link>
      ) : (
        mailing?.name
      );
    const parts = [
      use ? name : undefined,
      entry.detail?.[locale],
      entry.url ? (
        <span key="url" className="c-break">
          {entry.url}
        </span>
      ) : undefined,
      entry.agent ? <Agent key="agent" agent={entry.agent} /> : undefined,
      entry.rule ? <RuleTag key="rule" rule={entry.rule} /> : undefined,
    ].filter((part) => part !== undefined);
    return {
      id: `${entry.at}-${index}`,
      at: entry.at,
      tone: use ? "plain" : toneOf(entry),
      title: !use && name ? name : entry.title[locale],
      text:
        parts.length > 0
          ? parts.map((part, at) => (
              <span key={at}>
                {at > 0 && (at === parts.length - 1 && entry.rule ? " " : " · ")}
                {part}
              </span>
            ))
          : undefined,
    };
  };
}
