import { Button, Checkbox, TextInput } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import type { SenderView } from "../../../../../contract/senders.ts";
import { api, ApiError, queryClient, ME_KEY, useApiMutation } from "../../../api/index.ts";
import { Notice, Problem, useLocale, useTexts, type Locale } from "../../../ui/index.ts";
import { ProblemWords } from "../shared/draft.tsx";
import { texts as shared } from "../shared/texts.ts";
import { texts } from "./texts.ts";

interface SenderProblem {
  path: string;
  rule: string;
  message: Record<Locale, string>;
}

/** Creates or changes a sender. The server says what may not be a sender, by rule and beside the field. */
export function SenderForm(props: {
  sender?: SenderView;
  /** Name of the account, as the name people will recognise. */
  accountName: string;
  /** Offers to make it the default. */
  offerDefault?: boolean;
  onSaved: (sender: SenderView) => void;
  onCancel?: () => void;
  submit?: string;
}): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const locale = useLocale();
  const { sender } = props;
  const [form, setForm] = useState({
    fromName: sender?.fromName ?? props.accountName,
    fromAddress: sender?.fromAddress ?? "",
    replyTo: sender?.replyTo ?? "",
  });
  const [isDefault, setDefault] = useState(false);
  const save = useApiMutation(
    () => {
      const body = {
        fromName: form.fromName.trim(),
        fromAddress: form.fromAddress.trim(),
        replyTo: form.replyTo.trim() || form.fromAddress.trim(),
        ...(isDefault ? { isDefault: true } : {}),
      };
      return sender
        ? api.patch<SenderView>(`/senders/${sender.id}`, body)
        : api.post<SenderView>("/senders", body);
    },
    {
      invalidates: ["/senders", "/account", "/confirmed-addresses"],
      onSuccess: (saved) => {
        void queryClient.invalidateQueries({ queryKey: [...ME_KEY] });
        props.onSaved(saved);
      },
    },
  );
  const refused =
    save.error instanceof ApiError
      ? ((save.error.problem["problems"] as SenderProblem[] | undefined) ?? [])
      : [];
  const errorAt = (path: keyof typeof form): ReactNode => {
    const found = refused.filter((each) => each.path === `/${path}`);
    return found.length === 0
      ? undefined
      : found.map((each, index) => (
          <ProblemWords key={index} rule={each.rule} words={each.message[locale]} />
        ));
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate();
  };
  const field = (name: keyof typeof form) => ({
    value: form[name],
    error: errorAt(name),
    onChange: (event: { currentTarget: { value: string } }) =>
      setForm({ ...form, [name]: event.currentTarget.value }),
  });
  return (
    <form className="k-stack" onSubmit={submit}>
      {save.error && refused.length === 0 && <Problem error={save.error} />}
      <TextInput
        label={t("fromName")}
        description={t("fromNameHelp")}
        required
        withAsterisk={false}
        maxLength={200}
        {...field("fromName")}
      />
      <TextInput
        label={t("fromAddress")}
        description={t("fromAddressHelp")}
        placeholder="newsletter@musterbank.example"
        type="email"
        required
        withAsterisk={false}
        maxLength={320}
        {...field("fromAddress")}
      />
      <TextInput
        label={t("replyTo")}
        description={t("replyToHelp")}
        placeholder={form.fromAddress || "service@musterbank.example"}
        type="email"
        maxLength={320}
        {...field("replyTo")}
      />
      {props.offerDefault && (
        <Checkbox
          label={t("makeDefault")}
          checked={isDefault}
          onChange={(event) => setDefault(event.currentTarget.checked)}
        />
      )}
      <div className="k-row" style={{ justifyContent: props.onCancel ? "flex-end" : undefined }}>
        {props.onCancel && <Button onClick={props.onCancel}>{t("cancel")}</Button>}
        <Button type="submit" variant="filled" loading={save.isPending}>
          {props.submit ?? tShared("save")}
        </Button>
      </div>
    </form>
  );
}

/** What to think about before using a sender (CNT-02), and the button that says so was done. */
export function SenderWarnings({ sender }: { sender: SenderView }): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const acknowledge = useApiMutation(
    () => api.patch(`/senders/${sender.id}`, { acknowledgeWarnings: true }),
    { invalidates: ["/senders", "/account"] },
  );
  if (sender.warnings.length === 0) return null;
  return (
    <Notice
      tone={sender.warningsAcknowledged ? "plain" : "wait"}
      title={sender.warningsAcknowledged ? t("acknowledged") : t("thinkAgain")}
      action={
        !sender.warningsAcknowledged && (
          <Button size="xs" loading={acknowledge.isPending} onClick={() => acknowledge.mutate()}>
            {t("acknowledge")}
          </Button>
        )
      }
    >
      {sender.warnings.map((warning, index) => (
        <p key={index}>
          <ProblemWords rule={warning.rule} words={warning.message[locale]} />
        </p>
      ))}
      {acknowledge.error && <Problem error={acknowledge.error} />}
    </Notice>
  );
}
