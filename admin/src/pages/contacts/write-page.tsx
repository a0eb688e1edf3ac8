import { Button, Modal, Select, Textarea, TextInput } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import type {
  LetterOffer,
  LetterPreview,
  LetterReason,
  NewLetter,
  OneToOneView,
  SentLetter,
} from "../../../../contract/correspondence.ts";
import { api, ApiError, useApiMutation, useApiQuery } from "../../api/index.ts";
import {
  Card,
  Grid,
  Loaded,
  MailFrame,
  Notice,
  OfferField,
  Page,
  PageSkeleton,
  Problem,
  showDone,
  useFormat,
  useGo,
  useRouteParam,
  useTexts,
} from "../../ui/index.ts";
import "./contacts.css";
import { GateRefusal } from "./gate-refusal.tsx";
import { texts as shared } from "./texts.ts";
import { useSourceWords } from "./words.tsx";
import { InquiriesCard, InquiryDialog, LettersCard, MayCard } from "./write-side.tsx";
import { texts } from "./write-texts.ts";

const REASONS = ["inquiry", "contract", "appointment", "recommendation", "offer"] as const;

/** Writing to one person: whether, why and whence first, then the words (LEG-12, LEG-13). */
export default function WritePage(): ReactNode {
  const id = useRouteParam("id");
  const view = useApiQuery<OneToOneView>(`/contacts/${id}/one-to-one`);
  return (
    <Loaded query={view} skeleton={<PageSkeleton cards={3} />}>
      {(data) => <Writing data={data} />}
    </Loaded>
  );
}

function Writing({ data }: { data: OneToOneView }): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const [recording, setRecording] = useState(false);
  const [inquiryId, setInquiryId] = useState<string | null>(data.inquiries[0]?.id ?? null);
  const { contact } = data;
  return (
    <Page
      title={t("title")}
      windowTitle={`${t("title")}: ${contact.name}`}
      crumbs={[
        { label: tShared("title"), to: "/contacts" },
        { label: contact.name, to: `/contacts/${contact.id}` },
      ]}
      meta={<span className="c-break">{t("sender", data.sender)}</span>}
    >
      <div className="k-stack-lg">
        {data.missing.length > 0 && (
          <Notice tone="wait" title={t("missing.title")}>
            <ul>
              {data.missing.map((one) => (
                <li key={one}>{t(`missing.${one}`)}</li>
              ))}
            </ul>
          </Notice>
        )}
        <Grid>
          <div className="c7 c-column">
            <LetterForm data={data} inquiryId={inquiryId} onInquiry={setInquiryId} />
          </div>
          <div className="c5 c-column">
            <MayCard data={data} />
            <InquiriesCard
              contactId={contact.id}
              inquiries={data.inquiries}
              onRecord={() => setRecording(true)}
            />
            <LettersCard letters={data.letters} />
          </div>
        </Grid>
      </div>
      {recording && (
        <InquiryDialog
          contactId={contact.id}
          onClose={() => setRecording(false)}
          onRecorded={(made) => {
            setInquiryId(made);
            setRecording(false);
          }}
        />
      )}
    </Page>
  );
}

function LetterForm(props: {
  data: OneToOneView;
  inquiryId: string | null;
  onInquiry: (id: string | null) => void;
}): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const sourceWords = useSourceWords();
  const go = useGo();
  const { data, inquiryId } = props;
  const [reason, setReason] = useState<LetterReason | null>(
    data.reply?.allowed && !data.answer.allowed ? "inquiry" : null,
  );
  const [offer, setOffer] = useState<LetterOffer | null>(null);
  const [reasonText, setReasonText] = useState("");
  const [subject, setSubject] = useState("");
  const [text, setText] = useState("");
  const path = `/contacts/${data.contact.id}/one-to-one`;
  const letter = (): NewLetter => ({
    reason: reason!,
    reasonText: reasonText.trim(),
    subject: subject.trim(),
    text,
    ...(reason === "inquiry" && inquiryId !== null && { inquiryId }),
    ...(reason === "offer" && offer !== null && { offer }),
  });
  const preview = useApiMutation(() => api.post<LetterPreview>(`${path}/preview`, letter()));
  const send = useApiMutation(() => api.post<SentLetter>(path, letter()), {
    invalidates: ["/contacts"],
    onSuccess: () => {
      showDone(t("sent"));
      go(`/contacts/${data.contact.id}`);
    },
  });
  const ready =
    reason !== null &&
    reasonText.trim().length >= 3 &&
    subject.trim().length >= 3 &&
    text.trim().length >= 10 &&
    (reason !== "inquiry" || inquiryId !== null) &&
    data.missing.length === 0;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (ready && !send.isPending) send.mutate();
  };
  return (
    <Card className="c-letter-form">
      <form className="k-stack" onSubmit={submit}>
        <Select
          label={t("reason")}
          required
          value={reason}
          onChange={(value) => setReason(REASONS.find((one) => one === value) ?? null)}
          data={REASONS.map((value) => ({ value, label: t(`reasons.${value}`) }))}
        />
        {reason === "inquiry" && (
          <Select
            label={t("inquiry")}
            required
            value={inquiryId}
            onChange={props.onInquiry}
            nothingFoundMessage={t("inquiryNone")}
            placeholder={data.inquiries.length === 0 ? t("inquiryNone") : ""}
            data={data.inquiries.map((one) => ({
              value: one.id,
              label: `${format.date(one.receivedOn)}: ${one.subject}`,
            }))}
          />
        )}
        {reason === "offer" && (
          <OfferField
            label={t("offer")}
            description={t("offerHelp")}
            offer={offer}
            onChange={setOffer}
          />
        )}
        <TextInput
          label={t("reasonText")}
          description={t("reasonTextHelp")}
          required
          maxLength={500}
          value={reasonText}
          onChange={(event) => setReasonText(event.currentTarget.value)}
        />
        {data.origin && (
          <div>
            <p className="c-label">{t("origin")}</p>
            <p className="k-muted c-break">
              {t("originText", {
                source: sourceWords(data.origin.source),
                when: format.date(data.origin.on),
              })}
            </p>
          </div>
        )}
        <TextInput
          label={t("subject")}
          required
          maxLength={200}
          value={subject}
          onChange={(event) => setSubject(event.currentTarget.value)}
        />
        <Textarea
          label={t("text")}
          description={t("textHelp")}
          required
          autosize
          minRows={10}
          maxLength={20_000}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Refused error={send.error ?? preview.error} />
        <div className="k-row c-foot">
          <Button disabled={!ready} loading={preview.isPending} onClick={() => preview.mutate()}>
            {t("preview")}
          </Button>
          <Button type="submit" variant="filled" disabled={!ready} loading={send.isPending}>
            {t("send")}
          </Button>
        </div>
      </form>
      {preview.data && <PreviewDialog preview={preview.data} onClose={() => preview.reset()} />}
    </Card>
  );
}

/** The gate's no in its own words; everything else as it is. */
function Refused({ error }: { error: Error | null }): ReactNode {
  const t = useTexts(texts);
  if (error === null) return null;
  if (error instanceof ApiError && error.code === "excluded") {
    const { reason, rule } = error.problem as { reason?: string; rule?: string };
    return (
      <Notice tone="danger" role="alert">
        <p>
          <GateRefusal reason={reason ?? null} rule={rule ?? null} />
        </p>
      </Notice>
    );
  }
  return (
    <Problem
      error={error}
      words={{
        subject_deceptive: t("problems.subject_deceptive"),
        link_personal: t("problems.link_personal"),
        inquiry_missing: t("problems.inquiry_missing"),
        settings_incomplete: t("problems.settings_incomplete"),
      }}
    />
  );
}

function PreviewDialog(props: { preview: LetterPreview; onClose: () => void }): ReactNode {
  const t = useTexts(texts);
  const { preview } = props;
  return (
    <Modal opened onClose={props.onClose} title={preview.subject} size={760}>
      <div className="k-stack">
        <p className="k-muted">{t("previewFrom", { from: preview.from })}</p>
        {!preview.answer.allowed && (
          <Notice tone="wait">
            <p>
              <GateRefusal {...preview.answer} />
            </p>
          </Notice>
        )}
        <MailFrame html={preview.html} height={520} title={preview.subject} />
        <div className="k-row c-foot">
          <Button onClick={props.onClose}>{t("close")}</Button>
        </div>
      </div>
    </Modal>
  );
}
