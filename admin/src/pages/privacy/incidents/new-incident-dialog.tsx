import { Button, Checkbox, Modal, TextInput } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import { incidentKinds, type IncidentDetail } from "../../../../../contract/incidents.ts";
import { api, useApiMutation } from "../../../api/index.ts";
import {
  ChoiceCards,
  currentTime,
  DateTimeField,
  Problem,
  showDone,
  useGo,
  useTexts,
} from "../../../ui/index.ts";
import { incidentPath } from "../places.ts";
import { texts } from "./texts.ts";
import { CHANGED } from "./words.ts";

/** Three answers and the clock runs; everything else can follow. */
export function NewIncidentDialog({ onClose }: { onClose: () => void }): ReactNode {
  const t = useTexts(texts);
  const go = useGo();
  const [title, setTitle] = useState("");
  const [kind, setKind] = useState<(typeof incidentKinds)[number]>("disclosure");
  const [discoveredAt, setDiscoveredAt] = useState<string | null>(() =>
    currentTime().toISOString(),
  );
  const [nearMiss, setNearMiss] = useState(false);
  const save = useApiMutation<void, IncidentDetail>(
    () =>
      api.post("/incidents", {
        title: title.trim(),
        kind,
        nearMiss,
        ...(discoveredAt === null ? {} : { discoveredAt }),
      }),
    {
      invalidates: CHANGED,
      onSuccess: (made) => {
        showDone(t("created", { number: made.number }));
        go(incidentPath(made.id));
        onClose();
      },
    },
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Modal opened onClose={onClose} title={t("newTitle")} size={620}>
      <form className="k-stack" onSubmit={submit}>
        <p className="k-muted">{t("newText")}</p>
        <TextInput
          label={t("headline")}
          description={t("headlineHelp")}
          required
          maxLength={200}
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <ChoiceCards
          legend={t("kind")}
          value={kind}
          onChange={setKind}
          choices={incidentKinds.map((value) => ({
            value,
            title: t(`kinds.${value}`),
            text: t(`kindHelp.${value}`),
          }))}
        />
        <DateTimeField label={t("noticedAt")} value={discoveredAt} onChange={setDiscoveredAt} />
        <Checkbox
          label={t("nearMissLabel")}
          description={t("nearMissHelp")}
          checked={nearMiss}
          onChange={(event) => setNearMiss(event.currentTarget.checked)}
        />
        {save.error && <Problem error={save.error} />}
        <div className="k-row k-ends">
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button
            type="submit"
            variant="filled"
            loading={save.isPending}
            disabled={title.trim().length < 3}
          >
            {t("create")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
