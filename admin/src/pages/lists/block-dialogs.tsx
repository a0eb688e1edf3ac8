import { Modal, TextInput, Textarea } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState, type FormEvent, type ReactNode } from "react";
import type { LiftView, SuppressionView } from "../../../../contract/suppression.ts";
import { api, ApiError, useApiMutation } from "../../api/index.ts";
import { Problem, showDone, useTexts } from "../../ui/index.ts";
import { BlockFoot, ReasonAndReview, ReasonField } from "./block-fields.tsx";
import { texts } from "./blocks-texts.ts";

const CHANGED = ["/suppressions", "/contacts", "/audience", "/second-person", "/dashboard"];

/** Puts an address or a domain on the blacklist, with reason and review date (UNS-24). */
export function BlockDialog({ onClose }: { onClose: () => void }): ReactNode {
  const t = useTexts(texts);
  return (
    <Modal opened onClose={onClose} title={t("addDialog.title")} size={560}>
      <BlockForm onClose={onClose} />
    </Modal>
  );
}

function BlockForm({ onClose }: { onClose: () => void }): ReactNode {
  const t = useTexts(texts);
  const form = useForm({ initialValues: { entry: "", reason: "", reviewOn: "" } });
  const add = useApiMutation((values: typeof form.values) => api.post("/suppressions", values), {
    invalidates: CHANGED,
    onSuccess: () => {
      showDone(t("addDialog.done"));
      onClose();
    },
  });
  return (
    <form
      className="k-stack"
      onSubmit={form.onSubmit((values) => {
        if (!add.isPending) add.mutate(values);
      })}
    >
      <p>{t("addDialog.text")}</p>
      <TextInput
        label={t("addDialog.entry")}
        description={t("addDialog.entryHelp")}
        required
        minLength={3}
        maxLength={320}
        autoComplete="off"
        spellCheck={false}
        data-autofocus
        {...form.getInputProps("entry")}
      />
      <ReasonAndReview
        reason={form.getInputProps("reason")}
        reviewOn={form.getInputProps("reviewOn")}
      />
      {add.error && (
        <Problem
          error={add.error}
          words={{
            already_on_blacklist: t("addDialog.known"),
            entry_not_valid: t("addDialog.address_not_valid"),
          }}
        />
      )}
      <BlockFoot submit={t("addDialog.submit")} isPending={add.isPending} onClose={onClose} />
    </form>
  );
}

/** Asks a second person to agree that a block ends, with a reason for the audit log. */
export function LiftDialog(props: { block: SuppressionView; onClose: () => void }): ReactNode {
  const t = useTexts(texts);
  return (
    <Modal opened onClose={props.onClose} title={t("liftDialog.title")} size={560}>
      <LiftForm {...props} />
    </Modal>
  );
}

function LiftForm(props: { block: SuppressionView; onClose: () => void }): ReactNode {
  const t = useTexts(texts);
  const { block, onClose } = props;
  const [reason, setReason] = useState("");
  const [alone, setAlone] = useState("");
  const lift = useApiMutation(
    () =>
      api.post<LiftView>(`/suppressions/${block.id}/lift`, {
        reason: reason.trim(),
        ...(alone.trim() === "" ? {} : { alone: alone.trim() }),
      }),
    {
      invalidates: CHANGED,
      onSuccess: ({ waits }) => {
        showDone(t(waits ? "liftDialog.asked" : "liftDialog.done"));
        onClose();
      },
    },
  );
  // Nobody else could be asked; a written reason stands for the second person.
  const isAlone = lift.error instanceof ApiError && lift.error.code === "second_person_missing";
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (reason.trim().length >= 3 && !lift.isPending) lift.mutate();
  };
  const { scope } = block;
  return (
    <form className="k-stack" onSubmit={submit}>
      <p>
        <b className="l-break">
          {block.address ?? (block.domain ? `@${block.domain}` : t("erased"))}
        </b>
      </p>
      {(scope === "blacklist" || scope === "complaint") && <p>{t(`liftDialog.${scope}`)}</p>}
      <ReasonField
        label={t("liftDialog.reason")}
        description={t("liftDialog.reasonHelp")}
        data-autofocus
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {isAlone ? (
        <Textarea
          label={t("liftDialog.alone")}
          description={t("liftDialog.aloneHelp")}
          required
          minLength={10}
          maxLength={500}
          autosize
          minRows={2}
          value={alone}
          onChange={(event) => setAlone(event.currentTarget.value)}
        />
      ) : (
        <p className="k-muted k-small">{t("liftDialog.second")}</p>
      )}
      {lift.error && !isAlone && (
        <Problem error={lift.error} words={{ lift_waits: t("liftDialog.errors.lift_waits") }} />
      )}
      <BlockFoot
        submit={t(isAlone ? "liftDialog.submitAlone" : "liftDialog.submit")}
        isPending={lift.isPending}
        onClose={onClose}
      />
    </form>
  );
}
