import { Button, Textarea } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import type { DocumentView } from "../../../../../contract/documents.ts";
import { api, useApiMutation } from "../../../api/index.ts";
import { Problem, showDone, useFormat, useTexts } from "../../../ui/index.ts";
import { texts } from "./texts.ts";

const LEAST = 40;

/** A chapter that the house writes, where it stands in the document. */
export function ChapterEditor(props: { chapter: DocumentView["chapters"][number] }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const { chapter } = props;
  const isWritten = chapter.text.length >= LEAST;
  const [open, setOpen] = useState(false);
  const [text, setText] = useState(chapter.text);
  const save = useApiMutation(
    () => api.put(`/documents/measures/chapters/${chapter.key}`, { text: text.trim() }),
    {
      invalidates: ["/documents", "/checks"],
      onSuccess: () => {
        showDone(t("chapter.saved"));
        setOpen(false);
      },
    },
  );
  return (
    <div className="doc-chapter" data-missing={isWritten ? undefined : true} id={chapter.key}>
      <div className="doc-chapter-head">
        <div>
          <span className="k-cap">{t("chapter.own")}</span>
          <h4>{chapter.title}</h4>
        </div>
        {!open && (
          <Button
            size="xs"
            leftSection={<IconPencil size={16} stroke={1.6} aria-hidden="true" />}
            aria-label={`${t(isWritten ? "chapter.edit" : "chapter.write")}: ${chapter.title}`}
            onClick={() => setOpen(true)}
          >
            {t(isWritten ? "chapter.edit" : "chapter.write")}
          </Button>
        )}
      </div>
      {!open && isWritten && (
        <>
          {chapter.text.split(/\n+/).map((line, at) => (
            <p key={at}>{line}</p>
          ))}
          {chapter.setBy !== null && chapter.setAt !== null && (
            <p className="k-muted k-small">
              {t("chapter.by", { name: chapter.setBy, date: format.dateLong(chapter.setAt) })}
            </p>
          )}
        </>
      )}
      {(open || !isWritten) && <p className="k-muted">{chapter.ask}</p>}
      {open && (
        <form
          className="k-stack"
          onSubmit={(event) => {
            event.preventDefault();
            save.mutate();
          }}
        >
          {save.error && <Problem error={save.error} />}
          <Textarea
            aria-label={`${t("chapter.label")}: ${chapter.title}`}
            placeholder={chapter.example}
            autosize
            minRows={4}
            maxLength={6000}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            {...(text.trim() !== "" && text.trim().length < LEAST
              ? { description: t("chapter.short") }
              : {})}
          />
          <div className="k-row">
            <Button
              type="submit"
              variant="filled"
              loading={save.isPending}
              disabled={text.trim().length < LEAST}
            >
              {t("chapter.save")}
            </Button>
            {text.trim() === "" && (
              <Button onClick={() => setText(chapter.example)}>{t("chapter.example")}</Button>
            )}
            <Button
              variant="subtle"
              onClick={() => {
                setText(chapter.text);
                setOpen(false);
              }}
            >
              {t("chapter.cancel")}
            </Button>
          </div>
        </form>
      )}
    </div>
  );
}
