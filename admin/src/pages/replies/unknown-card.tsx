import { Button } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type {
  UnknownMessageDetailView,
  UnknownMessageView,
} from "../../../../contract/unknown-messages.ts";
import { useApiQuery, useCan } from "../../api/index.ts";
import {
  Card,
  CardSkeletons,
  KeyValue,
  Notice,
  Pill,
  Problem,
  useFormat,
  useTexts,
  inSentence,
} from "../../ui/index.ts";
import { DecideForm } from "./decide-form.tsx";
import { texts } from "./unknown-texts.ts";

/** One unknown message; its content is shown when somebody asks for it. */
export function UnknownCard({ message }: { message: UnknownMessageView }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const [isOpen, setOpen] = useState(false);
  const waits = message.state === "waiting";
  return (
    <Card>
      <header className="r-head">
        <h2>{message.subject || t("noSubject")}</h2>
        {message.proposed && (
          <Pill tone="wait">{t("proposed", { kind: t(`kinds.${message.proposed}`) })}</Pill>
        )}
        {message.decision && <Pill tone="unknown">{t(`kinds.${message.decision}`)}</Pill>}
      </header>
      <p className="k-small k-muted r-wrap">
        {message.from ?? t("noAuthor")}
        {" · "}
        {t("received", { when: inSentence(format.moment(message.receivedAt)) })}
        {waits && ` · ${t("until", { when: format.date(message.deletedAt) })}`}
      </p>
      {!waits && message.decidedAt && (
        <p className="k-small">
          {message.decidedBy === null
            ? t("byRule", { when: inSentence(format.moment(message.decidedAt)) })
            : t("decidedBy", {
                who: message.decidedBy,
                when: inSentence(format.moment(message.decidedAt)),
              })}
        </p>
      )}
      {waits && message.namesMail && <p className="k-small">{t("namesMail")}</p>}
      {waits && (
        <div className="r-acts">
          <Button size="xs" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {t(isOpen ? "close" : "open")}
          </Button>
        </div>
      )}
      {isOpen && <Content message={message} />}
    </Card>
  );
}

function Content({ message }: { message: UnknownMessageView }): ReactNode {
  const t = useTexts(texts);
  const may = useCan()("replies.write");
  const query = useApiQuery<UnknownMessageDetailView>(`/unknown-messages/${message.id}`);
  if (query.error) return <Problem error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <CardSkeletons count={1} />;
  const { text, headers, truncated, candidates } = query.data;
  return (
    <div className="k-stack">
      {truncated && <Notice tone="plain">{t("truncated")}</Notice>}
      {text === null ? (
        <p className="k-muted">{t("unreadable")}</p>
      ) : (
        <pre className="r-words" tabIndex={0} aria-label={t("text")}>
          {text}
        </pre>
      )}
      <details className="r-headers">
        <summary>{t("headers")}</summary>
        <KeyValue items={headers.map(({ name, value }) => [name, value])} />
      </details>
      {may && <DecideForm message={message} candidates={candidates} />}
    </div>
  );
}
