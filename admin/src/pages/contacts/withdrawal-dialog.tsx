import { Button, Modal, Select, Textarea } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import type { ContactOverview } from "../../../../contract/directory.ts";
import type {
  RecordedWill,
  StaffObjectionInput,
  StaffTrackingInput,
  StaffUnsubscribeInput,
} from "../../../../contract/preferences.ts";
import { api, useApiMutation } from "../../api/index.ts";
import { ChoiceCards, DateTimeField, Problem, showDone, useTexts } from "../../ui/index.ts";
import { texts as shared } from "./texts.ts";
import { texts } from "./withdrawal-texts.ts";

const CHANNELS = ["letter", "phone", "in_person", "reply"] as const;
type Channel = (typeof CHANNELS)[number];
type Scope = "list" | "newsletters" | "advertising" | "profiling";

/** Records what somebody said by letter, on the phone or in person, effective at once (LEG-16). */
export function WithdrawalDialog(props: { data: ContactOverview; onClose: () => void }): ReactNode {
  const t = useTexts(texts);
  return (
    <Modal opened onClose={props.onClose} title={t("title")} size={720}>
      <WithdrawalForm {...props} />
    </Modal>
  );
}

function WithdrawalForm(props: { data: ContactOverview; onClose: () => void }): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const { data, onClose } = props;
  const lists = data.lists.filter((list) => list.state !== "unsubscribed");
  const [scope, setScope] = useState<Scope>();
  const [listId, setListId] = useState<string | null>(
    lists.length === 1 ? (lists[0]?.id ?? null) : null,
  );
  const [channel, setChannel] = useState<string | null>(null);
  const [receivedAt, setReceivedAt] = useState<string | null>(null);
  const [note, setNote] = useState("");
  const record = useApiMutation(
    () => {
      const act = {
        channel: channel as Channel,
        note: note.trim(),
        ...(receivedAt ? { receivedAt } : {}),
      };
      const path = `/contacts/${data.contact.id}`;
      if (scope === "advertising")
        return api.post<RecordedWill>(`${path}/objection`, act satisfies StaffObjectionInput);
      if (scope === "profiling")
        return api.post<RecordedWill>(`${path}/profiling`, {
          ...act,
          decision: "withdrawn",
        } satisfies StaffTrackingInput);
      return api.post<RecordedWill>(`${path}/unsubscribe`, {
        ...act,
        ...(scope === "list" && listId !== null
          ? { scope, listId }
          : { scope: "newsletters" as const }),
      } satisfies StaffUnsubscribeInput);
    },
    {
      invalidates: ["/contacts", "/lists", "/audience", "/suppressions"],
      onSuccess: (will) => {
        showDone(will.changed ? t(`done.${scope ?? "list"}`) : t("nothing"));
        onClose();
      },
    },
  );
  const ready =
    scope !== undefined &&
    channel !== null &&
    note.trim().length >= 3 &&
    (scope !== "list" || listId !== null);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (ready && !record.isPending) record.mutate();
  };
  return (
    <form className="k-stack" onSubmit={submit}>
      <p>{t("intro")}</p>
      <ChoiceCards<Scope>
        legend={t("scope")}
        value={scope}
        onChange={setScope}
        choices={[
          {
            value: "list",
            title: t("scopes.list"),
            text: t("scopes.listText"),
            ...(lists.length === 0 && { disabled: t("noLists") }),
            extra: (
              <Select
                label={t("list")}
                value={listId}
                onChange={setListId}
                data={lists.map((list) => ({ value: list.id, label: list.name }))}
              />
            ),
          },
          {
            value: "newsletters",
            title: t("scopes.newsletters"),
            text: t("scopes.newslettersText"),
          },
          {
            value: "profiling",
            title: t("scopes.profiling"),
            text: data.measure.state === "granted" ? t("scopes.profilingText") : t("noProfiling"),
          },
          {
            value: "advertising",
            title: t("scopes.advertising"),
            text: t("scopes.advertisingText"),
          },
        ]}
      />
      <div className="c-fields">
        <Select
          label={t("channel")}
          required
          value={channel}
          onChange={setChannel}
          data={CHANNELS.map((value) => ({ value, label: t(`channels.${value}`) }))}
        />
        <DateTimeField
          label={t("received")}
          description={t("receivedHelp")}
          value={receivedAt}
          onChange={setReceivedAt}
        />
      </div>
      <Textarea
        label={t("note")}
        description={t("noteHelp")}
        required
        minLength={3}
        autosize
        minRows={2}
        maxLength={500}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      {record.error && (
        <Problem error={record.error} words={{ received_in_future: t("receivedInFuture") }} />
      )}
      <div className="k-row c-foot">
        <Button onClick={onClose}>{tShared("cancel")}</Button>
        <Button type="submit" variant="filled" disabled={!ready} loading={record.isPending}>
          {scope ? t(`submit.${scope}`) : t("title")}
        </Button>
      </div>
    </form>
  );
}
