import { Button, Textarea } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { NoteView } from "../../../../contract/contact-care.ts";
import type { ContactOverview } from "../../../../contract/directory.ts";
import { api, useApiMutation, useCan } from "../../api/index.ts";
import {
  Card,
  ConfirmDialog,
  Problem,
  showDone,
  useFormat,
  useTexts,
  inSentence,
} from "../../ui/index.ts";
import { texts } from "./care-texts.ts";

/** What staff noted about a person; the person may read it (Art. 15 GDPR). */
export function NotesCard({ data }: { data: ContactOverview }): ReactNode {
  const t = useTexts(texts);
  const write = useCan()("contacts.write");
  const [open, setOpen] = useState<string>();
  const [removing, setRemoving] = useState<NoteView>();
  const remove = useApiMutation((id: string) => api.delete(`/contact-notes/${id}`), {
    invalidates: ["/contacts"],
    onSuccess: () => showDone(t("notes.removed")),
  });
  return (
    <Card
      className="c-notes"
      title={t("notes.title")}
      aside={
        write &&
        open !== "new" && (
          <Button size="xs" onClick={() => setOpen("new")}>
            {t("notes.add")}
          </Button>
        )
      }
    >
      {open === "new" && (
        <NoteForm path={`/contacts/${data.contact.id}/notes`} onClose={() => setOpen(undefined)} />
      )}
      {data.notes.length === 0 && open !== "new" && <p className="k-muted">{t("notes.empty")}</p>}
      <ul className="c-letters">
        {data.notes.map((note) =>
          open === note.id ? (
            <li key={note.id}>
              <NoteForm
                note={note}
                path={`/contact-notes/${note.id}`}
                onClose={() => setOpen(undefined)}
              />
            </li>
          ) : (
            <li key={note.id}>
              <NoteText note={note} />
              {write && (
                <div className="k-row c-note-acts">
                  <button type="button" className="k-textbutton" onClick={() => setOpen(note.id)}>
                    {t("notes.edit")}
                  </button>
                  <button type="button" className="k-textbutton" onClick={() => setRemoving(note)}>
                    {t("notes.remove")}
                  </button>
                </div>
              )}
            </li>
          ),
        )}
      </ul>
      <ConfirmDialog
        opened={removing !== undefined}
        onClose={() => setRemoving(undefined)}
        title={t("notes.removeTitle")}
        action={t("notes.remove")}
        danger
        onConfirm={() => (removing ? remove.mutateAsync(removing.id) : undefined)}
      >
        {t("notes.removeText")}
      </ConfirmDialog>
    </Card>
  );
}

function NoteText({ note }: { note: NoteView }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const changed = note.updatedAt !== note.createdAt;
  return (
    <>
      <p className="k-small k-muted">
        {t("notes.by", { name: note.author, when: inSentence(format.moment(note.createdAt)) })}
        {changed && ` · ${t("notes.changed", { when: inSentence(format.moment(note.updatedAt)) })}`}
      </p>
      <p className="c-note">{note.text}</p>
    </>
  );
}

function NoteForm(props: { note?: NoteView; path: string; onClose: () => void }): ReactNode {
  const t = useTexts(texts);
  const { note } = props;
  const [text, setText] = useState(note?.text ?? "");
  const save = useApiMutation(
    (value: string) =>
      note ? api.patch(props.path, { text: value }) : api.post(props.path, { text: value }),
    {
      invalidates: ["/contacts"],
      onSuccess: () => {
        showDone(t("notes.saved"));
        props.onClose();
      },
    },
  );
  return (
    <form
      className="k-stack c-note-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== "" && !save.isPending) save.mutate(text.trim());
      }}
    >
      <Textarea
        label={t("notes.label")}
        description={t("notes.hint")}
        autosize
        minRows={3}
        maxLength={4000}
        data-autofocus
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {save.error && <Problem error={save.error} />}
      <div className="k-row c-foot">
        <Button onClick={props.onClose}>{t("notes.cancel")}</Button>
        <Button
          type="submit"
          variant="filled"
          loading={save.isPending}
          disabled={text.trim() === ""}
        >
          {t("notes.save")}
        </Button>
      </div>
    </form>
  );
}
