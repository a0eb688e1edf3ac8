import { Button, Modal, Select, TextInput } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import type {
  InquiryChannel,
  InquiryView,
  LetterView,
  NewInquiry,
  OneToOneView,
} from "../../../../contract/correspondence.ts";
import { api, useApiMutation, useCan } from "../../api/index.ts";
import {
  Answers,
  Card,
  currentTime,
  DateTime,
  Link,
  Pill,
  Problem,
  showDone,
  useFormat,
  useLocale,
  useTexts,
  type Answer,
} from "../../ui/index.ts";
import { GateRefusal } from "./gate-refusal.tsx";
import { texts } from "./write-texts.ts";

const CHANNELS = ["email", "phone", "letter", "in_person", "form", "other"] as const;

/** Whether somebody may be written to, on which basis, and why not: before the first word (LEG-12, LEG-13). */
export function MayCard({ data }: { data: OneToOneView }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const locale = useLocale();
  const can = useCan();
  const { answer, reply, country } = data;
  const present = (id: string, question: string, one: OneToOneView["answer"]): Answer => ({
    id,
    question,
    yes: one.allowed,
    answer: one.allowed ? t("yes") : t("no"),
    text: one.allowed ? basisWords(t, one.basis) : <GateRefusal {...one} />,
  });
  const [newest] = data.inquiries;
  const name = country.code && new Intl.DisplayNames(locale, { type: "region" }).of(country.code);
  return (
    <Card className="c-may" title={t("may")}>
      <Answers
        items={[
          present("advertising", t("advertising"), answer),
          ...(reply && newest
            ? [present("reply", t("reply", { when: format.date(newest.receivedOn) }), reply)]
            : []),
        ]}
      />
      <p className="k-small k-muted c-hint">
        {name && country.from
          ? `${t("country", { country: name })} (${t(`countryFrom.${country.from}`)}).`
          : t("countryUnknown")}{" "}
        {t("limit", { count: data.sentToday, limit: data.dailyLimit })}{" "}
        {can("account.manage") && (
          <Link to="/einstellungen/persoenliche-mails">{t("countries")}</Link>
        )}
      </p>
    </Card>
  );
}

type Words = ReturnType<typeof useTexts<(typeof texts)["de"]>>;
const BASES: Record<string, "consent" | "customer_7_3_uwg" | "personal" | "transactional"> = {
  consent: "consent",
  customer_7_3_uwg: "customer_7_3_uwg",
  one_to_one: "personal",
  transactional: "transactional",
};

function basisWords(t: Words, basis: string | null): string {
  const known = basis === null ? undefined : BASES[basis];
  return known ? t(`basis.${known}`) : "";
}

/** What the person asked us, with the end of the 90 days. */
export function InquiriesCard(props: {
  contactId: string;
  inquiries: InquiryView[];
  onRecord: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const today = new Date(currentTime()).toISOString().slice(0, 10);
  const remove = useApiMutation((id: string) => api.delete(`/inquiries/${id}`), {
    invalidates: ["/contacts"],
    onSuccess: () => showDone(t("inquiries.removed")),
  });
  return (
    <Card
      className="c-inquiries"
      title={t("inquiries.title")}
      aside={
        <Button size="xs" onClick={props.onRecord}>
          {t("record")}
        </Button>
      }
    >
      {props.inquiries.length === 0 && <p className="k-muted">{t("inquiries.empty")}</p>}
      <ul className="c-letters">
        {props.inquiries.map((inquiry) => (
          <li key={inquiry.id}>
            <b className="c-break">{inquiry.subject}</b>
            <p className="k-small k-muted">
              {t("inquiries.line", {
                channel: t(`channels.${inquiry.channel as InquiryChannel}`),
                when: format.date(inquiry.receivedOn),
              })}
              {" · "}
              {t(inquiry.answerableUntil >= today ? "inquiries.until" : "inquiries.over", {
                when: format.date(inquiry.answerableUntil),
              })}
            </p>
            <button
              type="button"
              className="k-textbutton k-small"
              onClick={() => remove.mutate(inquiry.id)}
            >
              {t("inquiries.remove")}
            </button>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** Records something the person asked. */
export function InquiryDialog(props: {
  contactId: string;
  onClose: () => void;
  onRecorded: (id: string) => void;
}): ReactNode {
  const t = useTexts(texts);
  const [receivedOn, setReceivedOn] = useState("");
  const [channel, setChannel] = useState<string | null>(null);
  const [subject, setSubject] = useState("");
  const record = useApiMutation(
    (inquiry: NewInquiry) =>
      api.post<InquiryView>(`/contacts/${props.contactId}/inquiries`, inquiry),
    {
      invalidates: ["/contacts"],
      onSuccess: (made) => {
        showDone(t("inquiries.saved"));
        props.onRecorded(made.id);
      },
    },
  );
  const known = CHANNELS.find((one) => one === channel);
  const ready = /^\d{4}-\d\d-\d\d$/.test(receivedOn) && known && subject.trim().length >= 3;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (ready) record.mutate({ receivedOn, channel: known, subject: subject.trim() });
  };
  return (
    <Modal opened onClose={props.onClose} title={t("record")} size={560}>
      <form className="k-stack" onSubmit={submit}>
        <div className="c-fields">
          <TextInput
            type="date"
            label={t("inquiries.receivedOn")}
            required
            value={receivedOn}
            onChange={(event) => setReceivedOn(event.currentTarget.value)}
          />
          <Select
            label={t("inquiries.channel")}
            required
            value={channel}
            onChange={setChannel}
            data={CHANNELS.map((value) => ({ value, label: t(`channels.${value}`) }))}
          />
        </div>
        <TextInput
          label={t("inquiries.subject")}
          required
          maxLength={200}
          value={subject}
          onChange={(event) => setSubject(event.currentTarget.value)}
        />
        {record.error && (
          <Problem
            error={record.error}
            words={{ received_in_future: t("problems.received_in_future") }}
          />
        )}
        <div className="k-row c-foot">
          <Button onClick={props.onClose}>{t("inquiries.cancel")}</Button>
          <Button type="submit" variant="filled" disabled={!ready} loading={record.isPending}>
            {t("inquiries.save")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** What went to this person by itself, with its state. */
export function LettersCard({ letters }: { letters: LetterView[] }): ReactNode {
  const t = useTexts(texts);
  return (
    <Card className="c-letters-card" title={t("letters.title")}>
      {letters.length === 0 && <p className="k-muted">{t("letters.empty")}</p>}
      <ul className="c-letters">
        {letters.map((letter) => (
          <LetterLine key={letter.id} letter={letter} />
        ))}
      </ul>
    </Card>
  );
}

function LetterLine({ letter }: { letter: LetterView }): ReactNode {
  const t = useTexts(texts);
  const [open, setOpen] = useState(false);
  const tone = letter.state === "accepted" ? "ok" : letter.state === "queued" ? "plain" : "no";
  return (
    <li>
      <div className="k-row c-letter-head">
        <b className="c-break">{letter.subject ?? t("letters.forgotten")}</b>
        <Pill tone={tone}>{t(`states.${letter.state}`)}</Pill>
      </div>
      <p className="k-small k-muted">
        {t("letters.by", {
          kind: t(letter.kind === "one_to_one" ? "kinds.personal" : `kinds.${letter.kind}`),
          who: letter.sentBy,
        })}{" "}
        · <DateTime value={letter.at} />
      </p>
      {letter.reason && (
        <p className="k-small">
          <GateRefusal reason={letter.reason} rule={null} />
        </p>
      )}
      {letter.text && (
        <button
          type="button"
          className="k-textbutton k-small"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {t(open ? "letters.hide" : "letters.show")}
        </button>
      )}
      {open && <p className="c-letter-text">{letter.text}</p>}
    </li>
  );
}
