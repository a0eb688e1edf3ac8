import type { ReactNode } from "react";
import type { ProofView } from "../../../../../contract/consent.ts";
import { useCan } from "../../../api/index.ts";
import { Card, KeyValue, Link, useFormat, useTexts } from "../../../ui/index.ts";
import { texts as shared } from "../texts.ts";
import { WordingText } from "../wordings/wording-text.tsx";
import { evidenceOf, mailOf, subjectOf, type ProofEntryView } from "./evidence.ts";
import { intakeRows } from "./intake-rows.tsx";
import { texts } from "./texts.ts";

/** The text exactly as the person saw it, in their language. */
export function DeclaredCard({ entry }: { entry: ProofEntryView }): ReactNode {
  const t = useTexts(texts);
  const evidence = evidenceOf(entry);
  if (!evidence.shownText) return null;
  return (
    <Card title={t("declared")} aside={evidence.list?.name}>
      <blockquote className="pv-quote" data-declared lang={evidence.locale}>
        {evidence.shownText}
      </blockquote>
    </Card>
  );
}

/** Who, where, by which way. */
export function FactsCard({ entry }: { entry: ProofEntryView }): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const evidence = evidenceOf(entry);
  const format = useFormat();
  const { email, contact } = subjectOf(entry);
  const purpose = entry.document?.["purpose"];
  const { channel, form, privacyNotice } = evidence;
  const rows: [string, ReactNode][] = [
    [t("address"), email],
    [t("person"), contact === undefined ? undefined : t("contact", { id: contact })],
    [
      t("purpose"),
      typeof purpose === "string"
        ? tShared(`purposes.${purpose}` as "purposes.newsletter")
        : undefined,
    ],
    [t("list"), evidence.list?.name],
    [t("channel"), channel && t(`channels.${channel}` as "channels.api")],
    ...intakeRows(evidence, t, format),
    [t("form"), form && <FormLink key="form" form={form} />],
    [t("page"), evidence.page],
    [t("notice"), [privacyNotice?.url, privacyNotice?.version].filter(Boolean).join(", ")],
    [t("source"), evidence.source],
    [t("reason"), evidence.reason === "all_newsletters" ? t("allNewsletters") : evidence.reason],
    [t("actor"), evidence.actor?.name],
    [t("ip"), evidence.ip],
  ];
  const known = rows.filter((row) => row[1]);
  if (known.length === 0) return null;
  return (
    <Card title={t("facts")}>
      <div className="pv-kv">
        <KeyValue items={known} />
      </div>
    </Card>
  );
}

/** Leads to what the person read in that version, who may see forms. */
function FormLink({ form }: { form: { id: string; version: number } }): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const label = t("formVersion", { id: form.id, version: form.version });
  if (!can("forms.read")) return label;
  return <Link to={`/lists/forms/${form.id}?view=versions&v=${form.version}`}>{label}</Link>;
}

/** The opt-in mail word for word, as it was sent. */
export function MailCard({ proof }: { proof: ProofView }): ReactNode {
  const t = useTexts(texts);
  const mail = mailOf([proof.entry, ...proof.related]);
  if (!mail) return null;
  return (
    <Card title={t("mail")}>
      <div className="k-stack">
        <KeyValue
          items={[
            [t("subject"), mail.subject],
            ...(mail.messageId
              ? [
                  [
                    t("messageId"),
                    <span key="id" className="k-mono">
                      {mail.messageId}
                    </span>,
                  ] as [string, ReactNode],
                ]
              : []),
          ]}
        />
        <pre className="pv-mail">{mail.text}</pre>
      </div>
    </Card>
  );
}

/** The wordings the entries name, as approved, with their placeholders. */
export function WordingCards({ proof }: { proof: ProofView }): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const format = useFormat();
  return proof.wordings.map((wording) => {
    const version = tShared("version", { version: wording.version });
    const locale = tShared(`locale.${wording.locale}` as "locale.de");
    return (
      <Card
        key={wording.id}
        title={t("wordingTitle")}
        aside={
          wording.approvedAt
            ? t("wordingMeta", { version, locale, date: format.date(wording.approvedAt) })
            : t("wordingMetaOpen", { version, locale })
        }
      >
        <blockquote className="pv-quote" lang={wording.locale}>
          <WordingText text={wording.text} />
        </blockquote>
        <p className="k-mono k-muted pv-hash" style={{ marginTop: 12 }}>
          SHA-256 {wording.sha256}
        </p>
      </Card>
    );
  });
}
