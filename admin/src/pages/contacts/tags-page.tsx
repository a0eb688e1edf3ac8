import { IconTags } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import type { TagView } from "../../../../contract/contact-care.ts";
import { api, useApiMutation, useApiQuery, useCan } from "../../api/index.ts";
import {
  AddButton,
  Card,
  ConfirmDialog,
  EmptyState,
  Link,
  Loaded,
  Page,
  showDone,
  useTexts,
} from "../../ui/index.ts";
import { ContactTabs } from "./contact-tabs.tsx";
import "./contacts.css";
import { MergeTagDialog, TagDialog } from "./tag-dialogs.tsx";
import { TagPill } from "./tag-parts.tsx";
import { texts } from "./tags-texts.ts";

/** The account's tags with their contacts: rename, colour, merge, delete. */
export default function TagsPage(): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const write = can("contact_fields.write");
  const tags = useApiQuery<{ items: TagView[] }>("/contact-tags");
  const [editing, setEditing] = useState<TagView | "new">();
  const [merging, setMerging] = useState<TagView>();
  const [removing, setRemoving] = useState<TagView>();
  const remove = useApiMutation((tag: TagView) => api.delete(`/contact-tags/${tag.id}`), {
    invalidates: ["/contact-tags", "/contacts"],
    onSuccess: () => showDone(t("removed")),
  });
  return (
    <Page
      title={t("title")}
      crumbs={[{ label: t("contacts"), to: "/contacts" }]}
      actions={
        can("contacts.write") && <AddButton onClick={() => setEditing("new")}>{t("add")}</AddButton>
      }
    >
      <ContactTabs current="tags" />
      <Card>
        <Loaded query={tags}>
          {({ items }) =>
            items.length === 0 ? (
              <EmptyState
                icon={<IconTags size={28} stroke={1.6} />}
                title={t("emptyTitle")}
                text={t("emptyText")}
              />
            ) : (
              <>
                <p className="k-muted c-intro">{t("intro")}</p>
                <ul className="c-rows">
                  {items.map((tag) => (
                    <li key={tag.id}>
                      <div>
                        <TagPill tag={tag} />{" "}
                        <Link to={`/contacts?tag=${tag.id}`}>
                          {t("count", { count: tag.contacts })}
                        </Link>
                      </div>
                      {write && (
                        <div className="k-row c-note-acts">
                          {(
                            [
                              ["edit", setEditing],
                              ...(items.length > 1 ? [["merge", setMerging] as const] : []),
                              ["remove", setRemoving],
                            ] as const
                          ).map(([name, open]) => (
                            <button
                              key={name}
                              type="button"
                              className="k-textbutton"
                              aria-label={`${tag.name}: ${t(name)}`}
                              onClick={() => open(tag)}
                            >
                              {t(name)}
                            </button>
                          ))}
                        </div>
                      )}
                    </li>
                  ))}
                </ul>
              </>
            )
          }
        </Loaded>
      </Card>
      {editing && (
        <TagDialog
          {...(editing !== "new" && { tag: editing })}
          onClose={() => setEditing(undefined)}
        />
      )}
      {merging && (
        <MergeTagDialog
          tag={merging}
          others={(tags.data?.items ?? []).filter((one) => one.id !== merging.id)}
          onClose={() => setMerging(undefined)}
        />
      )}
      {removing && (
        <ConfirmDialog
          opened
          onClose={() => setRemoving(undefined)}
          title={t("removeTitle", { name: removing.name })}
          action={t("removeAction")}
          danger
          onConfirm={() => remove.mutateAsync(removing)}
        >
          {t(removing.contacts === 0 ? "removeText_zero" : "removeText", {
            count: removing.contacts,
          })}
        </ConfirmDialog>
      )}
    </Page>
  );
}
