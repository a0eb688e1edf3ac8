import { Button, Select, Textarea, TextInput } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import type { SearchAnswer } from "../../../../../contract/directory.ts";
import type { HoldView, RetentionClassView } from "../../../../../contract/retention.ts";
import { api, useApiMutation, useApiQuery } from "../../../api/index.ts";
import {
  ChoiceCards,
  currentTime,
  Problem,
  showDone,
  useLocale,
  useTexts,
} from "../../../ui/index.ts";
import { texts } from "./texts.ts";

const DAY_MS = 86_400_000;
const inDays = (days: number): string =>
  new Date(currentTime().getTime() + days * DAY_MS).toISOString().slice(0, 10);

/** Sets a hold: what stays, why, when somebody looks again, when it ends. */
export function HoldForm(props: { classes: RetentionClassView[]; onClose: () => void }): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const [scope, setScope] = useState<HoldView["scope"]>("person");
  const [person, setPerson] = useState<string | null>(null);
  const [held, setHeld] = useState<string | null>(null);
  const [reason, setReason] = useState("");
  const [reviewOn, setReviewOn] = useState(inDays(90));
  const [endsOn, setEndsOn] = useState(inDays(180));
  const save = useApiMutation(
    () =>
      api.post("/retention/holds", {
        scope,
        reason: reason.trim(),
        reviewOn,
        endsOn,
        ...(scope === "person" ? { contactId: person } : {}),
        ...(scope === "class" ? { class: held } : {}),
      }),
    {
      invalidates: ["/retention", "/retention/dry-run"],
      onSuccess: () => {
        showDone(t("holds.saved"));
        props.onClose();
      },
    },
  );
  const isComplete =
    reason.trim().length >= 10 &&
    (scope === "account" || (scope === "person" ? person !== null : held !== null));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate(undefined);
  };
  return (
    <form className="k-stack" onSubmit={submit}>
      {save.error && <Problem error={save.error} />}
      <div className="ret-scope">
        <ChoiceCards
          legend={t("holds.what")}
          value={scope}
          onChange={setScope}
          choices={(["person", "class", "account"] as const).map((value) => ({
            value,
            title: t(`holds.scope.${value}`),
            text: t(`holds.scopeText.${value}`),
          }))}
        />
      </div>
      {scope === "person" && <PersonChoice value={person} onChange={setPerson} />}
      {scope === "class" && (
        <Select
          label={t("holds.class")}
          required
          searchable
          data={props.classes
            .filter((each) => each.holdable)
            .map((each) => ({ value: each.id, label: each.label[locale] }))}
          value={held}
          onChange={setHeld}
        />
      )}
      <Textarea
        label={t("holds.reason")}
        description={t("holds.reasonHelp")}
        required
        maxLength={1000}
        autosize
        minRows={2}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <div className="ret-days">
        <TextInput
          type="date"
          label={t("holds.review")}
          required
          min={inDays(0)}
          max={endsOn}
          value={reviewOn}
          onChange={(event) => setReviewOn(event.currentTarget.value)}
        />
        <TextInput
          type="date"
          label={t("holds.end")}
          required
          min={inDays(1)}
          value={endsOn}
          onChange={(event) => setEndsOn(event.currentTarget.value)}
        />
      </div>
      <p className="k-muted k-small">{t("holds.endHelp")}</p>
      <div className="k-row k-ends">
        <Button onClick={props.onClose}>{t("period.cancel")}</Button>
        <Button type="submit" variant="filled" loading={save.isPending} disabled={!isComplete}>
          {t("holds.save")}
        </Button>
      </div>
    </form>
  );
}

function PersonChoice(props: {
  value: string | null;
  onChange: (value: string | null) => void;
}): ReactNode {
  const t = useTexts(texts);
  const [text, setText] = useState("");
  const found = useApiQuery<SearchAnswer>(text.trim().length > 1 ? "/search" : undefined, {
    q: text.trim(),
    limit: 12,
  });
  const people = (found.data?.items ?? []).filter((one) => one.kind === "contact");
  return (
    <Select
      label={t("holds.person")}
      placeholder={t("holds.find")}
      required
      searchable
      searchValue={text}
      onSearchChange={setText}
      nothingFoundMessage={text.trim().length > 1 ? t("holds.nobody") : undefined}
      filter={({ options }) => options}
      data={people.map((one) => ({
        value: one.id,
        label: one.subtitle === null ? one.title : `${one.title} · ${one.subtitle}`,
      }))}
      value={props.value}
      onChange={props.onChange}
    />
  );
}
