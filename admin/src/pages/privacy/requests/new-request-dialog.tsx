import { Button, Modal, Select, Textarea, TextInput } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import {
  enteredChannels,
  requestKinds,
  type NewDataRequestInput,
} from "../../../../../contract/data-requests.ts";
import { api, invalidate, queryClient, useCan } from "../../../api/index.ts";
import { Problem, showDone, useGo, useTexts } from "../../../ui/index.ts";
import { requestPath } from "../places.ts";
import { texts } from "./texts.ts";
import { CHANGED, useRequestErrors } from "./words.ts";

/** Writes down what came by letter, phone or in person; the deadline runs from its arrival. */
export function NewRequestDialog({ onClose }: { onClose: () => void }): ReactNode {
  const t = useTexts(texts);
  const go = useGo();
  const can = useCan();
  const errors = useRequestErrors();
  const [draft, setDraft] = useState({
    kind: "access" as NewDataRequestInput["kind"],
    channel: "letter" as NewDataRequestInput["channel"],
    name: "",
    email: "",
    message: "",
    receivedOn: "",
  });
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const set = (change: Partial<typeof draft>): void => setDraft({ ...draft, ...change });
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    const { kind, channel, ...words } = draft;
    const given = Object.fromEntries(Object.entries(words).filter(([, value]) => value !== ""));
    try {
      const made = await api.post<{ id: string; number: string }>("/data-requests", {
        kind,
        channel,
        ...given,
      });
      await invalidate(queryClient, CHANGED);
      showDone(t("created", { number: made.number }));
      if (can("privacy.manage")) go(requestPath(made.id));
      onClose();
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={onClose} title={t("newTitle")} size={560}>
      <form className="k-stack" onSubmit={(event) => void submit(event)}>
        <p className="k-muted">{t("newText")}</p>
        <div className="k-two">
          <Select
            label={t("kind")}
            allowDeselect={false}
            data={requestKinds.map((value) => ({ value, label: t(`kinds.${value}`) }))}
            value={draft.kind}
            onChange={(kind) => kind && set({ kind: kind as typeof draft.kind })}
          />
          <Select
            label={t("channel")}
            allowDeselect={false}
            data={enteredChannels.map((value) => ({ value, label: t(`channels.${value}`) }))}
            value={draft.channel}
            onChange={(channel) => channel && set({ channel: channel as typeof draft.channel })}
          />
        </div>
        <TextInput
          label={t("who")}
          maxLength={200}
          value={draft.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <div className="k-two">
          <TextInput
            label={t("email")}
            description={t("emailHelp")}
            type="email"
            maxLength={320}
            value={draft.email}
            onChange={(event) => set({ email: event.currentTarget.value })}
          />
          <TextInput
            label={t("receivedOn")}
            description={t("receivedHelp")}
            type="date"
            value={draft.receivedOn}
            onChange={(event) => set({ receivedOn: event.currentTarget.value })}
          />
        </div>
        <Textarea
          label={t("said")}
          autosize
          minRows={3}
          maxLength={8000}
          value={draft.message}
          onChange={(event) => set({ message: event.currentTarget.value })}
        />
        {error !== undefined && <Problem error={error} words={errors} />}
        <div className="k-row k-ends">
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button
            type="submit"
            variant="filled"
            loading={busy}
            disabled={draft.name.trim() === "" && draft.email.trim() === ""}
          >
            {t("create")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
