import { Button, Select, Textarea, TextInput } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type {
  AnswerTemplate,
  AnswerTexts,
  DataRequestDetail,
} from "../../../../../contract/data-requests.ts";
import { api, useApiMutation, useApiQuery } from "../../../api/index.ts";
import { showDone, showProblem, useTexts } from "../../../ui/index.ts";
import { texts } from "./texts.ts";
import { CHANGED, useRequestErrors } from "./words.ts";

type Answer = AnswerTexts["items"][number];

/** Template, text, send: what the person reads is what stands here. */
export function AnswerForm({ request }: { request: DataRequestDetail }): ReactNode {
  const [locale, setLocale] = useState(request.locale);
  const answers = useApiQuery<AnswerTexts>(`/data-requests/${request.id}/answers`, {
    locale,
  }).data?.items;
  const offered = answers?.filter((one) => isOffered(request, one.template));
  if (!offered || offered.length === 0) return null;
  return (
    <Draft key={locale} request={request} offered={offered} locale={locale} onLocale={setLocale} />
  );
}

/** Before the identity is proven, nothing that says whether somebody is stored. */
function isOffered(request: DataRequestDetail, template: AnswerTemplate): boolean {
  if (request.identity === null && (template === "copy" || template === "done")) return false;
  if (template === "identity") return false;
  if (template === "copy") return request.contactId !== null && !request.shared;
  if (template === "no_data") return !request.known;
  return true;
}

function first(request: DataRequestDetail, offered: Answer[]): Answer {
  const wanted: AnswerTemplate[] = request.known
    ? request.identity === null
      ? ["receipt"]
      : ["copy", "done"]
    : ["no_data"];
  return offered.find((one) => wanted.includes(one.template)) ?? offered[0]!;
}

function Draft(props: {
  request: DataRequestDetail;
  offered: Answer[];
  locale: "de" | "en";
  onLocale: (locale: "de" | "en") => void;
}): ReactNode {
  const t = useTexts(texts);
  const words = useRequestErrors();
  const { request, offered, locale } = props;
  const [draft, setDraft] = useState(() => first(request, offered));
  const send = useApiMutation(
    (by: "mail" | "letter") =>
      api.post(`/data-requests/${request.id}/answer`, {
        template: draft.template,
        subject: draft.subject.trim(),
        text: draft.text.trim(),
        by,
      }),
    {
      invalidates: CHANGED,
      onError: (error) => showProblem(error, words),
      onSuccess: (_done, by) => showDone(t(by === "mail" ? "sent" : "noted")),
    },
  );
  const withLink = draft.template === "copy";
  return (
    <div className="k-stack">
      <p className="k-muted">{t("nextText.answer")}</p>
      <div className="k-two">
        <Select
          label={t("template")}
          allowDeselect={false}
          data={offered.map(({ template }) => ({
            value: template,
            label: t(`templates.${template}`),
          }))}
          value={draft.template}
          onChange={(value) => setDraft(offered.find((one) => one.template === value) ?? draft)}
        />
        <Select
          label={t("inLanguage")}
          allowDeselect={false}
          data={(["de", "en"] as const).map((value) => ({ value, label: t(`languages.${value}`) }))}
          value={locale}
          onChange={(value) => value && props.onLocale(value as "de" | "en")}
        />
      </div>
      <TextInput
        label={t("subject")}
        maxLength={200}
        value={draft.subject}
        onChange={(event) => setDraft({ ...draft, subject: event.currentTarget.value })}
      />
      <Textarea
        label={t("text")}
        autosize
        minRows={7}
        maxLength={8000}
        value={draft.text}
        onChange={(event) => setDraft({ ...draft, text: event.currentTarget.value })}
      />
      {draft.ends && <p className="k-small k-muted">{t("ends")}</p>}
      <div className="k-row">
        {request.email !== null && (
          <Button
            variant="filled"
            loading={send.isPending && send.variables === "mail"}
            onClick={() => send.mutate("mail")}
          >
            {t("byMail")}
          </Button>
        )}
        {!withLink && (
          <Button
            variant={request.email === null ? "filled" : "default"}
            loading={send.isPending && send.variables === "letter"}
            onClick={() => send.mutate("letter")}
          >
            {t("byLetter")}
          </Button>
        )}
      </div>
    </div>
  );
}
