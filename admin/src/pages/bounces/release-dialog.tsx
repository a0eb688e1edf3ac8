import { Button, Checkbox, Modal, Textarea } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import type { ReleaseView, RetainedAddressView } from "../../../../contract/bounces.ts";
import { api, ApiError, useApiMutation } from "../../api/index.ts";
import { Problem, showDone, useTexts } from "../../ui/index.ts";
import { texts } from "./texts.ts";

interface Props {
  /** Ids of the retained addresses; `address` names the only one. */
  ids: string[];
  address: RetainedAddressView["address"] | undefined;
  onClose: () => void;
  onDone: () => void;
}

/** Re-activates retained addresses with a written reason; several only after a confirmation (SND-09). */
export function ReleaseDialog(props: Props): ReactNode {
  const t = useTexts(texts);
  const count = props.ids.length;
  return (
    <Modal
      opened
      onClose={props.onClose}
      size={560}
      title={count === 1 ? t("dialog.title") : t("dialog.titleMany", { count })}
    >
      <ReleaseForm {...props} />
    </Modal>
  );
}

function ReleaseForm({ ids, address, onClose, onDone }: Props): ReactNode {
  const t = useTexts(texts);
  const [reason, setReason] = useState("");
  const [alone, setAlone] = useState("");
  const [checked, setChecked] = useState(ids.length === 1);
  const release = useApiMutation(
    () =>
      api.post<ReleaseView>("/retained-addresses/release", {
        ids,
        reason: reason.trim(),
        confirmAddresses: ids.length,
        ...(alone.trim() === "" ? {} : { alone: alone.trim() }),
      }),
    {
      invalidates: [
        "/retained-addresses",
        "/suppressions",
        "/contacts",
        "/audience",
        "/second-person",
      ],
      onSuccess: ({ released, waits }) => {
        showDone(waits ? t("dialog.waits") : t("dialog.done", { count: released }));
        onDone();
      },
    },
  );
  // Nobody else could be asked; a written reason stands for the second person.
  const isAlone =
    release.error instanceof ApiError && release.error.code === "second_person_missing";
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (checked && reason.trim().length >= 3 && !release.isPending) release.mutate();
  };
  return (
    <form className="k-stack" onSubmit={submit}>
      {address && (
        <p>
          <b className="b-break">{address}</b>
        </p>
      )}
      <p>{t("dialog.text")}</p>
      <p className="k-muted k-small">{t("dialog.consent")}</p>
      <Textarea
        label={t("dialog.reason")}
        description={t("dialog.reasonHelp")}
        required
        minLength={3}
        maxLength={500}
        autosize
        minRows={2}
        data-autofocus
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {ids.length > 1 && (
        <Checkbox
          label={t("dialog.confirm", { count: ids.length })}
          required
          checked={checked}
          onChange={(event) => setChecked(event.currentTarget.checked)}
        />
      )}
      {isAlone ? (
        <Textarea
          label={t("dialog.alone")}
          description={t("dialog.aloneHelp")}
          required
          minLength={10}
          maxLength={500}
          autosize
          minRows={2}
          value={alone}
          onChange={(event) => setAlone(event.currentTarget.value)}
        />
      ) : (
        release.error && <Problem error={release.error} />
      )}
      <div className="k-row b-foot">
        <Button onClick={onClose}>{t("dialog.cancel")}</Button>
        <Button type="submit" variant="filled" loading={release.isPending} disabled={!checked}>
          {t("dialog.submit")}
        </Button>
      </div>
    </form>
  );
}
