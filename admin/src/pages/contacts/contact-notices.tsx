import { Button, Modal, TextInput } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { ContactOverview } from "../../../../contract/directory.ts";
import { api, useApiMutation, useCan } from "../../api/index.ts";
import { Notice, Pill, Problem, RuleTag, showDone, useFormat, useTexts } from "../../ui/index.ts";
import { texts } from "./care-texts.ts";

/** RET-06: nothing holds the contact here any more. */
export function OrphanNotice({ data }: { data: ContactOverview }): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const format = useFormat();
  const [open, setOpen] = useState(false);
  const { orphan, contact } = data;
  const end = useApiMutation(() => api.delete(`/contacts/${contact.id}/hold`), {
    invalidates: ["/contacts"],
    onSuccess: () => showDone(t("orphan.ended")),
  });
  if (orphan.since === null) return null;
  const kept = orphan.deletedOn === null && orphan.keptUntil !== null;
  const manage = can("privacy.manage");
  return (
    <>
      <Notice
        tone="wait"
        title={
          kept
            ? t("orphan.keptTitle", { when: format.date(`${orphan.keptUntil}T12:00:00Z`) })
            : t("orphan.title", { when: format.date(orphan.deletedOn ?? orphan.since) })
        }
        action={
          manage && (
            <Button
              size="xs"
              loading={end.isPending}
              onClick={() => (kept ? end.mutate() : setOpen(true))}
            >
              {kept ? t("orphan.end") : t("orphan.keep")}
            </Button>
          )
        }
      >
        <p>
          {kept ? orphan.keptBecause : t("orphan.text")} <RuleTag rule="RET-06" />
        </p>
      </Notice>
      {open && <KeepDialog contactId={contact.id} onClose={() => setOpen(false)} />}
    </>
  );
}

function KeepDialog(props: { contactId: string; onClose: () => void }): ReactNode {
  const t = useTexts(texts);
  const [until, setUntil] = useState("");
  const [because, setBecause] = useState("");
  const keep = useApiMutation(
    () => api.put(`/contacts/${props.contactId}/hold`, { until, because: because.trim() }),
    {
      invalidates: ["/contacts"],
      onSuccess: () => {
        showDone(t("orphan.kept"));
        props.onClose();
      },
    },
  );
  return (
    <Modal opened onClose={props.onClose} title={t("orphan.dialog")} size={520}>
      <form
        className="k-stack"
        onSubmit={(event) => {
          event.preventDefault();
          keep.mutate();
        }}
      >
        <p>{t("orphan.dialogText")}</p>
        <TextInput
          type="date"
          label={t("orphan.until")}
          required
          value={until}
          onChange={(event) => setUntil(event.currentTarget.value)}
        />
        <TextInput
          label={t("orphan.because")}
          description={t("orphan.becauseHelp")}
          required
          minLength={5}
          maxLength={500}
          value={because}
          onChange={(event) => setBecause(event.currentTarget.value)}
        />
        {keep.error && <Problem error={keep.error} />}
        <div className="k-row c-foot">
          <Button onClick={props.onClose}>{t("notes.cancel")}</Button>
          <Button type="submit" variant="filled" loading={keep.isPending}>
            {t("orphan.keep")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** What the address itself tells, said and never acted on. */
export function AddressHints({ data }: { data: ContactOverview }): ReactNode {
  const t = useTexts(texts);
  const { role, disposable, likely } = data.address;
  if (!role && !disposable && likely === null) return null;
  const at = data.contact.email.lastIndexOf("@");
  const local = data.contact.email.slice(0, at);
  const domain = data.contact.email.slice(at + 1);
  return (
    <div className="c-hints">
      {role && (
        <p>
          <Pill tone="wait">{t("address.role")}</Pill> {t("address.roleText", { local })}
        </p>
      )}
      {likely !== null && (
        <p>
          <Pill tone="wait">{t("address.typo")}</Pill>{" "}
          {t("address.typoText", { found: domain, likely })}
        </p>
      )}
      {disposable && likely === null && (
        <p>
          <Pill tone="wait">{t("address.disposable")}</Pill>{" "}
          {t("address.disposableText", { domain })}
        </p>
      )}
    </div>
  );
}
