import { Autocomplete, Button, Checkbox, Radio, TextInput } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import type {
  DecideMessageInput,
  MessageClass,
  UnknownMessageView,
} from "../../../../contract/unknown-messages.ts";
import { api, useApiMutation } from "../../api/index.ts";
import { Problem, showDone, useTexts } from "../../ui/index.ts";
import { texts } from "./unknown-texts.ts";

const CLASSES = ["hard", "soft", "policy", "auto_reply", "complaint", "ignore"] as const;
const ABOUT_MAIL: readonly MessageClass[] = ["hard", "soft", "policy", "complaint"];
const CHANGED = ["/unknown-messages", "/message-rules", "/inbound", "/suppressions", "/contacts"];

/** A person says what a message is, whose mail it is about, and whether that holds for later ones. */
export function DecideForm(props: {
  message: UnknownMessageView;
  candidates: string[];
}): ReactNode {
  const t = useTexts(texts);
  const { message } = props;
  const [chosen, setChosen] = useState<MessageClass>(message.proposed ?? "ignore");
  const [address, setAddress] = useState("");
  const [remembers, setRemembers] = useState(false);
  const [parts, setParts] = useState({
    sender: message.from ?? "",
    subject: message.subject.slice(0, 200),
    fragment: "",
  });
  const decide = useApiMutation(
    (input: DecideMessageInput) => api.post(`/unknown-messages/${message.id}/decide`, input),
    { invalidates: CHANGED, onSuccess: () => showDone(t("done")) },
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const filled = Object.fromEntries(
      Object.entries(parts).flatMap(([key, value]) =>
        value.trim() === "" ? [] : [[key, value.trim()]],
      ),
    );
    decide.mutate({
      class: chosen,
      ...(needsAddress && address.trim() !== "" ? { address: address.trim() } : {}),
      ...(remembers && Object.keys(filled).length > 0 ? { remember: filled } : {}),
    });
  };
  const needsAddress = ABOUT_MAIL.includes(chosen) && !message.namesMail;
  const part = (key: keyof typeof parts) => (
    <TextInput
      label={t(key)}
      value={parts[key]}
      minLength={4}
      maxLength={200}
      onChange={(event) => setParts({ ...parts, [key]: event.currentTarget.value })}
    />
  );
  return (
    <form className="k-stack" onSubmit={submit}>
      {decide.error && (
        <Problem
          error={decide.error}
          words={{
            mail_not_known: t("mailNotKnown"),
            address_not_valid: t("addressNotValid"),
            too_many_rules: t("tooManyRules"),
          }}
        />
      )}
      <Radio.Group
        label={t("what")}
        value={chosen}
        onChange={(value) => setChosen(value as MessageClass)}
      >
        <div className="k-stack" style={{ gap: 8, marginTop: 8 }}>
          {CLASSES.map((one) => (
            <Radio
              key={one}
              value={one}
              label={t(`kinds.${one}`)}
              description={t(`kindHelp.${one}`)}
            />
          ))}
        </div>
      </Radio.Group>
      {needsAddress && (
        <Autocomplete
          label={t("address")}
          description={`${t("addressHelp")} ${t("addressKnown")}`}
          data={[...new Set(props.candidates)]}
          value={address}
          onChange={setAddress}
          maxLength={320}
        />
      )}
      <Checkbox
        label={t("remember")}
        checked={remembers}
        onChange={(event) => setRemembers(event.currentTarget.checked)}
      />
      {remembers && (
        <>
          <p className="k-small k-muted">{t("rememberHelp")}</p>
          {part("sender")}
          {part("subject")}
          {part("fragment")}
        </>
      )}
      <div className="k-row">
        <Button type="submit" variant="filled" loading={decide.isPending}>
          {t("decide")}
        </Button>
      </div>
    </form>
  );
}
